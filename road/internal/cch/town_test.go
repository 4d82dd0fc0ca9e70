package cch

import (
	"math/rand/v2"

	"pignon.coop/road/extract"
	"pignon.coop/road/internal/ch"
)

// town is a small street network with random turns and prices.
type town struct {
	in    In
	costs []ch.Cost
}

// randomTown draws some junctions, some in the same place and some that no street reaches, streets one way or both, parallel streets
// and loops, states that are copies of others, and turns, some of them twice.
func randomTown(seed uint64) town {
	r := rand.New(rand.NewPCG(seed, 1))
	var w town
	size := 1 + r.IntN(30)
	for range size {
		w.in.Points = append(w.in.Points, extract.Point{Lat: 450000000 + int32(r.IntN(20)*1000), Lng: 90000000 + int32(r.IntN(20)*1000)})
	}
	reach := 1 + r.IntN(size)
	for range r.IntN(3 * size) {
		a := r.IntN(size)
		b := min(size-1, a+r.IntN(reach))
		w.state(a, b)
		if r.IntN(3) > 0 {
			w.state(b, a)
		}
		if r.IntN(10) == 0 {
			w.state(a, b)
		}
	}
	w.turn(r)
	return w
}

func (w *town) state(from, to int) {
	w.in.Tail, w.in.Head = append(w.in.Tail, uint32(from)), append(w.in.Head, uint32(to))
}

// turn joins states that meet.
func (w *town) turn(r *rand.Rand) {
	w.in.First = append(w.in.First, 0)
	open := 1 + r.IntN(8)
	for s := range w.in.Tail {
		for t := range w.in.Tail {
			if w.in.Tail[t] != w.in.Head[s] || r.IntN(8) == 0 {
				continue
			}
			for range 1 + r.IntN(8)/7 {
				w.in.To, w.costs = append(w.in.To, uint32(t)), append(w.costs, price(r, open))
			}
		}
		w.in.First = append(w.in.First, uint32(len(w.in.To)))
	}
}

// price is a random cost: closed about once in so many times, and often 0.
func price(r *rand.Rand, open int) ch.Cost {
	if r.IntN(open+1) == 0 {
		return ch.Cost{Weight: ch.Inf + uint32(r.IntN(2))}
	}
	return ch.Cost{Weight: uint32(max(0, r.IntN(30)-5)), Ms: uint32(r.IntN(1000)), Cm: uint32(r.IntN(1000))}
}

// distances are the least weights from one state to all, by relaxing all turns again and again.
func (w *town) distances(costs []ch.Cost, from int) []uint32 {
	best := make([]uint32, len(w.in.Tail))
	for i := range best {
		best[i] = ch.Inf
	}
	best[from] = 0
	for changed := true; changed; {
		changed = false
		for s := range best {
			for i := w.in.First[s]; i < w.in.First[s+1] && best[s] < ch.Inf; i++ {
				t := w.in.To[i]
				if costs[i].Weight < ch.Inf && best[s]+costs[i].Weight < best[t] {
					best[t], changed = best[s]+costs[i].Weight, true
				}
			}
		}
	}
	return best
}
