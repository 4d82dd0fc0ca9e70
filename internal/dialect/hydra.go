package dialect

import (
	"crypto/rand"
	"encoding/hex"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/web"
)

const ldJSON = "application/ld+json; charset=utf-8"

// write answers with a JSON-LD document, or its plain JSON when the caller asks for just that.
func (f *face) write(c *web.Call, status int, document *Object) error {
	body, err := document.MarshalJSON()
	if err != nil {
		return err
	}
	contentType := ldJSON
	if wantsPlain(c.R.Header.Get("Accept")) {
		contentType = "application/json; charset=utf-8"
		if body, err = plain(body); err != nil {
			return err
		}
	}
	c.W.Header().Set("Content-Type", contentType)
	c.W.Header().Set("Vary", "Accept")
	c.W.WriteHeader(status)
	_, _ = c.W.Write(body) // an error means that the caller went away
	return nil
}

// wantsPlain: only a lone or first-placed application/json means plain JSON; any wildcard lets JSON-LD win.
func wantsPlain(accept string) bool {
	first, rest, _ := strings.Cut(accept, ",")
	kind, _, _ := strings.Cut(first, ";")
	return strings.TrimSpace(kind) == "application/json" && !strings.Contains(rest, "*/*") && !strings.Contains(rest, "ld+json")
}

// item answers with one resource: thing carries @id and @type already, its context is put first.
func (f *face) item(c *web.Call, status int, context string, thing *Object) error {
	return f.write(c, status, thing.Before("@context", "/api/contexts/"+context))
}

// plainJSON answers with a document that is never JSON-LD.
func (f *face) plainJSON(c *web.Call, status int, document any) error {
	body, err := encode(document)
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "application/json")
	c.W.WriteHeader(status)
	_, _ = c.W.Write(body)
	return nil
}

// page is what a caller asked of a paginated collection. Size 0 means all.
type page struct{ Number, Size int }

// Offset is the number of members before the page.
func (p page) Offset() int { return (p.Number - 1) * p.Size }

const (
	pageSize = 30
	pageMost = 100
)

// pageOf reads ?page and ?itemsPerPage, which may be at most 100.
func pageOf(c *web.Call) (page, error) {
	number, err := positive(c.Query("page"), 1)
	if err != nil {
		return page{}, err
	}
	size, err := positive(c.Query("itemsPerPage"), pageSize)
	return page{Number: number, Size: min(size, pageMost)}, err
}

func positive(s string, otherwise int) (int, error) {
	if s == "" {
		return otherwise, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 1<<31 {
		return 0, fail.New(fail.Invalid, "request.page_invalid")
	}
	return n, nil
}

// collection is a list of resources with its envelope.
type collection struct {
	Context string // "Order"
	Members []*Object
	Total   int  // over all pages; -1 leaves the key out
	Page    page // zero when not paginated
	Filters []filter
}

// filter is one documented query parameter of a collection, as hydra:search shows it.
type filter struct{ Variable, Property string }

// list answers with a collection. A nil Members is an empty list.
func (f *face) list(c *web.Call, status int, l collection) error {
	return f.listAt(c, status, c.R.URL.Path, l)
}

// listAt is list for a collection that is known by another path than the one asked for.
func (f *face) listAt(c *web.Call, status int, path string, l collection) error {
	members := l.Members
	if members == nil {
		members = []*Object{}
	}
	o := Obj("@context", "/api/contexts/"+l.Context, "@id", path, "@type", "hydra:Collection")
	if l.Total >= 0 {
		o.Set("hydra:totalItems", l.Total)
	}
	o.Set("hydra:member", members)
	if v := viewOf(c, l); v != nil {
		o.Set("hydra:view", v)
	}
	if len(l.Filters) > 0 {
		o.Set("hydra:search", searchOf(c.R.URL.Path, l.Filters))
	}
	return f.write(c, status, o)
}

func viewOf(c *web.Call, l collection) *Object {
	last := 1
	if l.Page.Size > 0 {
		last = max(1, (l.Total+l.Page.Size-1)/l.Page.Size)
	}
	if c.R.URL.RawQuery == "" && last == 1 {
		return nil
	}
	base := normalised(c.R.URL.RawQuery)
	if last == 1 {
		return Obj("@id", withQuery(c.R.URL.Path, base), "@type", "hydra:PartialCollectionView")
	}
	at := func(n int) string {
		return withQuery(c.R.URL.Path, append(slices.Clone(base), "page="+strconv.Itoa(n)))
	}
	v := Obj("@id", at(l.Page.Number), "@type", "hydra:PartialCollectionView", "hydra:first", at(1), "hydra:last", at(last))
	if l.Page.Number > 1 {
		v.Set("hydra:previous", at(l.Page.Number-1))
	}
	if l.Page.Number < last {
		v.Set("hydra:next", at(l.Page.Number+1))
	}
	return v
}

// normalised writes a query's parameters anew, without the page: by name, those of one name in the order in which they came, encoded as
// RFC 3986 says, numeric list indexes collapsed to empty brackets.
func normalised(query string) []string {
	var parts []string
	for part := range strings.SplitSeq(query, "&") {
		name, value, _ := strings.Cut(part, "=")
		name, value = decoded(name), decoded(value)
		if name == "" || name == "page" {
			continue
		}
		if head, index, ok := strings.Cut(name, "["); ok && isNumber(strings.TrimSuffix(index, "]")) {
			name = head + "[]"
		}
		parts = append(parts, encoded(name)+"="+encoded(value))
	}
	slices.SortStableFunc(parts, func(a, b string) int {
		nameA, _, _ := strings.Cut(a, "=")
		nameB, _, _ := strings.Cut(b, "=")
		return strings.Compare(nameA, nameB)
	})
	return parts
}

func encoded(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }

func decoded(text string) string {
	if plain, err := url.QueryUnescape(text); err == nil {
		return plain
	}
	return text
}

func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}

func withQuery(path string, parts []string) string {
	if len(parts) == 0 {
		return path
	}
	return path + "?" + strings.Join(parts, "&")
}

func searchOf(path string, filters []filter) *Object {
	var names []string
	mapping := []*Object{}
	for _, x := range filters {
		names = append(names, x.Variable)
		mapping = append(mapping, Obj("@type", "IriTemplateMapping", "variable", x.Variable, "property", x.Property, "required", false))
	}
	return Obj("@type", "hydra:IriTemplate", "hydra:template", path+"{?"+strings.Join(names, ",")+"}",
		"hydra:variableRepresentation", "BasicRepresentation", "hydra:mapping", mapping)
}

// genid is an opaque id for an object that is no resource.
func genid() string {
	var b [10]byte
	_, _ = rand.Read(b[:])
	return "/api/.well-known/genid/" + hex.EncodeToString(b[:])
}

// computed dresses an output that is no resource: an inline context with one line per property.
func computed(c *web.Call, kind string, o *Object) *Object {
	context := Obj("@vocab", absolute(c, "/api/docs.jsonld#"), "hydra", "http://www.w3.org/ns/hydra/core#")
	for _, p := range o.pairs {
		context.Set(p.key, kind+"/"+p.key)
	}
	return o.Before("@id", genid()).Before("@type", kind).Before("@context", context)
}

// iri is the path of a resource.
func iri(collection string, id int64) string {
	return "/api/" + collection + "/" + strconv.FormatInt(id, 10)
}

// maybeIRI is iri, or nil when there is no such thing.
func maybeIRI(collection string, id *int64) any {
	if id == nil || *id == 0 {
		return nil
	}
	return iri(collection, *id)
}

// idOf reads the id out of an IRI such as "/api/tasks/4". A text that is no IRI of this collection gives 0.
func idOf(collection, text string) int64 {
	rest, ok := strings.CutPrefix(text, "/api/"+collection+"/")
	id, err := strconv.ParseInt(rest, 10, 64)
	if !ok || err != nil || id <= 0 {
		return 0
	}
	return id
}

// itemNotFound is the error for a relation of a body that leads nowhere.
func itemNotFound(text string) error {
	return fail.New(fail.Invalid, "request.relation_unknown", "iri", text)
}
