package place

import "strings"

// besideName is what a word counts that names a shop's address, not the shop: the house itself should come first.
const besideName = 0.5

// noHouse is taken off what has no house numbers where one was asked for.
const noHouse = 0.3

// scored is an entry compared closely with the question.
type scored struct {
	entry    uint32
	house    int // row of a house number, or -1
	score    float32
	complete bool // every word was understood
}

// score compares an entry's own words with the question; ok is false when too little fits.
func (s *search) score(i uint32) (scored, bool) {
	e := s.x.entry(i)
	best := assigned{fit: -1}
	for _, name := range s.namesOf(e) {
		if a := s.assign(fold(name)); a.fit+a.nameShare > best.fit+best.nameShare {
			best = a
		}
	}
	if best.fit <= 0 {
		return scored{}, false
	}
	out := scored{entry: i, house: -1, complete: true}
	var total, fit, wanted float32
	for k, w := range s.words {
		q := best.words[k]
		if q == 0 {
			q = s.elsewhere(e, w, &out)
		}
		fit += w.weight * q
		total += w.weight
		switch {
		case q > 0:
		case !w.numeric:
			wanted += w.weight
			out.complete = out.complete && w.weight < wordWeight
		case e.kind() != streetEntry:
			fit -= noHouse
		}
	}
	if wanted > s.tolerance*total {
		return scored{}, false
	}
	out.score = fullScore*fit/total + 2*best.nameShare*min(1, total) + s.bias(e)
	return out, true
}

func (s *search) namesOf(e entry) []string {
	names := []string{s.x.text(e.name())}
	from, n := e.otherNames()
	for i := from; i < from+n; i++ {
		names = append(names, s.x.text(s.x.tables[nameTable].row(uint32(i)).u32(4)))
	}
	return names
}

// assigned is which words of the question a name takes up.
type assigned struct {
	words     [mostWords]float32 // how well each fits, 0 for not at all
	fit       float32
	nameShare float32 // how much of the name was asked for
}

// assign gives each word of the question at most one word of the name, exact ones first.
func (s *search) assign(name []string) assigned {
	var a assigned
	used := make([]bool, len(name))
	for _, least := range []float32{exactly, 0} {
		for k, w := range s.words {
			if a.words[k] > 0 {
				continue
			}
			t, q := s.bestToken(w, name, used)
			if q > 0 && q >= least {
				used[t], a.words[k] = true, q
				a.fit += q * w.weight
			}
		}
	}
	a.nameShare = share(name, used)
	return a
}

func (s *search) bestToken(w word, name []string, used []bool) (token int, best float32) {
	for t, text := range name {
		if used[t] {
			continue
		}
		if q := w.likeness(text, s.fuzzy); q > best {
			token, best = t, q
		}
	}
	return token, best
}

// share is the weight of a name's used words within the whole.
func share(name []string, used []bool) float32 {
	var all, taken float32
	for t, text := range name {
		weight := weightOf(text)
		all += weight
		if used[t] {
			taken += weight
		}
	}
	if all == 0 {
		return 0
	}
	return taken / all
}

// elsewhere looks for a word outside the name: house number, postcode, city, a shop's street.
func (s *search) elsewhere(e entry, w word, out *scored) float32 {
	if w.numeric {
		if q := s.houseOf(e, w, out); q > 0 {
			return q
		}
	}
	if code := plain(s.x.text(e.postcode())); code == w.text || w.last && len(w.text) >= 2 && strings.HasPrefix(code, w.text) {
		return exactly
	}
	best := float32(0)
	if c := int(e.city()); c < len(s.x.cities) {
		_, best = s.bestToken(w, s.x.cities[c], make([]bool, len(s.x.cities[c])))
	}
	if street := s.x.text(e.street()); street != "" && best == 0 {
		words := fold(street)
		_, best = s.bestToken(w, words, make([]bool, len(words)))
		best *= besideName
	}
	return best * 0.9
}

// houseOf looks a house number up, on a street or as a shop's own.
func (s *search) houseOf(e entry, w word, out *scored) float32 {
	if e.kind() == otherEntry {
		if n, ok := parseNumber(s.x.text(e.number())); ok {
			return besideName * n.fits(w.number)
		}
		return 0
	}
	if out.house >= 0 {
		return 0
	}
	house, q := s.x.findNumber(e, w.number)
	if q > 0 {
		out.house = house
	}
	return q
}

// findNumber finds the house number of a street that fits best; q is 0 when none does.
func (x *Index) findNumber(e entry, wanted houseNumber) (house int, q float32) {
	first, n := e.numbers()
	for i := first; i < min(first+n, x.tables[numberTable].len()); i++ {
		have, ok := parseNumber(x.text(x.number(uint32(i)).text()))
		if fit := have.fits(wanted); ok && fit > q {
			house, q = i, fit
		}
	}
	return house, q
}
