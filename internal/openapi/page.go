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

var page = template.Must(template.New("page").Funcs(template.FuncMap{"pretty": pretty, "anchor": anchor, "who": who}).Parse(pageText))

type section struct {
	Title, Words string
	Operations   []Operation
}

// Page writes the operations for people to read, in English as the document is.
func Page(in DocumentIn, chapters []Chapter) ([]byte, error) {
	words := map[string]string{}
	for _, c := range chapters {
		words[c.Title] = c.Words
	}
	var sections []section
	for _, o := range in.Operations {
		if n := len(sections); n == 0 || sections[n-1].Title != o.Chapter {
			sections = append(sections, section{Title: o.Chapter, Words: words[o.Chapter]})
		}
		last := &sections[len(sections)-1]
		last.Operations = append(last.Operations, o)
	}
	var out bytes.Buffer
	err := page.Execute(&out, map[string]any{"Title": in.Title, "Origin": in.Origin, "Sections": sections})
	return out.Bytes(), err
}

func pretty(raw json.RawMessage) string {
	var out bytes.Buffer
	if err := json.Indent(&out, raw, "", "  "); err != nil {
		return string(raw)
	}
	return out.String()
}

// who says in words who may call an endpoint; roles stand as they are.
func who(access string) string {
	switch access {
	case "public":
		return "anybody"
	case "known":
		return "signed in"
	}
	return access
}

func anchor(title string) string { return strings.ReplaceAll(strings.ToLower(title), " ", "-") }
