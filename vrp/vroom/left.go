package vroom

import (
	"fmt"
	"slices"
	"strings"

	"pignon.coop/vrp"
)

// mostReasons bounds the tasks for which reasons are looked for, which takes time.
const mostReasons = 200

// left lists what found no place, each end of a shipment for itself, with the reason.
func (p *problem) left(s *vrp.Solution) []Left {
	out := []Left{}
	reasons := p.reasons(s)
	for i, ref := range s.Unassigned {
		reason := ""
		if i < len(reasons) {
			reason = reasons[i]
		}
		out = append(out, p.leftTask(ref, reason))
		if ref.Kind == vrp.PickupStop {
			out = append(out, p.leftTask(vrp.Ref{Kind: vrp.DropStop, Index: ref.Index}, reason))
		}
	}
	return out
}

func (p *problem) leftTask(ref vrp.Ref, reason string) Left {
	t := p.task(ref)
	return Left{ID: *t.in.ID, Type: t.kind, Place: Place{t.in.Location, t.in.LocationIndex}, Description: t.in.Description, Reason: reason}
}

// reasons say which constraints keep tasks out of how many vehicles, all tours being as they are.
func (p *problem) reasons(s *vrp.Solution) []string {
	tasks := s.Unassigned[:min(len(s.Unassigned), mostReasons)]
	if len(tasks) == 0 {
		return nil
	}
	why, err := vrp.Explain(&p.vrp, s, tasks...)
	if err != nil {
		return nil
	}
	out := make([]string, len(why))
	for i := range why {
		out[i] = p.reason(why[i].Refusals)
	}
	return out
}

func (p *problem) reason(refusals []vrp.Refusal) string {
	var counts [vrp.Price + 1]int
	var order []vrp.Reason
	for _, r := range refusals {
		if counts[r.Reason]++; counts[r.Reason] == 1 {
			order = append(order, r.Reason)
		}
	}
	slices.SortStableFunc(order, func(a, b vrp.Reason) int { return counts[b] - counts[a] })
	var parts []string
	for _, r := range order {
		parts = append(parts, fmt.Sprintf("%v (%d of %d vehicles)", r, counts[r], len(p.fleet)))
	}
	switch {
	case len(p.fleet) == 0:
		return "no vehicle may have tasks"
	case len(refusals) < len(p.fleet):
		return "the search was over too soon"
	}
	return strings.Join(parts, ", ")
}
