package dispatch

import (
	"slices"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/job"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/span"
)

// TourIn is a tour as it shall be. Tasks are its whole content in order.
type TourIn struct {
	TourID  int64 // 0 makes a new one
	Name    *string
	Day     *span.Day // moves the windows of its tasks to that day, their times of day kept
	Tasks   []int64
	Version *int64 // what the caller saw; nil: whatever stands there now is replaced, as the old API has it
}

// SaveTour makes or changes a tour. A task leaves the tour or list that held it. When the tour stands on a courier's list, tasks that join it
// become that courier's, and tasks that leave it become free.
func SaveTour(tx *db.Tx, in TourIn) (Tour, error) {
	t, err := saveTour(tx, in)
	if err != nil || in.TourID == 0 || in.Day == nil {
		return t, err
	}
	return t, moveWindows(tx, in.Tasks, *in.Day)
}

// saveTour is SaveTour without the windows.
func saveTour(tx *db.Tx, in TourIn) (Tour, error) {
	t, err := loadOrNewTour(tx, in.TourID)
	if err != nil {
		return Tour{}, err
	}
	if err := mayPlan(tx.Who()); err != nil {
		return Tour{}, err
	}
	if err := t.seen(in.Version); err != nil {
		return Tour{}, err
	}
	if in.Name != nil {
		t.Name = *in.Name
	}
	if in.Day != nil {
		t.Day = *in.Day
	}
	if err := t.check(); err != nil {
		return Tour{}, err
	}
	if err := unknownTasks(tx, in.Tasks); err != nil {
		return Tour{}, err
	}
	if err := t.write(tx, in.Tasks); err != nil {
		return Tour{}, err
	}
	if err := t.fill(tx, in.Tasks); err != nil {
		return Tour{}, err
	}
	if in.TourID == 0 {
		return t, tx.Emit(TourCreated{TourID: t.ID})
	}
	return t, tx.Emit(TourUpdated{TourID: t.ID})
}

func loadOrNewTour(tx *db.Tx, id int64) (t Tour, err error) {
	if id != 0 {
		return LoadTour(tx, id)
	}
	t.CreatedAt = tx.Now()
	return t, nil
}

// seen refuses an edit that rests on an old picture.
func (t Tour) seen(version *int64) error {
	if version != nil && *version != t.Version {
		return fail.New(fail.Stale, "row.stale")
	}
	return nil
}

func (t Tour) check() error {
	var wrong *fail.Error
	if t.Name == "" {
		wrong = wrong.Add("name", "value.blank")
	}
	if t.Day == "" {
		wrong = wrong.Add("date", "value.blank")
	}
	return wrong.Or()
}

// write keeps the tour itself, its way as straight lines until the streets are asked.
func (t *Tour) write(tx *db.Tx, tasks []int64) error {
	points, err := pointsOf(tx, tasks)
	if err != nil {
		return err
	}
	t.straighten(tx, points)
	t.UpdatedAt = tx.Now()
	if t.ID != 0 {
		err = db.Update(tx, "tours", t)
	} else if t.ID, err = tx.ID("task_collections"); err == nil {
		t.Version = 1
		err = db.Insert(tx, "tours", *t)
	}
	if err != nil {
		return err
	}
	return job.Add(tx, RouteTour{TourID: t.ID}, job.Options{})
}

func (t *Tour) straighten(tx *db.Tx, points []geo.Point) {
	t.Distance, t.Duration, t.Polyline = 0, 0, ""
	if len(points) < 2 {
		return
	}
	if r, err := routing.Straight().Route(tx.Context(), points); err == nil {
		t.Distance, t.Duration, t.Polyline = int64(r.Metres), int64(r.Seconds), r.Polyline
	}
}

func (t Tour) fill(tx *db.Tx, tasks []int64) error {
	d := &draft{tx: tx, day: t.Day, saves: t.ID}
	if _, err := d.holder(Item{Tour: t.ID}); err != nil { // opens the list that it stands on
		return err
	}
	content, err := d.tour(t.ID)
	if err != nil {
		return err
	}
	for _, task := range tasks {
		if slices.Contains(content.after, task) {
			continue
		}
		if err := d.take(Item{Task: task}); err != nil {
			return err
		}
	}
	content.after = uniqueTasks(tasks)
	_, err = d.save()
	return err
}

func uniqueTasks(ids []int64) []int64 {
	kept := []int64{}
	for _, id := range ids {
		if !slices.Contains(kept, id) {
			kept = append(kept, id)
		}
	}
	return kept
}

// DeleteTour dissolves a tour. Its tasks stay, free.
func DeleteTour(tx *db.Tx, id int64) error {
	if _, err := LoadTour(tx, id); err != nil {
		return err
	}
	if err := mayPlan(tx.Who()); err != nil {
		return err
	}
	d := &draft{tx: tx, forget: true}
	if err := d.take(Item{Tour: id}); err != nil {
		return err
	}
	if _, err := d.save(); err != nil {
		return err
	}
	if err := removeTour(tx, id); err != nil {
		return err
	}
	return tx.Emit(TourDeleted{TourID: id})
}

// moveWindows brings the windows of tasks to a day, their times of day kept.
func moveWindows(tx *db.Tx, ids []int64, day span.Day) error {
	zone, err := zoneOf(tx)
	if err != nil {
		return err
	}
	tasks, err := delivery.TasksByID(tx, ids)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		window := windowOn(t, day, zone)
		if _, err := delivery.EditTask(tx, delivery.EditTaskIn{TaskID: t.ID, After: &window.From, Before: &window.To}); err != nil {
			return err
		}
	}
	return nil
}

// windowOn is the window of a task on another day. One of two days shrinks to that day, unless it is of a night.
func windowOn(t delivery.Task, day span.Day, zone *time.Location) span.Range {
	w := span.Range{From: onDay(t.After, day, zone), To: onDay(t.Before, day, zone)}
	if !w.From.Before(w.To.Time) {
		w.To = w.From.Add(t.Before.Sub(t.After.Time))
	}
	return w
}

func onDay(at span.Instant, day span.Day, zone *time.Location) span.Instant {
	clock := at.In(zone)
	date := day.In(zone).From.In(zone)
	return span.At(time.Date(date.Year(), date.Month(), date.Day(), clock.Hour(), clock.Minute(), clock.Second(), 0, zone))
}
