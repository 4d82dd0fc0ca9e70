package pricing

import "slices"

// Resupplied is a price in which only what people charge by hand is new.
type Resupplied struct {
	Price        // its trace is the old one with the new supplements; it has no items
	Lines []Line // of the new supplements
	Had   bool   // the delivery as a whole was charged something before
}

// Resupply charges other supplements on a price that was kept: those of the parcel. All else stays as it was found, whatever the rules say today.
func (t *Tariff) Resupply(k Kept, p Parcel) (r Resupplied) {
	r.Trace = k.Trace.V
	r.Trace.Passes = slices.Clone(r.Trace.Passes)
	if n := len(r.Trace.Passes); n == 0 || r.Trace.Passes[n-1].Stop != WholeDelivery {
		r.Trace.Passes = append(r.Trace.Passes, Pass{Stop: WholeDelivery, Target: wholeOrder})
	}
	whole := &r.Trace.Passes[len(r.Trace.Passes)-1]
	r.Had = whole.charged()
	whole.Supplements = nil
	before := r.Trace.Sum()
	done := t.byHand(p)
	whole.Supplements = done.Supplements
	var one Price
	one.add(WholeDelivery, done, before)
	sum := before
	for _, item := range one.Items {
		r.Lines, sum = item.Lines, sum+item.Total
	}
	r.Total = max(0, sum)
	return r
}

// byHand is a look at what people charge alone.
func (t *Tariff) byHand(p Parcel) passed {
	run := &pricing{tariff: t, scene: &scene{parcel: &p}}
	run.all, run.weight = p.cargo()
	run.funcs = run.scene.functions()
	done := passed{Pass: Pass{Stop: WholeDelivery, Target: wholeOrder}}
	done.supplement(run)
	return done
}

// charged tells whether anything of a look made a line.
func (p Pass) charged() bool {
	charges := func(t *Tried) bool { return t.Units != 0 || t.Amount != 0 }
	return slices.ContainsFunc(p.Rules, func(t Tried) bool { return charges(&t) }) || slices.ContainsFunc(p.Supplements, charges)
}

// Charges tells whether a kept price has any line, were it of nothing.
func (k Kept) Charges() bool { return slices.ContainsFunc(k.Trace.V.Passes, Pass.charged) }

// Supplied tells whether supplements are those that were charged already: as they were asked for, or in the units that forms show.
func (k Kept) Supplied(list []Supplement) bool {
	return sameSupplements(list, k.Supplements.V) || sameSupplements(list, k.Charged())
}

func sameSupplements(a, b []Supplement) bool {
	count := func(list []Supplement) map[int64]int64 {
		of := map[int64]int64{}
		for _, s := range list {
			of[s.RuleID] += s.Quantity
		}
		return of
	}
	have, want := count(a), count(b)
	for id, n := range have {
		if want[id] != n {
			return false
		}
	}
	return len(have) == len(want)
}
