package flow

import (
	"fmt"
	"strings"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/job"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
)

// around the pick-up that the kitchen works for.
const pickupTolerance = 5 * time.Minute

// OrderAcceptedMakesDelivery gives an accepted order that is to be brought its pick-up and drop-off. The way is a straight line until a job found
// the streets: nothing outside may be asked here, and an order must not wait for it.
func OrderAcceptedMakesDelivery(tx *db.Tx, e order.Accepted) error {
	straight := func(points ...geo.Point) (routing.Route, error) {
		return routing.Straight().Route(tx.Context(), points)
	}
	id, err := MakeDelivery(tx, e.OrderID, straight)
	if err != nil || id == 0 {
		return err
	}
	return job.Add(tx, RouteDelivery{DeliveryID: id}, job.Options{})
}

// MakeDelivery makes the pick-up, one for each shop, and drop-off of an order that is to be brought, along the way that way finds, and gives the delivery's id. It
// is 0 when the order needs none, or has one.
func MakeDelivery(tx *db.Tx, orderID int64, way func(...geo.Point) (routing.Route, error)) (int64, error) {
	c, err := order.LoadCart(tx, orderID)
	if err != nil || c.Method != shop.Delivery || c.ShippingAddressID == nil {
		return 0, err
	}
	if _, ok, err := delivery.DeliveryOfOrder(tx, c.ID); err != nil || ok {
		return 0, err
	}
	vendors, err := order.VendorsOf(tx, c)
	if err != nil || len(vendors) == 0 {
		return 0, err
	}
	in, err := deliveryOf(tx, c, vendors)
	if err != nil {
		return 0, err
	}
	var addresses []int64
	for _, stop := range in.Stops {
		addresses = append(addresses, stop.AddressID)
	}
	points, err := pointsOf(tx, addresses)
	if err != nil {
		return 0, err
	}
	route, err := way(points...)
	if err != nil {
		return 0, err
	}
	in.Route = routeOf(route)
	made, err := delivery.CreateDelivery(tx.As(authz.System()), in)
	return made.ID, err
}

func deliveryOf(tx *db.Tx, c order.Cart, vendors []shop.View) (in delivery.CreateDeliveryIn, err error) {
	metadata := map[string]any{}
	payments, err := payment.PaymentsOf(tx, c.ID)
	if err != nil {
		return in, err
	}
	for _, p := range payments {
		if !p.State.Over() {
			metadata["payment_method"] = string(p.Code)
		}
	}
	home, err := pointsOf(tx, []int64{*c.ShippingAddressID})
	if err != nil {
		return in, err
	}
	text := rendering(c)
	for _, v := range order.FetchOrder(vendors, home[0]) {
		in.Stops = append(in.Stops, delivery.CreateTaskIn{
			Type: delivery.Pickup, AddressID: v.AddressID, After: c.PickupAt.Add(-pickupTolerance), Before: c.PickupAt.Add(pickupTolerance),
			Comments: text, Metadata: withNotes(metadata, string(c.Notes)),
		})
	}
	in.Stops = append(in.Stops, delivery.CreateTaskIn{
		Type: delivery.Dropoff, AddressID: *c.ShippingAddressID, After: c.From, Before: c.To, Comments: text, Metadata: metadata,
	})
	in.OrderID, in.OrganizationID = &c.ID, &vendors[0].OrganizationID
	return in, nil
}

func withNotes(metadata map[string]any, notes string) map[string]any {
	all := map[string]any{}
	for k, v := range metadata {
		all[k] = v
	}
	if notes != "" {
		all["order_notes"] = notes
	}
	return all
}

func pointsOf(tx *db.Tx, addressIDs []int64) ([]geo.Point, error) {
	found, err := org.LoadAddresses(tx, addressIDs)
	points := make([]geo.Point, len(addressIDs))
	for i, id := range addressIDs {
		points[i] = found[id].Point()
	}
	return points, err
}

func routeOf(r routing.Route) delivery.Route {
	return delivery.Route{Distance: int64(r.Metres), Duration: int64(r.Seconds), Polyline: r.Polyline}
}

// rendering lists an order as plain text: its number, what is in it with the chosen options, and the customer's notes.
func rendering(c order.Cart) string {
	lines := []string{"#" + string(order.NumberOf(c.ID))}
	for _, item := range c.Items {
		lines = append(lines, fmt.Sprintf("%d × %s", item.Quantity, item.Name))
		for _, a := range item.Adjustments {
			if a.Type == order.Modifier {
				lines = append(lines, "- "+a.Label)
			}
		}
	}
	if c.Notes != "" {
		lines = append(lines, "", string(c.Notes))
	}
	return strings.Join(lines, "\n")
}
