package app_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"testing"
)

// holds says who has a role, by what includes what, or a scope.
var holds = map[string][]string{
	"ROLE_USER": people, "ROLE_COURIER": {"cora", "carl", "dan", "bob"}, "ROLE_DISPATCHER": {"dan", "bob"}, "ROLE_ADMIN": {"bob"},
	"ROLE_API_APP": apps, "tasks": {"tasks"}, "tasks:all": {"tasksAll"},
}

// TestLowerRolesAreRefusedEverywhere asks every route that wants a role as everybody who has none of it, and every closed route as nobody.
func TestLowerRolesAreRefusedEverywhere(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	before := w.writes()
	for _, line := range w.coop.Routes() {
		pattern, access, _ := strings.Cut(line, ": ")
		for _, who := range everybody() {
			if may(who, access) {
				continue
			}
			status, text := w.as(who, filled(pattern), "{}")
			shown := strings.HasPrefix(pattern, "GET /account") && status == http.StatusSeeOther && strings.Contains(text, `"/login?next=`) // to the door
			if status != 401 && status != 403 && !shown || sings(text) {
				w.t.Errorf("%s: %s (%s): %d: %s", who, pattern, access, status, text)
			}
		}
	}
	if w.writes() != before {
		t.Error("a refused call was written down")
	}
}

func may(who, access string) bool {
	switch access {
	case "public", "loopback", "by token":
		return true
	case "known", "proven":
		return who != "nobody"
	}
	return slices.ContainsFunc(strings.Fields(access), func(r string) bool { return slices.Contains(holds[r], who) })
}

// filled puts values into the holes of a pattern.
func filled(pattern string) string {
	path := firstHole.ReplaceAllString(pattern, "1")
	return strings.NewReplacer("/{$}", "/").Replace(path)
}

// writesByContract are what the contract has as GET though it writes: an export notes that it was taken. Only administrators may, and no cookie opens
// it, so no link or picture of another site does.
var writesByContract = []string{"GET /api/invoice_line_items/export", "GET /api/invoice_line_items/export/odoo"}

// TestReadingChangesNothing: no GET writes, whoever asks; links can be followed, prefetched and put into pictures.
func TestReadingChangesNothing(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for _, line := range w.coop.Routes() {
		pattern, _, _ := strings.Cut(line, ": ")
		if !strings.HasPrefix(pattern, "GET ") || strings.Contains(pattern, "websocket") {
			continue
		}
		for _, who := range []string{"bob", "zoe", "nobody"} {
			if who == "bob" && slices.Contains(writesByContract, pattern) {
				continue
			}
			before := w.writes()
			if status, text := w.as(who, filled(pattern), ""); status >= 500 && status != 503 {
				t.Errorf("%s: %s: %d: %s", who, pattern, status, text)
			}
			if w.writes() != before {
				t.Errorf("%s: %s writes", who, pattern)
			}
		}
	}
}

// TestDisguisesOpenNothing tries the same doors under other names and methods.
func TestDisguisesOpenNothing(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	before := w.writes()
	for _, who := range []string{"nobody", "zoe", "stranger", "parcels"} {
		for _, path := range []string{
			"/api/orders/{zack.order}", "/api/users/{zack}", "/api/customers/{zack.customer}", "/api/addresses/{home2}", "/api/tasks/{carl.task}", "/v1/orders/{zack.order}",
		} {
			head, last, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
			disguises := []string{
				path + "/", path + ".json", path + ".jsonld", path + ";x=1", path + "%00", path + "%2e", path + "/.", path + "/../" + path, "//" + head + "/" + last, "/" + head + "//" + last,
				"/" + strings.ToUpper(head) + "/" + last, "/x/../" + head + "/" + last, "/" + head + "/%2e%2e/" + head + "/" + last, "/" + head + "%2f" + last, path + "?_method=DELETE", path + "?format=json",
			}
			for _, disguise := range disguises {
				for _, method := range []string{"GET ", "HEAD ", "OPTIONS ", "POST ", "PUT ", "DELETE ", "TRACE ", "PURGE "} {
					w.learnsNothing(who, method+disguise)
				}
			}
			for _, header := range []string{"X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override", "X-Original-URL", "X-Rewrite-URL"} {
				w.learnsNothing(who, "GET "+path, header, "DELETE")
				w.learnsNothing(who, "POST "+path, header, "PUT")
				w.learnsNothing(who, "GET /api/settings", header, path)
			}
		}
	}
	if w.writes() != before {
		t.Error("a disguised call was written down")
	}
	if status, _ := w.as("zoe", "DELETE /api/orders/{zoe.order}", "", "X-HTTP-Method-Override", "GET"); status != 405 {
		t.Errorf("a method that is not there: %d", status)
	}
}

func (w *town) learnsNothing(who, ask string, headers ...string) {
	w.t.Helper()
	if status, text := w.as(who, ask, "", headers...); sings(text) || status >= 500 && status != 503 {
		w.t.Errorf("%s: %s %v: %d: %s", who, ask, headers, status, text)
	}
}

// rows reads all rows of kinds as the development mode shows them.
func (w *town) rows(kinds ...string) string {
	w.t.Helper()
	var all strings.Builder
	for _, kind := range kinds {
		list := w.call("", "GET", "/_dev/rows/"+kind, nil, 200)["rows"].([]any)
		for _, r := range list {
			delete(r.(map[string]any), "updatedAt")
			delete(r.(map[string]any), "events") // that somebody changed nothing may stand in a history
		}
		text, err := json.Marshal(list)
		if err != nil {
			w.t.Fatal(err)
		}
		all.Write(text)
	}
	return all.String()
}

// TestFieldsThatAreNotTheirs sends fields that the caller may not write along with calls that they may make. Either the call is refused, or
// the fields are as before.
func TestFieldsThatAreNotTheirs(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	const rest = `,"roles":["ROLE_ADMIN"],"role":"ROLE_ADMIN","is_admin":true,"enabled":true,"verified":true,"balance":1,"commission":0,"owner_id":1,"store_id":1,"created_at":"2000-01-01T00:00:00Z","createdAt":"2000-01-01T00:00:00Z","id":77,"version":77,"deletedAt":null}`
	for _, c := range []struct {
		who, ask, body string
		kinds          []string
	}{
		{"zoe", "PUT /api/users/{zoe}", `{"username":"root","email":"root@example.org","password":"x","restaurants":["/api/restaurants/{shopA}"]`, []string{"user", "restaurant"}},
		{"zoe", "PUT /api/customers/{zoe.customer}", `{"email":"root@example.org","user":"/api/users/{bob}"`, []string{"user", "customer"}},
		{"zoe", "PUT /api/orders/{zoe.cart}", `{"state":"accepted","total":1,"itemsTotal":1,"number":"X","customer":"/api/customers/{zack.customer}","adjustments":[],"payments":[],"owner":"x"`, []string{"order"}},
		{"zoe", "PUT /api/orders/{zoe.cart}/items/{zoe.cart.item}", `{"quantity":2,"unitPrice":1,"total":1,"product":"DISH_B","order":"/api/orders/{zack.cart}"`, []string{"order"}},
		{"zoe", "PATCH /v1/carts/{zoe.cart}", `{"total":1`, []string{"order"}},
		{"zoe", "PATCH /v1/carts/{zoe.cart}/items/{zoe.cart.item}", `{"quantity":2,"unitPrice":1`, []string{"order"}},
		{"ada", "PUT /api/restaurants/{shopA}", `{"name":"Mine","featured":true,"exclusive":true,"contract":null,"stripeAccount":"acct_x","owners":["/api/users/{zoe}"],"organization":"x","deliveryPerimeterExpression":"true"`, []string{"restaurant", "user"}},
		{"ada", "PUT /api/products/{dishA}", `{"price":1,"code":"X","restaurant":"/api/restaurants/{shopB}","taxCategory":null`, []string{"product"}},
		{"ada", "PATCH /v1/shops/{shopA}", `{"featured":true`, []string{"restaurant"}},
		{"ada", "PUT /api/restaurants/menus/{menuA}/sections/{sectionA}", `{"name":"Section","menu":"/api/restaurants/menus/{menuB}","products":["/api/products/{dishA}"]`, []string{"menu", "menu_section", "product"}},
		{"carl", "PUT /api/tasks/{carl.task}", `{"status":"DONE","assignedTo":"cora","organization":"x"`, []string{"task", "delivery", "task_list"}},
		{"carl", "PUT /api/tasks/{carl.task}", `{"status":"DONE","organization":"x","organizationName":"x","delivery":"/api/deliveries/{ride}","isAssigned":false`, []string{"task", "delivery", "task_list"}},
	} {
		before := w.rows(c.kinds...)
		w.as(c.who, c.ask, c.body+rest)
		if after := w.rows(c.kinds...); after != before {
			t.Errorf("%s: %s %s changed what is not theirs:\n%s\n%s", c.who, c.ask, c.body, before, after)
			w.again()
		}
	}
	for _, field := range []string{`"enabled":false`, `"featured":true`, `"exclusive":true`, `"contractId":1`} {
		if status, text := w.as("ada", "PATCH /v1/shops/{shopA}", "{"+field+"}"); status != 403 {
			t.Errorf("an owner sets %s: %d: %s", field, status, text)
		}
	}
	w.as("nobody", "POST /v1/registration", `{"username":"eve","email":"eve@example.org","password":"correct horse"`+rest)
	w.as("nobody", "POST /api/register", `{"_username":"mallory","_email":"mallory@example.org","_password":"correct horse"`+rest)
	if users := w.rows("user"); strings.Count(users, "ROLE_ADMIN") != 1 || strings.Count(users, "ROLE_DISPATCHER") != 1 {
		t.Errorf("somebody gave themselves a role: %s", users)
	}
}

// TestBulkCallsJudgeEachThing: in lists and bodies, too, everybody reaches their own things only.
func TestBulkCallsJudgeEachThing(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	kinds := []string{"order", "task", "task_list", "task_image", "address", "menu", "menu_section", "restaurant", "product", "product_option"}
	for _, c := range []struct{ who, ask, body string }{
		{"carl", "PUT /api/tasks/assign", `{"username":"cora","tasks":["/api/tasks/{free.task}"]}`},
		{"carl", "PUT /api/tasks/assign", `{"username":"carl","tasks":["/api/tasks/{cora.task}"]}`},
		{"carl", "PUT /api/tasks/{carl.task}/assign", `{"username":"cora"}`},
		{"carl", "PUT /api/tasks/images", `{"tasks":["/api/tasks/{cora.task}"],"images":["/api/task_images/{carl.image}"]}`},
		{"cora", "PUT /api/tasks/images", `{"tasks":["/api/tasks/{cora.task}"],"images":["/api/task_images/{carl.image}"]}`},
		{"cora", "PUT /api/tasks/done", `{"tasks":["/api/tasks/{carl.task}"]}`},
		{"zoe", "PUT /api/orders/{zoe.cart}/items/{zack.cart.item}", `{"quantity":9}`},
		{"zoe", "DELETE /api/orders/{zoe.cart}/items/{zack.cart.item}", ``},
		{"zoe", "PATCH /v1/carts/{zoe.cart}/items/{zack.cart.item}", `{"quantity":9}`},
		{"zoe", "PUT /api/orders/{zoe.cart}", `{"shippingAddress":"/api/addresses/{home2}"}`},
		{"zoe", "PATCH /v1/carts/{zoe.cart}", `{"addressId":{home2}}`},
		{"ada", "PUT /api/restaurants/menus/{menuA}/sections/{sectionB}", `{"name":"x"}`},
		{"ada", "DELETE /v1/menus/{menuA}/sections/{sectionB}", ``},
		{"ada", "PATCH /v1/shops/{shopA}", `{"menuId":{menuB}}`},
		{"ada", "PATCH /v1/menus/{menuA}", `{"sections":[{sectionB}]}`},
		{"ada", "PUT /api/restaurants/menus/{menuA}", `{"sections":["/api/restaurants/menus/{menuB}/sections/{sectionB}"]}`},
		{"ada", "PATCH /v1/products/{dishA}", `{"options":[{optionB}]}`}, // and with it the right to switch off its values
		{"ada", "POST /v1/shops/{shopA}/products", `{"name":"x","price":1,"taxCategoryId":1,"options":[{optionB}]}`},
		{"carl", "PUT /api/tasks/{cora.task}", `{"images":["/api/task_images/{carl.image}"]}`},
		{"cora", "PUT /api/tasks/{cora.task}", `{"images":["/api/task_images/{carl.image}"]}`},
	} {
		before := w.rows(kinds...)
		status, text := w.as(c.who, c.ask, c.body)
		after := w.rows(kinds...)
		if after != before || status >= 500 || c.who == "zoe" && strings.Contains(text, `Paris CANARY`) {
			t.Errorf("%s: %s %s: %d: %s\n%s\n%s", c.who, c.ask, c.body, status, text, before, after)
			w.again()
		}
	}
	w.as("ada", "PATCH /v1/menus/{menuA}/sections/{sectionA}", `{"products":[{dishB}]}`) // the contract lets menus show foreign products
	if _, text := w.as("abe", "GET /api/restaurants/menus/{menuB}", ""); !strings.Contains(text, "DISH_B") {
		t.Errorf("another's menu lost its dish: %s", text)
	}
	_, text := w.as("carl", "PUT /api/tasks/done", `{"tasks":["/api/tasks/{cora.task}","/api/tasks/{carl.task}"]}`)
	for ask, want := range map[string]string{"GET /api/tasks/{carl.task}": "DONE", "GET /api/tasks/{cora.task}": "TODO"} {
		if _, now := w.as("dan", ask, ""); !strings.Contains(now, `"status":"`+want+`"`) {
			t.Errorf("%s after a mixed list: %s\n%s", ask, now, text)
		}
	}
	_, text = w.as("carl", "POST /v1/courier/reports", `{"id":"11111111","task":{cora.task},"kind":"done","tappedAt":"2031-05-06T12:00:00Z"}`)
	if strings.Contains(text, `"applied"`) || sings(text) {
		t.Errorf("a report about another's task: %s", text)
	}
}

// TestPhotosGoToOwnThings: a photo can be sent for one's own task, shop and dish.
func TestPhotosGoToOwnThings(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	before := w.writes()
	for _, c := range []struct {
		who, ask, task string
		status         int
	}{
		{"carl", "POST /api/task_images", "{cora.task}", 403},
		{"carl", "POST /api/task_images", "{carl.task};/api/tasks/{cora.task}", 403},
		{"zoe", "POST /api/task_images", "{cora.task}", 403},
		{"nobody", "POST /api/task_images", "{cora.task}", 401},
		{"carl", "POST /v1/courier/photos", "{cora.task}", 404},
		{"carl", "POST /v1/courier/photos", "987654321", 404},
		{"ada", "PUT /v1/shops/{shopB}/picture", "1", 403},
		{"ada", "PUT /v1/shops/{shopB}/banner", "1", 403},
		{"ada", "PUT /v1/products/{dishB}/picture", "1", 403},
		{"dan", "PUT /v1/products/{dishB}/picture", "1", 403},
		{"carl", "POST /v1/courier/photos", "{carl.task}", 201}, // last, for it may
	} {
		if c.status == 201 && w.writes() != before {
			t.Error("a refused photo was written down")
		}
		body, kind := photoForm(w.ids.Replace(c.task))
		status, text := w.as(c.who, c.ask, body, "Content-Type", kind, "X-Attach-To", "/api/tasks/"+w.ids.Replace(c.task))
		if status != c.status || status >= 400 && sings(text) {
			t.Errorf("%s: %s of %s: %d, want %d: %s", c.who, c.ask, c.task, status, c.status, text)
		}
	}
}

func photoForm(task string) (body, kind string) {
	var picture, form bytes.Buffer
	_ = png.Encode(&picture, image.NewGray(image.Rect(0, 0, 8, 8)))
	f := multipart.NewWriter(&form)
	_ = f.WriteField("task", task)
	h := textproto.MIMEHeader{"Content-Disposition": {`form-data; name="file"; filename="a.png"`}, "Content-Type": {"image/png"}}
	part, _ := f.CreatePart(h)
	_, _ = part.Write(picture.Bytes())
	_ = f.Close()
	return form.String(), f.FormDataContentType()
}

// TestListsHoldOwnThingsOnly: what another has is in nobody's list.
func TestListsHoldOwnThingsOnly(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for _, c := range []struct{ who, ask, has, lacks string }{
		{"zoe", "GET /api/me/orders", `/api/orders/{zoe.order}"`, `/api/orders/{zack.order}"`},
		{"zack", "GET /api/me/orders", `/api/orders/{zack.order}"`, `/api/orders/{zoe.order}"`},
		{"carl", "GET /api/tasks", `/api/tasks/{carl.task}"`, `/api/tasks/{cora.task}"`},
		{"cora", "GET /api/me/tasks/2031-05-06", `/api/tasks/{cora.task}"`, `/api/tasks/{carl.task}"`},
		{"cora", "GET /v1/courier/day?day=2031-05-06", `"id":{cora.task},`, `"id":{carl.task},`},
		{"ada", "GET /v1/shops/mine", `Shop A`, `Shop B`},
		{"ada", "GET /api/me/restaurants", `Shop A`, `Shop B`},
		{"rita", "GET /v1/shops/mine", ``, `Shop`},
		{"zoe", "GET /api/me", `"username":"zoe"`, `zack`},
		{"tasks", "GET /api/tasks", ``, `CANARY`}, // an integration that belongs to no store
	} {
		_, text := w.as(c.who, c.ask, "")
		if has, lacks := w.ids.Replace(c.has), w.ids.Replace(c.lacks); !strings.Contains(text, has) || strings.Contains(text, lacks) {
			t.Errorf("%s: %s wants %s and not %s: %s", c.who, c.ask, has, lacks, text)
		}
	}
	for _, who := range []string{"zoe", "ada", "cora", "dan", "tillA", "key", "guest"} {
		if status, text := w.as(who, "GET /api/orders", ""); status != 403 {
			t.Errorf("%s lists all orders: %d: %s", who, status, text)
		}
	}
}

// TestTokensInOtherPlaces: a basket's token beside a user's adds that basket and no other; a wrong one adds nothing.
func TestTokensInOtherPlaces(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	for _, c := range []struct {
		who, ask, token string
		status          int
	}{
		{"zoe", "GET /api/orders/{guest.cart}", w.proofs["guest"], 200},
		{"zoe", "GET /api/orders/{guest.cart}", w.proofs["stranger"], 403},
		{"zoe", "GET /api/orders/{guest.cart}", w.proofs["zack"], 403},
		{"zoe", "GET /api/orders/{zack.cart}", w.proofs["zack"], 403},
		{"zoe", "GET /api/users/{zack}", w.proofs["zack"], 403},
		{"zoe", "GET /api/orders/{guest.cart}", "nonsense", 403},
	} {
		status, text := w.as(c.who, c.ask, "", "X-CoopCycle-Session", "Bearer "+c.token)
		if status != c.status && (c.status == 200 || status != 401) {
			t.Errorf("%s: %s: %d, want %d: %s", c.who, c.ask, status, c.status, text)
		}
	}
}

// TestNothingIsLeftOpen: outside development mode there is no back door, and figures are for this machine alone.
func TestNothingIsLeftOpen(t *testing.T) {
	t.Parallel()
	open := newTown(t)
	closed := newCoop(t, false)
	for _, line := range open.coop.Routes() {
		if pattern, _, _ := strings.Cut(line, ": "); strings.Contains(pattern, " /_dev/") {
			if status, text := closed.as("nobody", filled(pattern), "{}"); status != 404 {
				t.Errorf("%s without --dev: %d: %s", pattern, status, text)
			}
			if status, _ := open.as("nobody", filled(pattern), "{}", "Origin", "https://evil.example"); status != 403 {
				t.Errorf("%s from a web page: %d", pattern, status)
			}
		}
	}
	for _, path := range []string{"/debug/pprof/", "/debug/vars", "/debug/requests", "/setup", "/install", "/admin", "/_profiler", "/.env", "/.git/config", "/_stripe/v1/charges", "/v1/docs"} {
		if status, text := closed.as("nobody", "GET "+path, ""); status != 404 {
			t.Errorf("%s: %d: %s", path, status, text)
		}
	}
	if status, _ := closed.as("nobody", "GET /metrics", "", "X-Forwarded-For", "203.0.113.7"); status != 404 {
		t.Errorf("figures from outside: %d", status)
	}
	for _, login := range []string{"admin", "root", "pignon", "administrator"} {
		if status, text := closed.as("nobody", "POST /v1/session", `{"login":"`+login+`","password":"`+login+`"}`); status != 401 {
			t.Errorf("%s is at home: %d: %s", login, status, text)
		}
	}
}

// TestOtherSitesCannotAct: what a browser does on its own, with cookies, in the name of somebody who looks at another site.
func TestOtherSitesCannotAct(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	cookie := w.session("zoe", "correct horse")
	before := w.writes()
	for _, c := range []struct {
		ask, body string
		headers   []string
	}{
		{"POST /basket/items", "product=DISH_A", []string{"Origin", "https://evil.example"}},
		{"POST /basket/items", "product=DISH_A", []string{"Origin", "null"}},
		{"POST /basket/items", "product=DISH_A", []string{"Sec-Fetch-Site", "cross-site"}},
		{"POST /checkout", "", []string{"Sec-Fetch-Site", "cross-site"}},
		{"POST /account/delete", "", []string{"Origin", "https://evil.example"}},
		{"POST /account/delete", "", []string{"Sec-Fetch-Site", "same-site"}},
		{"POST /logout", "", []string{"Sec-Fetch-Site", "cross-site"}},
		{"PATCH /v1/carts/{zoe.cart}", `{"notes":"x"}`, []string{"X-Pignon", ""}},
		{"PATCH /v1/carts/{zoe.cart}", `{"notes":"x"}`, []string{"Origin", "https://evil.example"}},
		{"POST /v1/carts/{zoe.cart}/items", `{"product":"DISH_A"}`, []string{"Content-Type", "text/plain", "X-Pignon", ""}},
		{"POST /v1/carts/{zoe.cart}/items", `{"product":"DISH_A"}`, []string{"Content-Type", "application/x-www-form-urlencoded", "X-Pignon", ""}},
		{"DELETE /v1/session", "", []string{"Sec-Fetch-Site", "cross-site"}},
		{"DELETE /v1/sessions", "", []string{"X-Pignon", "0"}},
		{"PUT /api/orders/{zoe.cart}", `{"notes":"x"}`, nil}, // the dialect takes no cookies
		{"DELETE /api/me", "", nil},
		{"GET /api/me", "", nil},
		{"POST /api/me/addresses", `{}`, nil},
	} {
		headers := []string{"Content-Type", "application/x-www-form-urlencoded"}
		if strings.HasPrefix(c.body, "{") {
			headers[1] = "application/json"
		}
		status, text := w.as("nobody", c.ask, c.body, append(append(headers, "Cookie", cookie), c.headers...)...)
		if status != 401 && status != 403 || sings(text) {
			t.Errorf("%s %v: %d: %s", c.ask, c.headers, status, text)
		}
	}
	if w.writes() != before {
		t.Error("another site's call was written down")
	}
	if status, text := w.as("nobody", "PATCH /v1/carts/{zoe.cart}", `{"notes":"x"}`, "Cookie", cookie); status != 200 {
		t.Errorf("our own pages: %d: %s", status, text)
	}
	w.run()
	status, _ := w.as("nobody", "GET /centrifugo/connection/websocket", "", "Connection", "Upgrade", "Upgrade", "websocket", "Sec-WebSocket-Version", "13",
		"Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==", "Origin", "https://evil.example")
	if status != http.StatusForbidden {
		t.Errorf("a web socket from another site: %d", status)
	}
}

// session signs somebody in and gives the cookie.
func (w *town) session(login, password string) string {
	w.t.Helper()
	r, err := http.NewRequest("POST", w.server.URL+"/v1/session", strings.NewReader(fmt.Sprintf(`{"login":%q,"password":%q}`, login, password)))
	if err != nil {
		w.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Pignon", "1")
	answer, err := w.server.Client().Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	for _, c := range answer.Cookies() {
		if c.Name == "pignon_session" {
			return c.Name + "=" + c.Value
		}
	}
	w.t.Fatalf("no session: %d", answer.StatusCode)
	return ""
}
