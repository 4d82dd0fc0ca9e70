package app_test

import (
	"bytes"
	"encoding/json"
	"html"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/pb33f/libopenapi"
	"github.com/pb33f/libopenapi-validator/schema_validation"

	"pignon.coop/internal/dialect"
	"pignon.coop/internal/openapi"
)

// TestExamplesOfTheDocsAreTrue plays each documented example against the server. With -update it writes down what the server answers.
func TestExamplesOfTheDocsAreTrue(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("../dialect/examples/*.json")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			raw, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var c openapi.Chapter
			if err := json.Unmarshal(raw, &c); err != nil {
				t.Fatal(err)
			}
			h := newHouse(t)
			h.call("", "POST", "/_dev/reset", nil, 200)
			h.call("", "PUT", "/_dev/clock", map[string]any{"now": c.Now}, 200)
			h.call("", "POST", "/_dev/seed", c.Seed, 200)
			for i := range c.Examples {
				h.play(&c.Examples[i])
			}
			if *update {
				writeChapter(t, name, c)
			}
		})
	}
}

func (h *house) play(e *openapi.Example) {
	h.t.Helper()
	token := e.As
	switch client, isClient := strings.CutPrefix(token, "oauth:"); {
	case isClient:
		id, secret, _ := strings.Cut(client, ":")
		token = h.grant(id, secret)
	case token != "" && !strings.HasPrefix(token, "ak_"):
		token = h.token("@" + e.As)
	}
	status, answer := h.answer(token, e.Ask, e.Body)
	if *update {
		e.Status, e.Answer = status, steady(answer)
		return
	}
	if status != e.Status {
		h.t.Errorf("%s: %d, the docs say %d: %s", e.Ask, status, e.Status, answer)
		return
	}
	if !agrees(parsed(e.Answer), parsed(answer)) {
		h.t.Errorf("%s answers\n%s\nthe docs say\n%s", e.Ask, answer, e.Answer)
	}
}

func parsed(raw json.RawMessage) (v any) {
	_ = json.Unmarshal(raw, &v) // an empty answer is nil
	return v
}

// agrees tells whether an answer is what the docs say; "…" stands for anything.
func agrees(said, got any) bool {
	switch said := said.(type) {
	case string:
		return said == "…" || said == got
	case map[string]any:
		other, ok := got.(map[string]any)
		if !ok || len(other) != len(said) {
			return false
		}
		for key, value := range said {
			if v, ok := other[key]; !ok || !agrees(value, v) {
				return false
			}
		}
		return true
	case []any:
		other, ok := got.([]any)
		if !ok || len(other) != len(said) {
			return false
		}
		for i := range said {
			if !agrees(said[i], other[i]) {
				return false
			}
		}
		return true
	}
	return said == got
}

// drawn is what is drawn anew for each answer, or depends on where the server runs.
var drawn = regexp.MustCompile(`"[^"]*(?:genid/|invoice_line_items/[^"/]+-[0-9a-f]{7}-|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}|127\.0\.0\.1|eyJ)[^"]*"|"(?:secret|token)":"[^"]*"`)

func steady(raw json.RawMessage) json.RawMessage {
	if !json.Valid(raw) {
		return nil
	}
	return drawn.ReplaceAllFunc(raw, func(found []byte) []byte {
		if key, _, ok := bytes.Cut(found, []byte(`":"`)); ok {
			return append(key, `":"…"`...)
		}
		return []byte(`"…"`)
	})
}

func writeChapter(t *testing.T, name string, c openapi.Chapter) {
	t.Helper()
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(c); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, out.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestTheDocsAreOpenAPI: a reader that is not ours takes the documents of both faces for OpenAPI 3.1, and refuses them when a part is wrong.
func TestTheDocsAreOpenAPI(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	for _, path := range []string{"/api/docs.json", "/v1/openapi.json"} {
		_, raw := h.answer("", "GET "+path, nil)
		if wrong := faultsOfOpenAPI(t, raw); len(wrong) > 0 {
			t.Errorf("%s: %s", path, strings.Join(wrong, "\n"))
		}
		for _, c := range [][2]string{{`"info":`, `"inof":`}, {`"in":"path"`, `"in":"pith"`}, {`"operationId":"`, `"operationID":"`}} {
			broken := bytes.Replace(raw, []byte(c[0]), []byte(c[1]), 1)
			if bytes.Equal(broken, raw) || len(faultsOfOpenAPI(t, broken)) == 0 {
				t.Errorf("%s: with %s instead of %s it is still taken", path, c[1], c[0])
			}
		}
	}
}

func faultsOfOpenAPI(t *testing.T, raw []byte) (wrong []string) {
	t.Helper()
	document, err := libopenapi.NewDocument(raw)
	if err != nil {
		return []string{err.Error()}
	}
	if version := document.GetSpecInfo().Version; !strings.HasPrefix(version, "3.1") {
		return []string{"version " + version}
	}
	if ok, faults := schema_validation.ValidateOpenAPIDocument(document); !ok {
		for _, f := range faults {
			for _, s := range f.SchemaValidationErrors {
				wrong = append(wrong, s.KeywordLocation+": "+s.Reason)
			}
			wrong = append(wrong, f.Message+": "+f.Reason)
		}
	}
	return wrong
}

// TestTheDocsNameEveryEndpoint : the OpenAPI document has every route of the dialect, and the page shows them to people.
func TestTheDocsNameEveryEndpoint(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	document := h.call("", "GET", "/api/docs.json", nil, 200)
	if document["openapi"] != "3.1.0" {
		t.Errorf("version %v", document["openapi"])
	}
	golden, err := os.ReadFile("testdata/access.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for line := range strings.Lines(string(golden)) {
		pattern, access, _ := strings.Cut(strings.TrimSpace(line), ": ")
		method, path, _ := strings.Cut(pattern, " ")
		if !strings.HasPrefix(path, "/api/") || path == "/api/" || strings.HasPrefix(path, "/api/routing") && access == "" {
			continue
		}
		operation, ok := at(document, "paths").(map[string]any)[strings.ReplaceAll(path, "...}", "}")].(map[string]any)
		one, _ := operation[strings.ToLower(method)].(map[string]any)
		if !ok || one == nil {
			t.Errorf("%s is not in the document", pattern)
			continue
		}
		id := one["operationId"].(string)
		if seen[id] || !strings.HasSuffix(one["description"].(string), access) {
			t.Errorf("%s: operation %s, %v", pattern, id, one["description"])
		}
		seen[id] = true
	}
	chapters, err := dialect.Examples()
	if err != nil {
		t.Fatal(err)
	}
	if page := h.page("/api/docs?lang=en"); !strings.Contains(page, "<h2>"+chapters[0].Title) || !strings.Contains(page, "/api/task_lists/set_items/{date}/{username}") {
		t.Errorf("the page lacks something: %d bytes", len(page))
	}
}

func (h *house) page(path string) string {
	h.t.Helper()
	r, err := http.NewRequest("GET", h.server.URL+path, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	answer, err := h.server.Client().Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != 200 {
		h.t.Fatal(answer.StatusCode, err)
	}
	return string(page)
}

// TestTheDocsSpeakFrench: each title and sentence of the page has its French, in internal/dialect/examples/fr/words.json, and nothing else is there.
func TestTheDocsSpeakFrench(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	raw, err := os.ReadFile("../dialect/examples/fr/words.json")
	if err != nil {
		t.Fatal(err)
	}
	var french map[string]string
	if err := json.Unmarshal(raw, &french); err != nil {
		t.Fatal(err)
	}
	sentences, err := sentencesOfTheDocs(h.call("", "GET", "/api/docs.json", nil, 200))
	if err != nil {
		t.Fatal(err)
	}
	page := html.UnescapeString(h.page("/api/docs?lang=fr"))
	for sentence := range sentences {
		if french[sentence] == "" || !strings.Contains(page, french[sentence]) {
			t.Errorf("no French for %q", sentence)
		}
	}
	for sentence := range french {
		if !sentences[sentence] {
			t.Errorf("%q is said nowhere", sentence)
		}
	}
	if !strings.Contains(page, `<html lang="fr">`) || !strings.Contains(page, "avec un compte") {
		t.Error("the page's own words are not French")
	}
}

// sentencesOfTheDocs are the titles of chapters, and what chapters and examples say.
func sentencesOfTheDocs(document map[string]any) (map[string]bool, error) {
	all := map[string]bool{}
	for _, path := range at(document, "paths").(map[string]any) {
		for _, operation := range path.(map[string]any) {
			all[at(operation, "tags 0").(string)] = true
		}
	}
	chapters, err := dialect.Examples()
	for _, c := range chapters {
		all[c.Words] = true
		for _, e := range c.Examples {
			all[e.Says] = true
		}
	}
	return all, err
}
