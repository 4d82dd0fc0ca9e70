package dialect

import (
	"encoding/json"
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/store"
	"pignon.coop/internal/web"
)

func (f *face) storeEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/stores", Access: web.Needs(authz.Dispatcher), Serve: f.stores},
		{Pattern: "GET /api/me/stores", Access: web.Needs(authz.User), Serve: f.myStores},
		{Pattern: "GET /api/stores/{id}", Access: web.Known, Serve: f.store},
		{Pattern: "PATCH /api/stores/{id}", Access: web.Known, Phased: true, Serve: f.editStore},
		{Pattern: "DELETE /api/stores/{id}", Access: web.Known, Serve: f.deleteStore},
		{Pattern: "GET /api/stores/{id}/time_slots", Access: web.Known, Serve: f.storeTimeSlots},
		{Pattern: "GET /api/stores/{id}/packages", Access: web.Known, Serve: f.storePackages},
		{Pattern: "GET /api/stores/{id}/payment_methods", Access: web.Known, Serve: f.storePaymentMethods},
		{Pattern: "GET /api/stores/{id}/addresses", Access: web.Known, Serve: f.storeAddresses},
		{Pattern: "POST /api/stores/{id}/addresses", Access: web.Known, Phased: true, Serve: f.addStoreAddress},
	}
}

func storeObject(v store.View) *Object {
	slots := []string{}
	for _, id := range v.TimeSlots {
		slots = append(slots, iri("time_slots", id))
	}
	o := v.Options.V
	return Obj("@id", iri("stores", v.ID), "@type", "http://schema.org/Store", "id", v.ID, "name", v.Name, "enabled", v.Enabled,
		"address", addressObject(v.Address), "timeSlot", maybeIRI("time_slots", v.TimeSlotID), "timeSlots", slots,
		"pricingRuleSet", maybeIRI("pricing_rule_sets", v.PricingID), "prefillPickupAddress", o.PrefillPickup, "weightRequired", o.WeightRequired,
		"packagesRequired", o.PackagesNeeded, "multiDropEnabled", o.MultiDrop, "multiPickupEnabled", o.MultiPickup, "cashOnDeliveryEnabled", o.CashOnDelivery)
}

func storeObjects(list []store.View) []*Object {
	members := []*Object{}
	for _, v := range list {
		members = append(members, storeObject(v))
	}
	return members
}

func (f *face) stores(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	found, err := worked(c, f.read, func(tx *db.Tx) (org.Page[store.View], error) { return store.ListStores(tx, p.Size, p.Offset()) })
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Store", Members: storeObjects(found.Rows), Total: found.Total, Page: p})
}

func (f *face) myStores(c *web.Call) error {
	found, err := worked(c, f.read, store.MyStores)
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Store", Members: storeObjects(found), Total: len(found)})
}

// storeRead reads something of the store of the path.
func storeRead[T any](f *face, c *web.Call, read func(*db.Tx, int64) (T, error)) (out T, err error) {
	id, err := c.ID("id")
	if err != nil {
		return out, err
	}
	return worked(c, f.read, func(tx *db.Tx) (T, error) { return read(tx, id) })
}

func (f *face) store(c *web.Call) error {
	v, err := storeRead(f, c, store.ReadStore)
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Store", storeObject(v))
}

func (f *face) editStore(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	in, err := storeIn(b)
	if err != nil {
		return err
	}
	if in.Address, err = f.addressIn(c.R.Context(), b["address"]); err != nil {
		return err
	}
	in.ID = id
	v, err := worked(c, f.change, func(tx *db.Tx) (store.View, error) { return store.EditStore(tx, in) })
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Store", storeObject(v))
}

func storeIn(b body) (in store.EditStoreIn, err error) {
	flags := &in.Flags
	for key, to := range map[string]any{
		"name": &in.Name, "enabled": &in.Enabled, "prefillPickupAddress": &flags.PrefillPickup, "weightRequired": &flags.WeightRequired,
		"packagesRequired": &flags.PackagesNeeded, "multiDropEnabled": &flags.MultiDrop, "multiPickupEnabled": &flags.MultiPickup,
		"cashOnDeliveryEnabled": &flags.CashOnDelivery,
	} {
		if err := b.into(key, to); err != nil {
			return in, err
		}
	}
	if in.Pricing, err = b.relationOrNull("pricingRuleSet", "pricing_rule_sets"); err != nil {
		return in, err
	}
	if in.TimeSlot, err = b.relationOrNull("timeSlot", "time_slots"); err != nil {
		return in, err
	}
	if b.has("timeSlots") && !b.isNull("timeSlots") {
		ids, err := b.relations("timeSlots", "time_slots")
		if err != nil {
			return in, err
		}
		in.TimeSlots = &ids
	}
	return in, nil
}

// relationOrNull reads a relation of a merge patch: nil when absent, a pointer to nil when it is to be taken away.
func (b body) relationOrNull(key, collection string) (**int64, error) {
	if !b.has(key) {
		return nil, nil
	}
	id, err := b.relation(key, collection)
	if err != nil {
		return nil, err
	}
	to := &id
	if id == 0 {
		to = nil
	}
	return &to, nil
}

func (f *face) deleteStore(c *web.Call) error {
	return f.remove(c, func(tx *db.Tx, id int64) error { return store.DeleteStore(tx, store.DeleteStoreIn{ID: id}) })
}

func (f *face) storeTimeSlots(c *web.Call) error {
	list, err := storeRead(f, c, func(tx *db.Tx, id int64) ([]store.TimeSlot, error) {
		if _, err := store.ReadStore(tx, id); err != nil {
			return nil, err
		}
		return store.TimeSlotsOf(tx, id)
	})
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, s := range list {
		members = append(members, Obj("@id", iri("time_slots", s.ID), "@type", "TimeSlot", "name", s.Name))
	}
	return f.list(c, http.StatusOK, collection{Context: "Store", Members: members, Total: len(members)})
}

func (f *face) storePackages(c *web.Call) error {
	list, err := storeRead(f, c, store.PackagesOf)
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, p := range list {
		members = append(members, Obj("@id", iri("packages", p.ID), "@type", "Package", "name", p.Name))
	}
	return f.list(c, http.StatusOK, collection{Context: "Store", Members: members, Total: len(members)})
}

// storePaymentMethods are the ways in which a delivery can be paid besides by the store's account.
func (f *face) storePaymentMethods(c *web.Call) error {
	v, err := storeRead(f, c, store.ReadStore)
	if err != nil {
		return err
	}
	methods := []*Object{}
	if v.TakesCash(f.house.Settings()) {
		methods = append(methods, Obj("type", "cash_on_delivery"))
	}
	return f.write(c, http.StatusOK, computed(c, "PaymentMethodsOutput", Obj("methods", methods)))
}

// storeAddresses is the address book of a store; with ?type=dropoff, the old way, where its deliveries went.
func (f *face) storeAddresses(c *web.Call) error {
	list := store.AddressBook
	if c.Query("type") == "dropoff" {
		list = store.DroppedAt
	}
	found, err := storeRead(f, c, list)
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Address", Members: addressObjects(found), Total: len(found)})
}

func (f *face) addStoreAddress(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	delete(b, "@id") // a new one, whatever the form was filled from
	raw, err := json.Marshal(b)
	if err != nil {
		return err
	}
	in, err := f.addressIn(c.R.Context(), raw)
	if err != nil {
		return err
	}
	v, err := worked(c, f.change, func(tx *db.Tx) (store.View, error) {
		return store.AddAddress(tx, store.AddAddressIn{StoreID: id, Address: *in})
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "Store", storeObject(v))
}
