package site_test

import (
	"fmt"
	"net/url"
	"testing"

	"pignon.coop/internal/delivery"
	"pignon.coop/internal/site"
)

// ride is an order on its way, as a seed document; its history says how far it is.
const ride = `{"settings":{"public_id_salt":"a secret of the house"},"rows":[
	{"kind":"user","ref":"bruna","username":"bruna_77","givenName":"Bruna","familyName":"Soler","email":"bruna@example.org","roles":["ROLE_COURIER"]},
	{"kind":"address","ref":"door","streetAddress":"Carrer Prat de la Creu 8","geo":{"latitude":42.5065,"longitude":1.526}},
	{"kind":"task","ref":"up","type":"PICKUP","address":"@ramonAt","before":"2031-05-06 12:30"},
	{"kind":"task","ref":"down","address":"@door","before":"2031-05-06 12:50"},
	{"kind":"delivery","ref":"d","tasks":["@up","@down"]},
	{"kind":"task_list","courier":"@bruna","date":"2031-05-06","items":["@up","@down"]},
	{"kind":"position","user":"@bruna","latitude":42.5066,"longitude":1.5244,"at":"2031-05-06 11:58"},
	{"kind":"order","id":7,"state":"%s","number":"7","restaurant":"@ramon","customer":"@adaAs","delivery":"@d","shippingAddress":"@door","shippingTimeRange":["2031-05-06 12:40","2031-05-06 12:50"],
	 "items":[{"product":"@trinxat"}],
	 "events":[{"name":"order:created","createdAt":"2031-05-06 11:30"},{"name":"order:accepted","createdAt":"2031-05-06 11:35"}%s]}]}`

// TestCourierIsSeenBetweenPickupAndDropoffOnly and by first name alone; a day after its end the page is gone.
func TestCourierIsSeenBetweenPickupAndDropoffOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const picked = `,{"name":"order:picked","createdAt":"2031-05-06 11:50"}`
	const dropped = picked + `,{"name":"order:dropped","createdAt":"2031-05-06 11:59"}`
	for name, c := range map[string]struct {
		state, events string
		status        int
		wants, lacks  []string
	}{
		"in the kitchen": {"accepted", "", 200, []string{"is being prepared", "Expected"}, []string{"data-rider", "Bruna"}},
		"ready":          {"ready", "", 200, []string{"Your order is ready", `aria-current="step"><span>Ready`}, []string{"data-rider", "Bruna"}},
		"on its way":     {"accepted", picked, 200, []string{`data-rider="{&#34;lat&#34;:42.5066`, "Bruna"}, []string{"data-dropoff", "Soler", "bruna_77"}},
		"delivered":      {"accepted", dropped, 200, []string{"Enjoy your meal"}, []string{"data-rider", "data-token"}},
		"refused":        {"refused", `,{"name":"order:refused","createdAt":"2031-05-06 11:40"}`, 200, []string{"cannot make this order"}, []string{"data-token"}},
		"the day before": {"fulfilled", `,{"name":"order:dropped","createdAt":"2031-05-05 11:59"}`, 404, nil, []string{"Trinxat"}},
		"still a basket": {"cart", "", 404, nil, []string{"Trinxat"}},
	} {
		w.start()
		w.dev("POST", "/_dev/seed", fmt.Appendf(nil, ride, c.state, c.events))
		page := w.browser("en").get(site.TrackingPath("a secret of the house", 7))
		t.Log(name)
		page.wants(t, c.status, c.wants...).lacks(t, c.lacks...)
		page.lacks(t, "ada@example.org", "376312345", "Ada", "Prat de la Creu")
	}
}

// TestEveryStateOfAnOrderHasWords shows an order of each state to who ordered it.
func TestEveryStateOfAnOrderHasWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for state, words := range map[string]string{
		"new": "Sent to the restaurant", "accepted": "Being prepared", "started": "In the kitchen", "ready": "Ready", "fulfilled": "Delivered",
		"refused": "Refused by the restaurant", "cancelled": "Cancelled",
	} {
		w.start()
		w.dev("POST", "/_dev/seed", fmt.Appendf(nil, ride, state, ""))
		w.browser("en").post("/login", url.Values{"login": {"ada"}, "password": {"correct horse battery"}, "next": {"/account"}}, nil).wants(t, 200, ">"+words+"<")
	}
}

// parcel is a delivery without an order, as a seed document.
const parcel = `{"settings":{"public_id_salt":"a secret of the house","phone_number":"+376800900"},"rows":[
	{"kind":"user","ref":"bruna","username":"bruna_77","givenName":"Bruna","familyName":"Soler","email":"bruna@example.org","roles":["ROLE_COURIER"]},
	{"kind":"address","ref":"door","streetAddress":"Carrer Prat de la Creu 8","contactName":"Ada Pons","telephone":"+376312345","description":"code 4711","geo":{"latitude":42.5065,"longitude":1.526}},
	{"kind":"task","ref":"up","type":"PICKUP","address":"@ramonAt","before":"2031-05-06 12:30","comments":"fragile","status":%q%s},
	{"kind":"task","ref":"down","address":"@door","after":"2031-05-06 12:40","before":"2031-05-06 12:50","status":%q%s},
	{"kind":"delivery","ref":"d","id":9,"tasks":["@up","@down"]},
	{"kind":"task_list","courier":"@bruna","date":"2031-05-06","items":["@up","@down"]},
	{"kind":"position","user":"@bruna","latitude":42.5066,"longitude":1.5244,"at":"2031-05-06 11:58"}]}`

func done(name, at string) string {
	return fmt.Sprintf(`,"events":[{"name":"task:created","createdAt":"2031-05-06 08:00"},{"name":%q,"createdAt":%q}]`, name, at)
}

// TestDeliveryPage: "8 [characters] for the public tracking page (`/<locale>/pub/d/{hashid}`)". It tells when and how far, and where the courier
// is between pick-up and drop-off alone; it names nobody but the courier, by first name.
func TestDeliveryPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	public, err := delivery.PublicID("a secret of the house", 9)
	if err != nil || len(public) != 8 {
		t.Fatal(public, err)
	}
	up := done("task:done", "2031-05-06 11:50")
	for name, c := range map[string]struct {
		pickup, atPickup, dropoff, atDropoff string
		status                               int
		english, french                      string
		wants, lacks                         []string
	}{
		"planned":   {"TODO", "", "TODO", "", 200, "Your delivery is planned", "Votre livraison est prévue", []string{"12:40", "12:50", "data-token", "376800900"}, []string{"data-rider", "Bruna"}},
		"on way":    {"DONE", up, "DOING", "", 200, "Your delivery is on its way", "Votre livraison est en chemin", []string{`data-rider="{&#34;lat&#34;:42.5066`, "Bruna", "11:50", `http-equiv="refresh"`}, []string{"data-dropoff"}},
		"delivered": {"DONE", up, "DONE", done("task:done", "2031-05-06 11:59"), 200, "Your delivery has arrived", "Votre livraison est arrivée", []string{"11:59", "data-over"}, []string{"data-rider", "data-token"}},
		"failed":    {"DONE", up, "FAILED", done("task:failed", "2031-05-06 11:59"), 200, "could not be handed in", "pas pu être remise", []string{"11:59"}, []string{"data-rider", "data-token"}},
		"cancelled": {"CANCELLED", "", "CANCELLED", "", 200, "This delivery is cancelled", "Cette livraison est annulée", nil, []string{"data-rider", "data-token"}},
		"long ago":  {"DONE", up, "DONE", done("task:done", "2031-05-05 11:59"), 404, "", "", nil, []string{"Bruna"}},
	} {
		w.start()
		w.dev("POST", "/_dev/seed", fmt.Appendf(nil, parcel, c.pickup, c.atPickup, c.dropoff, c.atDropoff))
		t.Log(name)
		for language, heading := range map[string]string{"en": c.english, "fr": c.french} {
			page := w.browser("es").get("/" + language + "/pub/d/" + public)
			page.wants(t, c.status, append(c.wants, heading)...).lacks(t, c.lacks...)
			page.lacks(t, "Soler", "bruna_77", "Prat de la Creu", "Ada Pons", "376312345", "4711", "fragile", "@example.org")
		}
	}
	w.start()
	w.dev("POST", "/_dev/seed", fmt.Appendf(nil, parcel, "TODO", "", "TODO", ""))
	other, _ := delivery.PublicID("another secret", 9)
	none, _ := delivery.PublicID("a secret of the house", 10)
	for _, wrong := range []string{other, none, "9", "x", public + "x"} {
		w.browser("fr").get("/fr/pub/d/"+wrong).wants(t, 404, "lang=\"fr\"").lacks(t, "Bruna")
	}
	w.browser("fr").get("/fr/pub/d/"+public+"?lang=en").wants(t, 200, "Your delivery is planned")
}
