package routing

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"golang.org/x/sync/errgroup"

	"pignon.coop/internal/geo"
	"pignon.coop/road"
)

// PlannerIn says what a planner works with. Router, when nil, is Straight. Log hears when an engine fails. Memo is how many routes
// are remembered; 0 remembers none, which suits an engine whose answers may change.
type PlannerIn struct {
	Router Router
	Log    *slog.Logger
	Memo   int
}

// Planner answers one co-op's questions about ways. It never fails but for a context that ends: where the engine knows no way, or
// does not answer, the straight line at 15.5 km/h stands in. It is safe for concurrent use.
type Planner struct {
	router Router
	log    *slog.Logger
	memo   *memo
}

// NewPlanner makes a planner. Make a new one when the map or the settings change.
func NewPlanner(in PlannerIn) *Planner {
	p := &Planner{router: in.Router, log: in.Log, memo: newMemo(in.Memo)}
	if p.router == nil {
		p.router = Straight()
	}
	if p.log == nil {
		p.log = slog.New(slog.DiscardHandler)
	}
	return p
}

// Route finds the way through the points. Fewer than two points are not asked for: the route is empty.
func (p *Planner) Route(ctx context.Context, points []geo.Point) (Route, error) {
	if len(points) < 2 {
		return Route{}, nil
	}
	key := memoKey(points)
	if route, ok := p.memo.find(key); ok {
		return route, nil
	}
	route, err := p.router.Route(ctx, points)
	if err != nil {
		if ctx.Err() != nil {
			return Route{}, ctx.Err()
		}
		p.log.Log(ctx, levelOf(err), "no route, straight line instead", "points", len(points), "error", err)
		return Straight().Route(ctx, points)
	}
	p.memo.keep(key, route)
	return route, nil
}

// levelOf tells a place off the map, which is a matter of course, from a server that fails.
func levelOf(err error) slog.Level {
	if errors.Is(err, road.ErrNoRoad) || errors.Is(err, road.ErrNoRoute) {
		return slog.LevelDebug
	}
	return slog.LevelWarn
}

// Table finds distances and times between all pairs.
func (p *Planner) Table(ctx context.Context, from, to []geo.Point) (Matrix, error) {
	m, err := p.router.Table(ctx, from, to)
	if err != nil {
		if ctx.Err() != nil {
			return Matrix{}, ctx.Err()
		}
		p.log.WarnContext(ctx, "no table, straight lines instead", "rows", len(from), "columns", len(to), "error", err)
		return Straight().Table(ctx, from, to)
	}
	m.fillStraight(from, to)
	return m, nil
}

// Limits of Around: how often the work runs, and how many questions are asked at once between two runs.
const (
	maxRounds = 12
	atOneTime = 4
)

// Around runs work that needs routes inside a unit of work, where no network call may happen. The work asks legs; what legs does
// not know yet makes it fail with ErrWanted, which the work returns so that its unit of work rolls back. Around then finds the
// routes with nothing open and runs the work again. The work may run several times, so it must touch nothing but its unit of work.
func (p *Planner) Around(ctx context.Context, work func(*Legs) error) error {
	legs := &Legs{planner: p, known: make(map[string]Route)}
	for range maxRounds {
		clear(legs.wanted)
		err := work(legs)
		if err == nil || len(legs.wanted) == 0 {
			return err
		}
		if err := p.fulfil(ctx, legs); err != nil {
			return err
		}
	}
	return fmt.Errorf("the work asked for new routes %d times; ask for them earlier, with Wish", maxRounds)
}

// fulfil finds the routes that legs lacks.
func (p *Planner) fulfil(ctx context.Context, legs *Legs) error {
	wishes := make([]wish, 0, len(legs.wanted))
	for key, points := range legs.wanted {
		wishes = append(wishes, wish{key: key, points: points})
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOneTime)
	for i := range wishes {
		group.Go(func() (err error) {
			wishes[i].route, err = p.Route(ctx, wishes[i].points)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for _, w := range wishes {
		legs.known[w.key] = w.route
	}
	return nil
}

type wish struct {
	key    string
	points []geo.Point
	route  Route
}
