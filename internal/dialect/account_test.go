package dialect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/blob"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/live"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/org"
	"pignon.coop/internal/place"
	"pignon.coop/internal/routing"
	"pignon.coop/locales"
)

// village is a small co-op behind the dialect.
type village struct {
	*dbtest.World
	t       *testing.T
	door    *account.Door
	handler http.Handler
}

type fakeGeocoder struct{ place.Geocoder }

func (fakeGeocoder) Geocode(_ context.Context, text string, _ place.Options) (place.Hit, bool, error) {
	hit := place.Hit{HouseNumber: "48", Street: "Rue de Rivoli", Postcode: "75004", City: "Paris", Point: geo.At(48.85, 2.35)}
	return hit, strings.Contains(text, "Rivoli"), nil
}

type fakeTokens struct{}

func (fakeTokens) ConnectionToken(who live.Subject, _ time.Time) (string, error) {
	return "live:" + who.Name, nil
}

func newVillage(t *testing.T, w *dbtest.World, settings map[string]any) village {
	t.Helper()
	signer, err := account.LoadSigner(context.Background(), w.DB, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	v := village{World: w, t: t, door: account.NewDoor(account.DoorIn{DB: w.DB, Signer: signer, Passwords: account.NewPasswords(account.LowestCost())})}
	v.write(func(tx *db.Tx) error { return org.SeedSettings(tx, settings) })
	inForce := func() (s org.Settings) {
		v.read(func(tx *db.Tx) (err error) { s, err = org.LoadSettings(tx); return err })
		return s
	}
	set, err := locale.Load(locales.Files, "en")
	if err != nil {
		t.Fatal(err)
	}
	words := set.Printer(locale.PrinterIn{Language: "fr", Zone: inForce().Zone(), Currency: "EUR", Missing: func(_, key string) { t.Errorf("no words for %s", key) }})
	straight := routing.NewPlanner(routing.PlannerIn{})
	mux := http.NewServeMux()
	Mount(mux, House{
		DB: w.DB, Log: slog.New(slog.DiscardHandler), Authenticate: Authenticator(v.door, inForce), Words: func() *locale.Printer { return words },
		RealNow: w.Clock.Now, Door: v.door, Settings: inForce, Geocoder: func() place.Geocoder { return fakeGeocoder{} }, LiveTokens: fakeTokens{},
		Planner: func() *routing.Planner { return straight }, Photos: delivery.NewPhotos(blob.NewMemory(w.Clock.Now, 1<<20)),
		Positions: dispatch.NewPositions(w.DB, slog.New(slog.DiscardHandler), nil),
	})
	v.handler = mux
	return v
}

func (v village) write(fn func(*db.Tx) error) {
	v.t.Helper()
	if err := v.Write(context.Background(), authz.System(), fn); err != nil {
		v.t.Fatal(err)
	}
}

func (v village) read(fn func(*db.Tx) error) {
	v.t.Helper()
	if err := v.Read(context.Background(), authz.System(), fn); err != nil {
		v.t.Fatal(err)
	}
}

func (v village) user(name string, roles ...authz.Role) (account.User, string) {
	v.t.Helper()
	u, err := v.door.AddUser(context.Background(), authz.System(), account.AddUserIn{
		RegisterIn: account.RegisterIn{Username: name, Email: name + "@example.org", Password: "secret", Telephone: "06 11 11 11 11", GivenName: "Zoe", FamilyName: "Blue"}, Roles: roles})
	token, err2 := v.door.UserToken(u, time.Hour)
	if err := errors.Join(err, err2); err != nil {
		v.t.Fatal(err)
	}
	return u, token
}

// ask is one request with its headers in pairs.
type ask struct {
	method, path, body string
	headers            []string
}

func form(path string, pairs ...string) ask {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return ask{"POST", path, values.Encode(), []string{"Content-Type", "application/x-www-form-urlencoded"}}
}

func as(token string) []string { return []string{"Authorization", "Bearer " + token} }

func (v village) answer(a ask) (int, map[string]any, *httptest.ResponseRecorder) {
	v.t.Helper()
	r := httptest.NewRequest(a.method, a.path, strings.NewReader(a.body))
	for i := 0; i+1 < len(a.headers); i += 2 {
		r.Header.Set(a.headers[i], a.headers[i+1])
	}
	w := httptest.NewRecorder()
	v.handler.ServeHTTP(w, r)
	var got map[string]any
	_ = json.Unmarshal(w.Body.Bytes(), &got)
	return w.Code, got, w
}

// wants checks status and the values of some keys; a key with nil must be there with null, one with absent must not be there.
func (v village) wants(a ask, status int, body map[string]any) map[string]any {
	v.t.Helper()
	code, got, w := v.answer(a)
	if code != status {
		v.t.Errorf("%s %s: %d, want %d: %s", a.method, a.path, code, status, w.Body)
		return got
	}
	for key, want := range body {
		value, there := got[key]
		switch {
		case want == absent && there:
			v.t.Errorf("%s %s: %s must be absent", a.method, a.path, key)
		case want != absent && (!there || !same(value, want)):
			v.t.Errorf("%s %s: %s is %v, want %v", a.method, a.path, key, value, want)
		}
	}
	return got
}

type mark string

const absent mark = "absent"

func same(got, want any) bool {
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	var x, y any
	_ = json.Unmarshal(a, &x)
	_ = json.Unmarshal(b, &y)
	return reflect.DeepEqual(x, y)
}

func allKeys(o map[string]any) string {
	var keys []string
	for k := range o {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return strings.Join(keys, " ")
}

func TestLoginContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		v := newVillage(t, w, nil)
		u, token := v.user("zoe", authz.Courier)
		got := v.wants(form("/api/login_check", "_username", "ZOE", "_password", "secret"), 200, map[string]any{
			"username": "zoe", "email": "zoe@example.org", "id": u.ID, "enabled": true, "roles": []string{"ROLE_COURIER", "ROLE_USER"}})
		if allKeys(got) != "email enabled id refresh_token roles token username" {
			t.Errorf("login keys: %s", allKeys(got))
		}
		v.wants(ask{"POST", "/api/login_check", `{"_username":"zoe","_password":"secret"}`, []string{"Content-Type", "application/json"}}, 200, nil)
		refused := map[string]any{"code": 401, "message": "Invalid credentials."}
		v.wants(form("/api/login_check", "_username", "zoe", "_password", "no"), 401, refused)
		v.wants(form("/api/login_check", "_username", "nobody", "_password", "secret"), 401, refused)
		v.wants(form("/api/login_check"), 401, refused)

		refresh, _ := got["refresh_token"].(string)
		again := v.wants(form("/api/token/refresh", "refresh_token", refresh), 200, map[string]any{"refresh_token": refresh, "username": "zoe"})
		boundary := "--x\r\nContent-Disposition: form-data; name=\"refresh_token\"\r\n\r\n" + refresh + "\r\n--x--\r\n"
		v.wants(ask{"POST", "/api/token/refresh", boundary, []string{"Content-Type", "multipart/form-data; boundary=x"}}, 200, map[string]any{"refresh_token": refresh})
		v.wants(form("/api/token/refresh", "refresh_token", "x"), 401, map[string]any{"code": 401, "message": "JWT Refresh Token Not Found"})
		v.wants(form("/api/token/refresh"), 401, nil)

		if code, _, w := v.answer(ask{"GET", "/api/token/check", "", as(fmt.Sprint(again["token"]))}); code != 200 || w.Body.String() != `"OK"` {
			t.Errorf("check: %d %s", code, w.Body)
		}
		v.wants(ask{"GET", "/api/token/check", "", nil}, 401, map[string]any{"code": 401, "message": "JWT Token not found"})
		v.wants(ask{"GET", "/api/token/check", "", as("x")}, 401, map[string]any{"code": 401, "message": "Invalid JWT Token"})
		v.wants(ask{"GET", "/api/token/check?token=" + token, "", nil}, 200, nil)
		w.Clock.Step(2 * time.Hour)
		v.wants(ask{"GET", "/api/token/check", "", as(token)}, 401, map[string]any{"code": 401, "message": "Expired JWT Token"})
		v.wants(ask{"GET", "/api/settings", "", as(token)}, 401, map[string]any{"message": "Expired JWT Token"}) // even where everybody may
		v.wants(ask{"GET", "/api", "", as(token)}, 200, nil)                                                     // but not where nothing is looked at
		for _, path := range []string{"facebook", "google_sign_in", "sign_in_with_apple"} {
			v.wants(ask{"POST", "/api/" + path + "/login", `{"accessToken":"x"}`, []string{"Content-Type", "application/json"}}, 403, nil)
		}
	})
}

func TestRegisterContract(t *testing.T) {
	t.Parallel()
	v := newVillage(t, dbtest.SQLite(t), nil)
	v.user("zoe")
	v.wants(form("/api/register", "_email", "ada@example.org", "_username", "ada", "_password", "x", "_telephone", "0612345678", "_fullName", "Ada L"), 200,
		map[string]any{"enabled": true, "username": "ada", "roles": []string{"ROLE_USER"}})
	got := v.wants(form("/api/register", "_email", "bob@example.org"), 400, map[string]any{
		"type": "https://tools.ietf.org/html/rfc2616#section-10", "title": "An error occurred", "@context": absent, "hydra:title": absent})
	list, _ := got["violations"].([]any)
	if len(list) != 1 {
		t.Fatalf("violations %v", got["violations"])
	}
	if first := list[0].(map[string]any); first["propertyPath"] != "username" || first["code"] == nil {
		t.Errorf("violation %v", first)
	}
	v.wants(form("/api/register", "_email", "ZOE@example.org", "_username", "Zoe"), 400, map[string]any{
		"detail": "email: « ZOE@example.org » est déjà pris.\nusername: « Zoe » est déjà pris."})
	v.wants(ask{"GET", "/api/register/confirm/nothing", "", nil}, 401, map[string]any{"code": 401})
	v.write(func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE users SET confirmation_token = ?, enabled = ? WHERE username = ?", "click", false, "zoe")
		return err
	})
	v.wants(ask{"GET", "/api/register/confirm/click", "", nil}, 200, map[string]any{"enabled": true, "username": "zoe"})
	v.wants(ask{"GET", "/api/register/confirm/click", "", nil}, 401, nil)
}

func TestResettingContract(t *testing.T) {
	t.Parallel()
	v := newVillage(t, dbtest.SQLite(t), nil)
	v.user("zoe")
	for _, name := range []string{"zoe", "nobody", ""} {
		if code, _, w := v.answer(form("/api/resetting/send-email", "username", name)); code != 202 || w.Body.String() != "{}" {
			t.Errorf("%q: %d %s", name, code, w.Body)
		}
	}
	v.write(func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE users SET confirmation_token = ?", "link")
		return err
	})
	v.wants(form("/api/resetting/reset/other", "password", "new"), 401, map[string]any{"code": 401})
	v.wants(form("/api/resetting/reset/link", "password", "new"), 200, map[string]any{"username": "zoe", "enabled": true})
	v.wants(form("/api/resetting/reset/link", "password", "newer"), 401, nil)
	v.wants(form("/api/login_check", "_username", "zoe", "_password", "new"), 200, nil)
	v.Clock.Step(3 * time.Hour)
	v.wants(form("/api/resetting/send-email", "username", "zoe@example.org"), 202, nil)
	v.write(func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE users SET confirmation_token = ?", "late")
		return err
	})
	v.Clock.Step(25 * time.Hour)
	v.wants(form("/api/resetting/reset/late", "password", "new"), 400, map[string]any{"code": absent, "message": "Ce lien a expiré. Demandez-en un autre."})
}

func TestMeContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		v := newVillage(t, w, nil)
		u, token := v.user("zoe")
		json := append(as(token), "Content-Type", "application/ld+json")
		made := v.wants(ask{"POST", "/api/me/addresses", `{"streetAddress":"5 Rue X","geo":{"latitude":48.1,"longitude":2},"telephone":"+33612345678"}`, json}, 201, map[string]any{
			"@context": "/api/contexts/Address", "@type": "http://schema.org/Place", "telephone": "+33612345678", "name": nil,
			"geo": map[string]any{"@type": "GeoCoordinates", "latitude": 48.1, "longitude": 2}})
		v.wants(ask{"POST", "/api/me/addresses", `{"streetAddress":"48 Rue de Rivoli"}`, json}, 201, map[string]any{"streetAddress": "48 Rue de Rivoli"})
		v.wants(ask{"POST", "/api/me/addresses", `{"streetAddress":"Nowhere"}`, json}, 400, map[string]any{"@type": "ConstraintViolationList"})
		got := v.wants(ask{"GET", "/api/me", "", as(token)}, 200, map[string]any{"@context": "/api/contexts/User", "@id": fmt.Sprintf("/api/users/%d", u.ID),
			"username": "zoe", "roles": []string{"ROLE_USER"}, "telephone": "+33611111111", "skills": []string{}})
		if allKeys(got) != "@context @id @type addresses email roles skills telephone username" {
			t.Errorf("me keys: %s", allKeys(got))
		}
		if first := got["addresses"].([]any)[0].(map[string]any); first["@id"] != made["@id"] || allKeys(first) != "@id @type contactName description geo name provider streetAddress telephone" {
			t.Errorf("address %v", first)
		}
		v.wants(ask{"GET", "/api/me", "", nil}, 401, map[string]any{"@type": "hydra:Error", "hydra:description": "Full authentication is required to access this resource."})
		cart, err := v.door.CartToken("https://host/api/orders/1", w.Clock.Now().Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		v.wants(ask{"GET", "/api/me", "", as(cart)}, 401, nil) // the order does not exist
		v.wants(ask{"DELETE", "/api/me", "", as(token)}, 204, nil)
		v.wants(ask{"GET", "/api/me", "", as(token)}, 401, map[string]any{"code": 401})
	})
}

func TestIntegrationContract(t *testing.T) {
	t.Parallel()
	v := newVillage(t, dbtest.SQLite(t), nil)
	var till, script account.NewApp
	shop := int64(3)
	v.write(func(tx *db.Tx) (err error) {
		if till, err = account.AddApp(tx, account.AddAppIn{Name: "Till", Type: "oauth", ShopID: &shop, Scopes: []authz.Scope{authz.Orders}}); err != nil {
			return err
		}
		script, err = account.AddApp(tx, account.AddAppIn{Name: "Script", Type: "api_key"})
		return err
	})
	grant := form("/oauth2/token", "grant_type", "client_credentials", "scope", "orders", "client_id", till.ClientID, "client_secret", till.Secret)
	got := v.wants(grant, 200, map[string]any{"token_type": "Bearer", "expires_in": 3600})
	basic := form("/oauth2/token", "grant_type", "client_credentials", "scope", "orders")
	r := httptest.NewRequest("POST", "/", nil)
	r.SetBasicAuth(till.ClientID, till.Secret)
	basic.headers = append(basic.headers, "Authorization", r.Header.Get("Authorization"))
	v.wants(basic, 200, nil)
	v.wants(form("/oauth2/token", "grant_type", "password"), 400, map[string]any{"error": "unsupported_grant_type"})
	v.wants(form("/oauth2/token", "grant_type", "client_credentials", "client_id", till.ClientID, "client_secret", "x"), 401, map[string]any{"error": "invalid_client"})
	v.wants(form("/oauth2/token", "grant_type", "client_credentials", "client_id", till.ClientID, "client_secret", till.Secret), 400, map[string]any{"error": "invalid_scope"})
	me := v.wants(ask{"GET", "/api/me", "", as(fmt.Sprint(got["access_token"]))}, 200, map[string]any{
		"@context": "/api/contexts/ApiApp", "@type": "http://schema.org/SoftwareApplication", "@id": fmt.Sprintf("/api/api_apps/%d", till.App.ID),
		"store": nil, "shop": "/api/restaurants/3", "name": "Till"})
	if allKeys(me) != "@context @id @type name shop store" {
		t.Errorf("keys %s", allKeys(me))
	}
	v.wants(ask{"GET", "/api/me", "", as(script.APIKey)}, 200, map[string]any{"name": "Script"})
	v.wants(ask{"GET", "/api/me?token=" + script.APIKey, "", nil}, 401, nil) // AC37
	for _, token := range []string{script.APIKey, fmt.Sprint(got["access_token"])} {
		v.wants(ask{"DELETE", "/api/me", "", as(token)}, 401, map[string]any{"code": 401, "message": "Invalid JWT Token"})
		v.wants(ask{"GET", "/api/me/optin-consents", "", as(token)}, 401, nil)
	}
}

func TestUsersAndCustomersContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		v := newVillage(t, w, nil)
		zoe, zoeToken := v.user("zoe", authz.Courier)
		_, bobToken := v.user("bob")
		_, dispatcher := v.user("dora", authz.Dispatcher)
		_, admin := v.user("root", authz.Admin)
		got := v.wants(ask{"GET", "/api/users?roles[]=ROLE_COURIER", "", as(dispatcher)}, 200, map[string]any{
			"@id": "/api/users", "hydra:totalItems": 1, "hydra:view": map[string]any{"@id": "/api/users?roles%5B%5D=ROLE_COURIER", "@type": "hydra:PartialCollectionView"},
			"hydra:search": map[string]any{"@type": "hydra:IriTemplate", "hydra:template": "/api/users{?roles}", "hydra:variableRepresentation": "BasicRepresentation",
				"hydra:mapping": []any{map[string]any{"@type": "IriTemplateMapping", "variable": "roles", "property": "roles", "required": false}}}})
		first := got["hydra:member"].([]any)[0].(map[string]any)
		if allKeys(first) != "@id @type addresses email familyName givenName roles skills telephone username" || first["givenName"] != "Zoe" {
			t.Errorf("member %v", first)
		}
		v.wants(ask{"GET", "/api/users", "", as(zoeToken)}, 403, map[string]any{"hydra:description": "Access Denied.", "trace": []any{}})
		v.wants(ask{"GET", "/api/users", "", nil}, 401, nil)
		path := fmt.Sprintf("/api/users/%d", zoe.ID)
		v.wants(ask{"GET", path, "", as(zoeToken)}, 200, map[string]any{"username": "zoe"})
		v.wants(ask{"GET", path, "", as(bobToken)}, 403, nil)
		v.wants(ask{"GET", "/api/users/999", "", as(bobToken)}, 404, nil)
		put := func(token, body string) ask {
			return ask{"PUT", path, body, append(as(token), "Content-Type", "application/ld+json")}
		}
		v.wants(put(zoeToken, `{"telephone":"+33622222222","username":"admin","roles":["ROLE_ADMIN"]}`), 200, map[string]any{
			"telephone": "+33622222222", "username": "zoe", "roles": []string{"ROLE_COURIER", "ROLE_USER"}})
		v.wants(put(dispatcher, `{"telephone":"+33633333333"}`), 403, nil)
		v.wants(put(admin, `{}`), 200, map[string]any{"telephone": "+33622222222"})
		v.wants(put(zoeToken, `{"telephone":"ring"}`), 400, map[string]any{"@type": "ConstraintViolationList"})
		v.wants(put(zoeToken, ``), 400, map[string]any{"hydra:description": "Syntax error"})
		customer := fmt.Sprintf("/api/customers/%d", zoe.CustomerID)
		got = v.wants(ask{"GET", customer, "", as(zoeToken)}, 200, map[string]any{"@context": "/api/contexts/Customer", "@type": "Customer", "username": "zoe",
			"fullName": "Zoe Blue", "telephone": "+33622222222", "phoneNumber": "+33622222222"})
		if allKeys(got) != "@context @id @type email fullName phoneNumber telephone username" {
			t.Errorf("customer keys %s", allKeys(got))
		}
		v.wants(ask{"GET", customer, "", as(bobToken)}, 403, nil)
		v.wants(ask{"PUT", customer, `{"phoneNumber":null}`, append(as(zoeToken), "Content-Type", "application/json")}, 200, map[string]any{"telephone": nil})
		v.wants(ask{"GET", customer + "/insights", "", as(zoeToken)}, 403, nil)
		v.wants(ask{"GET", customer + "/insights", "", as(admin)}, 200, map[string]any{"@type": "CustomerInsightsDto", "numberOfOrders": 0, "averageOrderTotal": 0,
			"firstOrderedAt": nil, "favoriteRestaurant": nil})
	})
}

func TestAddressesContract(t *testing.T) {
	t.Parallel()
	v := newVillage(t, dbtest.SQLite(t), nil)
	_, zoe := v.user("zoe")
	_, admin := v.user("root", authz.Admin)
	street := "1 Rue A"
	v.write(func(tx *db.Tx) error {
		_, err := org.PlaceAddress(tx, org.AddressIn{StreetAddress: &street, Position: &org.Position{Lat: 48.85623456789012, Lng: 2.3}})
		return err
	})
	v.wants(ask{"GET", "/api/addresses", "", as(zoe)}, 403, nil)
	v.wants(ask{"GET", "/api/addresses", "", as(admin)}, 200, map[string]any{"hydra:totalItems": 1, "@context": "/api/contexts/Address"})
	v.wants(ask{"GET", "/api/addresses/1", "", as(zoe)}, 403, nil)
	v.wants(ask{"GET", "/api/addresses/2", "", as(admin)}, 404, map[string]any{"hydra:description": "Not Found"})
	patch := ask{"PATCH", "/api/addresses/1", `{"streetAddress":"2 Rue B","name":"Home"}`, append(as(admin), "Content-Type", "application/ld+json")}
	v.wants(patch, 200, map[string]any{"streetAddress": "2 Rue B", "name": "Home", "geo": map[string]any{"@type": "GeoCoordinates", "latitude": 48.85623456789, "longitude": 2.3}})
	patch.headers = append(as(admin), "Content-Type", "text/plain")
	v.wants(patch, 415, nil)
	v.wants(ask{"DELETE", "/api/addresses/1", "", as(zoe)}, 403, nil)
	v.wants(ask{"DELETE", "/api/addresses/1", "", as(admin)}, 204, nil)
	v.wants(ask{"GET", "/api/addresses/1", "", as(admin)}, 404, nil)
}

func TestAddressForms(t *testing.T) {
	t.Parallel()
	f := &face{house: House{Geocoder: func() place.Geocoder { return fakeGeocoder{} }, Settings: func() org.Settings { return org.Settings{} }}}
	for raw, want := range map[string]struct {
		id       int64
		street   string
		position *org.Position
	}{
		`"/api/addresses/4"`:                          {id: 4},
		`{"@id":"/api/addresses/4"}`:                  {id: 4},
		`"48 rivoli Rivoli"`:                          {street: "48 Rue de Rivoli, 75004 Paris", position: &org.Position{Lat: 48.85, Lng: 2.35}},
		`"nowhere"`:                                   {street: "nowhere"},
		`{"streetAddress":"at Rivoli"}`:               {street: "at Rivoli", position: &org.Position{Lat: 48.85, Lng: 2.35}},
		`{"streetAddress":"Rivoli","latLng":[1.5,2]}`: {street: "Rivoli", position: &org.Position{Lat: 1.5, Lng: 2}},
		`{"streetAddress":"Rivoli","geo":{"latitude":1,"longitude":2}}`: {street: "Rivoli", position: &org.Position{Lat: 1, Lng: 2}},
	} {
		in, err := f.addressIn(context.Background(), json.RawMessage(raw))
		if err != nil {
			t.Errorf("%s: %v", raw, err)
			continue
		}
		street := ""
		if in.StreetAddress != nil {
			street = *in.StreetAddress
		}
		if in.ID != want.id || street != want.street || !reflect.DeepEqual(in.Position, want.position) {
			t.Errorf("%s: %+v %q", raw, in, street)
		}
	}
	if in, err := f.addressIn(context.Background(), json.RawMessage("null")); in != nil || err != nil {
		t.Errorf("null: %v %v", in, err)
	}
	for _, raw := range []string{`5`, `{"streetAddress":5}`, `{"geo":"x"}`} {
		if _, err := f.addressIn(context.Background(), json.RawMessage(raw)); err == nil {
			t.Errorf("%s was taken for an address", raw)
		}
	}
}

func TestSettingsContract(t *testing.T) {
	t.Parallel()
	v := newVillage(t, dbtest.SQLite(t), map[string]any{"brand_name": "Les Pignons", "latlng": "48.85,2.35", "guest_checkout_enabled": "1",
		"stripe_test_publishable_key": "pk_test", "stripe_test_secret_key": "sk_test"})
	got := v.wants(ask{"GET", "/api/settings", "", nil}, 200, map[string]any{"brand_name": "Les Pignons", "country": "fr", "locale": "fr", "payment_gateway": "stripe",
		"stripe_publishable_key": "pk_test", "latlng": "48.85,2.35", "currency_code": "eur", "administrator_email": nil, "phone_number": absent, "guest_checkout_enabled": true,
		"split_terms_and_conditions_and_privacy_policy": false, "motto": nil, "order_confirm_message": "", "edenred_client_id": "", "paygreen_public_key": nil,
		"timezone": "Europe/Paris", "theme": map[string]any{}, "average_preparation_time": 0, "mercadopago_publishable_key": nil, "@context": absent})
	if strings.Contains(fmt.Sprint(got), "sk_test") {
		t.Error("a secret is shown")
	}
	hash := func() string {
		_, _, w := v.answer(ask{"GET", "/api/settings?format=hash", "", nil})
		return w.Body.String()
	}
	before := hash()
	v.write(func(tx *db.Tx) error { return org.SaveSettings(tx, map[string]any{"phone_number": "01 23 45 67 89"}) })
	if len(before) != 42 || before == hash() {
		t.Errorf("hash %s", before)
	}
	v.wants(ask{"GET", "/api/settings", "", nil}, 200, map[string]any{"phone_number": "+33123456789"})
	v.wants(ask{"GET", "/fr/terms-text", "", nil}, 200, nil)
}

func TestEntrypointContract(t *testing.T) {
	t.Parallel()
	v := newVillage(t, dbtest.SQLite(t), nil)
	for _, method := range []string{"GET", "HEAD"} {
		if code, _, _ := v.answer(ask{method, "/api", "", nil}); code != 200 {
			t.Errorf("%s: %d", method, code)
		}
	}
	v.wants(ask{"GET", "/api", "", []string{"Accept", "application/json"}}, 200, map[string]any{"@context": "/api/contexts/Entrypoint", "@id": "/api", "@type": "Entrypoint"})
	v.wants(ask{"GET", "/api/contexts/Order", "", nil}, 200, nil)
	v.wants(ask{"GET", "/api/docs", "", nil}, 200, nil)
	v.wants(ask{"GET", "/api/nothing", "", nil}, 404, nil)
	v.wants(ask{"DELETE", "/api/settings", "", nil}, 405, nil)
}

func TestMaintenanceContract(t *testing.T) {
	t.Parallel()
	v := newVillage(t, dbtest.SQLite(t), map[string]any{"maintenance": true})
	_, zoe := v.user("zoe")
	_, courier := v.user("carl", authz.Courier)
	_, admin := v.user("root", authz.Admin)
	words := map[string]any{"message": "Nous faisons une pause pour entretenir le service. Revenez dans un moment."}
	v.wants(ask{"GET", "/api", "", nil}, 503, words)
	v.wants(ask{"GET", "/api/users/999", "", as(zoe)}, 503, words)
	v.wants(form("/api/login_check", "_username", "zoe", "_password", "secret"), 503, words)
	v.wants(ask{"GET", "/api/me", "", as(courier)}, 200, nil)
	v.wants(ask{"GET", "/api/me", "", as(admin)}, 200, nil)
	v.wants(ask{"GET", "/api/settings", "", nil}, 200, nil)
	v.write(func(tx *db.Tx) error {
		return org.SaveSettings(tx, map[string]any{"maintenance_message": "Back at six"})
	})
	v.wants(ask{"GET", "/api", "", nil}, 503, map[string]any{"message": "Back at six"})
}

func TestConsentsTokensAndTagsContract(t *testing.T) {
	t.Parallel()
	v := newVillage(t, dbtest.SQLite(t), nil)
	u, zoe := v.user("zoe")
	_, bob := v.user("bob", authz.Courier)
	json := append(as(zoe), "Content-Type", "application/ld+json")
	got := v.wants(ask{"GET", "/api/me/optin-consents", "", as(zoe)}, 200, map[string]any{"@context": "/api/contexts/OptinConsent", "@id": "/api/me/optin-consents", "hydra:totalItems": 2,
		"hydra:view": absent, "hydra:search": absent})
	first := got["hydra:member"].([]any)[0].(map[string]any)
	if first["type"] != "MARKETING" || first["user"] != fmt.Sprintf("/api/users/%d", u.ID) || allKeys(first) != "@id @type accepted asked createdAt id type user withdrawedAt" {
		t.Errorf("consent %v", first)
	}
	got = v.wants(ask{"PUT", "/api/me/optin-consents", `{"type":"NEWSLETTER","accepted":true,"asked":true}`, json}, 200, map[string]any{"hydra:totalItems": 2})
	if second := got["hydra:member"].([]any)[1].(map[string]any); second["accepted"] != true || second["asked"] != true {
		t.Errorf("consent %v", second)
	}
	v.wants(ask{"PUT", "/api/me/optin-consents", `{"type":"SPAM","accepted":true,"asked":true}`, json}, 200, nil)

	v.wants(ask{"POST", "/api/me/remote_push_tokens", `{"platform":"ios","token":"a:b-c_d"}`, json}, 201, map[string]any{"@type": "RemotePushToken", "token": "a:b-c_d", "platform": "ios"})
	v.wants(ask{"POST", "/api/me/remote_push_tokens", `{"platform":"fax","token":"x"}`, json}, 400, nil)
	v.wants(ask{"DELETE", "/api/me/remote_push_tokens/a:b-c_d", "", as(bob)}, 404, nil)
	v.wants(ask{"DELETE", "/api/me/remote_push_tokens/a:b-c_d", "", as(zoe)}, 204, nil)
	v.wants(ask{"DELETE", "/api/me/remote_push_tokens/a:b-c_d", "", as(zoe)}, 404, nil)

	v.wants(ask{"GET", "/api/centrifugo/token", "", as(zoe)}, 200, map[string]any{"@context": "/api/contexts/Centrifugo", "@id": "/api/centrifugo/token", "@type": "Centrifugo", "token": "live:zoe", "namespace": "pignon"})
	v.wants(ask{"POST", "/api/centrifugo/token/refresh", `{}`, json}, 201, map[string]any{"token": "live:zoe"})
	v.wants(ask{"GET", "/api/centrifugo/token", "", nil}, 401, nil)

	v.write(func(tx *db.Tx) error {
		_, err := org.AddTag(tx, org.TagIn{Name: "Très froid", Color: "#00f"})
		return err
	})
	v.wants(ask{"GET", "/api/tags", "", as(bob)}, 200, map[string]any{"hydra:member": []any{map[string]any{"@id": "/api/tags/1", "@type": "Tag", "name": "Très froid", "slug": "tres-froid", "color": "#00f"}}})
	v.wants(ask{"GET", "/api/tags", "", as(zoe)}, 403, nil)
	v.wants(ask{"GET", "/api/tags/1", "", as(zoe)}, 200, map[string]any{"slug": "tres-froid", "@context": "/api/contexts/Tag"})
}

func TestCredentialTable(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		method, path string
		want         account.Accept
	}{
		{"GET", "/api", account.AcceptNone}, {"POST", "/oauth2/token", account.AcceptNone}, {"POST", "/api/orders/4/players", account.AcceptNone},
		{"GET", "/api/me", account.AcceptAll}, {"HEAD", "/api/me", account.AcceptAll}, {"DELETE", "/api/me", account.AcceptPerson},
		{"PUT", "/api/orders/4/accept", account.AcceptAll}, {"PUT", "/api/orders/4/refuse", account.AcceptPerson}, {"PUT", "/api/orders/4/delay", account.AcceptPerson},
		{"DELETE", "/api/orders/4/items/7", account.AcceptAll}, {"GET", "/api/orders/4/items/7", account.AcceptPerson},
		{"GET", "/api/orders/4/stripe/clone-payment-method/pm_1", account.AcceptAll}, {"GET", "/api/orders", account.AcceptAll}, {"POST", "/api/orders", account.AcceptPerson},
		{"GET", "/api/tasks", account.AcceptAll}, {"POST", "/api/tasks", account.AcceptPerson}, {"PUT", "/api/tasks/4/done", account.AcceptPerson},
		{"GET", "/api/stores/4", account.AcceptAll}, {"PUT", "/api/stores/4", account.AcceptPerson}, {"PATCH", "/api/deliveries/4", account.AcceptPerson},
		{"PUT", "/api/deliveries/4", account.AcceptAll}, {"GET", "/api/restaurants", account.AcceptPerson}, {"GET", "/api/users", account.AcceptPerson},
	} {
		if got := accepted(c.method, c.path); got != c.want {
			t.Errorf("%s %s takes %d, want %d", c.method, c.path, got, c.want)
		}
	}
}
