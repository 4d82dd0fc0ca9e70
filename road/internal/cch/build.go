package cch

import (
	"context"
	"fmt"
	"slices"

	"pignon.coop/road/extract"
)

// In is what a topology is built from: the junctions of a street network, the states that run from one junction to another, and the
// turns that lead from state to state. The turns of state s are To[First[s]:First[s+1]]; each must begin at the junction where s ends.
type In struct {
	Points     []extract.Point // of the junctions
	Tail, Head []uint32        // state -> junction
	First, To  []uint32
}

// Options says how to build. Workers is how many processors to use, at least one; it does not change the result. Progress, if
// there, is told how many states of all are in order; it is called by one goroutine at a time.
type Options struct {
	Workers  int
	Progress func(done, total int)
}

// check tells what is wrong with the states and turns.
func (in In) check() error {
	states := len(in.Tail)
	if len(in.Head) != states || len(in.First) != states+1 || in.First[0] != 0 || int(in.First[states]) != len(in.To) {
		return fmt.Errorf("%d tails, %d heads, %d ranges and %d turns do not fit together", states, len(in.Head), len(in.First), len(in.To))
	}
	for s := range states {
		if in.First[s] > in.First[s+1] || int(in.First[s+1]) > len(in.To) {
			return fmt.Errorf("state %d has turns %d to %d of %d", s, in.First[s], in.First[s+1], len(in.To))
		}
		for _, t := range in.To[in.First[s]:in.First[s+1]] {
			if int(t) >= states || in.Tail[t] != in.Head[s] {
				return fmt.Errorf("a turn leads from state %d to state %d, which does not begin where that ends", s, t)
			}
		}
	}
	return nil
}

// checkPoints tells which state's junction does not exist.
func (in In) checkPoints() error {
	for s, v := range in.Tail {
		if max(v, in.Head[s]) >= uint32(len(in.Points)) {
			return fmt.Errorf("state %d leads from junction %d to %d of %d", s, v, in.Head[s], len(in.Points))
		}
	}
	return nil
}

// Build makes the topology of a network. Its time and memory grow a little more than in proportion with the network: some seconds of
// one processor for a city. It fails where the input does not fit together, and with the context's error.
func Build(ctx context.Context, in In, o Options) (*Topology, error) {
	err := in.check()
	if err == nil {
		err = in.checkPoints()
	}
	if err != nil {
		return nil, fmt.Errorf("build customisable hierarchy: %w", err)
	}
	states, err := order(ctx, in, o)
	if err != nil {
		return nil, fmt.Errorf("build customisable hierarchy: %w", err)
	}
	return eliminate(in, raise(in, postorder(in, states))), nil
}

// Complete makes the topology that Build made, from the ranks of its states: for those who keep the order alone, a fraction of the
// whole. It takes about a tenth of the time. The input needs no points, but the same states and turns.
func Complete(in In, rank []uint32) (*Topology, error) {
	if err := in.check(); err != nil {
		return nil, fmt.Errorf("complete customisable hierarchy: %w", err)
	}
	if len(rank) != len(in.Tail) || !permutation(rank) {
		return nil, fmt.Errorf("complete customisable hierarchy: %d ranks are no order of %d states", len(rank), len(in.Tail))
	}
	states := make([]uint32, len(rank))
	for s, r := range rank {
		states[r] = uint32(s)
	}
	return eliminate(in, states), nil
}

// accumulate turns counts, shifted by one, into where each range begins.
func accumulate(counts []uint32) {
	for i := range counts[1:] {
		counts[i+1] += counts[i]
	}
}

// tally sorts numbers and appends each of them once, with how often it is there.
func tally(numbers, distinct []uint32, often []int32) ([]uint32, []int32) {
	slices.Sort(numbers)
	for i, w := range numbers {
		if i == 0 || w != numbers[i-1] {
			distinct, often = append(distinct, w), append(often, 0)
		}
		often[len(often)-1]++
	}
	return distinct, often
}
