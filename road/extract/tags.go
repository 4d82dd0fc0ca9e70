package extract

import (
	"strings"
	"sync"
)

// Tag is one key with its value. The strings of equal tags share their memory.
type Tag struct{ Key, Value string }

// Tags are an element's tags in the file's order.
type Tags []Tag

// Value returns the value of a key, "" where the key is missing.
func (t Tags) Value(key string) string {
	for i := range t {
		if t[i].Key == key {
			return t[i].Value
		}
	}
	return ""
}

// Has tells whether a key is present.
func (t Tags) Has(key string) bool { return t.Value(key) != "" }

// dropped tells which keys no builder reads: mappers' notes, what imports left behind, and the inner life of railways and roofs.
func dropped(key string) bool {
	switch key {
	case "", "created_by", "source", "note", "fixme", "FIXME", "attribution", "comment", "import_uuid", "source_ref", "loc_ref", "is_in",
		"NHS", "crossing_ref", "gauge", "electrified", "voltage", "frequency", "usage", "trolley_wire", "old_railway_operator",
		"check_date", "start_date", "wikidata", "wikipedia", "website", "email", "phone", "fax":
		return true
	}
	prefix, _, found := strings.Cut(key, ":")
	if !found {
		return false
	}
	switch prefix {
	case "tiger", "source", "note", "comment", "gnis", "roof", "building", "contact", "check_date", "survey", "was", "old_name", "nat_ref",
		"CLC", "KSJ2", "osak", "nhd", "NHD", "massgis", "wikidata", "wikipedia", "website", "heritage", "import", "fixme":
		return true
	}
	return false
}

// words keeps one copy of every string, since a city says "residential" a hundred thousand times.
type words struct {
	mu    sync.Mutex
	known map[string]string
}

func newWords() *words { return &words{known: make(map[string]string, 1<<14)} }

// read returns the shared copy of a text in a block.
func (w *words) read(raw []byte) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	word, ok := w.known[string(raw)]
	if !ok {
		word = strings.ToValidUTF8(string(raw), "\uFFFD")
		w.known[word] = word
	}
	return word
}
