package sim

import (
	"fmt"

	"pignon.coop/internal/place"
)

// Password is that of every account of the demo co-op.
const Password = "pignon-demo"

// Login is an account of the demo co-op with what it is for.
type Login struct{ Role, Username string }

// Logins lists one account per role.
func Logins() []Login {
	return []Login{{"customer", "clara"}, {"restaurant", "remi"}, {"store", "sonia"}, {"courier", "kai"}, {"dispatcher", "dani"}, {"admin", "ada"}}
}

// Simulated are the couriers and customers whom the living city plays; nobody else is touched by it.
var (
	simulatedCouriers  = []string{"lou", "nadir", "mila"}
	simulatedCustomers = []string{"ines", "theo", "jo"}
)

type row map[string]any

// Document is the seed document of a demo co-op in a town: shops at real addresses, people of every role, and parcels for today.
func Document(t Town) map[string]any {
	d := &document{town: t}
	d.taxes()
	d.people()
	for i, s := range shops {
		d.shop(i, s)
	}
	d.add(row{"kind": "user", "update": "@remi", "restaurants": d.shopRefs()})
	d.parcels()
	return map[string]any{"settings": settings(t), "rows": d.rows}
}

type document struct {
	town Town
	rows []row
	next int // house that is given out next
}

func (d *document) add(r row) { d.rows = append(d.rows, r) }

// house adds the next real address as a row and gives its reference.
func (d *document) house(ref string, extra row) string {
	h := d.town.Houses[d.next%len(d.town.Houses)]
	d.next += 3 // neighbours would look odd
	if d.next >= len(d.town.Houses) {
		d.next = d.next%3 + 1
	}
	lat, lng := h.Point.Degrees()
	r := row{"kind": "address", "ref": ref, "streetAddress": h.Label(), "geo": row{"latitude": lat, "longitude": lng}, "postalCode": h.Postcode, "addressLocality": h.City}
	for k, v := range extra {
		r[k] = v
	}
	d.add(r)
	return "@" + ref
}

// regions gives what follows from a country: time zone and currency.
var regions = map[string][2]string{
	"ad": {"Europe/Andorra", "eur"}, "fr": {"Europe/Paris", "eur"}, "mc": {"Europe/Monaco", "eur"}, "it": {"Europe/Rome", "eur"}, "es": {"Europe/Madrid", "eur"},
	"pt": {"Europe/Lisbon", "eur"}, "fi": {"Europe/Helsinki", "eur"}, "li": {"Europe/Vaduz", "chf"}, "ch": {"Europe/Zurich", "chf"}, "us": {"America/New_York", "usd"},
	"gb": {"Europe/London", "gbp"}, "be": {"Europe/Brussels", "eur"}, "de": {"Europe/Berlin", "eur"},
}

func settings(t Town) row {
	region, ok := regions[t.Country]
	if !ok {
		region = regions["fr"]
	}
	return row{
		"brand_name": "Les Pignons", "namespace": "pignon", "country": t.Country, "locale": "fr", "timezone": region[0], "currency_code": region[1],
		"latlng": t.Centre.String(), "administrator_email": "ada@example.org", "motto": "Vos repas à vélo, par une coopérative",
		"default_tax_category": "meal", "subject_to_vat": true, "guest_checkout_enabled": true, "cash_on_delivery_enabled": true,
	}
}

func (d *document) taxes() {
	d.add(row{"kind": "tax_category", "ref": "meal", "code": "meal", "name": "Repas"})
	d.add(row{"kind": "tax_category", "ref": "service", "code": "SERVICE", "name": "Service"})
	d.add(row{"kind": "tax_rate", "code": "meal_rate", "category": "@meal", "name": "TVA 10%", "amount": 0.1})
	d.add(row{"kind": "tax_rate", "code": "service_rate", "category": "@service", "name": "TVA 20%", "amount": 0.2})
	d.add(row{"kind": "payment_method", "code": "CARD"})
	d.add(row{"kind": "payment_method", "code": "CASH_ON_DELIVERY"})
}

func (d *document) people() {
	user := func(name, given, family string, roles ...string) {
		d.add(row{"kind": "user", "ref": name, "username": name, "email": name + "@example.org", "password": Password, "roles": roles, "givenName": given, "familyName": family})
	}
	d.house("home-clara", nil)
	d.add(row{"kind": "user", "ref": "clara", "username": "clara", "email": "clara@example.org", "password": Password, "givenName": "Clara", "familyName": "Roca", "addresses": []string{"@home-clara"}})
	user("remi", "Rémi", "Puig", "ROLE_RESTAURANT")
	user("sonia", "Sònia", "Vidal", "ROLE_STORE")
	user("kai", "Kai", "Martin", "ROLE_COURIER")
	user("dani", "Dani", "Serra", "ROLE_DISPATCHER")
	user("ada", "Ada", "Font", "ROLE_ADMIN")
	for _, name := range simulatedCouriers {
		user(name, name, "", "ROLE_COURIER")
	}
	for _, name := range simulatedCustomers {
		user(name, name, "")
	}
}

func (d *document) shop(i int, s shopIdea) {
	ref := fmt.Sprintf("shop%d", i+1)
	address := d.house(ref+"-address", row{"name": s.name})
	d.add(row{"kind": "contract", "ref": ref + "-contract", "flatDeliveryPrice": 500, "customerAmount": 350, "feeRate": 0.15})
	d.add(row{
		"kind": "restaurant", "ref": ref, "name": s.name, "type": s.kind, "description": s.about, "address": address, "contract": "@" + ref + "-contract",
		"servesCuisine": s.cuisine, "featured": i == 0, "cashOnDeliveryEnabled": true, "deliveryPerimeterExpression": "distance < 6000",
		"fulfillmentMethods": []row{
			{"type": "delivery", "openingHours": []string{"Mo-Su " + s.hours}, "minimumAmount": 800},
			{"type": "collection", "openingHours": []string{"Mo-Su " + s.hours}},
		},
	})
	for _, o := range s.options {
		d.option(ref, o)
	}
	d.add(row{"kind": "menu", "ref": ref + "-menu", "restaurant": "@" + ref, "name": "Carte"})
	for n, section := range s.sections {
		var products []string
		for m, p := range section.products {
			code := fmt.Sprintf("%s-%d-%d", ref, n+1, m+1)
			options := []string{}
			for _, o := range p.options {
				options = append(options, "@"+ref+"-"+o)
			}
			d.add(row{"kind": "product", "ref": code, "code": code, "name": p.name, "description": p.about, "restaurant": "@" + ref, "price": p.price, "taxCategory": "@meal",
				"options": options, "suitableForDiet": p.diets})
			products = append(products, "@"+code)
		}
		d.add(row{"kind": "menu_section", "menu": "@" + ref + "-menu", "name": section.name, "products": products})
	}
}

func (d *document) option(shop string, o optionIdea) {
	ref := shop + "-" + o.code
	r := row{"kind": "product_option", "ref": ref, "code": ref, "name": o.name, "restaurant": "@" + shop, "strategy": "option_value", "additional": o.several}
	if o.several {
		r["valuesRange"] = row{"lower": 0, "upper": 3}
	}
	d.add(r)
	for i, v := range o.values {
		d.add(row{"kind": "product_option_value", "option": "@" + ref, "code": fmt.Sprintf("%s-%d", ref, i+1), "value": v.name, "price": v.price})
	}
}

func (d *document) shopRefs() (refs []string) {
	for i := range shops {
		refs = append(refs, fmt.Sprintf("@shop%d", i+1))
	}
	return refs
}

// parcels are a bookshop that sends parcels, at a price by distance and size, and today's that nobody carries yet: what a dispatcher finds in the
// morning.
func (d *document) parcels() {
	shop := d.house("bookshop-address", row{"name": "Librairie du Vélo", "contactName": "Sònia"})
	d.add(row{"kind": "pricing_rule_set", "ref": "parcel-prices", "name": "Colis en ville", "strategy": "map"})
	for _, rule := range []row{
		{"expression": "distance <= 3000", "price": "490", "name": "Jusqu’à 3 km"},
		{"expression": "distance > 3000", "price": "price_range(distance, 150, 1000, 0)", "name": "Au-delà de 3 km"},
		{"expression": `packages.containsAtLeastOne("Carton")`, "price": `price_per_package(packages, "Carton", 120, 0, 0)`, "name": "Carton"},
		{"expression": "false", "price": "200", "name": "Étage sans ascenseur"},
	} {
		rule["kind"], rule["ruleSet"] = "pricing_rule", "@parcel-prices"
		d.add(rule)
	}
	d.add(row{"kind": "package_set", "ref": "parcel-sizes", "name": "Librairie"})
	d.add(row{"kind": "package", "packageSet": "@parcel-sizes", "name": "Enveloppe", "averageVolumeUnits": 1, "maxVolumeUnits": 1, "maxWeight": 2000})
	d.add(row{"kind": "package", "packageSet": "@parcel-sizes", "name": "Carton", "averageVolumeUnits": 4, "maxVolumeUnits": 6, "maxWeight": 15000})
	d.add(row{"kind": "time_slot", "ref": "half-day", "name": "Demi-journée", "openingHours": []string{"Mo-Su 08:00-13:00", "Mo-Su 13:00-20:00"}, "workingDaysOnly": false})
	d.add(row{"kind": "time_slot", "ref": "two-hours", "name": "Deux heures", "workingDaysOnly": false, "priorNotice": "90 minutes",
		"openingHours": []string{"Mo-Su 08:00-10:00", "Mo-Su 10:00-12:00", "Mo-Su 12:00-14:00", "Mo-Su 14:00-16:00", "Mo-Su 16:00-18:00", "Mo-Su 18:00-20:00"}})
	d.add(row{"kind": "store", "ref": "bookshop", "name": "Librairie du Vélo", "address": shop, "addresses": []string{shop}, "pricingRuleSet": "@parcel-prices",
		"packageSet": "@parcel-sizes", "timeSlot": "@half-day", "timeSlots": []string{"@half-day", "@two-hours"}})
	d.add(row{"kind": "user", "update": "@sonia", "stores": []string{"@bookshop"}})
	for i := range 6 {
		to := d.house(fmt.Sprintf("parcel%d-to", i), row{"contactName": "Destinataire " + string(rune('A'+i))})
		d.add(row{"kind": "task", "ref": fmt.Sprintf("pick%d", i), "type": "PICKUP", "address": shop, "after": "+10m", "before": fmt.Sprintf("+%dm", 60+20*i)})
		d.add(row{"kind": "task", "ref": fmt.Sprintf("drop%d", i), "type": "DROPOFF", "address": to, "after": "+20m", "before": fmt.Sprintf("+%dm", 100+20*i), "doorstep": i%2 == 0})
		d.add(row{"kind": "delivery", "store": "@bookshop", "tasks": []string{fmt.Sprintf("@pick%d", i), fmt.Sprintf("@drop%d", i)}})
	}
}

// addressOf writes a real address as the API takes it.
func addressOf(h place.Hit) map[string]any {
	lat, lng := h.Point.Degrees()
	return map[string]any{"streetAddress": h.Label(), "postalCode": h.Postcode, "addressLocality": h.City, "geo": map[string]float64{"latitude": lat, "longitude": lng}}
}
