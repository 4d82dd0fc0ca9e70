package openapi

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"html/template"
	"strings"
)

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Funcs(template.FuncMap{"pretty": pretty, "anchor": anchor}).Parse(pageText))

// PageIn is what a page for people is made of. The document's own words are English; T prints by key of the catalogue, Say gives a sentence of the
// chapters in the language of the page.
type PageIn struct {
	DocumentIn
	Chapters []Chapter
	Language string
	T        func(key string) string
	Say      func(english string) string
}

type section struct {
	Title, Words string
	Operations   []Operation
}

// Who says in words who may call an endpoint; roles stand as they are.
func (in PageIn) Who(access string) string {
	switch access {
	case "public", "known":
		return in.T("docs." + access)
	}
	return access
}

// Sections are the chapters in their order, with what each is about.
func (in PageIn) Sections() (sections []section) {
	words := map[string]string{}
	for _, c := range in.Chapters {
		words[c.Title] = c.Words
	}
	for _, o := range in.Operations {
		if n := len(sections); n == 0 || sections[n-1].Title != o.Chapter {
			sections = append(sections, section{Title: o.Chapter, Words: words[o.Chapter]})
		}
		last := &sections[len(sections)-1]
		last.Operations = append(last.Operations, o)
	}
	return sections
}

// Page writes the operations for people to read.
func Page(in PageIn) ([]byte, error) {
	var out bytes.Buffer
	err := page.Execute(&out, in)
	return out.Bytes(), err
}

func pretty(raw json.RawMessage) string {
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		return string(raw)
	}
	return out.String()
}

func anchor(title string) string { return strings.ReplaceAll(strings.ToLower(title), " ", "-") }
