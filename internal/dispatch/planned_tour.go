package dispatch

import (
	"context"
	"time"

	"pignon.coop/internal/geo"
	"pignon.coop/internal/routing"
)

// PlannedTour is how a list would be ridden, from what is not begun on.
type PlannedTour struct {
	From, To time.Time // when the courier sets out, and when they are back or have done the last stop
	Stops    []PlannedStop
	Way      routing.Route // once it is drawn
	points   []geo.Point
}

// PlannedStop is a task with the moment from which it is done.
type PlannedStop struct {
	Task int64
	At   time.Time
}

// pass takes a tour over a place, if there is one.
func (t *PlannedTour) pass(points []geo.Point, place int) {
	if place >= 0 && place < len(points) {
		t.points = append(t.points, points[place])
	}
}

// Draw finds the ways of a plan's tours along the streets. It must be called with no unit of work open.
func (p Plans) Draw(ctx context.Context, plan Plan) (err error) {
	for n := range plan.Lists {
		t := &plan.Lists[n].Tour
		if t.Way, err = p.Planner().Route(ctx, t.points); err != nil {
			return err
		}
	}
	return nil
}
