package pricing

import (
	"pignon.coop/internal/expression"
	"pignon.coop/internal/money"
)

// Price is what a delivery costs, in items of lines, and how that was found.
type Price struct {
	Items []Item       // one a stop that costs something, in their order, and the delivery's own last
	Total money.Amount // never below zero, taxes included
	Trace Trace
}

// Item is what one stop costs, or what the delivery as a whole costs besides.
type Item struct {
	Stop  int // index of the stop; WholeDelivery for the delivery
	Lines []Line
	Total money.Amount // below zero for a reduction of what the stops cost
}

// WholeDelivery stands where the index of a stop would.
const WholeDelivery = -1

// Line is what one rule adds.
type Line struct {
	Rule       Rule
	Quantity   int64
	Amount     money.Amount
	Supplement bool // charged by hand
}

// Found tells whether any rule made a line: a delivery for which none did has no price, not one of zero.
func (p Price) Found() bool { return len(p.Items) > 0 }

// Sum is the total of the items, below zero where reductions outweigh the rest.
func (p Price) Sum() (sum money.Amount) {
	for _, item := range p.Items {
		sum += item.Total
	}
	return sum
}

// Price finds what a delivery costs. It is pure: the same parcel always costs the same, whoever asks.
func (t *Tariff) Price(p Parcel) Price {
	run := &pricing{tariff: t, scene: &scene{parcel: &p}}
	run.all, run.weight = p.cargo()
	run.funcs = run.scene.functions()
	price := Price{Trace: Trace{RuleSet: t.set.ID, Name: t.set.Name, Strategy: t.set.Strategy}}
	going := 0
	for _, s := range p.Stops {
		if !s.Cancelled {
			going++
		}
	}
	for i := range p.Stops {
		if s := &p.Stops[i]; !s.Cancelled {
			price.add(i, run.pass(pass{stop: s, index: i, going: going}), 0)
		}
	}
	whole := run.pass(pass{index: WholeDelivery, going: going})
	whole.supplement(run)
	price.add(WholeDelivery, whole, price.Sum())
	price.Total = max(0, price.Sum())
	return price
}

// add makes an item of the lines of a pass. Percentages are of what stands before them, at first `before`.
func (p *Price) add(index int, done passed, before money.Amount) {
	item := Item{Stop: index}
	subtotal := before
	for _, c := range done.charges {
		amount := c.unit * money.Amount(c.quantity)
		if c.rule.price.kind == percentCharge {
			amount = percentOf(subtotal, c.unit) - subtotal
		}
		if outOfBounds(subtotal + amount) {
			c.tried.Reason = Reason{Code: "price_out_of_bounds"}
			continue
		}
		c.tried.Amount += amount
		c.tried.Units += c.quantity
		subtotal += amount
		item.Lines = append(item.Lines, Line{Rule: c.rule.Rule, Quantity: c.quantity, Amount: amount, Supplement: c.supplement})
	}
	item.Total = subtotal - before
	if len(item.Lines) > 0 {
		p.Items = append(p.Items, item)
	}
	p.Trace.Passes = append(p.Trace.Passes, done.Pass)
}

func outOfBounds(a money.Amount) bool { return a > mostAmount || a < -mostAmount }

// percentOf is p ten-thousandths of an amount, half rounded away from zero.
func percentOf(a, p money.Amount) money.Amount { return money.Rate(p * 100).Of(a) }

// pricing is one price being found.
type pricing struct {
	tariff *Tariff
	scene  *scene
	funcs  map[string]function
	all    load
	weight *int64
}

// pass is one look through the rules: for a stop, or for the delivery as a whole.
type pass struct {
	stop  *Stop
	index int
	going int // how many stops are not cancelled
}

// passed is what a pass found.
type passed struct {
	Pass
	charges []charged
}

type charged struct {
	units
	rule       *ready
	supplement bool
	tried      *Tried
}

// takes tells whether a pass looks at the rules of a target.
func (p pass) takes(s Strategy, t Target) bool {
	if p.stop != nil {
		return t == ForTask || t == ForEither && s == Every && p.going > 2
	}
	return t == ForDelivery || t == ForEither && (s == First || p.going <= 2)
}

func (run *pricing) pass(p pass) passed {
	done := passed{Pass: Pass{Stop: p.index, Target: wholeOrder}}
	if p.stop != nil {
		done.Target = p.stop.Type
	}
	run.scene.stop = p.stop
	seen := &watch{}
	names := run.names(p)
	env := expression.Env{Names: names, Functions: run.funcs, Saw: seen.saw}
	priceEnv := run.priceEnv(names)
	done.Rules = make([]Tried, 0, len(run.tariff.rules)) // never grows: charges point into it
	for _, r := range run.tariff.rules {
		if !p.takes(run.tariff.set.Strategy, r.Target) {
			continue
		}
		done.Rules = append(done.Rules, r.try(env, seen))
		tried := &done.Rules[len(done.Rules)-1]
		if !tried.Matched {
			continue
		}
		done.charge(charged{rule: r, tried: tried}, priceEnv)
		if run.tariff.set.Strategy == First {
			break
		}
	}
	return done
}

// charge adds what a rule charges.
func (done *passed) charge(c charged, env expression.Env) {
	amounts, why := c.rule.price.amounts(env)
	switch {
	case why != nil:
		c.tried.Reason = *why
	case len(amounts) == 0:
		c.tried.Reason = Reason{Code: "nothing"}
	}
	for _, u := range amounts {
		c.units = u
		done.charges = append(done.charges, c)
	}
}

// supplement adds what people charge by hand, behind all that the rules found.
func (done *passed) supplement(run *pricing) {
	env := run.priceEnv(run.names(pass{}))
	for _, s := range run.scene.parcel.Supplements {
		for _, r := range run.tariff.rules {
			if r.ID != s.RuleID || !r.Supplement() {
				continue
			}
			env.Names["quantity"] = s.Quantity
			tried := &Tried{Rule: r.Rule, Matched: true, Supplement: true, Reason: Reason{Code: "supplement", Quantity: s.Quantity}}
			done.charge(charged{rule: r, supplement: true, tried: tried}, env)
			done.Supplements = append(done.Supplements, tried)
		}
	}
}

// names are the variables of conditions.
func (run *pricing) names(p pass) map[string]expression.Value {
	parcel := run.scene.parcel
	if p.stop == nil {
		first, last := parcel.ends()
		return map[string]expression.Value{
			"distance": parcel.Distance, "weight": run.weight, "vehicle": bike, "packages": run.all, "pickup": first, "dropoff": last,
			"order": expression.Record{"itemsTotal": int64(parcel.ItemsTotal)}, "task": &Stop{},
		}
	}
	names := map[string]expression.Value{
		"distance": -1, "weight": p.stop.Weight, "vehicle": bike, "packages": load(p.stop.Packages), "pickup": &Stop{}, "dropoff": &Stop{},
		"task": p.stop, "time_slot": nil,
	}
	if p.stop.Type == pickup {
		names["pickup"] = p.stop
	} else {
		names["dropoff"] = p.stop
	}
	if p.stop.TimeSlot != "" {
		names["time_slot"] = p.stop.TimeSlot
	}
	return names
}

const bike = "bike"

// priceEnv is what price expressions may speak of.
func (run *pricing) priceEnv(names map[string]expression.Value) expression.Env {
	few := map[string]expression.Value{"distance": names["distance"], "weight": names["weight"], "packages": names["packages"]}
	return expression.Env{Names: few, Functions: map[string]function{"ceil": run.funcs["ceil"], "floor": run.funcs["floor"]}}
}

// try looks whether a rule holds, part by part, and writes down what it saw.
func (r *ready) try(env expression.Env, seen *watch) Tried {
	tried := Tried{Rule: r.Rule}
	if r.why != nil {
		tried.Reason = *r.why
		return tried
	}
	seen.rule = len(seen.all)
	for _, part := range r.parts {
		seen.begin()
		holds, err := part.True(env)
		switch {
		case err != nil:
			tried.Reason = Reason{Code: "failed", Text: part.String(), Why: err.Error()}
		case !holds:
			tried.Reason = Reason{Code: "not_met", Text: part.String()}
		}
		if !holds {
			tried.Seen = seen.sinceBegin()
			return tried
		}
	}
	tried.Seen = seen.sinceRule()
	tried.Matched, tried.Reason = true, Reason{Code: "met", Text: r.Expression}
	return tried
}

// watch collects what conditions read, for all rules of a price in one list.
type watch struct {
	all        []Seen
	rule, part int // where those of this rule, and of this part of it, begin
}

func (w *watch) begin() { w.part = len(w.all) }

func (w *watch) sinceBegin() []Seen { return w.all[w.part:len(w.all):len(w.all)] }

func (w *watch) sinceRule() []Seen { return w.all[w.rule:len(w.all):len(w.all)] }

func (w *watch) saw(part string, v expression.Value) {
	switch v.(type) {
	case nil, bool, float64, string:
		for _, s := range w.sinceBegin() {
			if s.Part == part {
				return
			}
		}
		w.all = append(w.all, Seen{Part: part, Value: v})
	}
}

// Once finds whether a rule charges something or at least holds, when it is the only one of its set.
func (t *Tariff) Once(ruleID int64, p Parcel) (holds bool, trace Trace) {
	alone := t.set
	alone.Rules = nil
	for _, r := range t.set.Rules {
		if r.ID == ruleID {
			alone.Rules = []Rule{r}
		}
	}
	trace = Compile(alone).Price(p).Trace
	for _, pass := range trace.Passes {
		for _, tried := range pass.Rules {
			holds = holds || tried.Matched
		}
	}
	return holds, trace
}
