package expression

import (
	"fmt"
	"math"
	"regexp"
	"regexp/syntax"
	"strings"
)

// Value is nil, a bool, a float64, a string, a []Value, a Record, a Thing, an Object or anything the caller's functions understand.
type Value = any

// Record is a value with attributes. Reading one that is missing is an error.
type Record map[string]Value

// Object is a value with methods, `packages.quantity("XL")`.
type Object interface {
	Call(method string, args []Value) (Value, error)
}

// Thing is a value whose attributes are worked out when they are read.
type Thing interface {
	Attribute(name string) (Value, bool)
}

// Env is what an expression may speak of.
type Env struct {
	Names     map[string]Value
	Functions map[string]func(args []Value) (Value, error)
	Saw       func(part string, v Value) // told what is read of names, attributes, methods and functions, innermost first; may be nil
}

// Eval gives the value of the expression. Unknown names, wrong types and division by zero are errors with a sentence.
func (e *Expression) Eval(env Env) (Value, error) {
	return evaluation{Env: env, source: e.source}.of(e.root)
}

// True tells whether the expression holds, in the sense of PHP: null, false, 0, "", "0" and the empty list do not.
func (e *Expression) True(env Env) (bool, error) {
	v, err := e.Eval(env)
	return err == nil && truth(v), err
}

// evaluation is one evaluation of an expression in a source.
type evaluation struct {
	Env
	source string
}

func (x evaluation) of(n Node) (Value, error) {
	switch n.Op {
	case "const":
		return n.Value, nil
	case "name":
		if v, ok := x.Names[n.Name]; ok {
			return x.read(n, v)
		}
		return nil, fmt.Errorf("there is nothing called %q here", n.Name)
	case "or", "||", "and", "&&", "?":
		return x.lazily(n)
	}
	args := make([]Value, len(n.Kids))
	for i, kid := range n.Kids {
		var err error
		if args[i], err = x.of(kid); err != nil {
			return nil, err
		}
	}
	return x.apply(n, args)
}

func (x evaluation) apply(n Node, args []Value) (Value, error) {
	switch n.Op {
	case "list":
		return args, nil
	case "call":
		return x.call(n, args)
	case "method", "attribute":
		return x.member(n, args)
	case "unary not", "unary !":
		return !truth(args[0]), nil
	case "unary -", "unary +":
		return signed(n.Op, args[0])
	case "matches":
		return n.pattern.matches(written(args[0]))
	}
	return binary(n.Op, args[0], args[1])
}

// read brings what the caller gave to a value and tells whoever wants to know.
func (x evaluation) read(n Node, v Value) (Value, error) {
	v = normal(v)
	if x.Saw != nil {
		x.Saw(x.source[n.At:n.To], v)
	}
	return v, nil
}

func (x evaluation) lazily(n Node) (Value, error) {
	first, err := x.of(n.Kids[0])
	if err != nil {
		return nil, err
	}
	if n.Op == "?" {
		if truth(first) {
			return x.of(n.Kids[1])
		}
		return x.of(n.Kids[2])
	}
	stopsAt := n.Op == "or" || n.Op == "||"
	if truth(first) == stopsAt {
		return stopsAt, nil
	}
	second, err := x.of(n.Kids[1])
	return truth(second), err
}

func (x evaluation) call(n Node, args []Value) (Value, error) {
	f, ok := x.Functions[n.Name]
	if !ok {
		return nil, fmt.Errorf("there is no function called %q here", n.Name)
	}
	v, err := f(args)
	if err != nil {
		return nil, err
	}
	return x.read(n, v)
}

func (x evaluation) member(n Node, args []Value) (Value, error) {
	switch of := args[0].(type) {
	case Record:
		if v, ok := of[n.Name]; ok && n.Op == "attribute" {
			return x.read(n, v)
		}
	case Thing:
		if v, ok := of.Attribute(n.Name); ok && n.Op == "attribute" {
			return x.read(n, v)
		}
	case Object:
		if n.Op == "method" {
			v, err := of.Call(n.Name, args[1:])
			if err != nil {
				return nil, err
			}
			return x.read(n, v)
		}
	}
	return nil, fmt.Errorf("%q is not known of %s", n.Name, kindOf(args[0]))
}

func signed(op string, v Value) (Value, error) {
	x, err := numeric(v)
	if op == "unary -" {
		x = -x
	}
	return x, err
}

func binary(op string, a, b Value) (Value, error) {
	switch op {
	case "==", "!=":
		return loose(a, b) == (op == "=="), nil
	case "===", "!==":
		return strict(a, b) == (op == "==="), nil
	case "<", ">", "<=", ">=":
		return holds(op, compare(a, b)), nil
	case "in", "not in":
		found, err := contained(a, b)
		return found == (op == "in"), err
	case "..":
		return newInterval(a, b)
	case "~":
		return written(a) + written(b), nil
	case "contains":
		return strings.Contains(written(a), written(b)), nil
	case "starts with":
		return strings.HasPrefix(written(a), written(b)), nil
	case "ends with":
		return strings.HasSuffix(written(a), written(b)), nil
	}
	return arithmetic(op, a, b)
}

func arithmetic(op string, a, b Value) (Value, error) {
	x, err := numeric(a)
	if err != nil {
		return nil, err
	}
	y, err := numeric(b)
	if err != nil {
		return nil, err
	}
	switch op {
	case "+":
		return x + y, nil
	case "-":
		return x - y, nil
	case "*":
		return x * y, nil
	case "**":
		return math.Pow(x, y), nil
	}
	if op == "%" {
		x, y = math.Trunc(x), math.Trunc(y)
	}
	if y == 0 {
		return nil, fmt.Errorf("division by zero")
	}
	if op == "%" {
		return math.Mod(x, y), nil
	}
	return x / y, nil
}

// pattern is the right side of matches.
type pattern struct {
	re  *regexp.Regexp
	err error // why there is none
}

// readPattern takes a pattern as PHP writes it, with its fence: "/^a/i". It must stand there as it is, so that it is read once and not at each turn.
func readPattern(n Node) *pattern {
	fenced, ok := n.Value.(string)
	if n.Op != "const" || !ok {
		return &pattern{err: fmt.Errorf("a pattern must be written out, as in \"/…/\"")}
	}
	last := strings.LastIndexByte(fenced, '/')
	if last < 1 || fenced[0] != '/' || strings.Trim(fenced[last+1:], "ims") != "" {
		return &pattern{err: fmt.Errorf("%q is no pattern: write it as /…/", fenced)}
	}
	text := fenced[1:last]
	if flags := fenced[last+1:]; flags != "" {
		text = "(?" + flags + ")" + text
	}
	tree, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return &pattern{err: fmt.Errorf("%q is no pattern: %w", fenced, err)}
	}
	if sizeOf(tree) > mostPattern {
		return &pattern{err: fmt.Errorf("%.20q… is too large a pattern", fenced)}
	}
	re, err := regexp.Compile(text)
	if err != nil {
		return &pattern{err: fmt.Errorf("%q is no pattern: %w", fenced, err)}
	}
	return &pattern{re: re}
}

func (p *pattern) matches(text string) (Value, error) {
	if p.err != nil {
		return nil, p.err
	}
	return p.re.MatchString(text), nil
}

const mostPattern = 200

// sizeOf counts the parts of a pattern, repeated ones as often as they are repeated: what compiling and matching it cost.
func sizeOf(re *syntax.Regexp) int {
	size := 1 + len(re.Rune)
	for _, sub := range re.Sub {
		size += sizeOf(sub)
	}
	if re.Op == syntax.OpRepeat {
		size *= max(re.Min, re.Max, 1)
	}
	return size
}
