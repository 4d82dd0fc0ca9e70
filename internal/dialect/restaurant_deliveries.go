package dialect

import (
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

// restaurantDeliveries answers with what is brought for a restaurant on a day, to administrators.
func (f *face) restaurantDeliveries(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	members := []*Object{}
	err = f.read(c, func(tx *db.Tx) error {
		if _, err := shop.LoadRestaurant(tx, id); err != nil {
			return err
		}
		if err := tx.Who().Must(authz.Admin); err != nil {
			return err
		}
		in, err := f.ordersOfDay(c, tx, id)
		if err != nil {
			return err
		}
		found, err := order.List(tx, in)
		if err != nil {
			return err
		}
		members, err = f.deliveriesOf(tx, c, found.Rows)
		return err
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Restaurant", Members: members, Total: len(members)})
}

func (f *face) deliveriesOf(tx *db.Tx, c *web.Call, orders []order.Order) ([]*Object, error) {
	list := []*Object{}
	for _, o := range orders {
		d, ok, err := delivery.DeliveryOfOrder(tx, o.ID)
		if err != nil {
			return nil, err
		}
		if !ok {
			continue
		}
		shown, err := f.deliveryObject(tx, c, d.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, shown.Only("@id", "@type", "id", "distance", "duration", "polyline", "pickup", "dropoff", "tasks", "trackingUrl"))
	}
	return list, nil
}
