package expression

import "fmt"

// SyntaxError says where a text stops being an expression, or becomes one that is too large.
type SyntaxError struct {
	At    int    // byte of the text, from 0
	Found string // what stands there, "" for its end
	Limit string // which bound is passed there, as a sentence; "" when it is about grammar
}

// Error gives a sentence.
func (e *SyntaxError) Error() string {
	if e.Limit != "" {
		return fmt.Sprintf("%s: character %d is too much", e.Limit, e.At+1)
	}
	if e.Found == "" {
		return "the expression ends too early"
	}
	return fmt.Sprintf("the expression cannot be read from character %d on: %q does not fit there", e.At+1, e.Found)
}

// Expression is a text that was read. It is immutable and safe for concurrent use.
type Expression struct {
	source string
	text   string // of it, what this expression is
	root   Node
}

// String gives the text as it was written.
func (e *Expression) String() string { return e.text }

// Root gives the tree that was read. It must not be changed.
func (e *Expression) Root() Node { return e.root }

// Part gives a node of the tree as an expression of its own.
func (e *Expression) Part(n Node) *Expression {
	return &Expression{source: e.source, text: e.source[n.At:n.To], root: n}
}

// Node is a part of an expression. Its text is [At, To) of the source, without parentheses around it.
type Node struct {
	Op    string // "const", "name", "attribute", "method", "call", "list", "?", "unary -" ..., or a binary operator
	Name  string // of what is named or called
	Value Value  // of a const
	Kids  []Node // operands; the object before the arguments of a method
	At    int
	To    int

	pattern *pattern // of matches, read once
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
	mostNodes = 200
	// mostPatterns bounds what matching costs, whatever the texts are.
	mostPatterns = 5
	mostDepth    = 60
)

// Parse reads an expression. What is none, or one that is too large, is a SyntaxError.
func Parse(source string) (*Expression, error) {
	list, err := tokens(source)
	if err != nil {
		return nil, err
	}
	p := &parser{list: list}
	root := p.expression(0)
	if p.err == nil && p.peek().kind != end {
		p.refuse("")
	}
	if p.err != nil {
		return nil, p.err
	}
	return &Expression{source: source, text: source, root: root}, nil
}

// parser remembers its first error and then sees only the end of the text, so that every loop ends.
type parser struct {
	patterns int
	list     []token
	pos      int
	nodes    int
	depth    int
	err      error
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

// refuse says that the text cannot go on as it does, or that a limit is passed here.
func (p *parser) refuse(limit string) {
	if p.err == nil {
		t := p.list[p.pos]
		p.err = &SyntaxError{At: t.at, Found: t.text, Limit: limit}
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
		p.refuse("")
	}
}

// node finishes a part that began at a byte and ends with the last word that was read.
func (p *parser) node(at int, n Node) Node {
	if p.nodes++; p.nodes > mostNodes {
		p.refuse(fmt.Sprintf("an expression has at most %d parts", mostNodes))
	}
	n.At, n.To = at, at
	if p.pos > 0 {
		n.To = max(at, p.list[p.pos-1].to)
	}
	return n
}

// expression reads operators that bind at least as tightly as `least`.
func (p *parser) expression(least int) Node {
	if p.depth++; p.depth > mostDepth {
		p.refuse(fmt.Sprintf("an expression is nested at most %d deep", mostDepth))
	}
	defer func() { p.depth-- }()
	at := p.peek().at
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
		right := p.expression(tighter)
		left = p.node(at, Node{Op: op, Kids: []Node{left, right}})
		if op == "matches" {
			if p.patterns++; p.patterns > mostPatterns {
				p.refuse(fmt.Sprintf("an expression has at most %d patterns", mostPatterns))
			}
			left.pattern = readPattern(right)
		}
	}
	if least == 0 && p.take("?") {
		return p.choice(at, left)
	}
	return left
}

// choice reads what follows `a ?`: `b : c`, `b` or `: c`.
func (p *parser) choice(at int, cond Node) Node {
	yes := cond
	if !p.at(punctuation, ":") {
		yes = p.expression(0)
	}
	no := Node{Op: "const"}
	if p.take(":") {
		no = p.expression(0)
	}
	return p.node(at, Node{Op: "?", Kids: []Node{cond, yes, no}})
}

func (p *parser) unary() Node {
	t := p.peek()
	bind := 0
	switch {
	case t.kind != operator:
	case t.text == "not", t.text == "!":
		bind = bindNot
	case t.text == "-", t.text == "+":
		bind = bindSign
	}
	if bind == 0 {
		return p.suffixes(t.at, p.primary())
	}
	p.next()
	of := p.expression(bind)
	return p.node(t.at, Node{Op: "unary " + t.text, Kids: []Node{of}})
}

func (p *parser) primary() Node {
	at := p.peek().at
	if p.take("(") {
		inner := p.expression(0)
		p.must(")")
		return inner
	}
	if p.take("[") {
		items := p.commaList("]")
		return p.node(at, Node{Op: "list", Kids: items})
	}
	switch t := p.peek(); t.kind {
	case number:
		p.next()
		return p.node(at, Node{Op: "const", Value: t.value})
	case text:
		p.next()
		return p.node(at, Node{Op: "const", Value: t.text})
	case name:
		p.next()
		return p.named(at, t.text)
	}
	p.refuse("")
	return Node{}
}

func (p *parser) named(at int, word string) Node {
	switch word {
	case "true", "TRUE":
		return p.node(at, Node{Op: "const", Value: true})
	case "false", "FALSE":
		return p.node(at, Node{Op: "const", Value: false})
	case "null", "NULL":
		return p.node(at, Node{Op: "const"})
	}
	if p.take("(") {
		args := p.commaList(")")
		return p.node(at, Node{Op: "call", Name: word, Kids: args})
	}
	return p.node(at, Node{Op: "name", Name: word})
}

// suffixes reads `.attribute` and `.method(…)` behind a value.
func (p *parser) suffixes(at int, of Node) Node {
	for p.take(".") {
		t := p.peek()
		if t.kind != name {
			p.refuse("")
			return of
		}
		p.next()
		if p.take("(") {
			args := p.commaList(")")
			of = p.node(at, Node{Op: "method", Name: t.text, Kids: append([]Node{of}, args...)})
			continue
		}
		of = p.node(at, Node{Op: "attribute", Name: t.text, Kids: []Node{of}})
	}
	return of
}

func (p *parser) commaList(closing string) []Node {
	var list []Node
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
