// Package fakeedenred is a provider of meal vouchers with a state that speaks Edenred's HTTP dialect, for tests. Its login and its API share one
// address. It lists every call that it got.
package fakeedenred

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// The secrets that the provider accepts.
const (
	ClientID = "coop"
	Secret   = "edenred-secret"
)

// Engine is one such provider. Everybody has an access token "at-NAME" and a refresh token "rt-NAME". It may be used from many goroutines.
type Engine struct {
	mu       sync.Mutex
	mux      *http.ServeMux
	balances map[string]int64
	stale    map[string]bool // access tokens that are over
	all      []*transaction
	calls    []string
	lose     int
}

type transaction struct {
	holder   string
	ref      string
	ID       string `json:"authorization_id"`
	Status   string `json:"status"`
	Amount   int64  `json:"authorized_amount"`
	Captured int64  `json:"captured_amount"`
	Refunded int64  `json:"refunded_amount"`
	Merchant string `json:"mid"`
}

// New makes a provider where these people have so much.
func New(balances map[string]int64) *Engine {
	e := &Engine{mux: http.NewServeMux(), balances: balances, stale: map[string]bool{}}
	e.mux.HandleFunc("GET /connect/userinfo", e.userinfo)
	e.mux.HandleFunc("POST /connect/token", e.token)
	e.mux.HandleFunc("GET /v2/users/{name}/balances", e.balance)
	e.mux.HandleFunc("POST /v2/transactions", e.authorize)
	e.mux.HandleFunc("GET /v2/transactions/{id}", e.read)
	e.mux.HandleFunc("POST /v2/transactions/{id}/actions/{verb}", e.act)
	return e
}

// Expire ends somebody's access token; the refresh token gives a new one.
func (e *Engine) Expire(name string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.stale["at-"+name] = true
}

// LoseAnswers lets the next n calls that change something be carried out and their answers get lost.
func (e *Engine) LoseAnswers(n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.lose = n
}

// Calls lists what was asked, the oldest first: "POST /v2/transactions".
func (e *Engine) Calls() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.calls)
}

// Sums gives what is held, taken and given back, and what somebody has left.
func (e *Engine) Sums(name string) (held, taken, back, left int64) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, t := range e.all {
		if t.Status == "authorized" {
			held += t.Amount
		}
		taken, back = taken+t.Captured, back+t.Refunded
	}
	return held, taken, back, e.balances[name]
}

// ServeHTTP implements http.Handler.
func (e *Engine) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.calls = append(e.calls, r.Method+" "+r.URL.Path)
	if r.URL.Path != "/connect/token" && (e.holder(r) == "" || strings.HasPrefix(r.URL.Path, "/v2/") &&
		(r.Header.Get("X-Client-Id") != ClientID || r.Header.Get("X-Client-Secret") != Secret)) {
		refuse(w, http.StatusUnauthorized, "unauthorized")
		return
	}
	if e.lose > 0 && r.Method == http.MethodPost {
		e.lose--
		e.mux.ServeHTTP(blind{http.Header{}}, r)
		panic(http.ErrAbortHandler)
	}
	e.mux.ServeHTTP(w, r)
}

// blind takes an answer that nobody will see.
type blind struct{ header http.Header }

func (b blind) Header() http.Header          { return b.header }
func (blind) Write(text []byte) (int, error) { return len(text), nil }
func (blind) WriteHeader(int)                {}

func (e *Engine) holder(r *http.Request) string {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	name, ok := strings.CutPrefix(token, "at-")
	if !ok || e.stale[token] {
		return ""
	}
	return strings.TrimSuffix(name, "-new")
}

func (e *Engine) userinfo(w http.ResponseWriter, r *http.Request) {
	write(w, http.StatusOK, map[string]string{"username": e.holder(r)})
}

func (e *Engine) token(w http.ResponseWriter, r *http.Request) {
	name, ok := strings.CutPrefix(r.PostFormValue("refresh_token")+r.PostFormValue("code"), "rt-")
	if !ok || r.PostFormValue("client_id") != ClientID || r.PostFormValue("client_secret") != Secret {
		refuse(w, http.StatusBadRequest, "invalid_grant")
		return
	}
	write(w, http.StatusOK, map[string]any{"access_token": "at-" + name + "-new", "refresh_token": "rt-" + name, "expires_in": 3600})
}

func (e *Engine) balance(w http.ResponseWriter, r *http.Request) {
	write(w, http.StatusOK, map[string]any{"data": []map[string]int64{{"available_amount": e.balances[e.holder(r)]}}})
}

func (e *Engine) authorize(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Merchant string `json:"mid"`
		Ref      string `json:"order_ref"`
		Amount   int64  `json:"amount"`
	}
	text, _ := io.ReadAll(r.Body)
	if json.Unmarshal(text, &in) != nil || in.Merchant == "" || in.Ref == "" || in.Amount <= 0 {
		refuse(w, http.StatusBadRequest, "mid, order_ref and amount are needed")
		return
	}
	for _, t := range e.all {
		if t.ref == in.Ref {
			write(w, http.StatusOK, map[string]any{"data": t})
			return
		}
	}
	who := e.holder(r)
	if e.balances[who] < in.Amount {
		refuse(w, http.StatusForbidden, "not enough on the card")
		return
	}
	e.balances[who] -= in.Amount
	t := &transaction{holder: who, ref: in.Ref, ID: fmt.Sprintf("AUTH%d", len(e.all)+1), Status: "authorized", Amount: in.Amount, Merchant: in.Merchant}
	e.all = append(e.all, t)
	write(w, http.StatusCreated, map[string]any{"data": t})
}

func (e *Engine) find(r *http.Request) *transaction {
	for _, t := range e.all {
		if t.ID == r.PathValue("id") && t.holder == e.holder(r) {
			return t
		}
	}
	return nil
}

func (e *Engine) read(w http.ResponseWriter, r *http.Request) {
	if t := e.find(r); t != nil {
		write(w, http.StatusOK, map[string]any{"data": t})
		return
	}
	refuse(w, http.StatusNotFound, "no such transaction")
}

func (e *Engine) act(w http.ResponseWriter, r *http.Request) {
	t := e.find(r)
	var in struct {
		Amount int64 `json:"amount"`
	}
	_ = json.NewDecoder(r.Body).Decode(&in)
	verb := r.PathValue("verb")
	switch {
	case t == nil:
		refuse(w, http.StatusNotFound, "no such transaction")
		return
	case verb == "capture" && t.Status == "authorized" && in.Amount == t.Amount:
		t.Status, t.Captured = "captured", in.Amount
	case verb == "cancel" && t.Status == "authorized":
		t.Status = "cancelled"
		e.balances[t.holder] += t.Amount
	case verb == "refund" && t.Status == "captured" && in.Amount == t.Captured:
		t.Status, t.Refunded = "refunded", in.Amount
		e.balances[t.holder] += in.Amount
	default:
		refuse(w, http.StatusBadRequest, "the transaction's state does not allow it")
		return
	}
	write(w, http.StatusOK, map[string]any{"data": t})
}

func write(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(v)
}

func refuse(w http.ResponseWriter, status int, words string) {
	write(w, status, map[string]any{"meta": map[string]any{"status": "failed", "messages": []map[string]string{{"code": fmt.Sprint(status), "text": words}}}})
}
