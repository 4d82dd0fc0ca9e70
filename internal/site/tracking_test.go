package site_test

import (
	"fmt"
	"testing"

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
