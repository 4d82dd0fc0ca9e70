package dialect

import (
	"encoding/json"
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/recurrence"
	"pignon.coop/internal/web"
)

func (f *face) recurrenceEndpoints() []web.Endpoint {
	dispatcher, user := web.Needs(authz.Dispatcher), web.Needs(authz.User)
	return []web.Endpoint{
		{Pattern: "GET /api/recurrence_rules", Access: dispatcher, Serve: f.recurrenceRules},
		{Pattern: "POST /api/recurrence_rules", Access: dispatcher, Serve: f.saveRecurrenceRule(http.StatusCreated)},
		{Pattern: "GET /api/recurrence_rules/generate_orders", Access: dispatcher, Phased: true, Serve: f.generateOrders},
		{Pattern: "GET /api/recurrence_rules/{id}", Access: user, Serve: f.recurrenceRule},
		{Pattern: "PUT /api/recurrence_rules/{id}", Access: user, Serve: f.saveRecurrenceRule(http.StatusOK)},
		{Pattern: "DELETE /api/recurrence_rules/{id}", Access: user, Serve: f.removes(recurrence.Delete)},
		{Pattern: "POST /api/recurrence_rules/{id}/between", Access: user, Phased: true, Serve: f.occurBetween},
	}
}

func recurrenceObjects(tx *db.Tx, list []recurrence.Rule) ([]*Object, error) {
	var stores []int64
	for _, r := range list {
		stores = append(stores, r.StoreID)
	}
	names, err := recurrence.OrgNames(tx, stores)
	members := []*Object{}
	for _, r := range list {
		members = append(members, Obj("@id", iri("recurrence_rules", r.ID), "@type", "RecurrenceRule", "name", r.Name, "rule", r.Rule, "template", r.Template.V,
			"arbitraryPriceTemplate", r.FixedPrice.V, "store", iri("stores", r.StoreID), "orgName", names[r.StoreID], "isCancelled", !r.DeletedAt.IsZero(), "paused", r.Paused))
	}
	return members, err
}

func (f *face) recurrenceRules(c *web.Call) error {
	return f.pageOfObjects(c, "RecurrenceRule", func(tx *db.Tx, p page) ([]*Object, int, error) {
		list, err := recurrence.List(tx, p.Size, p.Offset())
		if err != nil {
			return nil, 0, err
		}
		members, err := recurrenceObjects(tx, list.Rows)
		return members, list.Total, err
	})
}

func (f *face) recurrenceRule(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return f.one(c, http.StatusOK, "RecurrenceRule", func(tx *db.Tx) ([]*Object, error) {
		r, err := recurrence.Read(tx, id)
		if err != nil {
			return nil, err
		}
		return recurrenceObjects(tx, []recurrence.Rule{r})
	})
}

func recurrenceIn(c *web.Call, b body) (in recurrence.SaveIn, err error) {
	if in.ID, err = maybeID(c); err != nil {
		return in, err
	}
	storeID, err := b.relation("store", "stores")
	if err != nil {
		return in, err
	}
	if storeID != 0 {
		in.StoreID = &storeID
	}
	for key, field := range map[string]any{"rule": &in.Rule, "paused": &in.Paused} {
		if err := b.into(key, field); err != nil {
			return in, err
		}
	}
	if b.has("name") {
		name, err := b.text("name")
		if err != nil {
			return in, err
		}
		in.Name = ptr(org.Text(name))
	}
	in.Template = b["template"]
	if price, given := b["arbitraryPriceTemplate"]; given || in.ID == 0 {
		if price == nil {
			price = json.RawMessage("null")
		}
		if _, err := fixedPrice(price); err != nil {
			return in, err
		}
		in.FixedPrice = &price
	}
	return in, nil
}

func (f *face) saveRecurrenceRule(status int) func(*web.Call) error {
	return func(c *web.Call) error {
		b, err := bodyOf(c, false)
		if err != nil {
			return err
		}
		in, err := recurrenceIn(c, b)
		if err != nil {
			return err
		}
		r, err := worked(c, f.change, func(tx *db.Tx) (recurrence.Rule, error) {
			r, err := recurrence.Save(tx, in)
			if fail.Is(err, fail.NotFound) && in.StoreID != nil && r.StoreID == *in.StoreID {
				return r, itemNotFound(iri("stores", *in.StoreID))
			}
			return r, err
		})
		if err != nil {
			return err
		}
		return f.one(c, status, "RecurrenceRule", func(tx *db.Tx) ([]*Object, error) { return recurrenceObjects(tx, []recurrence.Rule{r}) })
	}
}
