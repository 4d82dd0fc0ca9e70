package locale

import (
	"fmt"
	"strings"
)

// kind tells the parts of a message apart.
type kind uint8

const (
	kindText   kind = iota // literal text
	kindValue              // {name}
	kindNumber             // {name, number}
	kindHash               // # inside a plural: the plural's number
	kindPlural             // {name, plural, =0 {…} one {…} other {…}}
	kindSelect             // {name, select, a {…} other {…}}
)

func (k kind) String() string {
	return [...]string{"text", "value", "number", "#", "plural", "select"}[k]
}

// part is a piece of a parsed message. Text holds the literal; the others have a Name; plural and select have Cases.
type part struct {
	kind  kind
	text  string
	name  string
	cases map[string][]part
}

// maxDepth bounds how deep plurals and selects may nest; people cannot translate more than three.
const maxDepth = 6

// parser reads one message from left to right.
type parser struct {
	src string
	pos int
}

// parseMessage reads one message, or says what is wrong at which byte.
func parseMessage(src string) ([]part, error) {
	p := &parser{src: src}
	parts, err := p.parts(0, false)
	if err != nil {
		return nil, err
	}
	if p.pos < len(p.src) {
		return nil, p.errorf("a } closes nothing; write '}' to show one")
	}
	return parts, nil
}

func (p *parser) errorf(format string, args ...any) error {
	return fmt.Errorf("at byte %d: %s", p.pos+1, fmt.Sprintf(format, args...))
}

// parts reads until the end of the message or the } that ends a case.
func (p *parser) parts(depth int, inPlural bool) ([]part, error) {
	if depth > maxDepth {
		return nil, p.errorf("more than %d levels of plural and select", maxDepth)
	}
	var out []part
	for p.pos < len(p.src) && p.src[p.pos] != '}' {
		next, err := p.part(depth, inPlural)
		if err != nil {
			return nil, err
		}
		out = append(out, next)
	}
	return out, nil
}

func (p *parser) part(depth int, inPlural bool) (part, error) {
	switch c := p.src[p.pos]; {
	case c == '{':
		return p.argument(depth, inPlural)
	case c == '#' && inPlural:
		p.pos++
		return part{kind: kindHash}, nil
	default:
		return part{kind: kindText, text: p.text(inPlural)}, nil
	}
}

// text reads literal text. An apostrophe before {, } or # starts a quotation that the next apostrophe ends; two of them are one.
func (p *parser) text(inPlural bool) string {
	var b strings.Builder
	for p.pos < len(p.src) {
		c := p.src[p.pos]
		if c == '{' || c == '}' || c == '#' && inPlural {
			break
		}
		p.pos++
		if c == '\'' {
			p.apostrophe(&b, inPlural)
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func (p *parser) apostrophe(b *strings.Builder, inPlural bool) {
	rest := p.src[p.pos:]
	switch {
	case strings.HasPrefix(rest, "'"):
		b.WriteByte('\'')
		p.pos++
	case rest == "" || !(rest[0] == '{' || rest[0] == '}' || rest[0] == '#' && inPlural):
		b.WriteByte('\'')
	default:
		p.quotation(b)
	}
}

func (p *parser) quotation(b *strings.Builder) {
	for p.pos < len(p.src) {
		c := p.src[p.pos]
		p.pos++
		if c != '\'' {
			b.WriteByte(c)
			continue
		}
		if !strings.HasPrefix(p.src[p.pos:], "'") {
			return
		}
		b.WriteByte(c)
		p.pos++
	}
}

// argument reads {name}, {name, number}, {name, plural, …} or {name, select, …}.
func (p *parser) argument(depth int, inPlural bool) (part, error) {
	p.pos++
	name := p.word()
	if name == "" {
		return part{}, p.errorf("a { must be followed by a name")
	}
	if p.take('}') {
		return part{kind: kindValue, name: name}, nil
	}
	if !p.take(',') {
		return part{}, p.errorf("{%s must be followed by } or a comma", name)
	}
	switch format := p.word(); format {
	case "number":
		if !p.take('}') {
			return part{}, p.errorf("{%s, number must be followed by }", name)
		}
		return part{kind: kindNumber, name: name}, nil
	case "plural":
		return p.choice(part{kind: kindPlural, name: name}, depth, true)
	case "select":
		return p.choice(part{kind: kindSelect, name: name}, depth, inPlural)
	default:
		return part{}, p.errorf("{%s, %s: only number, plural and select are known", name, format)
	}
}

// choice reads the cases of a plural or select up to the } that ends it.
func (p *parser) choice(out part, depth int, inPlural bool) (part, error) {
	if !p.take(',') {
		return part{}, p.errorf("{%s, %s must be followed by a comma and its cases", out.name, out.kind)
	}
	out.cases = map[string][]part{}
	for !p.take('}') {
		if err := p.oneCase(out, depth, inPlural); err != nil {
			return part{}, err
		}
	}
	if _, ok := out.cases["other"]; !ok {
		return part{}, p.errorf("{%s, %s has no case other", out.name, out.kind)
	}
	return out, nil
}

func (p *parser) oneCase(out part, depth int, inPlural bool) error {
	key := p.caseKey(out.kind)
	if key == "" {
		return p.errorf("{%s, %s: a case is a word followed by its text in braces", out.name, out.kind)
	}
	if _, twice := out.cases[key]; twice {
		return p.errorf("{%s, %s has the case %s twice", out.name, out.kind, key)
	}
	if !p.take('{') {
		return p.errorf("the case %s must be followed by {", key)
	}
	body, err := p.parts(depth+1, inPlural)
	if err != nil {
		return err
	}
	if p.pos >= len(p.src) {
		return p.errorf("the case %s is not closed", key)
	}
	p.pos++
	out.cases[key] = body
	return nil
}

// caseKey reads `one`, `other`, `=0`; it gives "" for what is not one.
func (p *parser) caseKey(k kind) string {
	p.blank()
	exact := k == kindPlural && strings.HasPrefix(p.src[p.pos:], "=")
	if exact {
		p.pos++
	}
	word := p.word()
	switch {
	case k != kindPlural:
		return word
	case exact && word != "" && strings.Trim(word, "0123456789") == "":
		return "=" + word
	case !exact && strings.Contains(" zero one two few many other ", " "+word+" "):
		return word
	}
	return ""
}

// word reads an identifier: ASCII letters, digits and underscores, with blanks around it.
func (p *parser) word() string {
	p.blank()
	start := p.pos
	for p.pos < len(p.src) && isWord(p.src[p.pos]) {
		p.pos++
	}
	word := p.src[start:p.pos]
	p.blank()
	return word
}

func isWord(c byte) bool {
	return c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

func (p *parser) blank() {
	for p.pos < len(p.src) && strings.IndexByte(" \t\r\n", p.src[p.pos]) >= 0 {
		p.pos++
	}
}

// take steps over blanks and the byte c, and tells whether it was there.
func (p *parser) take(c byte) bool {
	p.blank()
	if p.pos >= len(p.src) || p.src[p.pos] != c {
		return false
	}
	p.pos++
	return true
}
