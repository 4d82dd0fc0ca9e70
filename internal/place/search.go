package place

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
	"strings"

	"pignon.coop/internal/geo"
)

// Options shape a search.
type Options struct {
	Limit int       // most hits wanted; 0 means 5
	Lang  string    // two letters: names in this language where the map has them
	Near  geo.Point // hits near this point come first; the zero point means no preference
}

const (
	mostWords   = 12
	mostLetters = 200
	shortlist   = 150 // entries that are looked at closely
	fullScore   = 10  // every word fits exactly
)

// Autocomplete finds what somebody may mean who has typed so far, the best first. Words may come in any order, the last one may be
// unfinished; a house number may stand in front or behind. No match gives nil. It takes a few milliseconds at most on a city.
func (x *Index) Autocomplete(text string, o Options) []Hit {
	words := parse(text)
	if len(words) == 0 {
		return nil
	}
	if o.Limit <= 0 {
		o.Limit = 5
	}
	s := search{x: x, words: words, tolerance: 0.45, Options: o}
	return s.hits(s.best())
}

// Find is the place that a whole address means; ok is false when the map does not know it. It is stricter than Autocomplete: most
// of the words must fit.
func (x *Index) Find(text string, o Options) (h Hit, ok bool) {
	words := parse(text)
	if len(words) == 0 {
		return Hit{}, false
	}
	o.Limit = 1
	s := search{x: x, words: words, tolerance: 0.3, Options: o}
	hits := s.hits(s.best())
	if len(hits) == 0 {
		return Hit{}, false
	}
	return hits[0], true
}

// spelledOut keeps a letter that begins a name from being taken for part of a house number.
var spelledOut = strings.NewReplacer(" c/", " carrer ", " d'", " de ", " d’", " de ", " l'", " la ", " l’", " la ")

// parse cuts a question into words.
func parse(text string) []word {
	if runes := []rune(text); len(runes) > mostLetters {
		text = string(runes[:mostLetters])
	}
	texts := joinNumbers(fold(spelledOut.Replace(" " + plain(text))))
	texts = texts[:min(len(texts), mostWords)]
	words := make([]word, 0, len(texts))
	for i, t := range texts {
		w := word{text: t, weight: weightOf(t), last: i == len(texts)-1}
		if '0' <= t[0] && t[0] <= '9' {
			w.number, w.numeric = parseNumber(t)
			w.numeric = true
		}
		if k := w.edits(); k > 0 {
			w.tree = newTree(t, k)
		}
		words = append(words, w)
	}
	return words
}

// search is one question on its way.
type search struct {
	x         *Index
	words     []word
	fuzzy     bool
	tolerance float32 // share of the question that may stay without a match
	Options
}

// best looks for the words as they are written, and forgives misspellings only when that does not account for all of them.
func (s *search) best() []scored {
	found := s.run()
	if len(found) == 0 || !found[0].complete {
		s.fuzzy = true
		found = s.run()
	}
	return found
}

// tally is the scratch paper of one search, used again by the next.
type tally struct {
	rough   []rough
	touched []uint32
}

// rough is how well an entry fits by its words alone.
type rough struct {
	mask  uint16
	score float32
}

func (s *search) run() []scored {
	t := s.x.scratch.Get().(*tally)
	defer s.release(t)
	for i, w := range s.words {
		for _, m := range s.x.matches(w, s.fuzzy) {
			t.count(s, i, m)
		}
	}
	found := make([]scored, 0, shortlist)
	for _, e := range s.shortlist(t) {
		if sc, ok := s.score(e); ok {
			found = append(found, sc)
		}
	}
	slices.SortFunc(found, func(a, b scored) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.entry, b.entry)) })
	return found
}

func (s *search) release(t *tally) {
	for _, e := range t.touched {
		t.rough[e] = rough{}
	}
	t.touched = t.touched[:0]
	s.x.scratch.Put(t)
}

// count adds a word's match to all entries filed under it. Matches come best first, so a word counts once.
func (t *tally) count(s *search, word int, m match) {
	x, weight := s.x, s.words[word].weight
	r := x.tables[tokenTable].row(uint32(m.token))
	first, n := r.u32(4), r.u32(8)
	n = min(n, uint32(x.tables[postingTable].len()))
	bit := uint16(1) << word
	for i := range n {
		e := x.tables[postingTable].row(first + i).u32(0)
		if int(e) >= len(t.rough) || t.rough[e].mask&bit != 0 {
			continue
		}
		if t.rough[e].mask == 0 {
			t.touched = append(t.touched, e)
		}
		t.rough[e].mask |= bit
		t.rough[e].score += weight * m.quality
	}
}

// ranked is an entry in the race for the short list.
type ranked struct {
	entry uint32
	score float32
}

// worst is a heap with the weakest of the short list on top.
type worst []ranked

func (h worst) Len() int           { return len(h) }
func (h worst) Less(i, j int) bool { return h[i].score < h[j].score }
func (h worst) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *worst) Push(v any)        { *h = append(*h, v.(ranked)) }
func (h *worst) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}

// shortlist picks the most promising entries by words, distance and importance.
func (s *search) shortlist(t *tally) []uint32 {
	var total, best float32
	for _, w := range s.words {
		total += w.weight
	}
	for _, e := range t.touched {
		best = max(best, t.rough[e].score)
	}
	h := make(worst, 0, shortlist+1)
	for _, e := range t.touched {
		r := t.rough[e]
		if r.score < best/2 {
			continue
		}
		row := s.x.entry(e)
		score := fullScore*r.score/total + s.bias(row)
		if len(h) < shortlist {
			heap.Push(&h, ranked{e, score})
		} else if score > h[0].score {
			h[0] = ranked{e, score}
			heap.Fix(&h, 0)
		}
	}
	out := make([]uint32, len(h))
	for i, r := range h {
		out[i] = r.entry
	}
	return out
}

// bias prefers what is near and what is important.
func (s *search) bias(e entry) float32 {
	bias := e.importance() / 60
	if !s.Near.IsZero() {
		bias -= 0.5 * float32(math.Log1p(roughly(s.Near, e.at())/1000))
	}
	return bias
}

// roughly is the distance of two points in metres, good to a percent within a city and quicker than the exact one.
func roughly(a, b geo.Point) float64 {
	const metres = 0.011119
	lat := (float64(a.Lat) - float64(b.Lat)) * metres
	lng := (float64(a.Lng) - float64(b.Lng)) * metres * math.Cos(float64(a.Lat)*math.Pi/180e7)
	return math.Hypot(lat, lng)
}

// hits turns the best scores into answers, without repeating one.
func (s *search) hits(found []scored) []Hit {
	var out []Hit
	seen := map[string]bool{}
	for _, f := range found {
		h := s.x.hit(f.entry, s.Lang)
		if f.house >= 0 {
			h = s.x.house(uint32(f.house), s.Lang)
		}
		key := h.Label() + "|" + h.Street
		if seen[key] {
			continue
		}
		seen[key] = true
		if out = append(out, h); len(out) == s.Limit {
			break
		}
	}
	return out
}
