package dialect

import (
	"embed"
	"encoding/json"
	"io/fs"
	"net/http"
	"strings"
	"sync"

	"pignon.coop/internal/openapi"
	"pignon.coop/internal/web"
)

//go:embed examples/*.json examples/fr/words.json
var exampleFiles embed.FS

// frenchWords are the sentences of the examples in French, by the English ones.
var frenchWords = sync.OnceValues(func() (words map[string]string, err error) {
	raw, err := exampleFiles.ReadFile("examples/fr/words.json")
	if err == nil {
		err = json.Unmarshal(raw, &words)
	}
	return words, err
})

// Examples are requests and answers that a test plays against the server.
func Examples() ([]openapi.Chapter, error) {
	files, err := fs.Sub(exampleFiles, "examples")
	if err != nil {
		return nil, err
	}
	return openapi.Read(files)
}

func (f *face) docsEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/docs", Access: web.Public, Serve: f.docs},
		{Pattern: "GET /api/docs.json", Access: web.Public, Serve: f.openAPI},
		{Pattern: "GET /api/docs.jsonld", Access: web.Public, Serve: f.hydraDocs},
	}
}

// docs is a page for people, and for programs what they take a Hydra server by.
func (f *face) docs(c *web.Call) error {
	if !strings.Contains(c.R.Header.Get("Accept"), "text/html") {
		return f.hydraDocs(c)
	}
	in, chapters, err := f.described(c)
	if err != nil {
		return err
	}
	words := f.house.WordsFor(c.R)
	say, err := sayer(words.Language())
	if err != nil {
		return err
	}
	page, err := openapi.Page(openapi.PageIn{DocumentIn: in, Chapters: chapters, Language: words.Language(),
		T: func(key string) string { return words.T(key, nil) }, Say: say})
	if err != nil {
		return err
	}
	c.W.Header().Set("Vary", "Accept, Accept-Language, Cookie")
	return send(c, "text/html; charset=utf-8", page)
}

// sayer gives the sentences of the examples in a language.
func sayer(language string) (func(string) string, error) {
	if language != "fr" {
		return func(english string) string { return english }, nil
	}
	words, err := frenchWords()
	return func(english string) string {
		if french, ok := words[english]; ok {
			return french
		}
		return english
	}, err
}

func (f *face) openAPI(c *web.Call) error {
	in, _, err := f.described(c)
	if err != nil {
		return err
	}
	document, err := openapi.Document(in)
	if err != nil {
		return err
	}
	return send(c, "application/json", document)
}

func (f *face) described(c *web.Call) (in openapi.DocumentIn, chapters []openapi.Chapter, err error) {
	if chapters, err = Examples(); err != nil {
		return in, nil, err
	}
	var routes []openapi.Route
	for _, e := range f.endpoints() {
		routes = append(routes, openapi.Route{Pattern: e.Pattern, Access: e.Access.Name})
	}
	return openapi.DocumentIn{Title: f.house.Settings().BrandName, Version: "1", Origin: strings.TrimSuffix(absolute(c, "/"), "/"),
		Operations: openapi.Operations(routes, chapters)}, chapters, nil
}

func send(c *web.Call, contentType string, body []byte) error {
	c.W.Header().Set("Content-Type", contentType)
	c.W.WriteHeader(http.StatusOK)
	_, _ = c.W.Write(body) // an error means that the caller went away
	return nil
}

func (f *face) hydraDocs(c *web.Call) error {
	return f.ldJSON(c, Obj("@context", Obj("hydra", "http://www.w3.org/ns/hydra/core#"), "@id", "/api/docs.jsonld", "@type", "hydra:ApiDocumentation",
		"hydra:title", f.house.Settings().BrandName, "hydra:entrypoint", "/api"))
}
