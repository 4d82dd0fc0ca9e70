package dialect

import (
	"net/http"
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// taskVerb reads a body and gives what it does to a task.
type taskVerb func(f *face, b body) (func(tx *db.Tx, id int64) error, error)

// taskVerb serves a verb: the task's full form as it is afterwards.
func (f *face) taskVerb(verb taskVerb) func(*web.Call) error {
	return func(c *web.Call) error {
		id, err := c.ID("id")
		if err != nil {
			return err
		}
		b, err := bodyOf(c, true)
		if err != nil {
			return err
		}
		do, err := verb(f, b)
		if err != nil {
			return err
		}
		if err := f.change(c, func(tx *db.Tx) error { return do(tx, id) }); err != nil {
			return err
		}
		return f.answerTask(c, http.StatusOK, id)
	}
}

func simple(do func(*db.Tx, int64) (delivery.Task, error)) taskVerb {
	return func(*face, body) (func(*db.Tx, int64) error, error) {
		return func(tx *db.Tx, id int64) error {
			_, err := do(tx, id)
			return err
		}, nil
	}
}

func start(f *face, b body) (func(*db.Tx, int64) error, error) {
	return simple(delivery.StartTask)(f, b)
}

// cancelTask takes a task out of the plan; what is left of a delivery may cost something else then.
func (f *face) cancelTask(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if err := f.pricer().CancelStop(c.R.Context(), c.Who, id); err != nil {
		return err
	}
	return f.answerTask(c, http.StatusOK, id)
}

func restore(f *face, b body) (func(*db.Tx, int64) error, error) {
	return simple(delivery.RestoreTask)(f, b)
}

func done(f *face, b body) (func(*db.Tx, int64) error, error) {
	return finish(b, delivery.CompleteTask)
}

func failed(f *face, b body) (func(*db.Tx, int64) error, error) { return finish(b, delivery.FailTask) }

func finish(b body, do func(*db.Tx, delivery.FinishIn) (delivery.Task, error)) (func(*db.Tx, int64) error, error) {
	in, err := finishIn(b)
	return func(tx *db.Tx, id int64) error {
		in.TaskID = id
		_, err := do(tx, in)
		return err
	}, err
}

func finishIn(b body) (in delivery.FinishIn, err error) {
	for key, field := range map[string]*string{"notes": &in.Notes, "reason": &in.Reason, "contactName": &in.ContactName} {
		if err := b.into(key, field); err != nil {
			return in, err
		}
	}
	return in, nil
}

func tellIncident(_ *face, b body) (func(*db.Tx, int64) error, error) {
	in, err := finishIn(b)
	return func(tx *db.Tx, id int64) error {
		in.TaskID = id
		return delivery.ReportIncident(tx, in)
	}, err
}

func note(_ *face, b body) (func(*db.Tx, int64) error, error) {
	text, err := b.text("note")
	return func(tx *db.Tx, id int64) error {
		_, err := delivery.NoteTask(tx, id, text)
		return err
	}, err
}

func reschedule(f *face, b body) (func(*db.Tx, int64) error, error) {
	var window span.Range
	for key, end := range map[string]*span.Instant{"after": &window.From, "before": &window.To} {
		if err := f.momentIn(b, key, end); err != nil {
			return nil, err
		}
	}
	return func(tx *db.Tx, id int64) error {
		if _, err := delivery.LoadTask(tx, id); err != nil {
			return err
		}
		_, err := dispatch.Reschedule(tx, id, window)
		return err
	}, nil
}

// assignTask gives a task to a courier. Who scanned its parcel may take it over from another.
func (f *face) assignTask(c *web.Call) error {
	return f.taskVerb(func(_ *face, b body) (func(*db.Tx, int64) error, error) {
		username, err := b.text("username")
		return func(tx *db.Tx, id int64) error {
			if _, err := delivery.LoadTask(tx, id); err != nil {
				return err
			}
			if err := tx.Who().Must(authz.Courier); err != nil {
				return err
			}
			_, err := dispatch.Assign(tx, dispatch.AssignIn{Tasks: []int64{id}, Username: username, Scanned: f.scanned(c, id)})
			return err
		}, err
	})(c)
}

// bioDeliver lets an integration correct the name of a stop and its comments. Empty ones change nothing.
func bioDeliver(_ *face, b body) (func(*db.Tx, int64) error, error) {
	comments, err := b.text("comments")
	if err != nil {
		return nil, err
	}
	var address struct {
		Name string `json:"name"`
	}
	err = b.into("address", &address)
	return func(tx *db.Tx, id int64) error {
		t, err := delivery.LoadSheet(tx, id)
		if err != nil {
			return err
		}
		ofOther := t.StoreID != nil && *t.StoreID != tx.Who().StoreID
		if !tx.Who().Scoped(authz.Tasks) || ofOther {
			return fail.New(fail.Forbidden, "auth.forbidden")
		}
		house := tx.As(authz.System()) // the integration may edit nothing else
		if address.Name != "" {
			if _, err := org.ChangeAddress(house, org.ChangeAddressIn{ID: t.AddressID, Fields: org.AddressIn{Name: &address.Name}}); err != nil {
				return err
			}
		}
		if comments == "" {
			return nil
		}
		_, err = delivery.EditTask(house, delivery.EditTaskIn{TaskID: id, Comments: &comments})
		return err
	}, err
}

func unassign(*face, body) (func(*db.Tx, int64) error, error) {
	return func(tx *db.Tx, id int64) error {
		_, err := dispatch.Unassign(tx, id)
		return err
	}, nil
}

func (f *face) duplicateTask(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var t delivery.Task
	err = f.change(c, func(tx *db.Tx) (err error) {
		t, err = delivery.DuplicateTask(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return f.answerTask(c, http.StatusCreated, t.ID)
}

func (f *face) assignTasks(c *web.Call) error {
	b, err := bodyOf(c, true)
	if err != nil {
		return err
	}
	username, err := b.text("username")
	if err != nil {
		return err
	}
	ids, err := b.relations("tasks", "tasks")
	if err != nil {
		return err
	}
	err = f.change(c, func(tx *db.Tx) error {
		if err := tasksIn(tx, ids); err != nil {
			return err
		}
		_, err := dispatch.Assign(tx, dispatch.AssignIn{Tasks: ids, Username: username})
		return err
	})
	if err != nil {
		return err
	}
	return f.answerTasks(c, ids)
}

// tasksDone ends several tasks. Each is judged alone: what one may not, or cannot, be done to does not keep the others back.
func (f *face) tasksDone(c *web.Call) error {
	b, err := bodyOf(c, true)
	if err != nil {
		return err
	}
	in, err := finishIn(b)
	if err != nil {
		return err
	}
	ids, err := b.relations("tasks", "tasks")
	if err != nil {
		return err
	}
	var ended []delivery.Sheet
	var refusals *Object
	err = f.change(c, func(tx *db.Tx) (err error) {
		ended, refusals, err = f.endAll(tx, ids, in)
		return err
	})
	if err != nil {
		return err
	}
	success := f.taskObjects(c, ended)
	for _, o := range success {
		o.Before("@context", "/api/contexts/Task")
	}
	var failures any = refusals
	if len(refusals.pairs) == 0 {
		failures = []any{}
	}
	return f.plainJSON(c, http.StatusOK, Obj("success", success, "failed", failures))
}

func (f *face) endAll(tx *db.Tx, ids []int64, in delivery.FinishIn) (ended []delivery.Sheet, refusals *Object, err error) {
	tasks, err := delivery.TasksByID(tx, ids)
	if err != nil {
		return nil, nil, tasksIn(tx, ids)
	}
	refusals = Obj()
	var done []int64
	for _, t := range inDeliveryOrder(tasks) {
		in.TaskID = t.ID
		if _, err := delivery.CompleteTask(tx, in); err != nil {
			e := fail.Of(err)
			if e.Kind == fail.Internal || e.Kind == fail.Unavailable {
				return nil, nil, err
			}
			refusals.Set(iri("tasks", t.ID), f.sentence(e.Code, e.Args))
			continue
		}
		done = append(done, t.ID)
	}
	ended, err = delivery.SheetsByID(tx, done)
	return ended, refusals, err
}

// inDeliveryOrder sorts tasks by id, but those of one delivery by their rank in it.
func inDeliveryOrder(tasks []delivery.Task) []delivery.Task {
	first := map[int64]int64{}
	for _, t := range tasks {
		if t.DeliveryID == nil {
			continue
		}
		if id, ok := first[*t.DeliveryID]; !ok || t.ID < id {
			first[*t.DeliveryID] = t.ID
		}
	}
	key := func(t delivery.Task) (int64, int64) {
		if t.DeliveryID == nil || t.DeliveryPosition == nil {
			return t.ID, 0
		}
		return first[*t.DeliveryID], *t.DeliveryPosition
	}
	slices.SortStableFunc(tasks, func(a, b delivery.Task) int {
		a1, a2 := key(a)
		b1, b2 := key(b)
		if a1 != b1 {
			return int(a1 - b1)
		}
		return int(a2 - b2)
	})
	return tasks
}

// momentIn reads a date of a body; absent or null leaves dst alone.
func (f *face) momentIn(b body, key string, dst *span.Instant) error {
	text, err := b.text(key)
	if err != nil || text == "" {
		return err
	}
	at, err := f.moment(text)
	if err == nil {
		*dst = at
	}
	return err
}
