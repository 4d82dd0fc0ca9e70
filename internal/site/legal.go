package site

import "pignon.coop/internal/web"

// legalPage is one of the plain pages: who we are, terms, privacy.
type legalPage struct {
	frame
	Kind string // about, terms, privacy
}

func (*legalPage) template() string { return "legal" }

func (f *face) legal(kind string) func(*web.Call) error {
	return func(c *web.Call) error {
		p := &legalPage{frame: f.frame(c), Kind: kind}
		p.Narrow = true
		return f.show(c, 200, p)
	}
}
