package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// StreetClosure is a place whose streets are closed.
type StreetClosure struct {
	ID        int64         `json:"id"`
	Lat       float64       `json:"lat"`
	Lng       float64       `json:"lng"`
	Radius    int64         `json:"radius" doc:"Metres: every street that passes so near is closed"`
	Reason    string        `json:"reason"`
	Until     *span.Instant `json:"until" doc:"null: until somebody opens it again"`
	CreatedBy string        `json:"createdBy" doc:"User name of the dispatcher"`
	Avoided   bool          `json:"avoided" doc:"false: without effect, since there is no map or an outside router finds the ways"`
}

func closureOf(c dispatch.StreetClosure, avoided bool) StreetClosure {
	out := StreetClosure{ID: c.ID, Lat: c.Lat, Lng: c.Lng, Radius: c.Radius, Reason: c.Reason, CreatedBy: c.CreatedBy, Avoided: avoided}
	if !c.Until.IsZero() {
		out.Until = &c.Until
	}
	return out
}

func closuresOf(closures []dispatch.StreetClosure, avoided bool) []StreetClosure {
	list := make([]StreetClosure, len(closures))
	for n, c := range closures {
		list[n] = closureOf(c, avoided)
	}
	return list
}

type (
	closeStreetIn struct {
		Body struct {
			Lat    float64       `json:"lat"`
			Lng    float64       `json:"lng"`
			Radius int64         `json:"radius" minimum:"5" maximum:"500" doc:"Metres"`
			Reason string        `json:"reason,omitempty" maxLength:"200"`
			Until  *span.Instant `json:"until,omitempty" doc:"Left out: until somebody opens it again"`
		}
	}
	closureOut   struct{ Body StreetClosure }
	openStreetIn struct {
		ID int64 `path:"id"`
	}
)

func (f *face) streetRoutes() {
	plans := web.Needs(authz.Dispatcher)
	register(f, plans, huma.Operation{
		Method: "POST", Path: "/v1/dispatch/closures", Summary: "Close the streets around a place: routes avoid them from then on", DefaultStatus: 201,
	}, f.closeStreet)
	register(f, plans, huma.Operation{
		Method: "DELETE", Path: "/v1/dispatch/closures/{id}", Summary: "Open closed streets again", DefaultStatus: 204,
	}, f.openStreet)
}

func (f *face) closeStreet(ctx context.Context, who authz.Actor, in *closeStreetIn) (out *closureOut, err error) {
	b := in.Body
	want := dispatch.CloseStreetIn{Lat: b.Lat, Lng: b.Lng, Radius: b.Radius, Reason: b.Reason}
	if b.Until != nil {
		want.Until = *b.Until
	}
	err = f.change(ctx, who, func(tx *db.Tx) error {
		c, err := dispatch.CloseStreet(tx, want)
		out = &closureOut{closureOf(c, f.house.Avoids())}
		return err
	})
	return out, err
}

func (f *face) openStreet(ctx context.Context, who authz.Actor, in *openStreetIn) (*struct{}, error) {
	return nil, f.change(ctx, who, func(tx *db.Tx) error { return dispatch.OpenStreet(tx, in.ID) })
}
