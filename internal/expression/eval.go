package expression

import (
	"fmt"
	"math"
	"regexp"
	"strings"
)

// Value is nil, a bool, a float64, a string, a []Value, a Record, an Object or anything the caller's functions understand.
type Value = any

// Record is a value with attributes. Reading one that is missing is an error.
type Record map[string]Value

// Object is a value with methods, `packages.quantity("XL")`.
type Object interface {
	Call(method string, args []Value) (Value, error)
}

// Env is what an expression may speak of.
type Env struct {
	Names     map[string]Value
	Functions map[string]func(args []Value) (Value, error)
}

// Eval gives the value of the expression. Unknown names, wrong types and division by zero are errors with a sentence.
func (e *Expression) Eval(env Env) (Value, error) { return eval(e.root, env) }

// True tells whether the expression holds, in the sense of PHP: null, false, 0, "", "0" and the empty list do not.
func (e *Expression) True(env Env) (bool, error) {
	v, err := e.Eval(env)
	return err == nil && truth(v), err
}

func eval(n node, env Env) (Value, error) {
	switch n.op {
	case "const":
		return n.val, nil
	case "name":
		if v, ok := env.Names[n.text]; ok {
			return normal(v), nil
		}
		return nil, fmt.Errorf("there is nothing called %q here", n.text)
	case "or", "||", "and", "&&", "?":
		return evalLazily(n, env)
	}
	args := make([]Value, len(n.kids))
	for i, kid := range n.kids {
		var err error
		if args[i], err = eval(kid, env); err != nil {
			return nil, err
		}
	}
	switch n.op {
	case "list":
		return args, nil
	case "call":
		return call(n.text, args, env)
	case "method", "attribute":
		return member(n, args)
	case "unary not", "unary !":
		return !truth(args[0]), nil
	case "unary -", "unary +":
		return signed(n.op, args[0])
	}
	return binary(n.op, args[0], args[1])
}

func evalLazily(n node, env Env) (Value, error) {
	first, err := eval(n.kids[0], env)
	if err != nil {
		return nil, err
	}
	if n.op == "?" {
		if truth(first) {
			return eval(n.kids[1], env)
		}
		return eval(n.kids[2], env)
	}
	stopsAt := n.op == "or" || n.op == "||"
	if truth(first) == stopsAt {
		return stopsAt, nil
	}
	second, err := eval(n.kids[1], env)
	return truth(second), err
}

func call(function string, args []Value, env Env) (Value, error) {
	f, ok := env.Functions[function]
	if !ok {
		return nil, fmt.Errorf("there is no function called %q here", function)
	}
	v, err := f(args)
	return normal(v), err
}

func member(n node, args []Value) (Value, error) {
	switch of := args[0].(type) {
	case Record:
		if v, ok := of[n.text]; ok && n.op == "attribute" {
			return normal(v), nil
		}
	case Object:
		if n.op == "method" {
			v, err := of.Call(n.text, args[1:])
			return normal(v), err
		}
	}
	return nil, fmt.Errorf("%q is not known of %s", n.text, kindOf(args[0]))
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
	case "matches":
		return matches(written(a), written(b))
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

// matches takes a pattern as PHP writes it, with its fence: "/^a/i".
func matches(s, fenced string) (Value, error) {
	last := strings.LastIndexByte(fenced, '/')
	if last < 1 || fenced[0] != '/' || strings.Trim(fenced[last+1:], "ims") != "" {
		return nil, fmt.Errorf("%q is no pattern: write it as /…/", fenced)
	}
	pattern := fenced[1:last]
	if flags := fenced[last+1:]; flags != "" {
		pattern = "(?" + flags + ")" + pattern
	}
	re, err := regexp.Compile(pattern)
	if err != nil {
		return nil, fmt.Errorf("%q is no pattern: %w", fenced, err)
	}
	return re.MatchString(s), nil
}
