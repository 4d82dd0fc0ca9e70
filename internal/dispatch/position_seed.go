package dispatch

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/seed"
)

func positionKind() seed.Kind {
	return seed.Kind{
		Name: "position", Table: "users", Of: "user",
		Fields: []seed.Field{seed.Req("user", "@user"), seed.Req("latitude", "number"), seed.Req("longitude", "number"), seed.Req("at", "instant")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			return seedPlace(tx, r, Fix{CourierID: r.ID})
		},
		Update: func(tx *db.Tx, r seed.Row) error {
			list, err := phonePlaces(tx)
			if err != nil {
				return err
			}
			for _, f := range list {
				if f.CourierID == r.ID {
					return seedPlace(tx, r, f)
				}
			}
			return &seed.Refusal{Message: "nobody knows yet where this user is", Row: -1, Field: "update"}
		},
		Rows: func(tx *db.Tx) ([]map[string]any, error) {
			list, err := phonePlaces(tx)
			rows := []map[string]any{}
			for _, f := range list {
				rows = append(rows, map[string]any{
					"id": f.CourierID, "user": seed.Rel("user", &f.CourierID), "latitude": f.Lat, "longitude": f.Lng, "at": f.At, "createdAt": f.At, "updatedAt": f.At,
				})
			}
			return rows, err
		},
	}
}

// seedPlace says where a courier is, instead of what was known before.
func seedPlace(tx *db.Tx, r seed.Row, f Fix) error {
	if r.Has("user") && r.Ref("user") != f.CourierID {
		return &seed.Refusal{Message: "a position stays that of its user", Row: -1, Field: "user"}
	}
	if r.Has("latitude") {
		f.Lat = r.Number("latitude")
	}
	if r.Has("longitude") {
		f.Lng = r.Number("longitude")
	}
	if r.Has("at") {
		f.At = r.Instant("at")
	}
	if !geo.Valid(f.Lat, f.Lng) {
		return &seed.Refusal{Message: "is not on the earth", Row: -1, Field: "latitude"}
	}
	if err := forgetPosition(tx, f.CourierID); err != nil {
		return err
	}
	return placeCourier(tx, f)
}
