// Package openapi describes a face's endpoints to those who write programs for it: an OpenAPI 3.1 document and a page made of it, from the routes
// themselves and from examples that a test plays against the server.
package openapi

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Chapter is a subject with examples, which are played in order on the co-op of its seed document.
type Chapter struct {
	Title    string          `json:"title"`
	Words    string          `json:"words"`
	Now      string          `json:"now"` // the co-op's clock, RFC 3339
	Seed     json.RawMessage `json:"seed"`
	Examples []Example       `json:"examples"`
}

// Example is one request and its answer. In an answer the text "…" stands for anything.
type Example struct {
	Ask    string          `json:"ask"`  // "GET /api/tags"
	Says   string          `json:"says"` // what it is for, in a sentence
	As     string          `json:"as"`   // a user's name, the key of an integration, or "oauth:id:secret" of a client; empty: nobody
	Body   json.RawMessage `json:"body,omitempty"`
	Status int             `json:"status"`
	Answer json.RawMessage `json:"answer,omitempty"`
}

// Read reads chapters from the JSON files of a folder, by name.
func Read(files fs.FS) ([]Chapter, error) {
	names, err := fs.Glob(files, "*.json")
	if err != nil {
		return nil, err
	}
	var chapters []Chapter
	for _, name := range names {
		raw, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		var c Chapter
		if err := json.Unmarshal(raw, &c); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		chapters = append(chapters, c)
	}
	return chapters, nil
}

// Route is an endpoint: its net/http pattern and who may call it, in a word.
type Route struct{ Pattern, Access string }

// Operation is an endpoint as it is described.
type Operation struct {
	Method, Path string // "/api/tags/{id}"
	Access       string
	Chapter      string // title; for what has no example the first word of the path
	Says         string
	Examples     []Example
}

// Operations joins routes with the examples that call them, by chapter, path and method.
func Operations(routes []Route, chapters []Chapter) []Operation {
	var list []Operation
	for _, r := range routes {
		method, path, ok := strings.Cut(r.Pattern, " ")
		if !ok {
			continue
		}
		o := Operation{Method: method, Path: path, Access: r.Access, Chapter: subject(path), Says: "-"}
		for _, c := range chapters {
			for _, e := range c.Examples {
				if e.calls(o, routes) {
					o.Examples, o.Chapter = append(o.Examples, e), c.Title
				}
			}
		}
		if len(o.Examples) > 0 {
			o.Says = o.Examples[0].Says
		}
		list = append(list, o)
	}
	slices.SortStableFunc(list, func(a, b Operation) int {
		return strings.Compare(a.Chapter+"\x00"+a.Path+"\x00"+a.Method, b.Chapter+"\x00"+b.Path+"\x00"+b.Method)
	})
	return list
}

// subject names what a path is about: "/api/task_lists/{id}" is about task lists.
func subject(path string) string {
	parts := strings.Split(strings.Trim(path, "/"), "/")
	word := parts[min(1, len(parts)-1)]
	if strings.HasPrefix(word, "{") {
		word = parts[0]
	}
	word, _, _ = strings.Cut(word, ".")
	word = strings.NewReplacer("_", " ", "-", " ").Replace(word)
	return strings.ToUpper(word[:1]) + word[1:]
}

// calls tells whether an example is served by an operation: of all that fit, the one with the fewest places left open.
func (e Example) calls(o Operation, routes []Route) bool {
	method, path, _ := strings.Cut(e.Ask, " ")
	path, _, _ = strings.Cut(path, "?")
	if method != o.Method || !fits(o.Path, path) {
		return false
	}
	for _, r := range routes {
		m, other, _ := strings.Cut(r.Pattern, " ")
		if m == method && fits(other, path) && strings.Count(other, "{") < strings.Count(o.Path, "{") {
			return false
		}
	}
	return true
}

func fits(pattern, path string) bool {
	a, b := strings.Split(pattern, "/"), strings.Split(path, "/")
	return len(a) == len(b) && !slices.ContainsFunc(indexes(a), func(i int) bool { return a[i] != b[i] && !strings.HasPrefix(a[i], "{") })
}

func indexes(list []string) []int {
	all := make([]int, len(list))
	for i := range all {
		all[i] = i
	}
	return all
}

var hole = regexp.MustCompile(`\{([a-z_A-Z]+)(?:\.\.\.)?\}`)

// DocumentIn is what an OpenAPI document says of a server.
type DocumentIn struct {
	Title, Version, Origin string
	Operations             []Operation
}

// Document gives the OpenAPI 3.1 document.
func Document(in DocumentIn) ([]byte, error) {
	paths := map[string]map[string]any{}
	for _, o := range in.Operations {
		path := hole.ReplaceAllString(o.Path, "{$1}")
		if paths[path] == nil {
			paths[path] = map[string]any{}
		}
		paths[path][strings.ToLower(o.Method)] = o.describe()
	}
	return json.Marshal(map[string]any{
		"openapi": "3.1.0", "info": map[string]any{"title": in.Title, "version": in.Version}, "servers": []any{map[string]any{"url": in.Origin}}, "paths": paths,
		"components": map[string]any{"securitySchemes": map[string]any{"bearer": map[string]any{"type": "http", "scheme": "bearer",
			"description": "A user's token, an OAuth2 access token or an API key (ak_…)"}}},
	})
}

func (o Operation) describe() map[string]any {
	d := map[string]any{"operationId": o.id(), "tags": []string{o.Chapter}, "description": "Access: " + o.Access, "responses": o.responses()}
	if len(o.Examples) > 0 {
		d["summary"] = o.Says
	}
	if o.Access != "public" {
		d["security"] = []any{map[string]any{"bearer": []string{}}}
	}
	var parameters []any
	for _, m := range hole.FindAllStringSubmatch(o.Path, -1) {
		parameters = append(parameters, map[string]any{"name": m[1], "in": "path", "required": true, "schema": map[string]any{"type": "string"}})
	}
	if parameters != nil {
		d["parameters"] = parameters
	}
	for _, e := range o.Examples {
		if e.Body != nil {
			d["requestBody"] = map[string]any{"content": map[string]any{"application/ld+json": content(e.Body)}}
			break
		}
	}
	return d
}

// id is the name of an operation in clients that are made from the document: "put-api-tasks-id-done".
func (o Operation) id() string {
	name := strings.NewReplacer("/", "-", "{", "", "}", "", ".", "-", "_", "-").Replace(strings.ToLower(o.Method) + o.Path)
	return strings.TrimSuffix(name, "-")
}

func (o Operation) responses() map[string]any {
	all := map[string]any{}
	for _, e := range o.Examples {
		answer := map[string]any{"description": e.Says}
		if e.Answer != nil {
			answer["content"] = map[string]any{"application/ld+json": content(e.Answer)}
		}
		if code := strconv.Itoa(e.Status); all[code] == nil {
			all[code] = answer
		}
	}
	if len(all) == 0 {
		all["default"] = map[string]any{"description": "See the description of the endpoint's resource"}
	}
	return all
}

// content describes a body by an example, with the shape that the example has.
func content(example json.RawMessage) map[string]any {
	var v any
	if err := json.Unmarshal(example, &v); err != nil {
		return map[string]any{}
	}
	return map[string]any{"schema": shape(v), "example": v}
}

func shape(v any) map[string]any {
	switch v := v.(type) {
	case map[string]any:
		properties := map[string]any{}
		for key, value := range v {
			properties[key] = shape(value)
		}
		return map[string]any{"type": "object", "properties": properties}
	case []any:
		items := map[string]any{}
		if len(v) > 0 {
			items = shape(v[0])
		}
		return map[string]any{"type": "array", "items": items}
	case string:
		return map[string]any{"type": "string"}
	case float64:
		return map[string]any{"type": "number"}
	case bool:
		return map[string]any{"type": "boolean"}
	}
	return map[string]any{} // null: nothing is known of what else it may be
}
