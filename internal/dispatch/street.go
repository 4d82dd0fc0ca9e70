package dispatch

import (
	"context"
	"strings"
	"unicode/utf8"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/job"
	"pignon.coop/internal/span"
)

// StreetClosure is a place whose streets are closed, such as a works site: everything that passes within its radius.
type StreetClosure struct {
	ID        int64        `db:"id"`
	Lat       float64      `db:"lat"`
	Lng       float64      `db:"lng"`
	Radius    int64        `db:"radius"` // metres
	Reason    string       `db:"reason"`
	Until     span.Instant `db:"until"` // zero: until somebody opens it again
	CreatedBy string       `db:"created_by"`
	CreatedAt span.Instant `db:"created_at"`
}

// Bounds of closures, so that a slip of the finger does not close a city.
const (
	closureLeast  = 5   // metres
	closureMost   = 500 // metres
	reasonMost    = 200 // letters
	closuresAtOne = 200 // time
)

// CloseStreetIn says what is closed and until when; a zero Until is for good.
type CloseStreetIn struct {
	Lat, Lng float64
	Radius   int64
	Reason   string
	Until    span.Instant
}

func (in CloseStreetIn) check(now span.Instant) error {
	switch {
	case !geo.Valid(in.Lat, in.Lng):
		return fail.At("lat", "value.invalid")
	case in.Radius < closureLeast || in.Radius > closureMost:
		return fail.At("radius", "value.invalid")
	case utf8.RuneCountInString(in.Reason) > reasonMost:
		return fail.At("reason", "value.invalid")
	case !in.Until.IsZero() && !in.Until.After(now.Time):
		return fail.At("until", "street.until.past")
	}
	return nil
}

// CloseStreet closes streets. Ways that are asked for from then on avoid them, and the lists of today and later are led round them.
func CloseStreet(tx *db.Tx, in CloseStreetIn) (StreetClosure, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return StreetClosure{}, err
	}
	if err := in.check(tx.Now()); err != nil {
		return StreetClosure{}, err
	}
	closures, err := StreetClosures(tx)
	if err != nil {
		return StreetClosure{}, err
	}
	if len(closures) >= closuresAtOne {
		return StreetClosure{}, fail.New(fail.Conflict, "street.too_many", "most", closuresAtOne)
	}
	c := StreetClosure{
		Lat: in.Lat, Lng: in.Lng, Radius: in.Radius, Reason: strings.TrimSpace(in.Reason), Until: in.Until,
		CreatedBy: tx.Who().Username, CreatedAt: tx.Now(),
	}
	if c.ID, err = tx.ID("street_closures"); err != nil {
		return c, err
	}
	if err := db.Insert(tx, "street_closures", c); err != nil {
		return c, err
	}
	if !c.Until.IsZero() {
		if err := job.Add(tx, StreetsChanged{}, job.Options{At: c.Until}); err != nil {
			return c, err
		}
	}
	if err := job.Add(tx, StreetsChanged{}, job.Options{}); err != nil {
		return c, err
	}
	return c, tx.Emit(StreetClosed{ClosureID: c.ID})
}

// OpenStreet takes a closure away.
func OpenStreet(tx *db.Tx, id int64) error {
	if err := mayPlan(tx.Who()); err != nil {
		return err
	}
	if err := deleteClosure(tx, id); err != nil {
		return err
	}
	if err := job.Add(tx, StreetsChanged{}, job.Options{}); err != nil {
		return err
	}
	return tx.Emit(StreetOpened{ClosureID: id})
}

// StreetsChanged is the job that brings closures into force: planners are made anew, and lists find their ways again.
type StreetsChanged struct{}

// JobKind names the job.
func (StreetsChanged) JobKind() string { return "streets_changed" }

// Streets does that job. Refresh reads the closures into the planner in force.
type Streets struct {
	DB      *db.DB
	Refresh func(context.Context) error
}

// Handler runs the jobs.
func (s Streets) Handler() job.Handler {
	return job.On(func(ctx context.Context, _ StreetsChanged) error { return s.Change(ctx) })
}

// Change brings closures into force, and takes those away whose time is over.
func (s Streets) Change(ctx context.Context) error {
	if err := s.DB.Write(ctx, authz.System(), openEnded); err != nil {
		return err
	}
	if err := s.Refresh(ctx); err != nil {
		return err
	}
	return s.DB.Write(ctx, authz.System(), routeAgain)
}

// openEnded takes the closures away whose time is over.
func openEnded(tx *db.Tx) error {
	closures, err := StreetClosures(tx)
	if err != nil {
		return err
	}
	for _, c := range closures {
		if c.Until.IsZero() || c.Until.After(tx.Now().Time) {
			continue
		}
		if err := deleteClosure(tx, c.ID); err != nil {
			return err
		}
		if err := tx.Emit(StreetOpened{ClosureID: c.ID}); err != nil {
			return err
		}
	}
	return nil
}

// routeAgain has the lists of today and later find their ways.
func routeAgain(tx *db.Tx) error {
	zone, err := zoneOf(tx)
	if err != nil {
		return err
	}
	lists, err := forgetRoutes(tx, span.DayOf(tx.Now().Time, zone))
	if err != nil {
		return err
	}
	for _, id := range lists {
		if err := job.Add(tx, RouteList{ListID: id}, job.Options{}); err != nil {
			return err
		}
	}
	return nil
}
