package web

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"mime"
	"net/http"
	"sync"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// KeyHeader is the header by which a client makes a request safe to repeat; ReplayHeader marks an answer that was given before.
const (
	KeyHeader    = "Idempotency-Key"
	ReplayHeader = "Idempotent-Replayed"
)

const (
	answerLife = 7 * 24 * time.Hour
	longestKey = 255
)

// The codes of what a repeated request can be refused for.
const (
	keyMalformed = "request.key.malformed"
	keyReused    = "request.key.reused"
	keyRunning   = "request.key.running"
	keyLost      = "request.key.lost"
)

// Repeats answers a request that comes again under the same key, from the same caller, as it was answered the first time, and does nothing. The
// answer is written in the unit of work of the request's effects, so that a server that dies has kept both or neither. Answers are kept for a
// week. It is for one process a database, and safe for concurrent use.
type Repeats struct {
	db      *db.DB
	mu      sync.Mutex
	running map[string]string // request by id
}

// NewRepeats makes one for a database.
func NewRepeats(d *db.DB) *Repeats { return &Repeats{db: d, running: map[string]string{}} }

// Ask is a request on its way to who serves it. Serve must write every answer, refusals too, and use the context of the request that it is given.
type Ask struct {
	W      http.ResponseWriter
	R      *http.Request
	Who    authz.Actor
	Phased bool // it calls the network between its units of work: see db.Hold
	Serve  func(http.ResponseWriter, *http.Request)
}

// Wants tells whether a request is to be made safe to repeat: it changes something, has a key, and comes from somebody who can be known again.
func Wants(r *http.Request, who authz.Actor) bool {
	if r.Method == http.MethodGet || r.Method == http.MethodHead || r.Method == http.MethodOptions {
		return false
	}
	return r.Header.Get(KeyHeader) != "" && who.Known()
}

// Once serves a request with a key, or gives the answer of the first time. An error means that nothing was answered: Invalid for a key that is
// none, or that was used for another request (422); Conflict while the first is still being served (with Retry-After), and when it had effects
// but its answer was lost; otherwise what kept the answer from being kept, and then nothing else was kept either.
func (r *Repeats) Once(ask Ask) error {
	k, err := keyOf(&ask)
	if err != nil {
		return err
	}
	leave, err := r.enter(k)
	if err != nil {
		ask.W.Header().Set("Retry-After", "1")
		return err
	}
	defer leave()
	ctx := ask.R.Context()
	known, found, err := r.find(ctx, k)
	if err != nil || found {
		if err == nil {
			err = replay(ask.W, k, known)
		}
		return err
	}
	return r.serve(ctx, ask, k)
}

func (r *Repeats) enter(k key) (leave func(), err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if request, ok := r.running[k.id]; ok {
		if request != k.request {
			return nil, fail.New(fail.Invalid, keyReused)
		}
		return nil, fail.New(fail.Conflict, keyRunning)
	}
	r.running[k.id] = k.request
	return func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.running, k.id)
	}, nil
}

func (r *Repeats) find(ctx context.Context, k key) (a answered, found bool, err error) {
	err = r.db.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		a, found, err = loadAnswered(tx, k.id, answerLife)
		return err
	})
	return a, found, err
}

// serve runs the request and keeps its answer. An answer of a server's fault, or of too many tries, is not kept, nor is what the request wrote
// until then; in phases it was kept before, and then the answer is, too.
func (r *Repeats) serve(ctx context.Context, ask Ask, k key) error {
	var taken error // by another process
	ctx, hold := r.db.Hold(ctx, db.HoldIn{Phased: ask.Phased, First: func(tx *db.Tx) error {
		if taken = k.isFree(tx); taken != nil || !ask.Phased {
			return taken
		}
		return k.mark(tx)
	}})
	defer hold.Drop()
	out := &recorder{header: http.Header{}}
	ask.Serve(out, ask.R.WithContext(ctx))
	passing := out.status() >= http.StatusInternalServerError || out.status() == http.StatusTooManyRequests
	if taken != nil || passing && !(ask.Phased && hold.Begun()) {
		hold.Drop()
		return out.send(ask.W)
	}
	a, err := out.sealed(k)
	if err != nil {
		return err
	}
	// whoever asked may be gone; the answer is for when they ask again
	if err := hold.Commit(context.WithoutCancel(ctx), func(tx *db.Tx) error { return saveAnswered(tx, a) }); err != nil {
		return err
	}
	return out.send(ask.W)
}

// Forget deletes the answers whose week is over.
func (r *Repeats) Forget(ctx context.Context) error {
	return r.db.Write(ctx, authz.System(), func(tx *db.Tx) error { return forgetAnswered(tx, answerLife) })
}

// key names a request: id is who asks under which key, request is what. The secret opens the answer; it is kept nowhere.
type key struct {
	id, request string
	secret      [sha256.Size]byte
}

// keyOf reads the whole body, and puts it back.
func keyOf(ask *Ask) (k key, err error) {
	text := ask.R.Header.Get(KeyHeader)
	if len(text) > longestKey {
		return k, fail.New(fail.Invalid, keyMalformed, "limit", longestKey)
	}
	body, err := io.ReadAll(ask.R.Body)
	if err != nil {
		return k, err
	}
	ask.R.Body = io.NopCloser(bytes.NewReader(body))
	who := fmt.Sprintf("%d %s %d", ask.Who.Kind, ask.Who.Name(), ask.Who.CustomerID)
	k.id = hashOf("key", who, text)
	k.request = hashOf("request", ask.R.Method, ask.R.URL.RequestURI(), ask.R.Header.Get("Accept"), string(comparable(ask.R, body)))
	k.secret = sha256.Sum256([]byte("answer\x00" + who + "\x00" + text + "\x00" + k.request))
	return k, nil
}

// comparable is the body without what differs between two tries of the same form: the boundary that the client makes up each time.
func comparable(r *http.Request, body []byte) []byte {
	_, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if boundary := params["boundary"]; err == nil && boundary != "" {
		return bytes.ReplaceAll(body, []byte(boundary), nil)
	}
	return body
}

func hashOf(parts ...string) string {
	sum := sha256.New()
	for _, p := range parts {
		fmt.Fprintf(sum, "%d %s\n", len(p), p)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// isFree looks again in the unit of work that has effects.
func (k key) isFree(tx *db.Tx) error {
	_, found, err := loadAnswered(tx, k.id, answerLife)
	if err == nil && found {
		err = fail.New(fail.Conflict, keyRunning)
	}
	return err
}

// mark notes, with a request's first effects, that there are some.
func (k key) mark(tx *db.Tx) error {
	return saveAnswered(tx, answered{ID: k.id, Request: k.request})
}
