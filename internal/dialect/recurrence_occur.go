package dialect

import (
	"context"
	"encoding/json"
	"net/http"
	"pignon.coop/internal/payment"
	"strings"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/job"
	"pignon.coop/internal/money"
	"pignon.coop/internal/recurrence"
	"pignon.coop/internal/span"
	"pignon.coop/internal/store"
	"pignon.coop/internal/web"
)

// GenerateOrders is the job that makes the orders of rules for tomorrow, and for today those that were missed. To be run every hour.
type GenerateOrders struct{}

// JobKind names the job.
func (GenerateOrders) JobKind() string { return "generate_orders" }

// GenerateHandler runs the jobs for a co-op. A rule whose delivery cannot be made any more is logged and keeps no other back.
func GenerateHandler(h House) job.Handler {
	f := &face{house: h}
	return job.On(func(ctx context.Context, _ GenerateOrders) error {
		zone := h.Words().Zone()
		today := span.DayOf(h.DB.Now(), zone)
		if _, err := f.generate(ctx, authz.System(), today, today.In(zone).From.Time); err != nil {
			return err
		}
		tomorrow := span.DayOf(h.DB.Now().In(zone).AddDate(0, 0, 1), zone)
		_, err := f.generate(ctx, authz.System(), tomorrow, h.DB.Now())
		return err
	})
}

// generate makes the orders of a day of rules that are older than a moment, and gives them.
func (f *face) generate(ctx context.Context, who authz.Actor, day span.Day, older time.Time) (orders []int64, err error) {
	var rules []recurrence.Rule
	err = f.house.DB.Read(ctx, who, func(tx *db.Tx) error {
		rules, err = recurrence.Generating(tx, day)
		return err
	})
	zone := f.house.Words().Zone()
	for _, r := range rules {
		if on, err := r.On(day, zone); err != nil || !on || r.CreatedAt.After(older) {
			continue
		}
		made, err := f.occur(ctx, who, r, day)
		switch {
		case fail.Has(err, "recurrence.day.taken"): // somebody else was faster
		case err != nil:
			f.house.Log.Warn("a recurrence rule makes no order", "rule", r.ID, "day", day, "error", err)
		case made.OrderID != nil:
			orders = append(orders, *made.OrderID)
		}
	}
	return orders, err
}

// occur makes the delivery of a rule on a day, nothing where its template is none: it wants a pick-up first and a drop-off last.
func (f *face) occur(ctx context.Context, who authz.Actor, r recurrence.Rule, day span.Day) (made delivery.Made, err error) {
	b, err := f.placedOn(r, day)
	if err != nil || len(b) < 2 {
		return made, err
	}
	in, err := f.occurrence(ctx, r, b)
	if err != nil || in.Parcel.Stops[0].Type != delivery.Pickup || in.Parcel.Stops[len(b)-1].Type != delivery.Dropoff {
		return made, err
	}
	in.Day = day
	return f.pricer().OrderOccurrence(ctx, who, in)
}

func (f *face) occurrence(ctx context.Context, r recurrence.Rule, tasks []body) (in flow.OccurrenceIn, err error) {
	if err := withoutSums(tasks); err != nil {
		return in, err
	}
	raw, err := json.Marshal(tasks)
	if err != nil {
		return in, err
	}
	in = flow.OccurrenceIn{RuleID: r.ID}
	in.Parcel, err = f.parcelIn(ctx, body{"store": json.RawMessage(`"` + iri("stores", r.StoreID) + `"`), "tasks": raw})
	if err != nil {
		return in, err
	}
	in.Parcel.Fixed, err = fixedPrice(r.FixedPrice.V)
	return in, err
}

// withoutSums takes off a lone pick-up what templates show there of its drop-offs.
func withoutSums(tasks []body) error {
	var pickups []body
	for _, b := range tasks {
		kind, err := b.text("type")
		if err != nil {
			return err
		}
		if strings.EqualFold(kind, string(delivery.Pickup)) {
			pickups = append(pickups, b)
		}
	}
	if len(pickups) == 1 && len(tasks) > 1 {
		delete(pickups[0], "weight")
		delete(pickups[0], "packages")
	}
	return nil
}

// fixedPrice reads what a rule's deliveries cost whatever the price list says, nil for what that says.
func fixedPrice(raw json.RawMessage) (*flow.FixedPrice, error) {
	var price *struct {
		Name  string `json:"variantName"`
		Price int64  `json:"variantPrice"`
	}
	if err := json.Unmarshal(raw, &price); err != nil || price != nil && price.Price < 0 {
		return nil, fail.Wrap(err, fail.Invalid, "request.wrong_type", "field", "arbitraryPriceTemplate")
	}
	if price == nil {
		return nil, nil
	}
	return &flow.FixedPrice{Name: price.Name, Amount: money.Amount(price.Price)}, nil
}

// placedOn gives the tasks of a template with their times on a day.
func (f *face) placedOn(r recurrence.Rule, day span.Day) ([]body, error) {
	return f.timed(r, func(clock string) (time.Time, error) { return f.clockOn(day, clock) })
}

func (f *face) clockOn(day span.Day, clock string) (time.Time, error) {
	at, err := f.moment(string(day) + "T" + clock)
	return at.Time, err
}

// timed gives the tasks of a template with times in place of times of day.
func (f *face) timed(r recurrence.Rule, place func(clock string) (time.Time, error)) (tasks []body, err error) {
	members, _ := recurrence.TasksOf(r.Template.V, true)
	for _, raw := range members {
		var b body
		if err := json.Unmarshal(raw, &b); err != nil {
			return nil, err
		}
		for _, key := range []string{"after", "before"} {
			clock, err := b.text(key)
			if err != nil {
				return nil, err
			}
			at, err := place(clock)
			if err != nil {
				return nil, err
			}
			b[key] = json.RawMessage(`"` + at.Format(time.RFC3339) + `"`)
		}
		for _, old := range []string{"@id", "id", "doneAfter", "doneBefore", "timeSlot", "timeSlotUrl"} {
			delete(b, old)
		}
		tasks = append(tasks, b)
	}
	return tasks, nil
}

// generateOrders makes the orders of all rules for a day. It changes things although it is a GET: so clients ask for it.
func (f *face) generateOrders(c *web.Call) error {
	text := strings.TrimSpace(c.Query("date"))
	if text == "" {
		return fail.New(fail.Invalid, "recurrence.date.missing")
	}
	at, err := f.moment(text)
	if err != nil {
		return err
	}
	zone := f.house.Words().Zone()
	day := span.DayOf(at.Time, zone)
	if !f.house.DB.Now().Before(day.In(zone).To.Add(-time.Minute).Time) {
		return fail.New(fail.Invalid, "recurrence.date.past")
	}
	orders, err := f.generate(c.R.Context(), c.Who, day, day.In(zone).To.Time)
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, id := range orders {
		members = append(members, Obj("@id", iri("orders", id), "@type", "http://schema.org/Order", "paymentGateway", payment.GatewayOf(f.house.Settings())))
	}
	return f.list(c, http.StatusCreated, collection{Context: "RecurrenceRule", Members: members, Total: len(members)})
}

// occurBetween makes what a rule has between two moments: a delivery where the first task is a pick-up, tasks by themselves otherwise.
func (f *face) occurBetween(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	r, err := worked(c, f.read, func(tx *db.Tx) (recurrence.Rule, error) { return recurrence.Read(tx, id) })
	if err != nil {
		return err
	}
	var within span.Range
	for key, end := range map[string]*span.Instant{"after": &within.From, "before": &within.To} {
		if err := f.momentIn(b, key, end); err != nil {
			return err
		}
		if end.IsZero() {
			return fail.At(key, "value.blank")
		}
	}
	ids, err := f.makeBetween(c, r, within)
	if err != nil {
		return err
	}
	list, err := worked(c, f.read, func(tx *db.Tx) ([]delivery.Sheet, error) { return delivery.SheetsByID(tx, ids) })
	if err != nil {
		return err
	}
	members := f.taskObjects(c, list)
	for i, o := range members {
		members[i] = o.Only("@id", "@type", "packages", "weight", "barcode")
	}
	l := collection{Context: "RecurrenceRule", Members: members, Total: len(members)}
	return f.listAt(c, http.StatusCreated, iri("recurrence_rules", id), l)
}

func (f *face) makeBetween(c *web.Call, r recurrence.Rule, within span.Range) (ids []int64, err error) {
	if r.Paused {
		return nil, nil
	}
	zone := f.house.Words().Zone()
	day := span.DayOf(within.From.Time, zone)
	tasks, err := f.timed(r, func(clock string) (time.Time, error) {
		start, err := f.clockOn(day, clock)
		if err != nil {
			return start, err
		}
		times, err := recurrence.Between(r.Rule, start, within)
		if err != nil || len(times) == 0 {
			return start, err
		}
		return times[len(times)-1], nil
	})
	if err != nil || len(tasks) == 0 {
		return nil, err
	}
	in, err := f.occurrence(c.R.Context(), r, tasks)
	if err != nil {
		return nil, err
	}
	if len(tasks) > 1 && in.Parcel.Stops[0].Type == delivery.Pickup {
		made, err := f.pricer().OrderOccurrence(c.R.Context(), c.Who, in)
		for _, t := range made.Tasks {
			ids = append(ids, t.ID)
		}
		return ids, err
	}
	return f.looseTasks(c, r, tasks)
}

// looseTasks makes tasks that belong to no delivery, for the store of a rule.
func (f *face) looseTasks(c *web.Call, r recurrence.Rule, tasks []body) (ids []int64, err error) {
	drafts := make([]importedTask, len(tasks))
	for i, b := range tasks {
		if drafts[i], err = f.importedTask(c.R.Context(), b); err != nil {
			return nil, err
		}
	}
	err = f.change(c, func(tx *db.Tx) error {
		s, err := store.LoadStore(tx, r.StoreID)
		if err != nil {
			return err
		}
		ids = nil
		for _, d := range drafts {
			address, err := placed(tx, d.address)
			if err != nil {
				return err
			}
			in := d.fields.create(address)
			in.OrganizationID = &s.OrganizationID
			t, err := delivery.CreateTask(tx, in)
			if err != nil {
				return err
			}
			ids = append(ids, t.ID)
		}
		return delivery.ComeFrom(tx, ids, r.ID)
	})
	return ids, err
}

// subscribed makes a delivery that comes again, and the rule by which it does.
func (f *face) subscribed(c *web.Call, in flow.ParcelIn, rule string) (delivery.Made, error) {
	return f.pricer().Subscribe(c.R.Context(), c.Who, in, func(tx *db.Tx, made delivery.Made) (recurrence.SaveIn, span.Day, error) {
		template, err := f.drawn(tx, c, made, in)
		if err != nil {
			return recurrence.SaveIn{}, "", err
		}
		price := json.RawMessage("null")
		if in.Fixed != nil {
			if price, err = encode(Obj("variantName", in.Fixed.Name, "variantPrice", in.Fixed.Amount)); err != nil {
				return recurrence.SaveIn{}, "", err
			}
		}
		day := span.DayOf(made.Tasks[len(made.Tasks)-1].Before.Time, f.house.Words().Zone())
		return recurrence.SaveIn{StoreID: made.StoreID, Rule: &rule, Template: template, FixedPrice: &price, Generates: true, Drawn: true}, day, nil
	})
}

// drawn is the template of a delivery that was just made: its tasks with times of day. Comments are those that were written, without what the
// house adds to them each time.
func (f *face) drawn(tx *db.Tx, c *web.Call, made delivery.Made, in flow.ParcelIn) (json.RawMessage, error) {
	ids := make([]int64, len(made.Tasks))
	for i, t := range made.Tasks {
		ids[i] = t.ID
	}
	sheets, err := delivery.SheetsByID(tx, ids)
	if err != nil {
		return nil, err
	}
	paint, members := f.painter(c), []*Object{}
	for i, s := range sheets {
		clock := func(at span.Instant) string { return at.In(paint.zone).Format("15:04:05") }
		place := addressObject(taskPlace(s)).Set("postalCode", nil)
		o := Obj("@context", "/api/contexts/Task", "@type", "Task", "type", s.Type, "address", place, "comments", in.Stops[i].Comments, "doorstep", s.Doorstep, "weight", s.Shown,
			"tags", s.Tags.V, "after", clock(s.After), "before", clock(s.Before), "doneAfter", clock(s.After), "doneBefore", clock(s.Before),
			"barcode", paint.barcode(s.ID), "packages", paint.packages(s))
		if s.Reference != nil {
			o.Set("ref", *s.Reference)
		}
		members = append(members, o)
	}
	return encode(Obj("@type", "hydra:Collection", "hydra:member", members))
}
