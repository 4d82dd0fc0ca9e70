package place

import (
	"strconv"
	"strings"
)

// houseNumber is "12bis" taken apart: 12 and "b". A range such as 12-16 has its end in last.
type houseNumber struct {
	first, last int
	suffix      string
}

// parseNumber reads one house number as people and maps write it; ok is false for anything else.
func parseNumber(s string) (n houseNumber, ok bool) {
	s = strings.Join(strings.Fields(plain(s)), "")
	digits := leadingDigits(s)
	if digits == 0 || digits > 5 {
		return n, false
	}
	n.first, _ = strconv.Atoi(s[:digits])
	n.last = n.first
	rest := s[digits:]
	if end, found := strings.CutPrefix(rest, "-"); found {
		if d := leadingDigits(end); d > 0 && d <= 5 {
			n.last, _ = strconv.Atoi(end[:d])
			n.suffix = suffixOf(end[d:])
			return n, n.last >= n.first
		}
	}
	n.suffix = suffixOf(rest)
	return n, len(rest) <= len("quater")+1
}

func leadingDigits(s string) int {
	return len(s) - len(strings.TrimLeft(s, "0123456789"))
}

// suffixOf brings bis, ter and quater to the letters that other towns use.
func suffixOf(s string) string {
	s = strings.Trim(s, " -/.")
	switch s {
	case "bis":
		return "b"
	case "ter":
		return "t"
	case "quater":
		return "q"
	}
	return s
}

// splitNumbers takes a tag such as "12;14" apart.
func splitNumbers(tag string) []string {
	var out []string
	for _, s := range strings.FieldsFunc(tag, func(r rune) bool { return r == ';' || r == ',' }) {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// fits says how well a known number answers a wanted one: 0 not at all, 1 exactly.
func (n houseNumber) fits(wanted houseNumber) float32 {
	switch {
	case n == wanted:
		return 1
	case n.first <= wanted.first && wanted.first <= n.last && n.last > n.first && (wanted.first-n.first)%2 == 0:
		return 0.95
	case n.first == wanted.first && wanted.suffix == "":
		return 0.9
	case n.first == wanted.first && n.suffix == "":
		return 0.8
	}
	return 0
}

// joinNumbers puts "12 bis" and "12 b" back together in a list of words, so that one word is one house number.
func joinNumbers(words []string) []string {
	var out []string
	for _, w := range words {
		if len(out) > 0 && isSuffix(w) && leadingDigits(out[len(out)-1]) == len(out[len(out)-1]) && len(out[len(out)-1]) <= 4 {
			out[len(out)-1] += w
			continue
		}
		out = append(out, w)
	}
	return out
}

// isSuffix leaves letters alone that mean north, south, east and west.
func isSuffix(w string) bool {
	return w == "bis" || w == "ter" || w == "quater" || len(w) == 1 && 'a' <= w[0] && w[0] <= 'z' && !strings.Contains("nsewo", w)
}
