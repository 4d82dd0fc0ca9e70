package dispatch

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/span"
)

func tourKind() seed.Kind {
	return seed.Kind{
		Name: "tour", Table: "tours", Sequence: "task_collections",
		Fields: []seed.Field{seed.Req("name", "text"), seed.Req("date", "day"), seed.Opt("tasks", "[@task]")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			t := Tour{ID: r.ID, Name: r.Text("name"), Day: span.Day(r.Text("date")), Version: 1, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt}
			if err := db.Insert(tx, "tours", t); err != nil {
				return err
			}
			return seedTourTasks(tx, r)
		},
		Update: func(tx *db.Tx, r seed.Row) error {
			t, err := LoadTour(tx, r.ID)
			if err != nil {
				return err
			}
			t.Name, t.Day = r.TextOr("name", t.Name), span.Day(r.TextOr("date", string(t.Day)))
			if err := db.Update(tx, "tours", &t); err != nil || !r.Has("tasks") {
				return err
			}
			return seedTourTasks(tx, r)
		},
		Rows: tourRows,
	}
}

// seedTourTasks makes a tour hold what its row says. A task that another tour or a list holds is taken from there.
func seedTourTasks(tx *db.Tx, r seed.Row) error {
	d := seeding(tx, r)
	t, err := d.tour(r.ID)
	if err != nil {
		return err
	}
	if _, err := d.holder(Item{Tour: r.ID}); err != nil { // opens the list that it stands on
		return err
	}
	tasks := r.Refs("tasks")
	for _, task := range tasks {
		if err := d.take(Item{Task: task}); err != nil {
			return err
		}
	}
	t.after = tasks
	_, err = d.save()
	return err
}

func seedTourWay(tx *db.Tx, env seed.Env, id int64) error {
	t, err := LoadTour(tx, id)
	if err != nil {
		return err
	}
	tasks, err := tourTasks(tx, id)
	if err != nil {
		return err
	}
	points, err := pointsOf(tx, tasks)
	if err != nil {
		return err
	}
	way := env.Way(points...)
	t.Distance, t.Duration, t.Polyline = int64(way.Metres), int64(way.Seconds), way.Polyline
	return saveTourRoute(tx, t)
}

func tourRows(tx *db.Tx) ([]map[string]any, error) {
	tours, err := ToursOf(tx, "")
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(tours))
	for i, t := range tours {
		ids[i] = t.ID
	}
	tasks, err := TourTasks(tx, ids)
	rows := []map[string]any{}
	for _, t := range tours {
		rows = append(rows, map[string]any{
			"id": t.ID, "name": t.Name, "date": t.Day, "tasks": seed.Rels("task", tasks[t.ID]), "createdAt": t.CreatedAt, "updatedAt": t.UpdatedAt,
		})
	}
	return rows, err
}
