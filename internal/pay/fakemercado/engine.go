// Package fakemercado is a payment provider with a state that speaks Mercado Pago's HTTP dialect, for tests: payments by a card's token, pages on
// which customers pay, refunds and signed notifications. It lists every call that it got.
package fakemercado

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"time"
)

// Call is a call that was made.
type Call struct {
	Method, Path, Key, Token string
	Body                     map[string]any
}

// Engine is one such provider. Access tokens are "APP_" with the account that they are for, "" for the platform. It may be used from many
// goroutines.
type Engine struct {
	mu       sync.Mutex
	mux      *http.ServeMux
	now      func() time.Time
	last     int64
	payments []*payment
	pages    []*page
	answers  map[string]answer // by key
	calls    []Call
	lose     int // answers that get lost from now on
}

type answer struct {
	body   string
	status int
	text   []byte
}

type payment struct {
	account        string
	ID             int64   `json:"id"`
	Status         string  `json:"status"`
	Detail         string  `json:"status_detail"`
	Currency       string  `json:"currency_id"`
	Amount         float64 `json:"transaction_amount"`
	Refunded       float64 `json:"transaction_amount_refunded"`
	Reference      string  `json:"external_reference"`
	Live           bool    `json:"live_mode"`
	Captured       bool    `json:"captured"`
	ApplicationFee float64 `json:"-"`
	Fees           []fee   `json:"fee_details"`
	Created        string  `json:"date_created"`
}

type fee struct {
	Type   string  `json:"type"`
	Payer  string  `json:"fee_payer"`
	Amount float64 `json:"amount"`
}

type page struct {
	account   string
	ID        string  `json:"id"`
	Items     []item  `json:"items"`
	Fee       float64 `json:"marketplace_fee"`
	Reference string  `json:"external_reference"`
	Notify    string  `json:"notification_url"`
	Expires   bool    `json:"expires"`
	To        string  `json:"expiration_date_to,omitempty"`
}

type item struct {
	Title    string  `json:"title"`
	Quantity float64 `json:"quantity"`
	Price    float64 `json:"unit_price"`
	Currency string  `json:"currency_id"`
}

// New makes a provider whose clock is now.
func New(now func() time.Time) *Engine {
	e := &Engine{now: now, mux: http.NewServeMux(), answers: map[string]answer{}, last: 1000}
	e.mux.HandleFunc("POST /v1/payments", e.pay)
	e.mux.HandleFunc("GET /v1/payments/search", e.search)
	e.mux.HandleFunc("GET /v1/payments/{id}", e.change)
	e.mux.HandleFunc("PUT /v1/payments/{id}", e.change)
	e.mux.HandleFunc("POST /v1/payments/{id}/refunds", e.refund)
	e.mux.HandleFunc("POST /checkout/preferences", e.open)
	e.mux.HandleFunc("GET /checkout/preferences/{id}", e.page)
	e.mux.HandleFunc("PUT /checkout/preferences/{id}", e.page)
	return e
}

// LoseAnswers lets the next n calls that change something be carried out and their answers get lost.
func (e *Engine) LoseAnswers(n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.lose = n
}

// Calls lists what was asked, the oldest first.
func (e *Engine) Calls() []Call {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.calls)
}

// ServeHTTP implements http.Handler.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	raw, _ := io.ReadAll(r.Body)
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer APP_")
	call := Call{Method: r.Method, Path: r.URL.Path, Key: r.Header.Get("X-Idempotency-Key"), Token: token}
	_ = json.Unmarshal(raw, &call.Body)
	e.calls = append(e.calls, call)
	switch {
	case !ok:
		refuse(w, http.StatusUnauthorized, "invalid access token")
		return
	case r.Method != http.MethodGet && call.Key == "":
		refuse(w, http.StatusBadRequest, "X-Idempotency-Key is missing")
		return
	}
	before, known := e.answers[call.Key]
	if call.Key == "" || !known {
		r.Body = io.NopCloser(bytes.NewReader(raw))
		seen := httptest.NewRecorder()
		e.mux.ServeHTTP(seen, r)
		before = answer{string(raw), seen.Code, seen.Body.Bytes()}
		if call.Key != "" {
			e.answers[call.Key] = before
		}
	} else if before.body != string(raw) {
		refuse(w, http.StatusBadRequest, "this key was used for another call")
		return
	}
	if e.lose > 0 && call.Key != "" {
		e.lose--
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(before.status)
	_, _ = w.Write(before.text)
}

func accountOf(r *http.Request) string {
	return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer APP_")
}

func (e *Engine) pay(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Amount    float64 `json:"transaction_amount"`
		Token     string  `json:"token"`
		Capture   bool    `json:"capture"`
		Fee       float64 `json:"application_fee"`
		Reference string  `json:"external_reference"`
	}
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.Amount <= 0 || in.Token == "" {
		refuse(w, http.StatusBadRequest, "token and transaction_amount are needed")
		return
	}
	p := e.add(payment{account: accountOf(r), Status: "authorized", Amount: in.Amount, Currency: "BRL", Reference: in.Reference, ApplicationFee: in.Fee})
	switch {
	case in.Token == "tok_declined":
		p.Status, p.Detail = "rejected", "cc_rejected_insufficient_amount"
	case in.Capture:
		p.take()
	}
	write(w, http.StatusCreated, p)
}

func (e *Engine) add(p payment) *payment {
	e.last++
	p.ID, p.Created = e.last, e.now().Format(time.RFC3339)
	e.payments = append(e.payments, &p)
	return &p
}

func (p *payment) take() {
	p.Status, p.Captured = "approved", true
	p.Fees = []fee{{"mercadopago_fee", "collector", float64(int64(p.Amount*5)) / 100}}
	if p.ApplicationFee > 0 {
		p.Fees = append(p.Fees, fee{"application_fee", "collector", p.ApplicationFee})
	}
}

func (e *Engine) find(r *http.Request) *payment {
	for _, p := range e.payments {
		if fmt.Sprint(p.ID) == r.PathValue("id") && p.account == accountOf(r) {
			return p
		}
	}
	return nil
}

func (e *Engine) change(w http.ResponseWriter, r *http.Request) {
	p := e.find(r)
	if p == nil {
		refuse(w, http.StatusNotFound, "Payment not found")
		return
	}
	var in struct {
		Amount  float64 `json:"transaction_amount"`
		Capture bool    `json:"capture"`
		Status  string  `json:"status"`
	}
	_ = json.NewDecoder(r.Body).Decode(&in)
	open := p.Status == "authorized" || p.Status == "in_process"
	switch {
	case r.Method == http.MethodGet:
	case in.Capture && p.Status == "authorized" && in.Amount <= p.Amount:
		if in.Amount > 0 {
			p.Amount = in.Amount
		}
		p.take()
	case in.Status == "cancelled" && open:
		p.Status = "cancelled"
	default:
		refuse(w, http.StatusBadRequest, "the payment's state does not allow it")
		return
	}
	write(w, http.StatusOK, p)
}

func (e *Engine) search(w http.ResponseWriter, r *http.Request) {
	found := []*payment{}
	for _, p := range slices.Backward(e.payments) {
		if p.account == accountOf(r) && (p.Reference == r.URL.Query().Get("external_reference") || r.URL.Query().Get("external_reference") == "") {
			found = append(found, p)
		}
	}
	write(w, http.StatusOK, map[string]any{"results": found, "paging": map[string]int{"total": len(found)}})
}

func (e *Engine) refund(w http.ResponseWriter, r *http.Request) {
	p := e.find(r)
	if p == nil {
		refuse(w, http.StatusNotFound, "Payment not found")
		return
	}
	var in struct {
		Amount float64 `json:"amount"`
	}
	_ = json.NewDecoder(r.Body).Decode(&in)
	left := float64(int64((p.Amount-p.Refunded)*100+0.5)) / 100
	if in.Amount == 0 {
		in.Amount = left
	}
	if !p.Captured || in.Amount <= 0 || in.Amount > left {
		refuse(w, http.StatusBadRequest, "the amount is more than what is left")
		return
	}
	if p.Refunded += in.Amount; in.Amount == left {
		p.Status = "refunded"
	}
	e.last++
	write(w, http.StatusCreated, map[string]any{"id": e.last, "payment_id": p.ID, "amount": in.Amount, "status": "approved"})
}

func (e *Engine) open(w http.ResponseWriter, r *http.Request) {
	p := &page{account: accountOf(r)}
	if json.NewDecoder(r.Body).Decode(p) != nil || len(p.Items) == 0 {
		refuse(w, http.StatusBadRequest, "items are needed")
		return
	}
	e.last++
	p.ID = fmt.Sprintf("%d-%s", e.last, "page")
	e.pages = append(e.pages, p)
	write(w, http.StatusCreated, p)
}

func (e *Engine) page(w http.ResponseWriter, r *http.Request) {
	for _, p := range e.pages {
		if p.ID == r.PathValue("id") && p.account == accountOf(r) {
			_ = json.NewDecoder(r.Body).Decode(p)
			write(w, http.StatusOK, p)
			return
		}
	}
	refuse(w, http.StatusNotFound, "preference not found")
}

// PayOnPage is the customer who pays on a page, with a status as the provider words it: approved, rejected, in_process. It gives the payment's id.
func (e *Engine) PayOnPage(id, status string) int64 {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, on := range e.pages {
		if on.ID != id || on.Expires {
			continue
		}
		p := e.add(payment{account: on.account, Status: status, Reference: on.Reference, Currency: on.Items[0].Currency, ApplicationFee: on.Fee})
		for _, i := range on.Items {
			p.Amount += i.Price * i.Quantity
		}
		if status == "approved" {
			p.take()
		}
		return p.ID
	}
	return 0
}

// NotificationURL is where the payments of a page are told of.
func (e *Engine) NotificationURL(id string) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, p := range e.pages {
		if p.ID == id {
			return p.Notify
		}
	}
	return ""
}

// Sign makes the header that proves a notification about a payment to be the provider's.
func Sign(secret, payment, request string, at time.Time) string {
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "id:%s;request-id:%s;ts:%d;", payment, request, at.UnixMilli())
	return fmt.Sprintf("ts=%d,v1=%s", at.UnixMilli(), hex.EncodeToString(mac.Sum(nil)))
}

func write(w http.ResponseWriter, status int, v any) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func refuse(w http.ResponseWriter, status int, words string) {
	write(w, status, map[string]any{"message": words, "error": http.StatusText(status), "status": status})
}
