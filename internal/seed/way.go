package seed

import (
	"context"

	"pignon.coop/internal/db"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/routing"
)

// ways answers where the rows of a document lead along.
type ways struct {
	legs   *routing.Legs // nil: straight lines
	wanted bool          // a way is not known yet, and a straight line stood in
}

// Way is the way through points as the co-op finds ways, a straight line where nobody asked for better.
func (e Env) Way(points ...geo.Point) routing.Route {
	if len(points) < 2 {
		return routing.Route{}
	}
	if e.ways != nil && e.ways.legs != nil {
		way, err := e.ways.legs.Route(points...)
		if err == nil {
			return way
		}
		e.ways.wanted = true
	}
	way, _ := routing.Straight().Route(context.Background(), points) // it never fails
	return way
}

// LoadAlong is Load with ways as legs knows them, for Planner.Around: it is routing.ErrWanted when legs lacks some.
func (l *Loader) LoadAlong(tx *db.Tx, legs *routing.Legs, doc Document) (map[string]Place, error) {
	w := &ways{legs: legs}
	places, err := l.load(tx, w, doc)
	if err == nil && w.wanted {
		err = routing.ErrWanted
	}
	return places, err
}
