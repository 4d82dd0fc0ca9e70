package road

import (
	"cmp"
	"context"
	"fmt"
	"runtime"
	"slices"

	"pignon.coop/road/internal/ch"
)

// Targets are places prepared to be reached from others again and again: the couriers on duty, the shops of a town. They do not change,
// and are safe for concurrent use.
type Targets struct {
	r      *Router
	places []numbered
	index  *ch.Targets
}

// Reached is a target that was found.
type Reached struct {
	Target  int // position in what was prepared
	Seconds Seconds
	Metres  Metres
	Weight  Seconds
}

// Targets prepares places, which costs about as much as one row of a table. Those with no street near them are never reached. It
// fails with the context's error only.
func (r *Router) Targets(ctx context.Context, to []Stop) (*Targets, error) {
	t := &Targets{r: r, places: r.snapAll(to), index: ch.NewTargets(r.m.hierarchy)}
	options := ch.TableOptions{Workers: runtime.GOMAXPROCS(0)}
	if err := t.index.Prepare(ctx, r.seedsOf(t.places, r.m.reach), options); err != nil {
		return nil, err
	}
	return t, nil
}

// Nearest finds the k targets that are best to reach from a stop, the best one first, up to a bound on the weight of the way; 0 is no
// bound. With k as large as the number of targets it finds all within the bound. It fails with ErrNoRoad only.
func (t *Targets) Nearest(from Stop, k int, bound Seconds) ([]Reached, error) {
	near := t.r.Nearest(from, 1)
	if len(near) == 0 {
		return nil, fmt.Errorf("start of the search: %w", ErrNoRoad)
	}
	asker := t.r.askers.Get().(*asker)
	defer t.r.askers.Put(asker)
	limit := int32(max(0, min(1000*bound, ch.Inf-1)))
	behind := t.behind(near[0])
	var found []Reached
	for _, n := range asker.query.Nearest(t.r.m.leave(near[0], nil), t.index, k+len(behind), limit, nil) {
		if !slices.Contains(behind, n.Target) {
			found = t.keep(found, asker, near[0], n.Target)
		}
	}
	for _, target := range behind {
		found = t.keep(found, asker, near[0], target)
	}
	slices.SortStableFunc(found, func(a, b Reached) int { return cmp.Compare(a.Weight, b.Weight) })
	found = slices.DeleteFunc(found, func(f Reached) bool { return bound > 0 && f.Weight > bound })
	return found[:min(max(0, k), len(found))], nil
}

// behind lists the targets that one has to ride round a block for, which the index does not know.
func (t *Targets) behind(from Snap) (targets []int) {
	for i := range t.places {
		if t.r.m.behind(from, t.places[i].Snap) {
			targets = append(targets, i)
		}
	}
	return targets
}

func (t *Targets) keep(found []Reached, q *asker, from Snap, target int) []Reached {
	place := &t.places[target]
	cost, ok := q.ask(from, place.Snap)
	if !ok {
		return found
	}
	return append(found, Reached{
		Target: place.number, Seconds: secondsOf(cost.Ms), Metres: metresOf(cost.Cm), Weight: secondsOf(cost.Weight),
	})
}
