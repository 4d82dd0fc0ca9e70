package flow

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/order"
	"pignon.coop/internal/span"
)

// Following is what somebody who waits for an order may know of it. Courier is a first name, empty while nobody has the order or when it is
// not known. Place is where the courier is: between pick-up and drop-off of this order alone, nil otherwise.
type Following struct {
	order.OrderView
	Picked, Dropped span.Instant
	Courier         string
	Place           *geo.Point
}

// followLife is how long a page that follows an order can be opened after its end.
const followLife = 24 * time.Hour

// FollowOrder shows an order to whoever holds its link: nobody is asked who they are. A day after its end it is NotFound.
func FollowOrder(tx *db.Tx, orderID int64) (Following, error) {
	o, err := order.LoadOrder(tx, orderID)
	if err != nil {
		return Following{}, err
	}
	views, err := order.ViewOrders(tx, []order.Order{o})
	if err != nil {
		return Following{}, err
	}
	f := Following{OrderView: views[0]}
	f.Picked, f.Dropped = f.When("order:picked").CreatedAt, f.When("order:dropped").CreatedAt
	if o.State == order.IsCart || !tx.Now().Before(f.end().Add(followLife).Time) && !f.end().IsZero() {
		return Following{}, fail.New(fail.NotFound, "row.not_found")
	}
	return f, f.findCourier(tx)
}

// end is when the order was over, the zero Instant while it is not.
func (f Following) end() span.Instant {
	for _, at := range []span.Instant{
		f.Dropped, f.When("order:fulfilled").CreatedAt, f.When("order:refused").CreatedAt, f.When("order:cancelled").CreatedAt,
	} {
		if !at.IsZero() && (f.State.Ended() || at == f.Dropped) {
			return at
		}
	}
	return span.Instant{}
}

// findCourier tells who brings the order, and where they are while they have it.
func (f *Following) findCourier(tx *db.Tx) error {
	if f.Picked.IsZero() || f.State.Ended() && f.Dropped.IsZero() {
		return nil
	}
	id, err := courierOf(tx, f.ID)
	if err != nil || id == 0 {
		return err
	}
	if f.Courier, err = firstName(tx, id); err != nil || !f.Dropped.IsZero() {
		return err
	}
	f.Place, err = placeSince(tx, id, f.Picked)
	return err
}

// courierOf is who carries the order's last task, 0 for nobody.
func courierOf(tx *db.Tx, orderID int64) (int64, error) {
	d, ok, err := delivery.DeliveryOfOrder(tx, orderID)
	if err != nil || !ok {
		return 0, err
	}
	tasks, err := delivery.TasksOf(tx, d.ID)
	if err != nil || len(tasks) == 0 {
		return 0, err
	}
	return delivery.CourierOf(tx, tasks[len(tasks)-1].ID)
}
