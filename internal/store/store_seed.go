package store

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/span"
)

// SeedKinds are the kinds of rows of this module but for delivery_quote, which names a delivery.
func SeedKinds() []seed.Kind {
	return []seed.Kind{packageSetKind(), packageKind(), timeSlotKind(), reasonSetKind(), reasonKind(), storeKind(), formKind()}
}

func timeSlotKind() seed.Kind {
	return seed.Structs[TimeSlot]{
		Kind: seed.Kind{Name: "time_slot", Table: "time_slots", Fields: []seed.Field{seed.Req("name", "text"), seed.Opt("openingHours", "hours"),
			seed.Opt("interval", "text"), seed.Opt("priorNotice", "text"), seed.Opt("workingDaysOnly", "bool"), seed.Opt("sameDayCutoff", "time")}},
		Fresh: func() TimeSlot {
			return TimeSlot{Horizon: "2 days", WorkingDaysOnly: true, OpeningHours: db.JSON[span.Hours]{V: span.Hours{}}}
		},
		Stamp: func(r seed.Row, s *TimeSlot) { s.ID, s.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, s *TimeSlot) (err error) {
			seed.Given(r, "name", &s.Name, r.Text)
			seed.Given(r, "interval", &s.Horizon, func(f string) string { return r.TextOr(f, "2 days") })
			seed.GivenText(r, "priorNotice", &s.PriorNotice)
			seed.GivenText(r, "sameDayCutoff", &s.SameDayCutoff)
			seed.GivenBool(r, "workingDaysOnly", &s.WorkingDaysOnly)
			s.UpdatedAt = r.UpdatedAt
			if r.Has("openingHours") {
				s.OpeningHours.V, err = span.ParseHours(r.Texts("openingHours"))
			}
			return err
		},
		Show: seed.Each(func(s TimeSlot) map[string]any {
			return map[string]any{"id": s.ID, "name": s.Name, "openingHours": s.OpeningHours.V, "interval": s.Horizon, "priorNotice": s.PriorNotice,
				"workingDaysOnly": s.WorkingDaysOnly, "sameDayCutoff": s.SameDayCutoff, "createdAt": s.CreatedAt, "updatedAt": s.UpdatedAt}
		}),
	}.Make()
}

func packageSetKind() seed.Kind {
	return seed.Structs[PackageSet]{
		Kind:  seed.Kind{Name: "package_set", Table: "package_sets", Fields: []seed.Field{seed.Req("name", "text")}},
		Fresh: func() PackageSet { return PackageSet{} },
		Stamp: func(r seed.Row, s *PackageSet) { s.ID, s.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, s *PackageSet) error {
			seed.Given(r, "name", &s.Name, r.Text)
			s.UpdatedAt = r.UpdatedAt
			return nil
		},
		Show: seed.Each(func(s PackageSet) map[string]any {
			return map[string]any{"id": s.ID, "name": s.Name, "createdAt": s.CreatedAt, "updatedAt": s.UpdatedAt}
		}),
	}.Make()
}

func packageKind() seed.Kind {
	return seed.Structs[Package]{
		Kind: seed.Kind{Name: "package", Table: "packages", Deletes: true, Fields: []seed.Field{seed.Req("packageSet", "@package_set"), seed.Req("name", "text"),
			seed.Opt("slug", "text"), seed.Opt("description", "text"), seed.Opt("color", "text"), seed.Opt("shortCode", "text"), seed.Opt("averageVolumeUnits", "int"),
			seed.Opt("maxVolumeUnits", "int"), seed.Opt("averageWeight", "int"), seed.Opt("maxWeight", "int"), seed.Opt("tags", "[text]")}},
		Fresh: func() Package {
			return Package{Color: "#ffffff", AverageVolume: 1, MaxVolume: 1, Tags: db.JSON[[]string]{V: []string{}}}
		},
		Stamp: func(r seed.Row, p *Package) { p.ID, p.CreatedAt = r.ID, r.CreatedAt },
		Fill:  fillPackage,
		Show: seed.Each(func(p Package) map[string]any {
			return map[string]any{"id": p.ID, "packageSet": seed.Rel("package_set", &p.PackageSetID), "name": p.Name, "slug": p.Slug, "description": p.Description,
				"color": p.Color, "shortCode": p.ShortCode, "averageVolumeUnits": p.AverageVolume, "maxVolumeUnits": p.MaxVolume,
				"averageWeight": p.AverageWeight, "maxWeight": p.MaxWeight, "tags": p.Tags.V, "createdAt": p.CreatedAt, "updatedAt": p.UpdatedAt, "deletedAt": p.DeletedAt}
		}),
	}.Make()
}

func fillPackage(_ *db.Tx, r seed.Row, p *Package) error {
	seed.Given(r, "packageSet", &p.PackageSetID, r.Ref)
	seed.Given(r, "name", &p.Name, r.Text)
	seed.Given(r, "slug", &p.Slug, r.Text)
	seed.GivenText(r, "description", &p.Description)
	seed.Given(r, "color", &p.Color, r.Text)
	seed.Given(r, "shortCode", &p.ShortCode, r.Text)
	seed.Given(r, "averageVolumeUnits", &p.AverageVolume, r.Int)
	seed.Given(r, "maxVolumeUnits", &p.MaxVolume, r.Int)
	seed.Given(r, "averageWeight", &p.AverageWeight, r.MaybeInt)
	seed.Given(r, "maxWeight", &p.MaxWeight, r.MaybeInt)
	seed.Given(r, "tags", &p.Tags.V, r.Texts)
	if p.Slug == "" {
		p.Slug = org.Slug(p.Name)
	}
	if p.ShortCode == "" {
		p.ShortCode = shortCode(p.Name)
	}
	if !r.DeletedAt.IsZero() {
		p.DeletedAt = r.DeletedAt
	}
	p.UpdatedAt = r.UpdatedAt
	return nil
}

// shortCode is the first two letters of a name.
func shortCode(name string) string {
	letters := []rune(name)
	return string(letters[:min(2, len(letters))])
}

func storeKind() seed.Kind {
	return seed.Structs[Store]{
		Kind: seed.Kind{Name: "store", Table: "stores", Deletes: true, Fields: []seed.Field{seed.Req("name", "text"), seed.Req("address", "@address"),
			seed.Opt("enabled", "bool"), seed.Opt("organization", "@organization"), seed.Opt("addresses", "[@address]"), seed.Opt("tags", "[text]"),
			seed.Opt("telephone", "phone"), seed.Opt("website", "text"), seed.Opt("document", "text"), seed.Opt("billingMethod", "unit/percentage"),
			seed.Opt("pricingRuleSet", "@pricing_rule_set"), seed.Opt("packageSet", "@package_set"), seed.Opt("timeSlot", "@time_slot"),
			seed.Opt("timeSlots", "[@time_slot]"), seed.Opt("checkExpression", "text"), seed.Opt("defaultCourier", "@user"),
			seed.Opt("failureReasonSet", "@failure_reason_set"), seed.Opt("prefillPickupAddress", "bool"), seed.Opt("weightRequired", "bool"),
			seed.Opt("packagesRequired", "bool"), seed.Opt("multiDropEnabled", "bool"), seed.Opt("multiPickupEnabled", "bool"),
			seed.Opt("cashOnDeliveryEnabled", "bool"), seed.Opt("transporter", "text")}},
		Fresh: func() Store {
			return Store{Enabled: true, Version: 1, Tags: db.JSON[[]string]{V: []string{}}, Options: db.JSON[Options]{V: Options{BillingMethod: "unit"}}}
		},
		Stamp: func(r seed.Row, s *Store) { s.ID, s.CreatedAt = r.ID, r.CreatedAt },
		Fill:  fillStore,
		After: func(tx *db.Tx, r seed.Row, s Store) error {
			if r.Has("timeSlots") {
				if err := setTimeSlots(tx, s.ID, r.Refs("timeSlots")); err != nil {
					return err
				}
			}
			if !r.Has("addresses") {
				return nil
			}
			return setAddresses(tx, s.ID, r.Refs("addresses"))
		},
		Show: showStores,
	}.Make()
}

func fillStore(tx *db.Tx, r seed.Row, s *Store) error {
	seed.Given(r, "name", &s.Name, r.Text)
	seed.Given(r, "address", &s.AddressID, r.Ref)
	seed.GivenBool(r, "enabled", &s.Enabled)
	seed.Given(r, "organization", &s.OrganizationID, r.Ref)
	seed.Given(r, "tags", &s.Tags.V, r.Texts)
	seed.GivenText(r, "telephone", &s.Telephone)
	seed.GivenText(r, "website", &s.Website)
	seed.Given(r, "pricingRuleSet", &s.PricingID, r.MaybeRef)
	seed.Given(r, "packageSet", &s.PackageSetID, r.MaybeRef)
	seed.Given(r, "timeSlot", &s.TimeSlotID, r.MaybeRef)
	seed.Given(r, "failureReasonSet", &s.ReasonsID, r.MaybeRef)
	s.Options.V.fill(r)
	if !r.DeletedAt.IsZero() {
		s.DeletedAt = r.DeletedAt
	}
	s.UpdatedAt = r.UpdatedAt
	if s.OrganizationID != 0 {
		return nil
	}
	o, err := org.AddOrganization(tx, s.Name)
	s.OrganizationID = o.ID
	return err
}

func (o *Options) fill(r seed.Row) {
	for field, to := range map[string]*bool{
		"prefillPickupAddress": &o.PrefillPickup, "weightRequired": &o.WeightRequired, "packagesRequired": &o.PackagesNeeded,
		"multiDropEnabled": &o.MultiDrop, "multiPickupEnabled": &o.MultiPickup, "cashOnDeliveryEnabled": &o.CashOnDelivery,
	} {
		seed.GivenBool(r, field, to)
	}
	seed.GivenText(r, "checkExpression", &o.CheckExpression)
	seed.GivenText(r, "document", &o.Document)
	seed.GivenText(r, "transporter", &o.Transporter)
	seed.Given(r, "defaultCourier", &o.DefaultCourier, r.MaybeRef)
	seed.Given(r, "billingMethod", &o.BillingMethod, func(f string) string { return r.TextOr(f, "unit") })
}

func showStores(tx *db.Tx, list []Store) ([]map[string]any, error) {
	rows := make([]map[string]any, len(list))
	for i, s := range list {
		addresses, err := addressesOf(tx, s.ID)
		if err != nil {
			return nil, err
		}
		slots, err := timeSlotIDs(tx, []int64{s.ID})
		if err != nil {
			return nil, err
		}
		o := s.Options.V
		rows[i] = map[string]any{
			"id": s.ID, "name": s.Name, "address": seed.Rel("address", &s.AddressID), "enabled": s.Enabled, "organization": seed.Rel("organization", &s.OrganizationID),
			"addresses": seed.Rels("address", addresses), "tags": s.Tags.V, "telephone": s.Telephone, "website": s.Website, "document": o.Document,
			"billingMethod": o.BillingMethod, "pricingRuleSet": seed.Rel("pricing_rule_set", s.PricingID), "packageSet": seed.Rel("package_set", s.PackageSetID),
			"timeSlot": seed.Rel("time_slot", s.TimeSlotID), "timeSlots": seed.Rels("time_slot", slots[s.ID]), "checkExpression": o.CheckExpression, "defaultCourier": seed.Rel("user", o.DefaultCourier),
			"failureReasonSet": seed.Rel("failure_reason_set", s.ReasonsID), "prefillPickupAddress": o.PrefillPickup, "weightRequired": o.WeightRequired, "packagesRequired": o.PackagesNeeded,
			"multiDropEnabled": o.MultiDrop, "multiPickupEnabled": o.MultiPickup, "cashOnDeliveryEnabled": o.CashOnDelivery, "transporter": o.Transporter,
			"createdAt": s.CreatedAt, "updatedAt": s.UpdatedAt, "deletedAt": s.DeletedAt,
		}
	}
	return rows, nil
}

func formKind() seed.Kind {
	return seed.Structs[DeliveryForm]{
		Kind: seed.Kind{Name: "delivery_form", Table: "delivery_forms", Fields: []seed.Field{seed.Opt("pricingRuleSet", "@pricing_rule_set"),
			seed.Opt("packageSet", "@package_set"), seed.Opt("timeSlot", "@time_slot"), seed.Opt("withVehicle", "bool"), seed.Opt("withWeight", "bool"),
			seed.Opt("showHomepage", "bool")}},
		Fresh: func() DeliveryForm { return DeliveryForm{} },
		Stamp: func(r seed.Row, f *DeliveryForm) { f.ID, f.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, f *DeliveryForm) error {
			seed.Given(r, "pricingRuleSet", &f.PricingID, r.MaybeRef)
			seed.Given(r, "packageSet", &f.PackageSetID, r.MaybeRef)
			seed.Given(r, "timeSlot", &f.TimeSlotID, r.MaybeRef)
			seed.GivenBool(r, "withVehicle", &f.WithVehicle)
			seed.GivenBool(r, "withWeight", &f.WithWeight)
			seed.GivenBool(r, "showHomepage", &f.ShowHomepage)
			f.UpdatedAt = r.UpdatedAt
			return nil
		},
		Show: seed.Each(func(f DeliveryForm) map[string]any {
			return map[string]any{"id": f.ID, "pricingRuleSet": seed.Rel("pricing_rule_set", f.PricingID), "packageSet": seed.Rel("package_set", f.PackageSetID),
				"timeSlot": seed.Rel("time_slot", f.TimeSlotID), "withVehicle": f.WithVehicle, "withWeight": f.WithWeight, "showHomepage": f.ShowHomepage,
				"createdAt": f.CreatedAt, "updatedAt": f.UpdatedAt}
		}),
	}.Make()
}

// QuoteKind is the kind delivery_quote.
func QuoteKind() seed.Kind {
	return seed.Structs[Quote]{
		Kind: seed.Kind{Name: "delivery_quote", Table: "delivery_quotes", Fields: []seed.Field{seed.Req("store", "@store"), seed.Req("amount", "money"),
			seed.Req("payload", "json"), seed.Opt("state", "new/confirmed"), seed.Opt("expiresAt", "instant"), seed.Opt("delivery", "@delivery")}},
		Fresh: func() Quote { return Quote{State: Open, Payload: db.JSON[json.RawMessage]{V: json.RawMessage("{}")}} },
		Stamp: func(r seed.Row, q *Quote) {
			q.ID, q.CreatedAt, q.ExpiresAt = r.ID, r.CreatedAt, r.CreatedAt.Add(quoteLife)
		},
		Fill: func(_ *db.Tx, r seed.Row, q *Quote) error {
			seed.Given(r, "store", &q.StoreID, r.Ref)
			seed.Given(r, "amount", &q.Amount, r.Money)
			seed.Given(r, "payload", &q.Payload.V, r.JSON)
			seed.Given(r, "state", &q.State, func(f string) QuoteState { return QuoteState(r.TextOr(f, string(Open))) })
			seed.Given(r, "expiresAt", &q.ExpiresAt, r.Instant)
			seed.Given(r, "delivery", &q.DeliveryID, r.MaybeRef)
			q.UpdatedAt = r.UpdatedAt
			return nil
		},
		Show: seed.Each(func(q Quote) map[string]any {
			return map[string]any{"id": q.ID, "store": seed.Rel("store", &q.StoreID), "amount": q.Amount, "payload": q.Payload.V, "state": q.State,
				"expiresAt": q.ExpiresAt, "delivery": seed.Rel("delivery", q.DeliveryID), "createdAt": q.CreatedAt, "updatedAt": q.UpdatedAt}
		}),
	}.Make()
}
