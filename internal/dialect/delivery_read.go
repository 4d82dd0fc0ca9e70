package dialect

import (
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/web"
)

func (f *face) deliveryEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/deliveries/{id}", Access: web.Known, Serve: f.delivery},
		{Pattern: "POST /api/deliveries", Access: web.Known, Phased: true, Serve: f.createDelivery},
		{Pattern: "POST /api/deliveries/quotes", Access: web.Known, Phased: true, Serve: f.offerPrice},
		{Pattern: "POST /api/deliveries/assert", Access: web.Known, Phased: true, Serve: f.assertDelivery},
		{Pattern: "POST /api/deliveries/from_tasks", Access: web.Known, Phased: true, Serve: f.deliveryOfTasks},
		{Pattern: "POST /api/deliveries/suggest_optimizations", Access: web.Known, Phased: true, Serve: f.suggestOrder},
		{Pattern: "PUT /api/deliveries/{id}", Access: web.Known, Phased: true, Serve: f.editDelivery},
		{Pattern: "DELETE /api/deliveries/{id}", Access: web.Known, Serve: f.cancelDelivery},
		{Pattern: "PUT /api/deliveries/{id}/pick", Access: web.Known, Serve: f.finishStop(delivery.Pickup)},
		{Pattern: "PUT /api/deliveries/{id}/drop", Access: web.Known, Serve: f.finishStop(delivery.Dropoff)},
		{Pattern: "GET /api/deliveries/{id}/edifact", Access: web.Known, Serve: f.edifact},
		{Pattern: "GET /api/stores/{id}/deliveries", Access: web.Known, Serve: f.storeDeliveries},
		{Pattern: "GET /api/tasks/{id}/delivery_form_data", Access: web.Known, Serve: f.deliveryForm},
		{Pattern: "POST /api/deliveries/import_async", Access: web.Known, Limit: web.Limit{Body: flow.MostImportBytes}, Serve: f.importDeliveries},
		{Pattern: "GET /api/delivery_import_queues/{id}", Access: web.Known, Serve: f.importQueue},
		{Pattern: "GET /api/delivery_import_queues/{id}/csv", Access: web.Known, Serve: f.importSheet},
		{Pattern: "GET /api/delivery_import_queues/{id}/redownload", Access: web.Known, Serve: f.wrongRows},
		{Pattern: "PUT /api/deliveries/quotes/{id}/confirm", Access: web.Known, Phased: true, Serve: f.takeQuote},
	}
}

func (f *face) delivery(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var o *Object
	err = f.read(c, func(tx *db.Tx) error {
		if _, err := flow.ManagedDelivery(tx, id); err != nil {
			return err
		}
		o, err = f.deliveryObject(tx, c, id)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Delivery", o)
}

// deliveryObject is a delivery with its stops. The courier's place is added while the delivery is under way.
func (f *face) deliveryObject(tx *db.Tx, c *web.Call, id int64) (*Object, error) {
	d, err := delivery.LoadDelivery(tx, id)
	if err != nil {
		return nil, err
	}
	stops, _, err := delivery.ListSheets(tx.As(authz.System()), delivery.SheetQuery{Delivery: id})
	if err != nil {
		return nil, err
	}
	paint := f.painter(c)
	tasks := []*Object{}
	var pickup, dropoff *Object
	for _, s := range stops {
		o := paint.deliveryTask(s)
		tasks = append(tasks, o)
		if s.Type == delivery.Pickup && pickup == nil {
			pickup = o
		}
		if s.Type == delivery.Dropoff {
			dropoff = o
		}
	}
	sold, err := f.deliveryOrder(tx, d)
	if err != nil {
		return nil, err
	}
	o := Obj("@id", iri("deliveries", id), "@type", "http://schema.org/ParcelDelivery", "id", id, "distance", d.Distance, "duration", d.Duration,
		"polyline", d.Polyline, "tasks", tasks, "pickup", pickup, "dropoff", dropoff, "trackingUrl", nil, "order", sold)
	tracking, err := f.trackingURL(c, id)
	if err != nil {
		return nil, err
	}
	o.Set("trackingUrl", tracking)
	return o, f.addPlace(tx, o, stops)
}

// trackingURL is the page on which anybody who has its address follows a delivery.
func (f *face) trackingURL(c *web.Call, id int64) (string, error) {
	public, err := delivery.PublicID(f.house.Settings().PublicIDSalt, id)
	return absolute(c, "/"+f.house.Words().Language()+"/pub/d/"+public), err
}

func (f *face) deliveryOrder(tx *db.Tx, d delivery.Delivery) (any, error) {
	if d.OrderID == nil {
		return nil, nil
	}
	v, err := viewAny(tx, *d.OrderID)
	if err != nil {
		return nil, err
	}
	return Obj("@id", iri("orders", v.ID), "@type", "http://schema.org/Order", "number", v.Number, "total", v.Total,
		"taxTotal", v.TaxTotal(), "paymentGateway", f.gatewayOf(v.Shop)), nil
}

// addPlace adds where the courier is, as long as the last stop is still to be done; for others than dispatchers, from the pick-up on.
func (f *face) addPlace(tx *db.Tx, o *Object, stops []delivery.Sheet) error {
	if len(stops) == 0 {
		return nil
	}
	first, last := stops[0], stops[len(stops)-1]
	underWay := last.Status.Open() && last.CourierID != nil
	if !underWay || !first.Status.Completed() && !tx.Who().Is(authz.Dispatcher) {
		return nil
	}
	at, ok, err := dispatch.PositionOf(tx, last.Courier())
	if err == nil && ok {
		o.Set("location", Obj("lat", at.Lat, "lng", at.Lng, "updatedAt", f.at(at.At.Time)))
	}
	return err
}
