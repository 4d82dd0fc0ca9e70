package expression

import (
	"fmt"
	"strconv"
	"strings"
)

type tokenKind uint8

const (
	end tokenKind = iota
	number
	text
	name
	operator
	punctuation
)

type token struct {
	kind   tokenKind
	text   string
	value  float64
	at, to int // bytes of the source, [at, to)
}

// operators by falling length, so that the longest wins; those made of letters must end where a word ends.
var operators = []string{
	"starts with", "ends with", "contains", "matches", "not in", "===", "!==", "and", "not",
	"or", "in", "==", "!=", "<=", ">=", "&&", "||", "..", "**", "<", ">", "+", "-", "*", "/", "%", "~", "!",
}

const mostText = 2000

// tokens cuts a text into words.
func tokens(source string) ([]token, error) {
	if len(source) > mostText {
		return nil, &SyntaxError{At: mostText, Limit: fmt.Sprintf("an expression has at most %d characters", mostText)}
	}
	var out []token
	for at := 0; ; {
		at += len(source[at:]) - len(strings.TrimLeft(source[at:], " \t\r\n"))
		if at == len(source) {
			return append(out, token{kind: end, at: at, to: at}), nil
		}
		t, length := scan(source[at:])
		if length == 0 {
			return nil, &SyntaxError{At: at, Found: source[at:min(at+1, len(source))]}
		}
		t.at, t.to = at, at+length
		out = append(out, t)
		at += length
	}
}

// scan reads one word at the start of s; a length of 0 means that there is none.
func scan(s string) (token, int) {
	switch c := s[0]; {
	case c >= '0' && c <= '9':
		return scanNumber(s)
	case c == '"' || c == '\'':
		return scanText(s)
	case strings.IndexByte("()[]{},.?:", c) >= 0 && !strings.HasPrefix(s, ".."):
		return token{kind: punctuation, text: s[:1]}, 1
	}
	for _, op := range operators {
		if strings.HasPrefix(s, op) && !(letter(op[0]) && len(s) > len(op) && wordly(s[len(op)])) {
			return token{kind: operator, text: op}, len(op)
		}
	}
	n := 0
	for n < len(s) && wordly(s[n]) {
		n++
	}
	return token{kind: name, text: s[:n]}, n
}

// scanNumber stops before "..", so that 1..2 is a range.
func scanNumber(s string) (token, int) {
	n := digits(s, 0)
	if n+1 < len(s) && s[n] == '.' && digits(s, n+1) > n+1 {
		n = digits(s, n+1)
	}
	v, err := strconv.ParseFloat(s[:n], 64)
	if err != nil {
		return token{}, 0
	}
	return token{kind: number, text: s[:n], value: v}, n
}

func digits(s string, from int) int {
	for from < len(s) && s[from] >= '0' && s[from] <= '9' {
		from++
	}
	return from
}

func scanText(s string) (token, int) {
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == s[0]:
			return token{kind: text, text: b.String()}, i + 1
		case s[i] == '\\' && i+1 < len(s):
			i++
		}
		b.WriteByte(s[i])
	}
	return token{}, 0
}

func letter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

func wordly(c byte) bool { return letter(c) || c == '_' || c >= '0' && c <= '9' }
