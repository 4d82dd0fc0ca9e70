package openapi_test

import (
	"encoding/json"
	"strings"
	"testing"

	"pignon.coop/internal/openapi"
)

func described() (openapi.DocumentIn, []openapi.Chapter) {
	chapters := []openapi.Chapter{{Title: "Rides", Words: "By <bike>.", Examples: []openapi.Example{
		{Ask: "GET /api/rides/mine?page=2", Says: "My rides", As: "cal", Status: 200, Answer: json.RawMessage(`{"rides":[{"id":1,"km":2.5}],"last":null}`)},
		{Ask: "PUT /api/rides/7", Says: "Change a ride", Status: 200, Body: json.RawMessage(`{"km":3}`)},
	}}}
	routes := []openapi.Route{{"GET /api/rides/{id}", "known"}, {"GET /api/rides/mine", "ROLE_COURIER"}, {"PUT /api/rides/{id}", "known"}, {"GET /api/old_things", "public"}}
	return openapi.DocumentIn{Title: "Co-op", Version: "1", Origin: "https://example.org", Operations: openapi.Operations(routes, chapters)}, chapters
}

func TestExamplesFindTheirEndpoint(t *testing.T) {
	t.Parallel()
	in, _ := described()
	var got []string
	for _, o := range in.Operations {
		line := o.Chapter + " " + o.Method + " " + o.Path
		for _, e := range o.Examples {
			line += " | " + e.Says
		}
		got = append(got, line)
	}
	want := "Old things GET /api/old_things\nRides GET /api/rides/mine | My rides\nRides GET /api/rides/{id}\nRides PUT /api/rides/{id} | Change a ride"
	if s := strings.Join(got, "\n"); s != want {
		t.Errorf("got\n%s\nwant\n%s", s, want)
	}
}

func TestDocument(t *testing.T) {
	t.Parallel()
	in, _ := described()
	raw, err := openapi.Document(in)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		`"openapi":"3.1.0"`, `"operationId":"put-api-rides-id"`, `"name":"id"`, `"security":[{"bearer":[]}]`, `"km":{"type":"number"}`,
		`"rides":{"items":{"properties":{"id":{"type":"number"}`, `"last":{}`, `"requestBody":{"content":{"application/ld+json"`,
	} {
		if !strings.Contains(string(raw), part) {
			t.Errorf("no %s in %s", part, raw)
		}
	}
	var document struct {
		Paths map[string]map[string]struct{ Security []any }
	}
	if err := json.Unmarshal(raw, &document); err != nil || document.Paths["/api/old_things"]["get"].Security != nil || len(document.Paths) != 3 {
		t.Errorf("%v %+v", err, document)
	}
}

func TestPageEscapes(t *testing.T) {
	t.Parallel()
	in, chapters := described()
	same := func(text string) string { return text }
	page, err := openapi.Page(openapi.PageIn{DocumentIn: in, Chapters: chapters, Language: "fr", T: same, Say: strings.ToUpper})
	if err != nil || !strings.Contains(string(page), "BY &lt;BIKE&gt;.") || !strings.Contains(string(page), "docs.known") || !strings.Contains(string(page), "docs.no_example") {
		t.Errorf("%v %s", err, page)
	}
}
