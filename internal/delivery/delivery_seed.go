package delivery

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/seed"
)

func groupKind() seed.Kind {
	return seed.Kind{
		Name: "task_group", Table: "task_groups", Fields: []seed.Field{seed.Req("name", "text"), seed.Opt("tags", "[text]")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			return db.Insert(tx, "task_groups", Group{
				ID: r.ID, Name: r.Text("name"), Tags: db.JSON[[]string]{V: append([]string{}, r.Texts("tags")...)}, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
			})
		},
		Update: func(tx *db.Tx, r seed.Row) error {
			g, err := LoadGroup(tx, r.ID)
			if err != nil {
				return err
			}
			g.Name, g.UpdatedAt = r.TextOr("name", g.Name), r.UpdatedAt
			if r.Has("tags") {
				g.Tags.V = append([]string{}, r.Texts("tags")...)
			}
			return db.Update(tx, "task_groups", g)
		},
		Rows: func(tx *db.Tx) ([]map[string]any, error) {
			list, err := allGroups(tx)
			rows := []map[string]any{}
			for _, g := range list {
				rows = append(rows, map[string]any{"id": g.ID, "name": g.Name, "tags": g.Tags.V, "createdAt": g.CreatedAt, "updatedAt": g.UpdatedAt})
			}
			return rows, err
		},
	}
}

func imageKind() seed.Kind {
	return seed.Kind{
		Name: "task_image", Table: "task_images", Fields: []seed.Field{seed.Req("imageName", "text"), seed.Opt("task", "@task")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			return db.Insert(tx, "task_images", Image{ID: r.ID, TaskID: r.MaybeRef("task"), Name: r.Text("imageName"), CreatedAt: r.CreatedAt})
		},
		Rows: func(tx *db.Tx) ([]map[string]any, error) {
			list, err := allImages(tx)
			rows := []map[string]any{}
			for _, m := range list {
				rows = append(rows, map[string]any{"id": m.ID, "imageName": m.Name, "task": seed.Rel("task", m.TaskID), "createdAt": m.CreatedAt, "updatedAt": m.CreatedAt})
			}
			return rows, err
		},
	}
}

func deliveryKind() seed.Kind {
	return seed.Kind{
		Name: "delivery", Table: "deliveries", Sequence: "task_collections", Fields: []seed.Field{seed.Req("tasks", "[@task]")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			d := Delivery{ID: r.ID, Version: 1, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
			if err := d.straighten(tx, r.Refs("tasks")); err != nil {
				return err
			}
			if err := db.Insert(tx, "deliveries", d); err != nil {
				return err
			}
			return seedStops(tx, d.ID, r.Refs("tasks"))
		},
		Rows: func(tx *db.Tx) ([]map[string]any, error) {
			list, err := allDeliveries(tx)
			if err != nil {
				return nil, err
			}
			rows := []map[string]any{}
			for _, d := range list {
				tasks, err := TasksOf(tx, d.ID)
				if err != nil {
					return nil, err
				}
				ids := []int64{}
				for _, t := range tasks {
					ids = append(ids, t.ID)
				}
				rows = append(rows, map[string]any{"id": d.ID, "tasks": seed.Rels("task", ids), "createdAt": d.CreatedAt, "updatedAt": d.UpdatedAt})
			}
			return rows, nil
		},
	}
}

// seedStops makes existing tasks the stops of a delivery, with all that follows from their order.
func seedStops(tx *db.Tx, delivery int64, ids []int64) error {
	tasks, err := TasksByID(tx, ids)
	if err != nil {
		return err
	}
	stops := make([]*Task, len(tasks))
	for n := range tasks {
		tasks[n].DeliveryID = &delivery
		stops[n] = &tasks[n]
	}
	return saveLinks(tx, stops)
}

// straighten gives a delivery the straight way through its stops, which needs no network.
func (d *Delivery) straighten(tx *db.Tx, tasks []int64) error {
	list, err := SheetsByID(tx, tasks)
	if err != nil || len(list) < 2 {
		return err
	}
	var points []geo.Point
	for _, s := range list {
		points = append(points, geo.At(s.Place.Lat, s.Place.Lng))
	}
	r, err := routing.Straight().Route(tx.Context(), points)
	d.Distance, d.Duration, d.Polyline = int64(r.Metres), int64(r.Seconds), r.Polyline
	return err
}
