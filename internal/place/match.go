package place

import (
	"bytes"
	"strings"
)

// How well a word of the question fits a word of a name, between 0 and 1.
const (
	exactly       = 1
	sameMeaning   = 0.95 // av. for avenue
	asPrefix      = 0.9  // the word still being typed
	asShort       = 0.6  // an earlier word cut short
	oneEdit       = 0.75
	twoEdits      = 0.55
	prefixPenalty = 0.1 // misspelt and still being typed
)

// match is a word of the dictionary with how well it fits.
type match struct {
	token   int
	quality float32
}

// word is one word of a question.
type word struct {
	text    string
	weight  float32
	last    bool // still being typed
	number  houseNumber
	numeric bool
	tree    *tree // compares it with other words, nil when it may not be misspelt
}

// edits is how many slips a word may hold.
func (w word) edits() int {
	switch n := len(w.text); {
	case w.numeric || n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// matches finds the dictionary's words for a word of the question, the best first.
func (x *Index) matches(w word, fuzzy bool) []match {
	var out []match
	exact := func(text string, quality float32) {
		if i := x.firstToken([]byte(text)); i < x.tables[tokenTable].len() && string(x.token(i)) == text {
			out = append(out, match{i, quality})
		}
	}
	exact(w.text, exactly)
	for _, m := range meanings[w.text] {
		exact(m.name, sameMeaning)
	}
	if !w.numeric && (w.last || len(w.text) >= 3) {
		out = x.withPrefix(w, out)
	}
	if fuzzy && w.tree != nil {
		out = append(out, x.similar(w)...)
	}
	return out
}

func (x *Index) withPrefix(w word, out []match) []match {
	quality := float32(asShort)
	if w.last {
		quality = asPrefix
	}
	for i := x.firstToken([]byte(w.text)); i < x.tables[tokenTable].len(); i++ {
		token := x.token(i)
		if !bytes.HasPrefix(token, []byte(w.text)) {
			break
		}
		if len(token) > len(w.text) {
			out = append(out, match{i, quality})
		}
	}
	return out
}

// similar walks the sorted dictionary as a tree: what two neighbours have in common is compared once, and a branch is left as soon
// as every continuation would need too many edits.
func (x *Index) similar(w word) []match {
	var out []match
	t := w.tree
	for i, n := x.firstToken([]byte("a")), x.tables[tokenTable].len(); i < n; {
		token := x.token(i)
		if dead := t.descend(token); dead > 0 {
			i = max(i+1, x.firstToken(after(token[:dead])))
			continue
		}
		if q := w.quality(); q > 0 {
			out = append(out, match{i, q})
		}
		i++
	}
	return out
}

// after is the smallest string beyond all that begin with prefix.
func after(prefix []byte) []byte {
	out := bytes.Clone(prefix)
	for len(out) > 0 {
		if out[len(out)-1]++; out[len(out)-1] != 0 {
			return out
		}
		out = out[:len(out)-1]
	}
	return []byte{0xff, 0xff, 0xff, 0xff}
}

// quality rates the token to which the word's tree has descended; the distance to a token's beginning counts for a word still being typed.
func (w word) quality() float32 {
	k, whole, beginning := w.tree.k, w.tree.distance(), w.tree.prefixDistance()
	rate := func(d int) float32 {
		switch {
		case d > k:
			return 0
		case d == 2:
			return twoEdits
		}
		return oneEdit
	}
	best := rate(whole)
	if w.last && beginning < whole {
		best = max(best, rate(beginning)-prefixPenalty)
	}
	return max(best, 0)
}

// tree holds the edit distances between a word and the beginnings of a token, one line per byte of the token.
type tree struct {
	word  string
	k     int
	token []byte
	lines [][]int
	begin []int // the least distance of the word to any beginning of the token up to here
}

func newTree(w string, k int) *tree {
	first := make([]int, len(w)+1)
	for i := range first {
		first[i] = i
	}
	return &tree{word: w, k: k, lines: [][]int{first}, begin: []int{len(w)}}
}

// descend moves to a token; dead is how many of its bytes already need too many edits, 0 when it may still fit.
func (t *tree) descend(token []byte) (dead int) {
	common := 0
	for common < min(len(token), len(t.token)) && token[common] == t.token[common] {
		common++
	}
	t.lines, t.begin = t.lines[:common+1], t.begin[:common+1]
	t.token = append(t.token[:common], token[common:]...)
	for d := common; d < len(token); d++ {
		if least := t.line(d); least > t.k && t.begin[d+1] > t.k {
			t.token = t.token[:d+1]
			return d + 1
		}
	}
	return 0
}

// line computes the distances for one more byte (optimal string alignment: two neighbours swapped are one edit).
func (t *tree) line(d int) (least int) {
	if cap(t.lines) > d+1 {
		t.lines = t.lines[:d+2]
	} else {
		t.lines = append(t.lines, nil)
	}
	if t.lines[d+1] == nil {
		t.lines[d+1] = make([]int, len(t.word)+1)
	}
	above, here := t.lines[d], t.lines[d+1]
	here[0] = d + 1
	least = here[0]
	for j := 1; j <= len(t.word); j++ {
		cost := 1
		if t.word[j-1] == t.token[d] {
			cost = 0
		}
		v := min(above[j]+1, here[j-1]+1, above[j-1]+cost)
		if j > 1 && d > 0 && t.word[j-1] == t.token[d-1] && t.word[j-2] == t.token[d] {
			v = min(v, t.lines[d-1][j-2]+1)
		}
		here[j] = v
		least = min(least, v)
	}
	t.begin = append(t.begin, min(t.begin[d], here[len(t.word)]))
	return least
}

func (t *tree) distance() int       { return t.lines[len(t.token)][len(t.word)] }
func (t *tree) prefixDistance() int { return t.begin[len(t.token)] }

// likeness compares a word of the question with one of a name, as matches does with the dictionary.
func (w word) likeness(token string, fuzzy bool) float32 {
	switch {
	case w.text == token:
		return exactly
	case shareMeaning(w.text, token):
		return sameMeaning
	case !w.numeric && w.last && strings.HasPrefix(token, w.text):
		return asPrefix
	case !w.numeric && len(w.text) >= 3 && strings.HasPrefix(token, w.text):
		return asShort
	}
	if k := w.edits(); !fuzzy || k == 0 || len(token) < len(w.text)-k || !w.last && len(token) > len(w.text)+k {
		return 0
	}
	if w.tree.descend([]byte(token)) > 0 {
		return 0
	}
	return w.quality()
}

func shareMeaning(a, b string) bool {
	for _, m := range meanings[a] {
		for _, n := range meanings[b] {
			if m.name == n.name {
				return true
			}
		}
	}
	return false
}
