package app_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// deed is something that can be asked for about one thing, and who may have it. The names are what the contract grants; they are written down
// here without looking at the policies.
type deed struct {
	ask, body string
	may       string
	sees      string // who may look at the thing in /v1, and so is told 403 instead of 404
	shared    bool   // the dialect takes integrations and guests here, not only people
}

var orderDeeds = []deed{
	{ask: "GET /api/orders/{zoe.order}", may: "zoe ada dan bob tillA reader", shared: true},
	{ask: "GET /api/orders/{zack.order}", may: "zack abe dan bob tillB reader", shared: true},
	{ask: "GET /api/orders/{zoe.cart}", may: "zoe ada dan bob tillA reader", shared: true},
	{ask: "GET /api/orders/{guest.cart}", may: "guest ada dan bob tillA reader", shared: true},
	{ask: "GET /api/orders/{zoe.order}/centrifugo", may: "zoe ada dan bob tillA reader", shared: true},
	{ask: "PUT /api/orders/{zoe.order}/accept", may: "ada dan bob tillA", shared: true},
	{ask: "PUT /api/orders/{zack.order}/accept", may: "abe dan bob tillB", shared: true},
	{ask: "PUT /api/orders/{zoe.order}/refuse", body: `{"reason":"x"}`, may: "ada dan bob"},
	{ask: "PUT /api/orders/{zack.order}/refuse", body: `{"reason":"x"}`, may: "abe dan bob"},
	{ask: "PUT /api/orders/{zoe.order}/delay", body: `{"delay":10}`, may: "ada dan bob"},
	{ask: "PUT /api/orders/{zoe.order}/start_preparing", body: `{}`, may: "ada dan bob"},
	{ask: "PUT /api/orders/{zoe.order}/finish_preparing", body: `{}`, may: "ada dan bob"},
	{ask: "PUT /api/orders/{zoe.order}/fulfill", body: `{}`, may: "ada dan bob"},
	{ask: "PUT /api/orders/{zoe.order}/cancel", body: `{"reason":"x"}`, may: "ada dan bob"},
	{ask: "PUT /api/orders/{zoe.order}/restore", body: `{}`, may: "ada dan bob"},
	{ask: "GET /api/orders/{zoe.order}/payments", may: "dan bob"},
	{ask: "GET /api/orders/{zoe.order}/refunds", may: "dan bob"},
	{ask: "PUT /api/orders/{zoe.order}/refund", body: `{"liableParty":"merchant","comments":""}`, may: "dan bob"},
	{ask: "GET /v1/orders/{zoe.order}", may: "zoe ada dan bob"},
	{ask: "GET /v1/orders/{zack.order}", may: "zack abe dan bob"},
	{ask: "GET /v1/orders/{zoe.order}/tracking", may: "zoe ada dan bob"},
	{ask: "POST /v1/orders/{zoe.order}/accept", may: "ada dan bob", sees: "zoe"},
	{ask: "POST /v1/orders/{zoe.order}/refuse", body: `{"reason":"x"}`, may: "ada dan bob", sees: "zoe"},
	{ask: "POST /v1/orders/{zoe.order}/delay", body: `{"minutes":10}`, may: "ada dan bob", sees: "zoe"},
	{ask: "POST /v1/orders/{zack.order}/cancel", body: `{"reason":"x"}`, may: "abe dan bob", sees: "zack"},
}

var cartDeeds = []deed{
	{ask: "PUT /api/orders/{zoe.cart}", body: `{"notes":"x"}`, may: "zoe bob", shared: true},
	{ask: "PUT /api/orders/{zack.cart}", body: `{"notes":"x"}`, may: "zack bob", shared: true},
	{ask: "PUT /api/orders/{guest.cart}", body: `{"notes":"x"}`, may: "guest bob", shared: true},
	{ask: "POST /api/orders/{zoe.cart}/items", body: `{"product":"DISH_A","quantity":1}`, may: "zoe bob", shared: true},
	{ask: "POST /api/orders/{guest.cart}/items", body: `{"product":"DISH_A","quantity":1}`, may: "guest bob", shared: true},
	{ask: "PUT /api/orders/{zoe.cart}/items/{zoe.cart.item}", body: `{"quantity":1}`, may: "zoe bob", shared: true},
	{ask: "DELETE /api/orders/{zack.cart}/items/{zack.cart.item}", may: "zack bob", shared: true},
	{ask: "DELETE /api/orders/{guest.cart}/items/{guest.cart.item}", may: "guest bob", shared: true},
	{ask: "PUT /api/orders/{zoe.cart}/tip", body: `{"tipAmount":100}`, may: "zoe bob", shared: true},
	{ask: "PUT /api/orders/{zack.cart}/assign", body: `{}`, may: "zack bob", shared: true},
	{ask: "GET /api/orders/{zoe.cart}/validate", may: "zoe bob", shared: true},
	{ask: "GET /api/orders/{zoe.cart}/timing", may: "zoe ada dan bob tillA reader", shared: true},
	{ask: "POST /api/orders/{zoe.cart}/create_invitation", body: `{}`, may: "zoe bob", shared: true},
	{ask: "GET /api/orders/{zoe.cart}/payment_methods", may: "zoe bob", shared: true},
	{ask: "GET /api/orders/{zoe.cart}/payment", may: "zoe bob", shared: true},
	{ask: "PUT /api/orders/{zoe.cart}/payment", body: `{"paymentMethod":"card"}`, may: "zoe bob", shared: true},
	{ask: "PUT /api/orders/{zoe.cart}/pay", body: `{"paymentMethodId":"pm_x"}`, may: "zoe bob", shared: true},
	{ask: "PUT /api/orders/{guest.cart}/pay", body: `{"paymentMethodId":"pm_x"}`, may: "guest bob", shared: true},
	{ask: "POST /api/orders/{zoe.cart}/stripe/create-setup-intent-or-attach-pm", body: `{"payment_method_to_save":"pm_x"}`, may: "zoe bob", shared: true},
	{ask: "GET /api/orders/{zoe.cart}/stripe/clone-payment-method/pm_x", may: "zoe bob", shared: true},
	{ask: "GET /v1/carts/{zoe.cart}", may: "zoe ada dan bob"},
	{ask: "GET /v1/carts/{guest.cart}", may: "guest ada dan bob"},
	{ask: "PATCH /v1/carts/{zoe.cart}", body: `{"notes":"x"}`, may: "zoe bob", sees: "ada dan"},
	{ask: "PATCH /v1/carts/{guest.cart}", body: `{"notes":"x"}`, may: "guest bob", sees: "ada dan"},
	{ask: "GET /v1/carts/{zoe.cart}/timing", may: "zoe ada dan bob"},
	{ask: "POST /v1/carts/{zoe.cart}/items", body: `{"product":"DISH_A"}`, may: "zoe bob", sees: "ada dan"},
	{ask: "PATCH /v1/carts/{zack.cart}/items/{zack.cart.item}", body: `{"quantity":1}`, may: "zack bob", sees: "abe dan"},
	{ask: "DELETE /v1/carts/{guest.cart}/items/{guest.cart.item}", may: "guest bob", sees: "ada dan"},
	{ask: "GET /v1/carts/{zoe.cart}/payment", may: "zoe bob", sees: "ada dan"},
	{ask: "POST /v1/carts/{zoe.cart}/checkout", body: `{"method":"card"}`, may: "zoe bob", sees: "ada dan"},
}

var shopDeeds = []deed{
	{ask: "GET /api/restaurants/{shopA}/orders", may: "ada bob"},
	{ask: "GET /api/restaurants/{shopB}/orders", may: "abe bob"},
	{ask: "GET /api/restaurants/{shopA}/deliveries", may: "bob"},
	{ask: "PUT /api/restaurants/{shopA}", body: `{"state":"rush"}`, may: "ada bob"},
	{ask: "PUT /api/restaurants/{shopB}", body: `{"state":"rush"}`, may: "abe bob"},
	{ask: "PUT /api/restaurants/{shopA}/close", body: `{}`, may: "ada bob"},
	{ask: "DELETE /api/restaurants/{shopA}", may: "bob"},
	{ask: "DELETE /api/opening_hours_specifications/{closingB}", may: "abe bob"},
	{ask: "POST /api/restaurants/{shopA}/menus", body: `{"name":"x"}`, may: "ada bob"},
	{ask: "PUT /api/restaurants/menus/{menuB}", body: `{"name":"x"}`, may: "abe bob"},
	{ask: "DELETE /api/restaurants/menus/{menuA}", may: "ada bob"},
	{ask: "POST /api/restaurants/menus/{menuA}/sections", body: `{"name":"x","products":[]}`, may: "ada bob"},
	{ask: "PUT /api/restaurants/menus/{menuB}/sections/{sectionB}", body: `{"name":"x"}`, may: "abe bob"},
	{ask: "DELETE /api/restaurants/menus/{menuB}/sections/{sectionB}", may: "abe bob"},
	{ask: "PUT /api/products/{dishA}", body: `{"enabled":false}`, may: "ada bob"},
	{ask: "PUT /api/products/{dishB}/disable", body: `{"until":"2031-05-06T12:00:00Z"}`, may: "abe bob"},
	{ask: "DELETE /api/products/{dishB}", may: "abe bob"},
	{ask: "PUT /api/product_option_values/{valueA}", body: `{"enabled":false}`, may: "ada bob"},
	{ask: "PUT /api/shop_collections/{collection}", body: `{"title":"x"}`, may: "bob"},
	{ask: "DELETE /api/shop_collections/{collection}", may: "bob"},
	{ask: "GET /v1/shops/{shopA}/orders", may: "ada dan bob"},
	{ask: "GET /v1/shops/{shopB}/catalogue", may: "abe bob", sees: "*"},
	{ask: "PATCH /v1/shops/{shopA}", body: `{"state":"rush"}`, may: "ada bob", sees: "*"},
	{ask: "PATCH /v1/shops/{shopB}", body: `{"name":"x"}`, may: "abe bob", sees: "*"},
	{ask: "POST /v1/shops/{shopA}/closing", body: `{}`, may: "ada bob", sees: "*"},
	{ask: "DELETE /v1/shops/{shopA}/closing", may: "ada bob", sees: "*"},
	{ask: "DELETE /v1/closings/{closingA}", may: "ada bob", sees: "*"},
	{ask: "POST /v1/shops/{shopB}/menus", body: `{"name":"x"}`, may: "abe bob", sees: "*"},
	{ask: "POST /v1/shops/{shopB}/products", body: `{"name":"x","price":1,"taxCategoryId":1}`, may: "abe bob", sees: "*"},
	{ask: "POST /v1/shops/{shopB}/options", body: `{"name":"x","values":[]}`, may: "abe bob", sees: "*"},
	{ask: "PATCH /v1/menus/{menuA}", body: `{"name":"x"}`, may: "ada bob", sees: "*"},
	{ask: "DELETE /v1/menus/{menuB}", may: "abe bob", sees: "*"},
	{ask: "POST /v1/menus/{menuA}/sections", body: `{"name":"x"}`, may: "ada bob", sees: "*"},
	{ask: "PATCH /v1/menus/{menuA}/sections/{sectionA}", body: `{"name":"x"}`, may: "ada bob", sees: "*"},
	{ask: "DELETE /v1/menus/{menuB}/sections/{sectionB}", may: "abe bob", sees: "*"},
	{ask: "PATCH /v1/products/{dishA}", body: `{"enabled":false}`, may: "ada bob", sees: "*"},
	{ask: "PATCH /v1/products/{dishB}", body: `{"price":1}`, may: "abe bob", sees: "*"},
	{ask: "DELETE /v1/shops/{shopA}/picture", may: "ada bob", sees: "*"},
	{ask: "DELETE /v1/shops/{shopB}/banner", may: "abe bob", sees: "*"},
	{ask: "DELETE /v1/products/{dishA}/picture", may: "ada bob", sees: "*"},
	{ask: "PATCH /v1/option-values/{valueB}", body: `{"enabled":false}`, may: "abe bob", sees: "*"},
}

var peopleDeeds = []deed{
	{ask: "GET /api/users/{zoe}", may: "zoe dan bob"},
	{ask: "GET /api/users/{zack}", may: "zack dan bob"},
	{ask: "PUT /api/users/{zoe}", body: `{"telephone":"+33612345678"}`, may: "zoe bob"},
	{ask: "GET /api/customers/{zoe.customer}", may: "zoe bob"},
	{ask: "PUT /api/customers/{zack.customer}", body: `{"telephone":"+33612345678"}`, may: "zack bob"},
	{ask: "GET /api/customers/{zack.customer}/insights", may: "bob"},
	{ask: "GET /api/addresses/{home}", may: "bob"},
	{ask: "PATCH /api/addresses/{home2}", body: `{"name":"x"}`, may: "bob"},
	{ask: "DELETE /api/addresses/{home2}", may: "bob"},
}

var taskDeeds = []deed{
	{ask: "GET /api/tasks/{carl.task}", may: "carl dan bob tasksAll", shared: true},
	{ask: "GET /api/tasks/{free.task}", may: "dan bob tasksAll", shared: true},
	{ask: "GET /api/tasks/{carl.task}/events", may: "carl dan bob tasksAll", shared: true},
	{ask: "GET /api/tasks/{carl.task}/failure_reasons", may: "carl dan bob"},
	{ask: "GET /api/tasks/{carl.task}/context", may: "carl dan bob"},
	{ask: "GET /api/task_images/{carl.image}", may: "carl dan bob"},
	{ask: "PUT /api/tasks/{carl.task}", body: `{"comments":"x"}`, may: "carl dan bob"},
	{ask: "PUT /api/tasks/{carl.task}/start", body: `{}`, may: "carl dan bob"},
	{ask: "PUT /api/tasks/{cora.task}/start", body: `{}`, may: "cora dan bob"},
	{ask: "PUT /api/tasks/{carl.task}/done", body: `{"notes":"x"}`, may: "carl dan bob"},
	{ask: "PUT /api/tasks/{carl.task}/failed", body: `{"notes":"x"}`, may: "carl dan bob"},
	{ask: "PUT /api/tasks/{carl.task}/append_to_comment", body: `{"note":"x"}`, may: "carl dan bob"},
	{ask: "PUT /api/tasks/{carl.task}/incidents", body: `{"notes":"x"}`, may: "carl dan bob"},
	{ask: "PUT /api/tasks/{carl.task}/cancel", body: `{}`, may: "dan bob"},
	{ask: "PUT /api/tasks/{carl.task}/restore", body: `{}`, may: "dan bob"},
	{ask: "PUT /api/tasks/{carl.task}/reschedule", body: `{"after":"2031-05-06T12:00:00Z","before":"2031-05-06T13:00:00Z"}`, may: "dan bob"},
	{ask: "PUT /api/tasks/{free.task}/assign", body: `{"username":"carl"}`, may: "carl dan bob"},
	{ask: "PUT /api/tasks/{free.task}/assign", body: `{"username":"cora"}`, may: "cora dan bob"},
	{ask: "POST /api/tasks/{carl.task}/duplicate", body: `{}`, may: "dan bob"},
	{ask: "DELETE /api/tasks/{carl.task}/group", may: "dan bob"},
	{ask: "GET /api/task_groups/{group}", may: "dan bob", shared: true},
	{ask: "PUT /api/task_groups/{group}", body: `{"name":"x"}`, may: "dan bob"},
	{ask: "DELETE /api/task_groups/{group}", may: "dan bob"},
	{ask: "GET /api/task_lists/{list}", may: "dan bob"},
	{ask: "GET /api/task_lists/{list}/optimize", may: "bob"},
	{ask: "PUT /api/task_lists/set_items/2031-05-06/{carl.name}", body: `{"items":[]}`, may: "dan bob"},
	{ask: "GET /api/tours/{tour}", may: "dan bob"},
	{ask: "DELETE /api/tours/{tour}", may: "dan bob"},
	{ask: "GET /api/deliveries/{ride}", may: "dan bob", shared: true},
	{ask: "GET /v1/tasks/{carl.task}", may: "carl dan bob"},
	{ask: "GET /v1/tasks/{carl.task}/history", may: "carl dan bob"},
	{ask: "POST /v1/tasks/{carl.task}/start", body: `{}`, may: "carl dan bob"},
	{ask: "POST /v1/tasks/{cora.task}/done", body: `{}`, may: "cora dan bob"},
	{ask: "POST /v1/tasks/{carl.task}/fail", body: `{}`, may: "carl dan bob"},
	{ask: "POST /v1/tasks/{carl.task}/note", body: `{"notes":"x"}`, may: "carl dan bob"},
	{ask: "POST /v1/tasks/{carl.task}/cancel", body: `{}`, may: "dan bob", sees: "carl"},
	{ask: "POST /v1/tasks/{carl.task}/restore", body: `{}`, may: "dan bob", sees: "carl"},
	{ask: "POST /v1/tasks/{carl.task}/reschedule", body: `{"after":"2031-05-06T12:00:00Z","before":"2031-05-06T13:00:00Z"}`, may: "dan bob", sees: "carl"},
	{ask: "PUT /v1/dispatch/lists/{carl}/2031-05-06", body: `{"version":0,"items":[]}`, may: "dan bob"},
	{ask: "POST /v1/dispatch/lists/{carl}/2031-05-08", may: "dan bob"},
}

var storeDeeds = []deed{
	{ask: "GET /api/stores/{storeA}", may: "sue cora carl dan bob parcels", shared: true},
	{ask: "GET /api/stores/{storeB}", may: "cora carl dan bob", shared: true},
	{ask: "GET /api/stores/{storeA}/addresses", may: "sue dan bob parcels", shared: true},
	{ask: "GET /api/stores/{storeB}/addresses?type=dropoff", may: "dan bob", shared: true},
	{ask: "POST /api/stores/{storeA}/addresses", body: `{"streetAddress":"x","geo":{"latitude":48.8,"longitude":2.3}}`, may: "sue bob parcels", shared: true},
	{ask: "GET /api/stores/{storeA}/deliveries", may: "sue bob parcels", shared: true},
	{ask: "GET /api/stores/{storeB}/deliveries", may: "bob", shared: true},
	{ask: "GET /api/stores/{storeB}/packages", may: "cora carl dan bob"},
	{ask: "PATCH /api/stores/{storeA}", body: `{"name":"x"}`, may: "bob"},
	{ask: "DELETE /api/stores/{storeB}", may: "bob"},
	{ask: "GET /api/deliveries/{parcelA}", may: "sue dan bob parcels", shared: true},
	{ask: "GET /api/deliveries/{parcelB}", may: "dan bob", shared: true},
	{ask: "PUT /api/deliveries/{parcelA}", body: `{"dropoff":{"comments":"x"}}`, may: "sue dan bob parcels", shared: true},
	{ask: "PUT /api/deliveries/{parcelB}", body: `{"dropoff":{"comments":"x"}}`, may: "dan bob", shared: true},
	{ask: "PUT /api/deliveries/{parcelA}/pick", body: `{}`, may: "sue dan bob parcels", shared: true},
	{ask: "PUT /api/deliveries/{parcelB}/drop", body: `{}`, may: "dan bob", shared: true},
	{ask: "DELETE /api/deliveries/{parcelA}", may: "sue dan bob parcels", shared: true},
	{ask: "DELETE /api/deliveries/{parcelB}", may: "dan bob", shared: true},
	{ask: "GET /v1/stores/{storeA}/deliveries", may: "sue dan bob"},
	{ask: "GET /v1/stores/{storeB}/why-not?at=2031-05-06T12:00:00Z", may: "dan bob"},
	{ask: "POST /v1/stores/{storeB}/quote", body: `{"drops":[{"address":{"streetAddress":"x","lat":48.8,"lng":2.3}}]}`, may: "dan bob"},
	{ask: "GET /v1/stores/{storeB}/addresses", may: "dan bob"},
	{ask: "POST /v1/stores/{storeB}/addresses", body: `{"streetAddress":"x","lat":48.8,"lng":2.3}`, may: "bob", sees: "dan"},
	{ask: "GET /v1/deliveries/{parcelA}", may: "sue dan bob"},
	{ask: "PUT /v1/deliveries/{parcelB}", body: `{"drops":[{"address":{"streetAddress":"x","lat":48.8,"lng":2.3}}]}`, may: "dan bob"},
	{ask: "POST /v1/deliveries/{parcelB}/quote", body: `{"drops":[{"address":{"streetAddress":"x","lat":48.8,"lng":2.3}}]}`, may: "dan bob"},
	{ask: "DELETE /v1/deliveries/{parcelA}", may: "sue dan bob"},
	{ask: "DELETE /v1/deliveries/{parcelB}", may: "dan bob"},
}

// TestAccessMatrix asks for every deed as everybody, about a thing that exists and about one that never did. Who may not is told so, learns
// nothing of the thing, and leaves the database as it was; who may is not refused.
func TestAccessMatrix(t *testing.T) {
	t.Parallel()
	for name, deeds := range map[string][]deed{"orders": orderDeeds, "carts": cartDeeds, "shops": shopDeeds, "people": peopleDeeds, "stores": storeDeeds, "tasks": taskDeeds} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newTown(t)
			for _, d := range deeds {
				w.refuses(d)
				w.allows(d)
			}
		})
	}
}

func (w *town) refuses(d deed) {
	before := w.writes()
	for _, who := range everybody() {
		may := slices.Contains(strings.Fields(d.may), who)
		absent, words := w.asked(who, d, strings.Replace(d.ask, firstID.FindString(d.ask), "987654321", 1))
		if !slices.Contains(d.without(who, true), absent) {
			w.t.Errorf("%s: %s about nothing: %d, want one of %v: %s", who, d.ask, absent, d.without(who, true), words)
		}
		if may {
			continue
		}
		status, text := w.asked(who, d, d.ask)
		if !slices.Contains(d.without(who, false), status) {
			w.t.Errorf("%s: %s: %d, want one of %v: %s", who, d.ask, status, d.without(who, false), text)
		}
		if sings(text) {
			w.t.Errorf("%s: %s tells secrets: %s", who, d.ask, text)
		}
		if d.hides(who) && plainly(text) != plainly(words) {
			w.t.Errorf("%s: %s tells apart what is another's from what never was: %s, %s", who, d.ask, text, words)
		}
	}
	if w.writes() != before {
		w.t.Errorf("%s: a refused call was written down", d.ask)
	}
}

var (
	firstID   = regexp.MustCompile(`\{[a-zA-Z0-9.]+\}`)
	firstHole = regexp.MustCompile(`\{[a-z]+(?:\.\.\.)?\}`)
	requestID = regexp.MustCompile(`"request":"[^"]*"`)
)

func plainly(text string) string { return requestID.ReplaceAllString(text, "") }

// hides tells whether a thing looks to somebody as if it had never been.
func (d deed) hides(who string) bool {
	return strings.Contains(d.ask, " /v1/") && d.sees != "*" && !slices.Contains(strings.Fields(d.sees), who)
}

// without lists how a call may be refused.
func (d deed) without(who string, absent bool) []int {
	ours := strings.Contains(d.ask, " /v1/")
	switch {
	case who == "nobody", slices.Contains(apps, who) && !d.shared, slices.Contains(guests, who) && !d.shared && !ours:
		return []int{401}
	case ours, absent:
		return []int{403, 404}
	}
	return []int{403}
}

func (w *town) allows(d deed) {
	for _, who := range strings.Fields(d.may) {
		before := w.writes()
		status, text := w.asked(who, d, d.ask)
		if slices.Contains([]int{401, 403, 404, 500}, status) {
			w.t.Errorf("%s may %s: %d: %s", who, d.ask, status, text)
		}
		if w.writes() != before {
			w.again()
		}
	}
}

// asked sends a deed as somebody. In /v1 guests show the cookie of their basket.
func (w *town) asked(who string, d deed, ask string) (int, string) {
	if slices.Contains(guests, who) && strings.Contains(ask, " /v1/") {
		return w.as("nobody", ask, d.body, "Cookie", "pignon_basket="+w.proofs[who])
	}
	return w.as(who, ask, d.body)
}

// again puts the town back into its first state. All tokens stay good: ids are the same and the keys are kept.
func (w *town) again() { w.call("", "POST", "/_dev/reset", townDocument(), 200) }
