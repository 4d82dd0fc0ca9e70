package pricing

import (
	"math"

	"pignon.coop/internal/expression"
	"pignon.coop/internal/money"
)

// Tariff is a rule set that was read once and gives prices. It is immutable and safe for concurrent use.
type Tariff struct {
	set   RuleSet
	rules []*ready // in the order of the set
}

// ready is a rule that was read.
type ready struct {
	Rule
	parts []*expression.Expression // of the condition: all must hold
	price charge
	why   *Reason // why the rule cannot be tried, nil when it can
}

// chargeKind tells how a price expression is charged.
type chargeKind uint8

const (
	unknownCharge chargeKind = iota
	fixedCharge
	rangeCharge
	packageCharge
	percentCharge
)

// charge is a price expression that was read.
type charge struct {
	kind chargeKind
	unit float64                  // fixed: minor units
	args []*expression.Expression // of the function
}

// Compile reads a rule set. Rules that cannot be read stay in it, to be named in traces; they never match.
func Compile(set RuleSet) *Tariff {
	t := &Tariff{set: set}
	for _, r := range set.Rules {
		t.rules = append(t.rules, readRule(r))
	}
	return t
}

// Set is what the tariff was read from.
func (t *Tariff) Set() RuleSet { return t.set }

func readRule(r Rule) *ready {
	read := &ready{Rule: r}
	condition, err := expression.Parse(r.Expression)
	if err != nil {
		read.why = &Reason{Code: "unreadable", Text: r.Expression, Why: err.Error()}
		return read
	}
	for _, n := range conjuncts(condition.Root()) {
		read.parts = append(read.parts, condition.Part(n))
	}
	price, err := expression.Parse(r.Price)
	if err != nil {
		read.why = &Reason{Code: "unreadable", Text: r.Price, Why: err.Error()}
		return read
	}
	read.price = chargeOf(price)
	return read
}

// conjuncts takes `a and b and c` apart, so that a trace can name the one that does not hold.
func conjuncts(n expression.Node) []expression.Node {
	if n.Op == "and" || n.Op == "&&" {
		return append(conjuncts(n.Kids[0]), conjuncts(n.Kids[1])...)
	}
	return []expression.Node{n}
}

// calls are the price functions, with the numbers of arguments that they take.
var calls = map[string]struct {
	kind        chargeKind
	least, most int
}{
	"price_range": {rangeCharge, 4, 4}, "price_per_package": {packageCharge, 3, 5}, "price_percentage": {percentCharge, 1, 1},
}

func chargeOf(e *expression.Expression) charge {
	n := e.Root()
	if v, ok := whole(n); ok {
		return charge{kind: fixedCharge, unit: v}
	}
	f, ok := calls[n.Name]
	if n.Op != "call" || !ok || len(n.Kids) < f.least || len(n.Kids) > f.most {
		return charge{}
	}
	c := charge{kind: f.kind}
	for _, kid := range n.Kids {
		c.args = append(c.args, e.Part(kid))
	}
	return c
}

// whole reads a whole number, be it negative.
func whole(n expression.Node) (float64, bool) {
	if n.Op == "unary -" {
		v, ok := whole(n.Kids[0])
		return -v, ok
	}
	v, ok := n.Value.(float64)
	return v, ok && n.Op == "const" && v == math.Trunc(v)
}

// ZoneNames lists the zones that the conditions speak of, so that no others need to be loaded.
func (t *Tariff) ZoneNames() []string {
	names := []string{}
	for _, r := range t.rules {
		for _, part := range r.parts {
			names = zonesIn(part.Root(), names)
		}
	}
	return names
}

func zonesIn(n expression.Node, names []string) []string {
	if n.Op == "call" && (n.Name == "in_zone" || n.Name == "out_zone") && len(n.Kids) == 2 {
		if name, ok := n.Kids[1].Value.(string); ok {
			names = append(names, name)
		}
	}
	for _, kid := range n.Kids {
		names = zonesIn(kid, names)
	}
	return names
}

// mostAmount bounds every amount and subtotal, mostUnits how often a price counts, and mostPercent a percentage (ten times): what is beyond is
// a mistake, or an attack.
const (
	mostAmount  = 100_000_000
	mostUnits   = 1_000_000
	mostPercent = 100_000
)

// units is so many times a price.
type units struct {
	unit     money.Amount
	quantity int64
}

// amounts gives what a rule charges, nothing for a value below its threshold. A percentage is resolved later: it gives itself.
func (c charge) amounts(env expression.Env) ([]units, *Reason) {
	switch c.kind {
	case unknownCharge:
		return nil, &Reason{Code: "price_unknown"}
	case fixedCharge:
		return bounded(units{1, 1}.times(c.unit))
	}
	values := make([]expression.Value, len(c.args))
	for i, arg := range c.args {
		var err error
		if values[i], err = arg.Eval(env); err != nil {
			return nil, &Reason{Code: "price_failed", Why: err.Error()}
		}
	}
	switch c.kind {
	case rangeCharge:
		return rangeAmounts(values)
	case packageCharge:
		return packageAmounts(values)
	}
	return percentAmounts(values)
}

// times is u, at a price that comes as a number.
func (u units) times(price float64) (units, bool) {
	if price != math.Trunc(price) || math.Abs(price) > mostAmount {
		return u, false
	}
	u.unit = money.Amount(price)
	total := math.Abs(price) * float64(u.quantity)
	return u, u.quantity <= mostUnits && total <= mostAmount
}

func bounded(u units, ok bool) ([]units, *Reason) {
	if !ok {
		return nil, &Reason{Code: "price_out_of_bounds"}
	}
	return []units{u}, nil
}

// rangeAmounts is price_range(value, price, step, threshold): the price for each started step above the threshold.
func rangeAmounts(v []expression.Value) ([]units, *Reason) {
	value, ok0 := number(v[0])
	price, ok1 := number(v[1])
	step, ok2 := number(v[2])
	threshold, ok3 := number(v[3])
	if !ok0 || !ok1 || !ok2 || !ok3 || step <= 0 {
		return nil, &Reason{Code: "price_arguments"}
	}
	if value == 0 || value <= threshold {
		return nil, nil
	}
	steps := math.Ceil((value - threshold) / step)
	if steps > mostUnits {
		return nil, &Reason{Code: "price_out_of_bounds"}
	}
	return bounded(units{quantity: int64(steps)}.times(price))
}

// packageAmounts is price_per_package(packages, "name", unit, offset, discount): from the offset-th package on, the discount price.
func packageAmounts(v []expression.Value) ([]units, *Reason) {
	packages, ok0 := v[0].(load)
	name, ok1 := v[1].(string)
	numbers := [3]float64{}
	for i, arg := range v[2:] {
		n, ok := number(arg)
		if !ok || n != math.Trunc(n) {
			return nil, &Reason{Code: "price_arguments"}
		}
		numbers[i] = n
	}
	unit, offset, discount := numbers[0], numbers[1], numbers[2]
	if !ok0 || !ok1 || offset < 0 {
		return nil, &Reason{Code: "price_arguments"}
	}
	full := packages.quantity(name)
	reduced := int64(0)
	if offset > 0 && float64(full) >= offset {
		reduced = full - int64(offset) + 1
		full -= reduced
	}
	var list []units
	for _, part := range []struct {
		quantity int64
		price    float64
	}{{full, unit}, {reduced, discount}} {
		if part.quantity == 0 {
			continue
		}
		u, ok := units{quantity: part.quantity}.times(part.price)
		if !ok {
			return nil, &Reason{Code: "price_out_of_bounds"}
		}
		list = append(list, u)
	}
	return list, nil
}

// percentAmounts is price_percentage(p), of which 10000 changes nothing.
func percentAmounts(v []expression.Value) ([]units, *Reason) {
	p, ok := number(v[0])
	if !ok {
		return nil, &Reason{Code: "price_arguments"}
	}
	u, ok := units{quantity: 1}.times(p)
	return bounded(u, ok && math.Abs(p) <= mostPercent)
}

// number reads a number; null counts as 0.
func number(v expression.Value) (float64, bool) {
	if v == nil {
		return 0, true
	}
	x, ok := v.(float64)
	return x, ok && !math.IsNaN(x) && !math.IsInf(x, 0)
}
