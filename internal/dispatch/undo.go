package dispatch

import (
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// Edit is a dispatcher's change of lists, remembered so that it can be undone.
type Edit struct {
	ID        int64             `db:"id"`
	UserID    int64             `db:"user_id"`
	Day       span.Day          `db:"day"`
	Lists     db.JSON[undoable] `db:"lists"`
	UndoneAt  span.Instant      `db:"undone_at"`
	CreatedAt span.Instant      `db:"created_at"`
}

type undoable struct {
	Lists []undoList `json:"lists"`
	Tours []undoTour `json:"tours,omitempty"`
}

type undoList struct {
	List    int64   `json:"list"`
	Version int64   `json:"version"`          // after the edit
	Items   []Item  `json:"items"`            // before it
	Wheels  *wheels `json:"wheels,omitempty"` // before it, if it changed them
}

type undoTour struct {
	Tour   int64   `json:"tour"`
	Before []int64 `json:"before"`
	After  []int64 `json:"after"`
}

// remember keeps the edit of a dispatcher.
func (d *draft) remember() (int64, error) {
	who := d.tx.Who()
	if d.forget || who.Kind != authz.Person || !who.Is(authz.Dispatcher) || len(d.pages) == 0 {
		return 0, nil
	}
	var u undoable
	for _, p := range d.pages {
		l := undoList{List: p.ID, Version: p.Version, Items: p.before}
		if !p.wheels().equal(p.rode) {
			l.Wheels = &p.rode
		}
		u.Lists = append(u.Lists, l)
	}
	for _, t := range d.tours {
		if !slices.Equal(t.before, t.after) {
			u.Tours = append(u.Tours, undoTour{Tour: t.id, Before: t.before, After: t.after})
		}
	}
	id, err := d.tx.ID("dispatch_edits")
	if err != nil {
		return 0, err
	}
	return id, db.Insert(d.tx, "dispatch_edits", Edit{
		ID: id, UserID: who.UserID, Day: d.day, Lists: db.JSON[undoable]{V: u}, CreatedAt: d.tx.Now(),
	})
}

// Undo puts every list that an edit of the caller changed back to what it held before, if none was changed since (Stale otherwise).
func Undo(tx *db.Tx, edit int64) (Edited, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return Edited{}, err
	}
	e, err := loadEdit(tx, edit, tx.Who().UserID)
	if err != nil {
		return Edited{}, err
	}
	if !e.UndoneAt.IsZero() {
		return Edited{}, fail.New(fail.Conflict, "dispatch.undo.done")
	}
	d := &draft{tx: tx, day: e.Day, forget: true}
	if err := d.restore(e.Lists.V); err != nil {
		return Edited{}, err
	}
	out, err := d.save()
	if err != nil {
		return Edited{}, err
	}
	return out, markUndone(tx, e.ID)
}

// restore brings the draft to what was there before an edit.
func (d *draft) restore(u undoable) error {
	stale := fail.New(fail.Stale, "dispatch.undo.stale")
	for _, l := range u.Lists {
		p, err := d.openByID(l.List)
		if err != nil {
			return err
		}
		if p.Version != l.Version {
			return stale
		}
		p.after = nil
	}
	for _, t := range u.Tours {
		now, err := d.tour(t.Tour)
		if err != nil {
			return err
		}
		if !slices.Equal(now.after, t.After) {
			return stale
		}
		now.after = slices.Clone(t.Before)
	}
	for _, l := range u.Lists {
		for _, i := range l.Items {
			if err := d.stillThere(i); err != nil {
				return orStale(err, stale)
			}
			if holder, err := d.holder(i); err != nil || holder != nil {
				return orStale(err, stale)
			}
		}
		p, err := d.openByID(l.List)
		if err != nil {
			return err
		}
		p.after = slices.Clone(l.Items)
		if l.Wheels != nil {
			p.VehicleID, p.TrailerID = l.Wheels.Vehicle, l.Wheels.Trailer
		}
	}
	return nil
}

// stillThere refuses a tour that was dissolved since.
func (d *draft) stillThere(i Item) error {
	if i.Tour == 0 {
		return nil
	}
	_, err := LoadTour(d.tx, i.Tour)
	return err
}

func orStale(err error, stale error) error {
	if err != nil && !fail.Is(err, fail.NotFound) {
		return err
	}
	return stale
}
