package dev

import (
	"slices"

	"pignon.coop/internal/account"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fleet"
	"pignon.coop/internal/incident"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/partner"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/promotion"
	"pignon.coop/internal/recurrence"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/store"
	"pignon.coop/internal/webhook"
)

// AllKinds lists every kind of row a seed document may hold, a line per module. words prints in the co-op's language.
func AllKinds(door *account.Door, words func() *locale.Printer) []seed.Kind {
	return slices.Concat(
		org.SeedKinds(),
		account.SeedKinds(door, account.Belongings{Field: "restaurants", Kind: "restaurant", Set: shop.SetOwners, Of: shop.OwnedBy},
			account.Belongings{Field: "stores", Kind: "store", Set: store.SetOwners, Of: store.OwnedBy}),
		shop.SeedKinds(),
		pricing.SeedKinds(),
		promotion.SeedKinds(),
		store.SeedKinds(),
		fleet.SeedKinds(),
		[]seed.Kind{recurrence.SeedKind()},
		delivery.SeedKinds(dispatch.SeedHand),
		dispatch.SeedKinds(),
		shift.SeedKinds(),
		[]seed.Kind{incident.SeedKind(func(code string) string { return reasonTitle(words(), code) })},
		[]seed.Kind{payment.MethodKind(), subscribing(order.SeedKind(orderHand(words))), store.QuoteKind(), webhook.SeedKind(), partner.HubKind(), partner.WoopitKind()},
	)
}

// reasonTitle is what an incident is called that has no title: its reason, if the house knows that.
func reasonTitle(words *locale.Printer, code string) string {
	if key := "failure_reason." + code; words.Has(key) {
		return words.T(key, nil)
	}
	return "N/A"
}
