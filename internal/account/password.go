package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/crypto/bcrypt"

	"pignon.coop/internal/fail"
)

// Cost is how much work one password takes: passes over so many KiB of memory.
type Cost struct{ Passes, KiB uint32 }

// UsualCost is what OWASP asks for argon2id.
func UsualCost() Cost { return Cost{Passes: 2, KiB: 19 * 1024} }

// LowestCost is for development and tests.
func LowestCost() Cost { return Cost{Passes: 1, KiB: 8} }

// Passwords hashes and checks passwords with argon2id, a few at a time, so that a storm of logins leaves the machine to the others. It also
// checks bcrypt hashes that came with imported users. It is safe for concurrent use.
type Passwords struct {
	cost    Cost
	slots   chan struct{}
	waiting atomic.Int64
	decoy   string // checked for accounts that do not exist, so that they take as long
}

const (
	mostWaiting     = 200
	saltLen, keyLen = 16, 32

	// What people choose has so many characters, and so many bytes at most.
	shortestPassword, longestPassword = 8, 4096
)

// NewPasswords makes a hasher of a cost that uses half of the processors at most.
func NewPasswords(cost Cost) *Passwords {
	p := &Passwords{cost: cost, slots: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)/2))}
	p.decoy = p.hash(rand.Text())
	return p
}

func tooShort(password string) bool { return utf8.RuneCountInString(password) < shortestPassword }

// Hash gives a password's hash to keep. It takes its time, so never call it inside a unit of work. Too many at once is Unavailable.
func (p *Passwords) Hash(ctx context.Context, password string) (hash string, err error) {
	if len(password) > longestPassword {
		return "", fail.At("password", "value.too_long", "limit", longestPassword)
	}
	err = p.inTurn(ctx, func() { hash = p.hash(password) })
	return hash, err
}

// Matches tells whether a password belongs to a hash, and whether the hash is of an old kind and should be made anew. An empty hash matches
// nothing, and takes as long to do so.
func (p *Passwords) Matches(ctx context.Context, hash, password string) (ok, old bool, err error) {
	if hash == "" || len(password) > longestPassword {
		hash, password = p.decoy, ""
	}
	err = p.inTurn(ctx, func() {
		if strings.HasPrefix(hash, "$2") {
			ok, old = bcrypt.CompareHashAndPassword([]byte(hash), []byte(password)) == nil, true
			return
		}
		ok, old = p.matchesArgon(hash, password)
	})
	return ok, old, err
}

func (p *Passwords) inTurn(ctx context.Context, work func()) error {
	if p.waiting.Add(1) > mostWaiting {
		p.waiting.Add(-1)
		return fail.New(fail.Unavailable, "session.login.busy")
	}
	defer p.waiting.Add(-1)
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return fail.Wrap(ctx.Err(), fail.Unavailable, "session.login.busy")
	}
	defer func() { <-p.slots }()
	work()
	return nil
}

func (p *Passwords) hash(password string) string {
	salt := make([]byte, saltLen)
	_, _ = rand.Read(salt) // never fails: it ends the program instead
	key := argon2.IDKey([]byte(password), salt, p.cost.Passes, p.cost.KiB, 1, keyLen)
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, p.cost.KiB, p.cost.Passes, b64.EncodeToString(salt), b64.EncodeToString(key))
}

func (p *Passwords) matchesArgon(hash, password string) (ok, old bool) {
	var version int
	var cost Cost
	var threads uint8
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false, false
	}
	if _, err := fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &cost.KiB, &cost.Passes, &threads); err != nil {
		return false, false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || version != argon2.Version || !cost.sane() || threads == 0 || len(key) == 0 {
		return false, false
	}
	got := argon2.IDKey([]byte(password), salt, cost.Passes, cost.KiB, threads, uint32(len(key)))
	return subtle.ConstantTimeCompare(got, key) == 1, cost != p.cost
}

// sane keeps a broken hash from eating the machine.
func (c Cost) sane() bool { return c.Passes > 0 && c.Passes <= 16 && c.KiB > 0 && c.KiB <= 1<<20 }
