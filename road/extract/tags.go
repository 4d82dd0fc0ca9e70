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

// dropped tells which keys are mappers' notes that no builder reads.
func dropped(key string) bool {
	switch key {
	case "", "created_by", "source", "note", "fixme", "FIXME", "attribution":
		return true
	}
	return strings.HasPrefix(key, "tiger:") || strings.HasPrefix(key, "source:") || strings.HasPrefix(key, "note:")
}

// words keeps one copy of every string, since a city says "residential" a hundred thousand times.
type words struct {
	mu    sync.Mutex
	known map[string]string
}

func newWords() *words { return &words{known: make(map[string]string, 1<<14)} }

// of returns the shared copies of a whole table at once.
func (w *words) of(table [][]byte) []string {
	out := make([]string, len(table))
	w.mu.Lock()
	defer w.mu.Unlock()
	for i, raw := range table {
		word, ok := w.known[string(raw)]
		if !ok {
			word = strings.ToValidUTF8(string(raw), "\uFFFD")
			w.known[word] = word
		}
		out[i] = word
	}
	return out
}

func (w *words) one(s string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	if word, ok := w.known[s]; ok {
		return word
	}
	word := strings.Clone(s)
	w.known[word] = word
	return word
}
