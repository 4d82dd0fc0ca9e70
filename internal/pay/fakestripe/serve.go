package fakestripe

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// keyLife is how long an idempotency key is remembered: what the real one promises at least.
const keyLife = 24 * time.Hour

type object = map[string]any

// call is one request being answered, with the engine's lock held.
type call struct {
	*Engine
	request *http.Request
	form    url.Values
	account string
	public  bool // made with a publishable key, from a browser
	now     time.Time
}

// handler answers a call with an object or an error.
type handler func(c *call) (object, *apiError)

// answered is the stored answer for an idempotency key.
type answered struct {
	what   string // method, path and values
	status int
	body   []byte
	at     time.Time
}

// apiError is an error as the interface shows it.
type apiError struct {
	status int
	object
}

func refuse(code, message, param string) *apiError {
	e := &apiError{status: 400, object: object{"type": "invalid_request_error", "message": message}}
	if code != "" {
		e.object["code"] = code
	}
	if param != "" {
		e.object["param"] = param
	}
	return e
}

func missing(what, id, param string) *apiError {
	return refuse("resource_missing", "No such "+what+": '"+id+"'", param)
}

func (e *Engine) routes() {
	for pattern, h := range map[string]handler{
		"POST /v1/payment_intents":                   createIntent,
		"GET /v1/payment_intents":                    listIntents,
		"GET /v1/payment_intents/{id}":               readIntent,
		"POST /v1/payment_intents/{id}/confirm":      confirmIntent,
		"POST /v1/payment_intents/{id}/capture":      captureIntent,
		"POST /v1/payment_intents/{id}/cancel":       cancelIntent,
		"POST /v1/payment_intents/{id}/authenticate": authenticateIntent,
		"GET /v1/charges/{id}":                       readCharge,
		"POST /v1/refunds":                           createRefund,
		"GET /v1/refunds":                            listRefunds,
		"POST /v1/transfers":                         createTransfer,
		"POST /v1/customers":                         createCustomer,
		"GET /v1/customers/{id}":                     readCustomer,
		"POST /v1/payment_methods":                   createMethod,
		"GET /v1/payment_methods":                    listMethods,
		"GET /v1/payment_methods/{id}":               readMethod,
		"POST /v1/payment_methods/{id}/attach":       attachMethod,
		"POST /v1/payment_methods/{id}/detach":       detachMethod,
		"GET /v1/customers/{id}/payment_methods":     listMethods,
		"POST /v1/setup_intents":                     createSetup,
		"GET /v1/setup_intents/{id}":                 readSetup,
		"POST /v1/accounts":                          createAccount,
		"GET /v1/accounts/{id}":                      readAccount,
		"GET /v1/disputes":                           listDisputes,
		"GET /v1/events":                             listEvents,
	} {
		e.mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { e.answer(w, r, h) })
	}
	e.mux.HandleFunc("GET /3ds/{id}", e.bankPage)
	e.mux.HandleFunc("POST /3ds/{id}", e.bankAnswer)
	e.mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		write(w, 404, object{"error": object{"type": "invalid_request_error",
			"message": "Unrecognized request URL (" + r.Method + ": " + r.URL.Path + ")."}})
	})
}

// ServeHTTP answers like the provider, with the headers that let a browser of another origin call it.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, Stripe-Account, Stripe-Version")
	w.Header().Set("Access-Control-Allow-Methods", "GET, POST")
	if r.Method == http.MethodOptions {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	e.mux.ServeHTTP(w, r)
}

func (e *Engine) answer(w http.ResponseWriter, r *http.Request, h handler) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<20)
	if err := r.ParseForm(); err != nil {
		write(w, 400, object{"error": refuse("", "Invalid form: "+err.Error(), "").object})
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.host = "http://" + r.Host
	log := Call{Method: r.Method, Path: r.URL.Path, Key: r.Header.Get("Idempotency-Key"), Form: r.Form, Fault: e.fault(r.Method)}
	if log.Fault == Down {
		log.Status = 503
		e.calls = append(e.calls, log)
		write(w, 503, object{"error": object{"type": "api_error", "message": "The service is down for a moment."}})
		return
	}
	a := e.answerOnce(r, h, &log)
	e.calls = append(e.calls, log)
	w.Header().Set("Request-Id", "req_"+strconv.Itoa(len(e.calls)))
	if log.Replayed {
		w.Header().Set("Idempotent-Replayed", "true")
	}
	if log.Fault == LoseAnswer {
		breakOff(w, a)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body)
}

// breakOff sends half of the answer, so that no client can mistake it for a connection that died before the request.
func breakOff(w http.ResponseWriter, a *answered) {
	w.Header().Set("Content-Length", strconv.Itoa(len(a.body)))
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body[:len(a.body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func (e *Engine) fault(method string) Fault {
	if method != http.MethodPost {
		return NoFault
	}
	if len(e.next) > 0 {
		fault := e.next[0]
		e.next = e.next[1:]
		return fault
	}
	switch f := e.config.Faults; {
	case e.chance(f.Down):
		return Down
	case e.chance(f.LoseAnswer):
		return LoseAnswer
	}
	return NoFault
}

// answerOnce gives the stored answer for a known key, an error for a key that was used with other values, or a new answer.
func (e *Engine) answerOnce(r *http.Request, h handler, log *Call) *answered {
	c := &call{Engine: e, request: r, form: r.Form, now: e.config.Now()}
	log.Account = c.identify()
	c.account = log.Account
	what := r.Method + " " + r.URL.Path + " " + r.Form.Encode()
	slot := c.account + "/" + log.Key
	if known := e.known(slot); known != nil && log.Key != "" && r.Method == http.MethodPost {
		if known.what != what {
			log.Status = 400
			return encode(400, object{"error": object{"type": "idempotency_error", "message": "Keys for idempotent requests can only be used" +
				" with the same parameters they were first used with. Try using a key other than '" + log.Key + "'."}})
		}
		log.Replayed, log.Status = true, known.status
		return known
	}
	a, keep := c.run(h)
	a.what, a.at = what, c.now
	if keep && log.Key != "" && r.Method == http.MethodPost {
		e.keys[slot] = a
	}
	log.Status = a.status
	return a
}

func (e *Engine) known(slot string) *answered {
	known := e.keys[slot]
	if known != nil && e.config.Now().Sub(known.at) > keyLife {
		delete(e.keys, slot)
		return nil
	}
	return known
}

// run answers a call; keep tells whether a key must remember the answer: not when the call never started.
func (c *call) run(h handler) (a *answered, keep bool) {
	c.expireHolds()
	if err := c.authorise(); err != nil {
		return encode(err.status, object{"error": err.object}), false
	}
	result, err := h(c)
	if err != nil {
		code := err.object["code"]
		return encode(err.status, object{"error": err.object}), code != "parameter_missing" && code != "secret_key_required"
	}
	return encode(200, result), true
}

// identify reads the connected account, from the header or, as a browser sends it, from the form.
func (c *call) identify() string {
	if account := c.request.Header.Get("Stripe-Account"); account != "" {
		return account
	}
	account := c.form.Get("_stripe_account")
	c.form.Del("_stripe_account")
	return account
}

// authorise accepts any secret or publishable test key; live keys are refused, so that nobody takes this for the real thing.
func (c *call) authorise() *apiError {
	key, isBearer := strings.CutPrefix(c.request.Header.Get("Authorization"), "Bearer ")
	if user, _, ok := c.request.BasicAuth(); ok {
		key, isBearer = user, true
	}
	if !isBearer && c.form.Has("key") {
		key = c.form.Get("key")
	}
	c.form.Del("key")
	c.public = strings.HasPrefix(key, "pk_test_")
	if !c.public && !strings.HasPrefix(key, "sk_test_") && !strings.HasPrefix(key, "rk_test_") {
		return &apiError{status: 401, object: object{"type": "invalid_request_error", "message": "Invalid API Key provided."}}
	}
	if c.account != "" && !isAccount(c.account) {
		return &apiError{status: 403, object: object{"type": "invalid_request_error", "code": "account_invalid",
			"message": "The provided key does not have access to account '" + c.account + "'."}}
	}
	return nil
}

// secretOnly refuses a browser.
func (c *call) secretOnly() *apiError {
	if !c.public {
		return nil
	}
	e := refuse("secret_key_required", "This API call cannot be made with a publishable API key. Please use a secret API key.", "")
	e.status = 401
	return e
}

func (c *call) id() string { return c.request.PathValue("id") }

// expand tells whether the caller wants the named part in full.
func (c *call) expand(path string) bool {
	for name, values := range c.form {
		if !strings.HasPrefix(name, "expand[") {
			continue
		}
		for _, value := range values {
			if value == path || strings.HasPrefix(value, path+".") {
				return true
			}
		}
	}
	return false
}

// amount reads a whole, positive number of minor units; found is false when it is absent.
func (c *call) amount(name string) (value int64, found bool, err *apiError) {
	text := c.form.Get(name)
	if text == "" {
		return 0, false, nil
	}
	value, parseErr := strconv.ParseInt(text, 10, 64)
	if parseErr != nil || value < 1 {
		return 0, true, refuse("parameter_invalid_integer", "This value must be greater than or equal to 1.", name)
	}
	return value, true, nil
}

func (c *call) metadata() object {
	found := object{}
	for name, values := range c.form {
		if key, isMetadata := strings.CutPrefix(name, "metadata["); isMetadata && len(values) > 0 {
			found[strings.TrimSuffix(key, "]")] = values[0]
		}
	}
	return found
}

func (c *call) paging() pageIn {
	limit, err := strconv.Atoi(c.form.Get("limit"))
	if err != nil || limit < 1 || limit > 100 {
		limit = 10
	}
	return pageIn{account: c.account, after: c.form.Get("starting_after"), limit: limit}
}

func list[T any](c *call, found []T, more bool, render func(T) object) object {
	data := make([]object, 0, len(found))
	for _, t := range found {
		data = append(data, render(t))
	}
	return object{"object": "list", "url": c.request.URL.Path, "has_more": more, "data": data}
}

func encode(status int, body object) *answered {
	var b bytes.Buffer
	// A map of texts, numbers, lists and maps always encodes.
	_ = json.NewEncoder(&b).Encode(body)
	return &answered{status: status, body: b.Bytes()}
}

func write(w http.ResponseWriter, status int, body object) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(encode(status, body).body)
}

func orNil(text string) any {
	if text == "" {
		return nil
	}
	return text
}
