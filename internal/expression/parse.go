package expression

import "fmt"

// SyntaxError says where a text stops being an expression.
type SyntaxError struct {
	At    int    // byte of the text, from 0
	Found string // what stands there, "" for its end
}

// Error gives a sentence.
func (e *SyntaxError) Error() string {
	if e.Found == "" {
		return "the expression ends too early"
	}
	return fmt.Sprintf("the expression cannot be read from character %d on: %q does not fit there", e.At+1, e.Found)
}

// Expression is a text that was read. It is immutable and safe for concurrent use.
type Expression struct {
	text string
	root node
}

// String gives the text as it was written.
func (e *Expression) String() string { return e.text }

type node struct {
	op   string // "const", "name", "attribute", "method", "call", "list", "?", "unary -" ..., or a binary operator
	text string
	val  any
	kids []node
}

// precedence of the binary operators, as in Symfony's language; unary not binds like 50, unary minus like 500.
var precedence = map[string]int{
	"or": 10, "||": 10, "and": 15, "&&": 15,
	"==": 20, "===": 20, "!=": 20, "!==": 20, "<": 20, ">": 20, "<=": 20, ">=": 20, "in": 20, "not in": 20,
	"matches": 20, "contains": 20, "starts with": 20, "ends with": 20,
	"..": 25, "+": 30, "-": 30, "~": 40, "*": 60, "/": 60, "%": 60, "**": 200,
}

const (
	bindNot   = 50
	bindSign  = 500
	mostNodes = 300
	mostDepth = 60
)

// Parse reads an expression. What is none gives a SyntaxError; one that is too large another error with a sentence.
func Parse(source string) (*Expression, error) {
	list, err := tokens(source)
	if err != nil {
		return nil, err
	}
	p := &parser{list: list}
	root := p.expression(0)
	if p.err == nil && p.peek().kind != end {
		p.refuse()
	}
	if p.err != nil {
		return nil, p.err
	}
	return &Expression{text: source, root: root}, nil
}

// parser remembers its first error and then sees only the end of the text, so that every loop ends.
type parser struct {
	list  []token
	pos   int
	nodes int
	depth int
	err   error
}

func (p *parser) peek() token {
	if p.err != nil {
		return token{kind: end}
	}
	return p.list[p.pos]
}

func (p *parser) next() token {
	t := p.peek()
	if t.kind != end {
		p.pos++
	}
	return t
}

func (p *parser) refuse() {
	if p.err == nil {
		t := p.list[p.pos]
		p.err = &SyntaxError{At: t.at, Found: t.text}
	}
}

func (p *parser) at(kind tokenKind, text string) bool {
	t := p.peek()
	return t.kind == kind && t.text == text
}

func (p *parser) take(text string) bool {
	if !p.at(punctuation, text) {
		return false
	}
	p.next()
	return true
}

func (p *parser) must(text string) {
	if !p.take(text) {
		p.refuse()
	}
}

func (p *parser) node(op, text string, val any, kids ...node) node {
	if p.nodes++; p.nodes > mostNodes && p.err == nil {
		p.err = fmt.Errorf("an expression has at most %d parts", mostNodes)
	}
	return node{op: op, text: text, val: val, kids: kids}
}

// expression reads operators that bind at least as tightly as `least`.
func (p *parser) expression(least int) node {
	if p.depth++; p.depth > mostDepth && p.err == nil {
		p.err = fmt.Errorf("an expression is nested at most %d deep", mostDepth)
	}
	defer func() { p.depth-- }()
	left := p.unary()
	for p.peek().kind == operator {
		bind, known := precedence[p.peek().text]
		if !known || bind < least {
			break
		}
		op := p.next().text
		tighter := bind + 1
		if op == "**" {
			tighter = bind // the one operator that groups to the right
		}
		left = p.node(op, "", nil, left, p.expression(tighter))
	}
	if least == 0 && p.take("?") {
		return p.choice(left)
	}
	return left
}

// choice reads what follows `a ?`: `b : c`, `b` or `: c`.
func (p *parser) choice(cond node) node {
	if p.take(":") {
		return p.node("?", "", nil, cond, cond, p.expression(0))
	}
	yes := p.expression(0)
	if p.take(":") {
		return p.node("?", "", nil, cond, yes, p.expression(0))
	}
	return p.node("?", "", nil, cond, yes, p.node("const", "", nil))
}

func (p *parser) unary() node {
	for op, bind := range map[string]int{"not": bindNot, "!": bindNot, "-": bindSign, "+": bindSign} {
		if p.at(operator, op) {
			p.next()
			return p.node("unary "+op, "", nil, p.expression(bind))
		}
	}
	return p.suffixes(p.primary())
}

func (p *parser) primary() node {
	if p.take("(") {
		inner := p.expression(0)
		p.must(")")
		return inner
	}
	if p.take("[") {
		return p.node("list", "", nil, p.commaList("]")...)
	}
	switch t := p.peek(); t.kind {
	case number:
		p.next()
		return p.node("const", "", t.value)
	case text:
		p.next()
		return p.node("const", "", t.text)
	case name:
		p.next()
		return p.named(t.text)
	}
	p.refuse()
	return node{}
}

func (p *parser) named(word string) node {
	switch word {
	case "true", "TRUE":
		return p.node("const", "", true)
	case "false", "FALSE":
		return p.node("const", "", false)
	case "null", "NULL":
		return p.node("const", "", nil)
	}
	if p.take("(") {
		return p.node("call", word, nil, p.commaList(")")...)
	}
	return p.node("name", word, nil)
}

// suffixes reads `.attribute` and `.method(…)` behind a value.
func (p *parser) suffixes(of node) node {
	for p.take(".") {
		t := p.peek()
		if t.kind != name {
			p.refuse()
			return of
		}
		p.next()
		if p.take("(") {
			of = p.node("method", t.text, nil, append([]node{of}, p.commaList(")")...)...)
			continue
		}
		of = p.node("attribute", t.text, nil, of)
	}
	return of
}

func (p *parser) commaList(closing string) []node {
	var list []node
	for !p.take(closing) {
		if len(list) > 0 {
			p.must(",")
		}
		list = append(list, p.expression(0))
		if p.err != nil {
			return nil
		}
	}
	return list
}
