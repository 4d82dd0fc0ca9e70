package notify

import (
	"strconv"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/partner"
	"pignon.coop/internal/webhook"
)

// stopOf tells of which stops a webhook about deliveries speaks; those that are not listed speak of both.
var stopOf = map[string]delivery.Type{
	"delivery.assigned": delivery.Dropoff, "delivery.started": delivery.Pickup, "delivery.picked": delivery.Pickup,
	"delivery.in_transit": delivery.Dropoff, "delivery.completed": delivery.Dropoff,
}

// planHooks plans the calls of one line of the audience, of webhooks or of a partner. Deliveries without a store have nobody to tell.
func planHooks(tx *db.Tx, n news, l line) error {
	if n.isOrder() {
		return webhook.PlanCalls(tx, webhook.PlanCallsIn{Event: l.As, Object: "/api/orders/" + strconv.FormatInt(n.OrderID, 10), ShopID: n.RestaurantID})
	}
	s, ok, err := stopInStore(tx, n.TaskID)
	if l.To == Partner && ok && err == nil {
		return partner.Tell(tx, partner.News{DeliveryID: s.DeliveryID, Verb: partner.Verb(l.As), Stop: s.Type, Image: n.Image})
	}
	if want, one := stopOf[l.As]; err != nil || !ok || one && s.Type != want {
		return err
	}
	return webhook.PlanCalls(tx, webhook.PlanCallsIn{Event: l.As, Object: "/api/deliveries/" + strconv.FormatInt(s.DeliveryID, 10), StoreID: s.StoreID})
}
