package app_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

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
	r, err := http.NewRequest("GET", h.server.URL+"/api/docs", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/html")
	answer, err := h.server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil || !strings.Contains(string(page), "<h2>"+chapters[0].Title) || !strings.Contains(string(page), "/api/task_lists/set_items/{date}/{username}") {
		t.Errorf("the page lacks something: %v, %d bytes", err, len(page))
	}
}
