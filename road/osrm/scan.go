package osrm

import (
	"math"
	"strconv"
	"strings"
)

// scanner reads a text from left to right. Its methods go on only past what they recognise.
type scanner struct {
	text string
	at   int
}

func (s *scanner) rest() string { return s.text[s.at:] }
func (s *scanner) done() bool   { return s.at == len(s.text) }

// skip goes past a literal, if it is next.
func (s *scanner) skip(literal string) bool {
	if !strings.HasPrefix(s.rest(), literal) {
		return false
	}
	s.at += len(literal)
	return true
}

// while goes past all bytes that belong.
func (s *scanner) while(belongs func(byte) bool) string {
	start := s.at
	for s.at < len(s.text) && belongs(s.text[s.at]) {
		s.at++
	}
	return s.text[start:s.at]
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// number reads a decimal number. A point that no digit follows is left, since a format may come after it.
func (s *scanner) number() (float64, bool) {
	start := s.at
	if !s.skip("-") {
		s.skip("+")
	}
	digits := len(s.while(digit))
	if mark := s.at; s.skip(".") {
		decimals := len(s.while(digit))
		if digits += decimals; decimals == 0 {
			s.at = mark
		}
	}
	if digits == 0 {
		s.at = start
		return 0, false
	}
	s.exponent()
	v, err := strconv.ParseFloat(s.text[start:s.at], 64)
	if err != nil || math.IsInf(v, 0) {
		s.at = start
		return 0, false
	}
	return v, true
}

func (s *scanner) exponent() {
	mark := s.at
	if !s.skip("e") && !s.skip("E") {
		return
	}
	if !s.skip("-") {
		s.skip("+")
	}
	if s.while(digit) == "" {
		s.at = mark
	}
}

// natural reads a number without sign that fits into 32 bits.
func (s *scanner) natural() (int, bool) {
	start := s.at
	v, err := strconv.ParseUint(s.while(digit), 10, 32)
	if err != nil {
		s.at = start
		return 0, false
	}
	return int(v), true
}

// among goes past one of some words, and tells which. Of two that both fit, the longer must come first.
func (s *scanner) among(words ...string) (int, bool) {
	for i, word := range words {
		if s.skip(word) {
			return i, true
		}
	}
	return 0, false
}

// truth reads true or false.
func (s *scanner) truth(value *bool) bool {
	i, found := s.among("true", "false")
	*value = i == 0
	return found
}

// list reads items with a separator between them.
func (s *scanner) list(separator string, item func() bool) bool {
	for item() {
		if !s.skip(separator) {
			return true
		}
	}
	return false
}

// atValueEnd tells whether an item of a list that may stay empty does so.
func (s *scanner) atValueEnd() bool {
	return s.done() || s.text[s.at] == ';' || s.text[s.at] == '&'
}
