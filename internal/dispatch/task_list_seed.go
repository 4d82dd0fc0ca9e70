package dispatch

import (
	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/span"
)

// SeedKinds are the kinds of rows of this module: tour, task_list and position.
func SeedKinds() []seed.Kind { return []seed.Kind{tourKind(), listKind(), positionKind()} }

// SeedHand gives a task to a courier, or to nobody, as a seed document says: at the end of the list of its day.
func SeedHand(tx *db.Tx, r seed.Row, courier *int64) error {
	d := seeding(tx, r)
	if courier == nil {
		if err := d.free(r.ID); err != nil {
			return err
		}
		_, err := d.save()
		return err
	}
	t, err := delivery.LoadTask(tx, r.ID)
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
	if err := d.give(t, u, AssignmentDay(t, tx.Now(), zone)); err != nil {
		return err
	}
	_, err = d.save()
	return err
}

func seeding(tx *db.Tx, r seed.Row) *draft { return &draft{tx: tx, quiet: true, env: r.Env} }

func listKind() seed.Kind {
	return seed.Kind{
		Name: "task_list", Table: "task_lists",
		Fields: []seed.Field{seed.Req("courier", "@user"), seed.Req("date", "day"), seed.Opt("items", "[@task|@tour]"),
			seed.Opt("vehicle", "@vehicle"), seed.Opt("trailer", "@trailer")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			courier, err := account.LoadUser(tx, r.Ref("courier"))
			if err != nil {
				return err
			}
			d := seeding(tx, r)
			p, err := d.add(TaskList{CourierID: courier.ID, Day: span.Day(r.Text("date")), VehicleID: r.MaybeRef("vehicle"), TrailerID: r.MaybeRef("trailer"),
				CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}, courier)
			if err != nil {
				return err
			}
			p.seeded = r.ID
			return d.seedItems(p, r)
		},
		Update: updateList, Rows: listRows, End: routeSeeded,
	}
}

func updateList(tx *db.Tx, r seed.Row) error {
	list, err := LoadList(tx, r.ID)
	if err != nil {
		return err
	}
	if r.Has("courier") {
		list.CourierID = r.Ref("courier")
	}
	list.Day = span.Day(r.TextOr("date", string(list.Day)))
	for field, to := range map[string]**int64{"vehicle": &list.VehicleID, "trailer": &list.TrailerID} {
		if r.Has(field) {
			*to = r.MaybeRef(field)
		}
	}
	if err := db.Update(tx, "task_lists", &list); err != nil || !r.Has("items") {
		return err
	}
	d := seeding(tx, r)
	p, err := d.openByID(r.ID)
	if err != nil {
		return err
	}
	return d.seedItems(p, r)
}

// routeSeeded finds the ways of the lists that a document touched.
func routeSeeded(tx *db.Tx, env seed.Env) error {
	lists, err := unrouted(tx)
	if err != nil {
		return err
	}
	for _, l := range lists {
		tasks, err := TasksOnList(tx, l.ID)
		if err != nil {
			return err
		}
		points, err := l.way(tx, tasks)
		if err != nil {
			return err
		}
		l.follow(env.Way(points...))
		if _, err := saveRoute(tx, l); err != nil {
			return err
		}
	}
	return nil
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
	ids := make([]int64, len(lists))
	for i, l := range lists {
		ids[i] = l.ID
	}
	items, err := ItemsOf(tx, ids)
	rows := []map[string]any{}
	for _, l := range lists {
		relations := []string{}
		for _, i := range items[l.ID] {
			kind, id := "task", i.Task
			if i.Tour != 0 {
				kind, id = "tour", i.Tour
			}
			relations = append(relations, seed.Rels(kind, []int64{id})...)
		}
		rows = append(rows, map[string]any{
			"id": l.ID, "courier": seed.Rel("user", &l.CourierID), "date": l.Day, "items": relations, "vehicle": seed.Rel("vehicle", l.VehicleID),
			"trailer": seed.Rel("trailer", l.TrailerID), "createdAt": l.CreatedAt, "updatedAt": l.UpdatedAt,
		})
	}
	return rows, err
}
