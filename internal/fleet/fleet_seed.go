package fleet

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
)

// SeedKinds are the kinds of rows of this module.
func SeedKinds() []seed.Kind { return []seed.Kind{warehouseKind(), trailerKind(), vehicleKind()} }

func warehouseKind() seed.Kind {
	return seed.Structs[Warehouse]{
		Kind:  seed.Kind{Name: "warehouse", Table: "warehouses", Deletes: true, Fields: []seed.Field{seed.Req("name", "text"), seed.Req("address", "@address")}},
		Fresh: func() Warehouse { return Warehouse{} },
		Stamp: func(r seed.Row, w *Warehouse) { w.ID, w.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, w *Warehouse) error {
			seed.Given(r, "name", &w.Name, r.Text)
			seed.Given(r, "address", &w.AddressID, r.Ref)
			w.UpdatedAt, w.DeletedAt = r.UpdatedAt, r.DeletedAt
			return nil
		},
		Show: seed.Each(func(w Warehouse) map[string]any {
			return map[string]any{"id": w.ID, "name": w.Name, "address": seed.Rel("address", &w.AddressID), "createdAt": w.CreatedAt, "updatedAt": w.UpdatedAt,
				"deletedAt": w.DeletedAt}
		}),
	}.Make()
}

func bodyFields(more ...seed.Field) []seed.Field {
	return append([]seed.Field{seed.Req("name", "text"), seed.Req("maxVolumeUnits", "int"), seed.Req("maxWeight", "int"), seed.Req("color", "text"),
		seed.Opt("isElectric", "bool"), seed.Opt("electricRange", "int")}, more...)
}

func (b *Body) seeded(r seed.Row) {
	seed.Given(r, "name", &b.Name, r.Text)
	seed.Given(r, "maxVolumeUnits", &b.MaxVolume, r.Int)
	seed.Given(r, "maxWeight", &b.MaxWeight, r.Int)
	seed.Given(r, "color", &b.Color, r.Text)
	seed.Given(r, "electricRange", &b.ElectricRange, r.MaybeInt)
	seed.Given(r, "isElectric", &b.Electric, r.MaybeBool)
}

func (b Body) shown(more map[string]any) map[string]any {
	for key, value := range map[string]any{"name": b.Name, "maxVolumeUnits": b.MaxVolume, "maxWeight": b.MaxWeight, "color": b.Color,
		"isElectric": b.Electric, "electricRange": b.ElectricRange} {
		more[key] = value
	}
	return more
}

func trailerKind() seed.Kind {
	return seed.Structs[Trailer]{
		Kind:  seed.Kind{Name: "trailer", Table: "trailers", Deletes: true, Fields: bodyFields()},
		Fresh: func() Trailer { return Trailer{} },
		Stamp: func(r seed.Row, t *Trailer) { t.ID, t.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, t *Trailer) error {
			t.seeded(r)
			t.UpdatedAt, t.DeletedAt = r.UpdatedAt, r.DeletedAt
			return nil
		},
		Show: seed.Each(func(t Trailer) map[string]any {
			return t.shown(map[string]any{"id": t.ID, "createdAt": t.CreatedAt, "updatedAt": t.UpdatedAt, "deletedAt": t.DeletedAt})
		}),
	}.Make()
}

func vehicleKind() seed.Kind {
	return seed.Structs[Vehicle]{
		Kind: seed.Kind{Name: "vehicle", Table: "vehicles", Deletes: true,
			Fields: bodyFields(seed.Req("warehouse", "@warehouse"), seed.Opt("co2emissions", "int"), seed.Opt("compatibleTrailers", "[@trailer]"))},
		Fresh: func() Vehicle { return Vehicle{} },
		Stamp: func(r seed.Row, v *Vehicle) { v.ID, v.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, v *Vehicle) error {
			v.seeded(r)
			seed.Given(r, "warehouse", &v.WarehouseID, r.Ref)
			seed.Given(r, "co2emissions", &v.CO2, r.MaybeInt)
			v.UpdatedAt, v.DeletedAt = r.UpdatedAt, r.DeletedAt
			return nil
		},
		After: func(tx *db.Tx, r seed.Row, v Vehicle) error {
			if !r.Has("compatibleTrailers") {
				return nil
			}
			return setPairs(tx, byVehicle, v.ID, r.Refs("compatibleTrailers"))
		},
		Show: func(tx *db.Tx, list []Vehicle) ([]map[string]any, error) {
			ids := make([]int64, len(list))
			for i, v := range list {
				ids[i] = v.ID
			}
			trailers, err := TrailersFor(tx, ids)
			rows := make([]map[string]any, len(list))
			for i, v := range list {
				rows[i] = v.shown(map[string]any{"id": v.ID, "warehouse": seed.Rel("warehouse", &v.WarehouseID), "co2emissions": v.CO2,
					"compatibleTrailers": seed.Rels("trailer", trailers[v.ID]), "createdAt": v.CreatedAt, "updatedAt": v.UpdatedAt, "deletedAt": v.DeletedAt})
			}
			return rows, err
		},
	}.Make()
}
