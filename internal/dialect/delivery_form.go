package dialect

import (
	"encoding/json"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/web"
)

// formObject is a delivery as a form shows it.
func (f *face) formObject(tx *db.Tx, c *web.Call, id int64) (*Object, error) {
	stops, _, err := delivery.ListSheets(tx.As(authz.System()), delivery.SheetQuery{Delivery: id})
	if err != nil {
		return nil, err
	}
	var ids, places []int64
	for _, s := range stops {
		ids, places = append(ids, s.ID), append(places, s.AddressID)
	}
	own, err := delivery.ParcelsOf(tx, ids)
	if err != nil {
		return nil, err
	}
	addresses, err := org.LoadAddresses(tx, places)
	if err != nil {
		return nil, err
	}
	tasks := []*Object{}
	for _, s := range stops {
		s.Shown, s.Parcels = s.Weight, own[s.ID] // what it carries itself
		tasks = append(tasks, f.formTask(c, s, addresses[s.AddressID]))
	}
	sold, err := formOrder(tx, id)
	o := Obj("@id", iri("deliveries", id), "@type", "http://schema.org/ParcelDelivery", "id", id, "pickup", nil, "dropoff", nil, "tasks", tasks, "order", sold)
	if len(tasks) > 0 {
		o.Set("pickup", tasks[0]).Set("dropoff", tasks[len(tasks)-1])
	}
	return o, err
}

func (f *face) formTask(c *web.Call, s delivery.Sheet, a org.Address) *Object {
	stored := Obj()
	for key, value := range s.Metadata.V {
		stored.Set(key, value)
	}
	if s.DeliveryPosition != nil {
		stored.Set("delivery_position", *s.DeliveryPosition)
	}
	o := f.painter(c).task(s).Only("@id", "@type", "id", "createdAt", "updatedAt", "type", "status", "address", "after", "before", "doneAfter", "doneBefore",
		"comments", "tags", "weight", "packages", "metadata", "barcode")
	return o.Set("address", f.wholeAddress(a)).Set("metadata", stored)
}

// wholeAddress is an address with all that is known of it.
func (f *face) wholeAddress(a org.Address) *Object {
	complete := a.StreetAddress != "" && a.PostalCode != "" && a.Locality != ""
	return addressObject(a).Set("id", a.ID).Set("company", a.Company).Set("complete", complete).Set("addressCountry", a.Country).
		Set("addressLocality", a.Locality).Set("addressRegion", a.Region).Set("postalCode", a.PostalCode).Set("postOfficeBoxNumber", nil).
		Set("deletedAt", f.at(a.DeletedAt.Time)).Set("deleted", !a.DeletedAt.IsZero()).
		Set("firstName", org.Text(a.FirstName())).Set("lastName", org.Text(a.LastName()))
}

// formOrder is how the price of a delivery was made, null where it is not sold.
func formOrder(tx *db.Tx, deliveryID int64) (any, error) {
	d, err := delivery.LoadDelivery(tx, deliveryID)
	if err != nil || d.OrderID == nil {
		return nil, err
	}
	o, err := order.LoadOrder(tx, *d.OrderID)
	if err != nil {
		return nil, err
	}
	kept, _, err := pricing.KeptOf(tx, o.ID)
	if err != nil {
		return nil, err
	}
	charged := kept.Charged()
	rules := []int64{}
	for _, s := range charged {
		rules = append(rules, s.RuleID)
	}
	known, err := pricing.KnownRules(tx, rules)
	supplements := []*Object{}
	for _, s := range charged {
		if known[s.RuleID] { // those of deleted rules cannot be charged again
			supplements = append(supplements, Obj("pricingRule", iri("pricing_rules", s.RuleID), "quantity", s.Quantity))
		}
	}
	var fixed any
	if o.ArbitraryPrice != "" && o.ArbitraryPrice != "null" {
		fixed = json.RawMessage(o.ArbitraryPrice)
	}
	if err != nil {
		return nil, err
	}
	saved, err := order.Bookmarked(tx, o.ID)
	return Obj("@type", "Order", "@id", iri("orders", o.ID), "id", o.ID, "manualSupplements", supplements, "arbitraryPrice", fixed, "isSavedOrder", saved), err
}
