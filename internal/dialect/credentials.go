package dialect

import (
	"net/http"
	"regexp"
	"strings"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/web"
)

// route names paths whose callers may prove themselves otherwise than by a user token. Methods "" is any.
type route struct {
	methods string
	path    *regexp.Regexp
}

func at(methods, pattern string) route {
	return route{methods, regexp.MustCompile("^(?:" + pattern + ")$")}
}

func (r route) fits(method, path string) bool {
	return (r.methods == "" || strings.Contains(" "+r.methods+" ", " "+method+" ")) && r.path.MatchString(path)
}

// open are the paths without any authentication layer: a header is not even looked at.
var open = []route{
	at("", "/oauth2/token"), at("", "/api/(?:facebook|sign_in_with_apple|google_sign_in)/login"), at("POST", "/api/orders/[0-9]+/players"),
	at("", "/api/docs.*"), at("", "/api"), at("", "/api/zelty/webhook.*"), at("GET", "/tasks/label"), at("POST", "/api/cyke/webhook"), at("POST", "/api/v1/webhooks/rdc"),
}

// shared are the paths that take a user, an integration, or a guest with a basket.
var shared = []route{
	at("GET", "/api/me"), at("POST", "/api/carts/session"), at("GET", "/api/orders"), at("GET PUT", "/api/orders/[0-9]+"),
	at("PUT", "/api/orders/[0-9]+/accept"), at("POST", "/api/orders/[0-9]+/items"), at("PUT DELETE", "/api/orders/[0-9]+/items/[0-9]+"),
	at("POST", "/api/orders/[0-9]+/create_invitation"), at("GET PUT", "/api/orders/[0-9]+/(?:assign|timing|validate|tip|centrifugo)"),
	at("GET PUT", "/api/orders/[0-9]+/payment"), at("GET", "/api/orders/[0-9]+/payment_methods"), at("PUT", "/api/orders/[0-9]+/pay"),
	at("GET", "/api/orders/[0-9]+/mercadopago-preference"), at("GET", "/api/orders/[0-9]+/stripe/clone-payment-method/[^/]+"),
	at("POST", "/api/orders/[0-9]+/stripe/create-setup-intent-or-attach-pm"), at("POST", "/api/orders/[0-9]+/loopeat_returns"),
	at("PUT", "/api/orders/[0-9]+/edenred_credentials"), at("GET POST PUT DELETE", "/api/deliveries.*"), at("GET", "/api/tasks"),
	at("POST", "/api/tasks/import.*"), at("GET", "/api/tasks/[0-9]+(?:/events)?"), at("PUT", "/api/tasks/[0-9]+/bio_deliver"),
	at("GET", "/api/task_lists"), at("GET", "/api/task_groups/[0-9]+"), at("GET", "/api/task_import_queues.*"),
	at("GET", "/api/stores/[0-9]+(?:/deliveries)?"), at("GET POST", "/api/stores/[0-9]+/addresses"), at("", "/api/time_slots.*"),
	at("", "/api/retail_prices/calculate.*"), at("", "/api/(?:webhooks|urbantz|woopit|incidents).*"),
}

// served are the paths that stay open while the co-op is under maintenance. Tokens are still renewed, or the phone app would log couriers out.
var served = []route{at("", "/oauth2/token"), at("", "/api/settings"), at("", "/api/routing.*"), at("", "/api/token/refresh"), at("", "/api/resetting/.*")}

var groupItems = regexp.MustCompile(`^/api/orders/[0-9]+/items(?:/[0-9]+)?$`)

func anyFits(routes []route, method, path string) bool {
	for _, r := range routes {
		if r.fits(method, path) {
			return true
		}
	}
	return false
}

// accepted tells which proofs a path takes. HEAD counts as GET.
func accepted(method, path string) account.Accept {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	switch {
	case anyFits(open, method, path):
		return account.AcceptNone
	case anyFits(shared, method, path):
		return account.AcceptAll
	}
	return account.AcceptPerson
}

// Authenticator makes what tells who sends a request to the dialect. While the co-op is under maintenance it lets in those alone who keep it
// running, and refuses the others with maintenance.on before anything is looked at.
func Authenticator(door *account.Door, settings func() org.Settings) func(*http.Request) (authz.Actor, error) {
	return func(r *http.Request) (authz.Actor, error) {
		who, err := door.Recognise(r.Context(), proofOf(r))
		if err != nil {
			return who, err
		}
		if settings().Maintenance && !who.Is(authz.Courier) && !who.Is(authz.Restaurant) && !anyFits(served, r.Method, r.URL.Path) {
			return who, fail.New(fail.Unavailable, "maintenance.on")
		}
		return who, nil
	}
}

func proofOf(r *http.Request) account.Proof {
	p := account.Proof{Accept: accepted(r.Method, r.URL.Path), Bearer: web.Bearer(r)}
	if p.Bearer == "" && r.Header.Get("Authorization") == "" {
		if token := r.URL.Query().Get("token"); !strings.HasPrefix(token, "ak_") { // keys are never taken from addresses, which are logged
			p.Bearer = token
		}
	}
	if scheme, token, _ := strings.Cut(r.Header.Get("X-CoopCycle-Session"), " "); strings.EqualFold(scheme, "bearer") {
		p.Cart = strings.TrimSpace(token)
	}
	if groupItems.MatchString(r.URL.Path) {
		p.Player = strings.TrimSpace(r.Header.Get("X-Player-Token"))
	}
	return p
}

// maintenanceWords is what people read meanwhile: the co-op's own message, or ours.
func (f *face) maintenanceWords() string {
	if own := f.house.Settings().MaintenanceMessage; own != "" {
		return own
	}
	return f.sentence("maintenance.on", nil)
}
