package site

import (
	"html/template"

	"pignon.coop/internal/web"
)

// legalPage is one of the plain pages: who we are, terms, privacy.
type legalPage struct {
	frame
	Kind    string // about, terms, privacy
	Heading string
	Text    template.HTML // the co-op's own, "" for the house's words
}

func (*legalPage) template() string { return "legal" }

func (f *face) legal(kind string) func(*web.Call) error {
	return func(c *web.Call) error {
		p := &legalPage{frame: f.frame(c), Kind: kind}
		switch kind {
		case "about":
			p.Heading, p.Text = p.T("site.footer.legal"), markdown(p.Coop.AboutText)
		case "terms":
			p.Heading, p.Text = p.T("site.footer.terms"), markdown(p.Coop.TermsText)
		default:
			p.Heading, p.Text = p.T("site.footer.privacy"), markdown(p.Coop.PrivacyText)
		}
		p.Narrow = true
		return f.show(c, 200, p)
	}
}
