package dialect

import (
	"net/http"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/store"
	"pignon.coop/internal/web"
)

// assertDelivery tells whether a delivery could be ordered, and keeps nothing.
func (f *face) assertDelivery(c *web.Call) error {
	in, err := f.deliveryIn(c)
	if err != nil {
		return err
	}
	if err := f.pricer().Assert(c.R.Context(), c.Who, in); err != nil {
		return err
	}
	return f.plainJSON(c, http.StatusOK, []any{})
}

// suggestOrder tells in which order the stops would make a shorter way.
func (f *face) suggestOrder(c *web.Call) error {
	in, err := f.deliveryIn(c)
	if err != nil {
		return err
	}
	better, ok, err := f.pricer().Suggest(c.R.Context(), c.Who, in)
	if err != nil {
		return err
	}
	list := []*Object{}
	if ok {
		list = append(list, computed(c, "OptimizationSuggestion", Obj("gain", Obj("type", "distance", "amount", better.Gain), "order", better.Order)))
	}
	return f.write(c, http.StatusOK, computed(c, "OptimizationSuggestions", Obj("suggestions", list)))
}

// deliveryOfTasks makes a delivery of tasks that stand alone.
func (f *face) deliveryOfTasks(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	in := flow.OfTasksIn{}
	if in.Tasks, err = b.relations("tasks", "tasks"); err != nil {
		return err
	}
	if in.StoreID, err = b.relation("store", "stores"); err != nil {
		return err
	}
	made, err := f.pricer().OfTasks(c.R.Context(), c.Who, in)
	if err != nil {
		return err
	}
	o, err := worked(c, f.read, func(tx *db.Tx) (*Object, error) { return f.deliveryObject(tx, c, made.ID) })
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "Delivery", o)
}

func (f *face) cancelDelivery(c *web.Call) error { return f.remove(c, flow.CancelDelivery) }

// finishStop tells that a delivery was picked up, or dropped off.
func (f *face) finishStop(end delivery.Type) func(*web.Call) error {
	return func(c *web.Call) error {
		id, err := c.ID("id")
		if err != nil {
			return err
		}
		b, err := bodyOf(c, true)
		if err != nil {
			return err
		}
		notes, err := b.text("comments")
		if err != nil {
			return err
		}
		o, err := worked(c, f.change, func(tx *db.Tx) (*Object, error) {
			if err := flow.FinishStop(tx, flow.FinishStopIn{DeliveryID: id, End: end, Notes: notes}); err != nil {
				return nil, err
			}
			return f.deliveryObject(tx, c, id)
		})
		if err != nil {
			return err
		}
		return f.item(c, http.StatusOK, "Delivery", o.Set("@id", c.R.URL.Path))
	}
}

// edifact lists the messages of a carrier's network about a delivery: deliveries that came another way have none.
func (f *face) edifact(c *web.Call) error {
	if _, err := storeRead(f, c, flow.ManagedDelivery); err != nil {
		return err
	}
	return f.plainJSON(c, http.StatusOK, Obj("messages", []any{}))
}

const storePage = 15

// bounds and signs are how clients name what a list of deliveries is narrowed by.
var (
	bounds = []struct {
		name  string
		bound delivery.Bound
	}{
		{"pickup.before", delivery.PickupBefore}, {"pickup.after", delivery.PickupAfter},
		{"dropoff.before", delivery.DropoffBefore}, {"dropoff.after", delivery.DropoffAfter},
	}
	signs = []struct{ name, sign string }{{"before", "<="}, {"strictly_before", "<"}, {"after", ">="}, {"strictly_after", ">"}}
)

// storeDeliveries is a page of what a store sends, for those who may act for it.
func (f *face) storeDeliveries(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	number, err := positive(c.Query("page"), 1)
	if err != nil {
		return err
	}
	size, err := positive(c.Query("itemsPerPage"), storePage)
	if err != nil {
		return err
	}
	p := page{Number: number, Size: min(size, pageMost)}
	q, err := f.storeQuery(c, p)
	if err != nil {
		return err
	}
	q.StoreID = id
	var members []*Object
	total := 0
	err = f.read(c, func(tx *db.Tx) error {
		if _, err := store.LoadStore(tx, id); err != nil {
			return err
		}
		if err := store.MayEdit(tx, id); err != nil {
			return err
		}
		var ids []int64
		if ids, total, err = delivery.ListOfStore(tx, q); err != nil {
			return err
		}
		for _, id := range ids {
			o, err := f.deliveryObject(tx, c, id)
			if err != nil {
				return err
			}
			members = append(members, o)
		}
		return nil
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Delivery", Members: members, Total: total, Page: p, Filters: storeFilters()})
}

func (f *face) storeQuery(c *web.Call, p page) (q delivery.StoreQuery, err error) {
	q = delivery.StoreQuery{Limit: p.Size, Offset: p.Offset()}
	direction := c.Query("order[createdAt]")
	if by := c.Query("order[dropoff.before]"); by != "" {
		q.ByDropoff, direction = true, by
	}
	q.Ascending = strings.EqualFold(direction, "asc")
	for _, b := range bounds {
		for _, s := range signs {
			text := c.Query(b.name + "[" + s.name + "]")
			if text == "" {
				continue
			}
			at, err := f.moment(text)
			if err != nil {
				return q, err
			}
			q.Where = append(q.Where, delivery.Compared{Bound: b.bound, Sign: s.sign, At: at})
		}
	}
	return q, nil
}

func storeFilters() []filter {
	list := []filter{{"order[createdAt]", "createdAt"}, {"order[dropoff.before]", "dropoff.before"}}
	for _, b := range bounds {
		for _, s := range signs {
			list = append(list, filter{b.name + "[" + s.name + "]", b.name})
		}
	}
	return list
}

// deliveryForm is the delivery of a task as a form needs it: what each stop carries itself, whole addresses, and how its price was made.
func (f *face) deliveryForm(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	o, err := worked(c, f.read, func(tx *db.Tx) (*Object, error) {
		s, err := seenTask(tx, id)
		if err != nil {
			return nil, err
		}
		if s.DeliveryID == nil {
			return nil, nil
		}
		return f.formObject(tx, c, *s.DeliveryID)
	})
	if err != nil {
		return err
	}
	if o == nil {
		return f.plainJSON(c, http.StatusNotFound, Obj("error", "No data found."))
	}
	return f.item(c, http.StatusOK, "Delivery", o)
}
