package dialect

import (
	"encoding/json"
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

func (f *face) shiftWeekEndpoints() []web.Endpoint {
	dispatcher := web.Needs(authz.Dispatcher)
	return []web.Endpoint{
		{Pattern: "POST /api/shifts/copy_week", Access: dispatcher, Serve: f.copyWeek},
		{Pattern: "POST /api/shifts/publish_week", Access: dispatcher, Serve: f.publishWeek},
		{Pattern: "POST /api/shifts/clear_week", Access: dispatcher, Serve: f.countWeek("ShiftWeekClear", "cleared", shift.ClearWeek)},
		{Pattern: "POST /api/shifts/dispatch_sync", Access: dispatcher, Serve: f.countWeek("ShiftDispatchSync", "added", shift.SyncDispatch)},
		{Pattern: "POST /api/shifts/batch", Access: dispatcher, Serve: f.createShifts},
	}
}

// day reads a day that must be given, written 2031-05-06.
func (b body) day(key string) (span.Day, error) {
	s, err := b.text(key)
	if err != nil {
		return "", err
	}
	if s == "" {
		return "", fail.At(key, "value.blank")
	}
	d, err := span.ParseDay(s)
	if err != nil {
		return "", fail.At(key, "request.date", "value", s)
	}
	return d, nil
}

func (f *face) copyWeek(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	var in shift.CopyWeekIn
	if in.Source, err = b.day("sourceWeek"); err != nil {
		return err
	}
	if in.Target, err = b.day("targetWeek"); err != nil {
		return err
	}
	return f.quietly(c, func(tx *db.Tx) error { return shift.CopyWeek(tx, in) })
}

// quietly makes a change that has no answer.
func (f *face) quietly(c *web.Call, do func(*db.Tx) error) error {
	if err := f.change(c, do); err != nil {
		return err
	}
	c.W.WriteHeader(http.StatusNoContent)
	return nil
}

func (f *face) publishWeek(c *web.Call) error {
	day, err := weekIn(c)
	if err != nil {
		return err
	}
	return f.quietly(c, func(tx *db.Tx) error { return shift.PublishWeek(tx, day) })
}

func weekIn(c *web.Call) (span.Day, error) {
	b, err := bodyOf(c, false)
	if err != nil {
		return "", err
	}
	return b.day("week")
}

// countWeek does something with a week and answers with a number.
func (f *face) countWeek(kind, key string, do func(*db.Tx, span.Day) (int, error)) func(*web.Call) error {
	return func(c *web.Call) error {
		day, err := weekIn(c)
		if err != nil {
			return err
		}
		n, err := worked(c, f.change, func(tx *db.Tx) (int, error) { return do(tx, day) })
		if err != nil {
			return err
		}
		return f.result(c, http.StatusOK, kind, Obj(key, n))
	}
}

func (f *face) createShifts(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	var raw []json.RawMessage
	if err := b.into("shifts", &raw); err != nil {
		return err
	}
	items := make([]shift.BatchItem, len(raw))
	for i := range raw {
		if items[i], err = f.batchItem(raw[i]); err != nil {
			return err
		}
	}
	n, err := worked(c, f.change, func(tx *db.Tx) (int, error) { return shift.CreateShifts(tx, items) })
	if err != nil {
		return err
	}
	return f.result(c, http.StatusCreated, "ShiftBatch", Obj("created", n))
}

func (f *face) batchItem(raw json.RawMessage) (item shift.BatchItem, err error) {
	var b body
	if err := json.Unmarshal(raw, &b); err != nil {
		return item, fail.Wrap(err, fail.Invalid, "request.wrong_type", "field", "shifts")
	}
	if item.Activity, err = b.text("activity"); err != nil {
		return item, err
	}
	if err := b.into("slots", &item.Slots); err != nil {
		return item, err
	}
	for key, to := range map[string]*span.Instant{"startsAt": &item.StartsAt, "endsAt": &item.EndsAt} {
		at, err := f.maybeMoment(b, key)
		if err != nil {
			return item, err
		}
		if at != nil {
			*to = *at
		}
	}
	return item, nil
}
