// Package fakestripe is a card payment provider in one process: it speaks the part of Stripe's HTTP interface that Pignon uses, with
// the real state machine of payment intents, idempotency keys, declined cards, 3-D Secure, holds that expire and signed webhooks.
// The demo runs it, so that a card payment works without a network; tests use it as the other side of every payment story, because it
// can lose answers after acting, and lose, repeat, delay and shuffle its webhooks. It keeps a ledger of its own to reconcile with.
package fakestripe

import (
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// apiVersion is the version of the interface that the objects follow.
const apiVersion = "2026-03-25.dahlia"

// Config says how an engine behaves. Now is required.
type Config struct {
	Now       func() time.Time
	Seed      uint64 // of the ids and of the faults
	PublicURL string // where browsers find the engine; empty: the host that they asked for
	Webhook   Webhook
	Faults    Faults
}

// Webhook says where events go. Without a URL they are only listed.
type Webhook struct {
	URL    string
	Secret string
	Client *http.Client
}

// Faults gives the share, from 0 to 1, of calls and webhooks that go wrong.
type Faults struct {
	Down       float64       // call: answered 503, nothing done
	LoseAnswer float64       // call: done, then the connection breaks
	Lost       float64       // webhook: never sent
	Duplicate  float64       // webhook: sent twice
	Late       float64       // webhook: sent up to MaxDelay later
	MaxDelay   time.Duration // of a late one
	Shuffle    bool          // webhooks that are due together come in any order
}

// Fault is one thing that goes wrong with a call.
type Fault string

// The faults of a call, for FailNext.
const (
	NoFault    Fault = ""
	Down       Fault = "down"
	LoseAnswer Fault = "lose_answer"
)

// Engine is one such provider. It is an http.Handler for paths from /v1 and may be used from many goroutines.
type Engine struct {
	config Config
	mux    *http.ServeMux

	mu        sync.Mutex
	host      string // where the latest caller found the engine
	random    *rand.Rand
	next      []Fault
	keys      map[string]*answered
	intents   shelf[*intent]
	charges   shelf[*charge]
	refunds   shelf[*refund]
	transfers shelf[*transfer]
	customers shelf[*customer]
	methods   shelf[*method]
	setups    shelf[*setup]
	accounts  shelf[*account]
	events    shelf[*event]
	disputes  shelf[*dispute]
	holds     []*intent // oldest hold first
	queue     []*delivery
	ledger    []Entry
	calls     []Call
}

// New makes an engine without customers, cards or payments.
func New(config Config) *Engine {
	e := &Engine{config: config, mux: http.NewServeMux(), keys: map[string]*answered{},
		random: rand.New(rand.NewPCG(config.Seed, 0x7072677365656421))}
	e.routes()
	return e
}

// SetWebhook changes where events go, for a receiver that exists only after the engine.
func (e *Engine) SetWebhook(w Webhook) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.config.Webhook = w
}

// SetFaults changes what goes wrong from now on.
func (e *Engine) SetFaults(f Faults) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.config.Faults = f
}

// FailNext makes the next calls that change something go wrong, one fault a call, before chance is asked again. NoFault in the list
// lets one call pass.
func (e *Engine) FailNext(faults ...Fault) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.next = append(e.next, faults...)
}

// Call is one request that reached the engine.
type Call struct {
	Method   string
	Path     string
	Account  string // connected account
	Key      string // idempotency key
	Form     map[string][]string
	Replayed bool
	Status   int
	Fault    Fault
}

// Calls lists every call so far, oldest first.
func (e *Engine) Calls() []Call {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]Call{}, e.calls...)
}

// Entry is one movement of money, or of a promise of money, in minor units.
type Entry struct {
	At       time.Time
	Kind     EntryKind
	Account  string // connected account, empty for the platform
	Intent   string
	Charge   string
	Amount   int64
	Currency string
}

// EntryKind names a movement.
type EntryKind string

// The movements. For each charge: held = taken + released once it is over; given back ≤ taken.
const (
	Hold    EntryKind = "hold"
	Take    EntryKind = "take"
	Release EntryKind = "release"
	Return  EntryKind = "return"
	PassOn  EntryKind = "pass_on"
)

// Ledger lists every movement so far, oldest first. It is the truth to reconcile with.
func (e *Engine) Ledger() []Entry {
	e.mu.Lock()
	defer e.mu.Unlock()
	return append([]Entry{}, e.ledger...)
}

func (e *Engine) book(kind EntryKind, i *intent, amount int64) {
	e.ledger = append(e.ledger, Entry{At: e.config.Now(), Kind: kind, Account: i.account, Intent: i.id, Charge: i.charge.id,
		Amount: amount, Currency: i.currency})
}

// chance tells whether something of the given share happens this time.
func (e *Engine) chance(share float64) bool { return share > 0 && e.random.Float64() < share }

const letters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

func (e *Engine) newID(prefix string) string {
	id := make([]byte, 24)
	for i := range id {
		id[i] = letters[e.random.IntN(len(letters))]
	}
	return prefix + "_" + string(id)
}
