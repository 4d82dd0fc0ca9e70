package dialect

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/web"
)

// editDelivery changes the stops of a delivery, and for dispatchers its price.
func (f *face) editDelivery(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if _, err := storeRead(f, c, flow.ManagedDelivery); err != nil { // before the body is read, and streets are looked up
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	in, err := f.editIn(c.R.Context(), b)
	if err != nil {
		return err
	}
	in.DeliveryID = id
	if err := f.pricer().Edit(c.R.Context(), c.Who, in); err != nil {
		return wholePhone(err)
	}
	o, err := f.handedOver(c, b, id)
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Delivery", o)
}

// editIn reads a change of a delivery: the whole list of its tasks, or its ends.
func (f *face) editIn(ctx context.Context, b body) (in flow.EditParcelIn, err error) {
	var list []body
	if err := b.into("tasks", &list); err != nil {
		return in, err
	}
	if len(list) > mostStops {
		return in, fail.At("tasks", "delivery.tasks.too_many", "most", mostStops)
	}
	in.Whole = len(list) > 0
	for _, t := range list {
		s, err := f.stopEdit(ctx, t)
		if err != nil {
			return in, err
		}
		in.Stops = append(in.Stops, s)
	}
	if !in.Whole {
		if in.Stops, err = f.endEdits(ctx, b); err != nil {
			return in, err
		}
	}
	return in, b.priceEdit(&in)
}

// endEdits reads changes of the first pick-up and the last drop-off.
func (f *face) endEdits(ctx context.Context, b body) (list []flow.StopEdit, err error) {
	for _, end := range []struct {
		key  string
		kind delivery.Type
	}{{"pickup", delivery.Pickup}, {"dropoff", delivery.Dropoff}} {
		var t body
		if err := b.into(end.key, &t); err != nil {
			return nil, err
		}
		if t == nil && end.kind == delivery.Dropoff && (b.has("weight") || b.has("packages")) {
			t = body{}
		}
		if t == nil {
			continue
		}
		s, err := f.stopEdit(ctx, t)
		if err != nil {
			return nil, err
		}
		s.TaskID, s.End = 0, end.kind
		list = append(list, s)
		if end.kind == delivery.Dropoff {
			if err := b.ontoStop(&list[len(list)-1].StopIn); err != nil {
				return nil, err
			}
		}
	}
	return list, nil
}

func (f *face) stopEdit(ctx context.Context, b body) (s flow.StopEdit, err error) {
	if err := b.into("id", &s.TaskID); err != nil {
		return s, err
	}
	status, err := b.text("status")
	if err != nil {
		return s, err
	}
	s.Status = delivery.Status(strings.ToUpper(status))
	var address body
	if json.Unmarshal(b["address"], &address) == nil && address.has("streetAddress") && !address.isNull("streetAddress") {
		delete(address, "@id") // the street counts, and tells whether it is the same place
		if b["address"], err = json.Marshal(address); err != nil {
			return s, err
		}
	}
	s.StopIn, err = f.stopIn(ctx, b)
	return s, err
}

func (b body) priceEdit(in *flow.EditParcelIn) error {
	var o body
	if err := b.into("order", &o); err != nil {
		return err
	}
	if err := o.into("recalculatePrice", &in.Recalculate); err != nil {
		return err
	}
	var said flow.ParcelIn
	if err := b.orderIn(&said); err != nil {
		return err
	}
	in.StoreNamed, in.Supplements, in.Fixed = b.has("store") && !b.isNull("store"), said.Supplements, said.Fixed
	return o.into("isSavedOrder", &in.Keep)
}

// handedOver gives the stops of a delivery to the couriers whom a dispatcher's body names, and shows the delivery.
func (f *face) handedOver(c *web.Call, b body, id int64) (*Object, error) {
	stops, err := b.tasks()
	run := f.read
	if c.Who.Is(authz.Dispatcher) {
		run = f.change
	} else {
		stops = nil // others hand nothing over
	}
	if err != nil {
		return nil, err
	}
	return worked(c, run, func(tx *db.Tx) (*Object, error) {
		tasks, err := delivery.TasksOf(tx, id)
		if err != nil {
			return nil, err
		}
		for at, stop := range stops {
			name, err := stop.text("assignedTo")
			if err != nil {
				return nil, err
			}
			if err := handOver(tx, meant(tasks, stop, at), name); err != nil {
				return nil, err
			}
		}
		return f.deliveryObject(tx, c, id)
	})
}

// meant is the task that a stop of a body is about: the one that it names, or the one at its place.
func meant(tasks []delivery.Task, stop body, at int) (id int64) {
	if stop.into("id", &id) == nil && id != 0 || at >= len(tasks) {
		return id
	}
	return tasks[at].ID
}
