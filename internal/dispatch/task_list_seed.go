package dispatch

import (
	"slices"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/job"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/span"
)

// SeedKinds are the kinds of rows of this module: tour, task_list and position.
func SeedKinds() []seed.Kind { return []seed.Kind{tourKind(), listKind(), positionKind()} }

// SeedHand gives a task to a courier, or to nobody, as a seed document says: at the end of the list of its day.
func SeedHand(tx *db.Tx, task int64, courier *int64) error {
	d := &draft{tx: tx, quiet: true}
	if courier == nil {
		if err := d.free(task); err != nil {
			return err
		}
		_, err := d.save()
		return err
	}
	t, err := delivery.LoadTask(tx, task)
	if err != nil {
		return err
	}
	u, err := account.LoadUser(tx, *courier)
	if err != nil {
		return err
	}
	zone, err := zoneOf(tx)
	if err != nil {
		return err
	}
	if err := d.give(t, u, zone); err != nil {
		return err
	}
	_, err = d.save()
	return err
}

func tourKind() seed.Kind {
	return seed.Kind{
		Name: "tour", Table: "tours", Sequence: "task_collections",
		Fields: []seed.Field{seed.Req("name", "text"), seed.Req("date", "day"), seed.Opt("tasks", "[@task]")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			points, err := pointsOf(tx, r.Refs("tasks"))
			if err != nil {
				return err
			}
			t := Tour{ID: r.ID, Name: r.Text("name"), Day: span.Day(r.Text("date")), Version: 1, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
			t.straighten(tx, points)
			if err := db.Insert(tx, "tours", t); err != nil {
				return err
			}
			if err := replaceTourTasks(tx, t.ID, r.Refs("tasks")); err != nil {
				return err
			}
			return job.Add(tx, RouteTour{TourID: t.ID}, job.Options{})
		},
		Rows: tourRows,
	}
}

func tourRows(tx *db.Tx) ([]map[string]any, error) {
	tours, err := ToursOf(tx, "")
	if err != nil {
		return nil, err
	}
	rows := []map[string]any{}
	for _, t := range tours {
		tasks, err := tourTasks(tx, t.ID)
		if err != nil {
			return nil, err
		}
		rows = append(rows, map[string]any{
			"id": t.ID, "name": t.Name, "date": t.Day, "tasks": seed.Rels("task", tasks), "createdAt": t.CreatedAt, "updatedAt": t.UpdatedAt,
		})
	}
	return rows, nil
}

func listKind() seed.Kind {
	return seed.Kind{
		Name: "task_list", Table: "task_lists",
		Fields: []seed.Field{seed.Req("courier", "@user"), seed.Req("date", "day"), seed.Opt("items", "[@task|@tour]")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			courier, err := account.LoadUser(tx, r.Ref("courier"))
			if err != nil {
				return err
			}
			d := &draft{tx: tx, quiet: true}
			p, err := d.add(TaskList{CourierID: courier.ID, Day: span.Day(r.Text("date")), CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}, courier)
			if err != nil {
				return err
			}
			p.seeded = r.ID
			return d.seedItems(p, r)
		},
		Update: func(tx *db.Tx, r seed.Row) error {
			d := &draft{tx: tx, quiet: true}
			p, err := d.openByID(r.ID)
			if err != nil || !r.Has("items") {
				return err
			}
			return d.seedItems(p, r)
		},
		Rows: listRows,
	}
}

// seedItems makes a list hold what a row says, and writes it even when that is nothing.
func (d *draft) seedItems(p *page, r seed.Row) error {
	var items []Item
	for _, place := range r.Places("items") {
		if place.Kind == "tour" {
			items = append(items, Item{Tour: place.ID})
			continue
		}
		items = append(items, Item{Task: place.ID})
	}
	for _, i := range items {
		if err := d.take(i); err != nil {
			return err
		}
	}
	p.after = items
	if !p.changed() && p.ID == 0 {
		return p.saveHead(d)
	}
	_, err := d.save()
	return err
}

func listRows(tx *db.Tx) ([]map[string]any, error) {
	lists, _, err := PageOfLists(tx, 1<<30, 0)
	if err != nil {
		return nil, err
	}
	rows := []map[string]any{}
	for _, l := range lists {
		items, err := itemsOf(tx, l.ID)
		if err != nil {
			return nil, err
		}
		relations := []string{}
		for _, i := range items {
			kind, id := "task", i.Task
			if i.Tour != 0 {
				kind, id = "tour", i.Tour
			}
			relations = append(relations, seed.Rels(kind, []int64{id})...)
		}
		rows = append(rows, map[string]any{
			"id": l.ID, "courier": seed.Rel("user", &l.CourierID), "date": l.Day, "items": slices.Clip(relations), "createdAt": l.CreatedAt, "updatedAt": l.UpdatedAt,
		})
	}
	return rows, nil
}

func positionKind() seed.Kind {
	return seed.Kind{
		Name: "position", Table: "users", Sequence: "positions",
		Fields: []seed.Field{seed.Req("user", "@user"), seed.Req("latitude", "number"), seed.Req("longitude", "number"), seed.Req("at", "instant")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			return placeCourier(tx, Fix{CourierID: r.Ref("user"), Lat: r.Number("latitude"), Lng: r.Number("longitude"), At: r.Instant("at")})
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
