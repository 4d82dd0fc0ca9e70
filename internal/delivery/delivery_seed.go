package delivery

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/store"
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
		Name: "task_image", Table: "task_images", Constant: true, Fields: []seed.Field{seed.Req("imageName", "text"), seed.Opt("task", "@task")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			return db.Insert(tx, "task_images", Image{ID: r.ID, TaskID: r.MaybeRef("task"), Name: r.Text("imageName"), CreatedAt: r.CreatedAt})
		},
		Update: func(tx *db.Tx, r seed.Row) error {
			m, err := LoadImage(tx, r.ID)
			if err != nil {
				return err
			}
			m.Name = r.TextOr("imageName", m.Name)
			if r.Has("task") {
				m.TaskID = r.MaybeRef("task")
			}
			return db.Update(tx, "task_images", m)
		},
		Rows: func(tx *db.Tx) ([]map[string]any, error) {
			list, err := allImages(tx)
			rows := []map[string]any{}
			for _, m := range list {
				rows = append(rows, map[string]any{"id": m.ID, "imageName": m.Name, "task": seed.Rel("task", m.TaskID), "createdAt": m.CreatedAt})
			}
			return rows, err
		},
	}
}

func deliveryKind() seed.Kind {
	return seed.Kind{
		Name: "delivery", Table: "deliveries", Sequence: "task_collections",
		Fields: []seed.Field{seed.Req("tasks", "[@task]"), seed.Opt("store", "@store")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			d := Delivery{ID: r.ID, StoreID: r.MaybeRef("store"), Version: 1, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
			if err := d.findWay(tx, r); err != nil {
				return err
			}
			if err := db.Insert(tx, "deliveries", d); err != nil {
				return err
			}
			return seedStops(tx, d, r.Refs("tasks"))
		},
		Update: updateDelivery,
		Rows: func(tx *db.Tx) ([]map[string]any, error) {
			list, err := allDeliveries(tx)
			if err != nil {
				return nil, err
			}
			tasks, err := stopsOfAll(tx)
			rows := []map[string]any{}
			for _, d := range list {
				rows = append(rows, map[string]any{
					"id": d.ID, "tasks": seed.Rels("task", tasks[d.ID]), "store": seed.Rel("store", d.StoreID), "createdAt": d.CreatedAt, "updatedAt": d.UpdatedAt,
				})
			}
			return rows, err
		},
	}
}

func updateDelivery(tx *db.Tx, r seed.Row) error {
	d, err := LoadDelivery(tx, r.ID)
	if err != nil {
		return err
	}
	if r.Has("store") {
		d.StoreID = r.MaybeRef("store")
	}
	if !r.Has("tasks") {
		return db.Update(tx, "deliveries", &d)
	}
	if err := d.findWay(tx, r); err != nil {
		return err
	}
	if err := db.Update(tx, "deliveries", &d); err != nil {
		return err
	}
	if err := unlinkStops(tx, d.ID); err != nil {
		return err
	}
	return seedStops(tx, d, r.Refs("tasks"))
}

// seedStops makes existing tasks the stops of a delivery, with all that follows from their order. Where nothing follows, a task stays behind
// the one that its row names.
func seedStops(tx *db.Tx, d Delivery, ids []int64) error {
	owner, err := ownerOf(tx, d)
	if err != nil {
		return err
	}
	tasks, err := TasksByID(tx, ids)
	if err != nil {
		return err
	}
	stops := make([]*Task, len(tasks))
	behind := make([]*int64, len(tasks))
	for n := range tasks {
		tasks[n].DeliveryID, behind[n] = &d.ID, tasks[n].PreviousID
		if tasks[n].OrganizationID == nil {
			tasks[n].OrganizationID = owner
		}
		stops[n] = &tasks[n]
	}
	loaded, err := loadedTasks(tx, stops)
	if err != nil {
		return err
	}
	link(stops, loaded)
	for n, t := range stops {
		if t.PreviousID == nil && len(stops) != 2 {
			t.PreviousID = behind[n]
		}
		if err := db.Update(tx, "tasks", t); err != nil {
			return err
		}
	}
	return nil
}

// ownerOf is the organization of the store that sends a delivery.
func ownerOf(tx *db.Tx, d Delivery) (*int64, error) {
	if d.StoreID == nil {
		return nil, nil
	}
	s, err := store.LoadStore(tx, *d.StoreID)
	return &s.OrganizationID, err
}

// findWay finds the way through the stops that a row gives a delivery.
func (d *Delivery) findWay(tx *db.Tx, r seed.Row) error {
	points, err := pointsOf(tx, r.Refs("tasks"))
	way := r.Env.Way(points...)
	d.Distance, d.Duration, d.Polyline = int64(way.Metres), int64(way.Seconds), way.Polyline
	return err
}
