package site_test

import (
	"strings"
	"testing"
)

// The home page shows the co-op's favourites and selections by itself, and what was published instead.
func TestHomeBlocks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.browser("fr")
	b.get("/").wants(t, 200, "Cal Ramon").lacks(t, "Nos coups de cœur")
	w.dev("POST", "/_dev/seed", []byte(`{"rows":[{"kind":"restaurant","update":"@far","featured":true},{"kind":"shop_collection","title":"À midi","shops":["@pasta","@ramon"]}]}`))
	seen := b.get("/").wants(t, 200, "Nos coups de cœur", "<h2>À midi</h2>")
	if first, then := strings.Index(seen.body, "Nos coups"), strings.Index(seen.body, "À midi"); first > then {
		t.Error("favourites do not come first")
	}
	w.dev("POST", "/_dev/seed", []byte(`{"settings":{"homepage_published":true},"rows":[
		{"kind":"homepage_block","type":"banner","data":{"markdown":"**Bonjour** <script>alert(1)</script> [x](javascript:alert(1))","backgroundColor":"#123456"}},
		{"kind":"homepage_block","type":"banner","data":{"markdown":"Sans fond","backgroundColor":"red;x:y"}},
		{"kind":"homepage_block","type":"shop_collection","data":{"slug":"a-midi"}},
		{"kind":"homepage_block","type":"shop_collection","data":{"component":"type","args":{"type":"Bakery"}}},
		{"kind":"homepage_block","type":"shop_collection","data":{"component":"cuisine","args":{"cuisine":"klingon"}}},
		{"kind":"homepage_block","type":"newest"},
		{"kind":"homepage_block","type":"later","data":[1]}]}`))
	b.get("/").wants(t, 200, "<strong>Bonjour</strong>", "background:#123456;color:#fff", "Sans fond", "<h2>À midi</h2>", "<h2>Boulangerie</h2>", "Nouveaux chez nous").
		lacks(t, "Nos coups", "<script>alert", "javascript:alert", "red;", "klingon")
}

// A co-op may write its legal texts itself; what the map's licence asks for stays.
func TestLegalTexts(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	b := w.browser("en")
	b.get("/terms").wants(t, 200, "<h1>", "<h2>")
	w.dev("POST", "/_dev/seed", []byte(`{"settings":{"terms_text":"Be *kind*.","privacy_text":"## Nothing","about_text":"SCOP [us](https://example.org)"}}`))
	b.get("/terms").wants(t, 200, "Be <em>kind</em>.")
	b.get("/privacy").wants(t, 200, "<h2>Nothing</h2>")
	b.get("/about").wants(t, 200, `<a href="https://example.org">us</a>`, "openstreetmap.org/copyright")
	b.get("/fr/terms-text").wants(t, 200, "Be *kind*.")
}

// Shops that are no restaurants have pages of their own; an old address leads there.
func TestShopPages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.dev("POST", "/_dev/seed", []byte(`{"rows":[{"kind":"restaurant","update":"@pasta","type":"Florist","name":"Fleurs"}]}`))
	b := w.browser("fr")
	b.get("/").wants(t, 200, `href="/shop/2-fleurs"`, `href="/restaurant/1-cal-ramon"`)
	if seen := b.get("/restaurant/2-pates"); seen.path != "/shop/2-fleurs" {
		t.Errorf("went to %s", seen.path)
	}
}
