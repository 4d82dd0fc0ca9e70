package account

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base32"
	"slices"
	"strings"
	"time"

	"github.com/pquerna/otp"
	"github.com/pquerna/otp/totp"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// Security is what protects somebody's account beside the password.
type Security struct {
	Authenticator bool
	Passkeys      []Passkey
	Recovery      int  // codes that are left
	Required      bool // a role of theirs wants a second factor
	Password      bool // they have one
	Fresh         bool // they proved who they are lately enough to change this
}

// Second tells whether there is a second factor.
func (s Security) Second() bool { return s.Authenticator || len(s.Passkeys) > 0 }

// freshFor is how long after signing in somebody may change what protects their account.
const freshFor = 15 * time.Minute

// SecurityOf tells a person what protects their account. session is the cookie that they hold, "" for none.
func (d *Door) SecurityOf(ctx context.Context, who authz.Actor, session string) (out Security, err error) {
	if err := mustBePerson(who); err != nil {
		return out, err
	}
	err = d.db.Read(ctx, who, func(tx *db.Tx) error {
		u, err := LoadUser(tx, who.UserID)
		if err != nil {
			return err
		}
		a, ok, err := authenticatorOf(tx, u.ID)
		if err != nil {
			return err
		}
		out.Authenticator, out.Password, out.Required = ok && a.Confirmed, u.PasswordHash != "", d.wantsSecond(u)
		if out.Passkeys, err = passkeysOf(tx, u.ID); err != nil {
			return err
		}
		if out.Recovery, err = countRecovery(tx, u.ID); err != nil {
			return err
		}
		out.Fresh = d.mustBeFresh(tx, session) == nil
		return nil
	})
	return out, err
}

// mustBeFresh refuses what changes an account's protection to whoever did not sign in just now: a session that was left open, or stolen,
// is not enough.
func (d *Door) mustBeFresh(tx *db.Tx, session string) error {
	row, ok, err := sessionByHash(tx, hashOf(session))
	if err != nil {
		return err
	}
	if !ok || row.Half || row.UserID != tx.Who().UserID || d.TokenNow().After(row.CreatedAt.Time.Add(freshFor)) {
		return fail.New(fail.Forbidden, "session.not_fresh", "minutes", int(freshFor.Minutes()))
	}
	return nil
}

// wantsSecond tells whether a role of somebody's is held with a second factor alone.
func (d *Door) wantsSecond(u User) bool {
	strong := d.strong()
	return slices.ContainsFunc(u.Roles.V, func(r authz.Role) bool { return slices.Contains(strong, r) })
}

// actor is the user as the one who asks, without the roles that they hold with a second factor alone while they have none.
func (d *Door) actor(tx *db.Tx, u User) (authz.Actor, error) {
	who := u.Actor()
	if !d.wantsSecond(u) {
		return who, nil
	}
	has, err := hasSecond(tx, u.ID)
	if err != nil || has {
		return who, err
	}
	strong := d.strong()
	who.Roles = slices.DeleteFunc(slices.Clone(who.Roles), func(r authz.Role) bool { return slices.Contains(strong, r) })
	return who, nil
}

func needsCode() error { return fail.New(fail.Unauthenticated, "session.code.needed") }

// proveSecond lets pass who has no second factor, and whoever shows a code that is theirs and was never used.
func (d *Door) proveSecond(tx *db.Tx, userID int64, code string) error {
	strong, err := hasSecond(tx, userID)
	if err != nil || !strong {
		return err
	}
	code = strings.ToLower(strings.ReplaceAll(code, " ", ""))
	if code == "" {
		return needsCode()
	}
	a, ok, err := authenticatorOf(tx, userID)
	if err != nil {
		return err
	}
	if ok && a.Confirmed {
		if took, err := d.takeCode(tx, a, code); err != nil || took {
			return err
		}
	}
	if took, err := takeRecovery(tx, userID, hashOf(code)); err != nil || took {
		return err
	}
	return fail.New(fail.Unauthenticated, "session.code.refused")
}

const stepSeconds = 30 // of the clock that authenticator apps count by

// takeCode uses a code up: the one of now, of a step before or of a step after, since clocks differ.
func (d *Door) takeCode(tx *db.Tx, a authenticatorRow, code string) (bool, error) {
	now := d.TokenNow().Unix() / stepSeconds
	for step := now - 1; step <= now+1; step++ {
		want, err := totp.GenerateCode(a.Secret, time.Unix(step*stepSeconds, 0))
		if err != nil {
			return false, err
		}
		if subtle.ConstantTimeCompare([]byte(want), []byte(code)) == 1 {
			return useStep(tx, a.UserID, step)
		}
	}
	return false, nil
}

// splitCode takes the code off the end of a password: six digits, or a recovery code behind a space.
func splitCode(password string) (rest, code string) {
	if i := strings.LastIndexByte(password, ' '); i >= 0 && (sixDigits(password[i+1:]) || len(password)-i-1 == recoveryLength) {
		return password[:i], password[i+1:]
	}
	if n := len(password) - 6; n > 0 && sixDigits(password[n:]) {
		return password[:n], password[n:]
	}
	return password, ""
}

func sixDigits(s string) bool {
	return len(s) == 6 && strings.Trim(s, "0123456789") == ""
}

// Strengthened is what somebody gets who gave their account its first second factor: everything else that was open is closed, so they have a
// new session, and codes for the day on which they lose it. Codes are shown once. Both are empty when there was a factor before.
type Strengthened struct {
	Session  Session
	Recovery []string
}

// AddAuthenticator makes a secret for an authenticator app, not in force before ConfirmAuthenticator. The address is what the app reads from
// a picture. An older one that is in force stays so until then.
func (d *Door) AddAuthenticator(ctx context.Context, who authz.Actor, session, coop string) (key *otp.Key, err error) {
	err = d.changeSecurity(ctx, who, session, func(tx *db.Tx, u User) error {
		if a, ok, err := authenticatorOf(tx, u.ID); err != nil || ok && a.Confirmed {
			return orElse(err, fail.New(fail.Conflict, "authenticator.exists"))
		}
		if key, err = totp.Generate(totp.GenerateOpts{Issuer: coop, AccountName: u.Username}); err != nil {
			return err
		}
		return putAuthenticator(tx, authenticatorRow{UserID: u.ID, Secret: key.Secret(), CreatedAt: tx.Now()})
	})
	return key, err
}

// ConfirmAuthenticator puts an authenticator app in force by its first code.
func (d *Door) ConfirmAuthenticator(ctx context.Context, who authz.Actor, session, code string) (out Strengthened, err error) {
	err = d.changeSecurity(ctx, who, session, func(tx *db.Tx, u User) error {
		a, ok, err := authenticatorOf(tx, u.ID)
		if err != nil || !ok || a.Confirmed {
			return orElse(err, fail.New(fail.NotFound, "row.not_found"))
		}
		first, err := hasSecond(tx, u.ID)
		if err != nil {
			return err
		}
		if took, err := d.takeCode(tx, a, strings.ReplaceAll(code, " ", "")); err != nil || !took {
			return orElse(err, fail.At("code", "session.code.refused"))
		}
		if err := confirmAuthenticator(tx, u.ID); err != nil {
			return err
		}
		out, err = d.strengthen(tx, u, !first)
		return err
	})
	return out, err
}

// RemoveAuthenticator takes the authenticator app out of force.
func (d *Door) RemoveAuthenticator(ctx context.Context, who authz.Actor, session string) error {
	return d.changeSecurity(ctx, who, session, func(tx *db.Tx, u User) error {
		if err := deleteAuthenticator(tx, u.ID); err != nil {
			return err
		}
		return d.weaken(tx, u)
	})
}

// NewRecovery gives new recovery codes in place of the old ones; only who has a second factor needs any.
func (d *Door) NewRecovery(ctx context.Context, who authz.Actor, session string) (codes []string, err error) {
	err = d.changeSecurity(ctx, who, session, func(tx *db.Tx, u User) error {
		if strong, err := hasSecond(tx, u.ID); err != nil || !strong {
			return orElse(err, fail.New(fail.Conflict, "recovery.nothing_to_recover"))
		}
		codes, err = renewRecovery(tx, u.ID)
		return err
	})
	return codes, err
}

// ForgetSecond takes every second factor of somebody away who lost them, and ends their sessions, so that the password is enough again.
// Only administrators may, and not for themselves.
func ForgetSecond(tx *db.Tx, in EndSessionsIn) error {
	if err := mayAdministrate(tx.Who()); err != nil {
		return err
	}
	if in.UserID == tx.Who().UserID {
		return fail.New(fail.Conflict, "second_factor.own")
	}
	u, err := LoadUser(tx, in.UserID)
	if err != nil {
		return err
	}
	if err := forgetFactors(tx, u.ID); err != nil {
		return err
	}
	if err := tx.Emit(SecurityChanged{UserID: u.ID, Second: false}); err != nil {
		return err
	}
	return EndSessions(tx, in)
}

// changeSecurity runs fn for a person who signed in just now.
func (d *Door) changeSecurity(ctx context.Context, who authz.Actor, session string, fn func(*db.Tx, User) error) error {
	if err := mustBePerson(who); err != nil {
		return err
	}
	return d.db.Write(ctx, who, func(tx *db.Tx) error {
		if err := d.mustBeFresh(tx, session); err != nil {
			return err
		}
		u, err := LoadUser(tx, who.UserID)
		if err != nil {
			return err
		}
		return fn(tx, u)
	})
}

// strengthen is what follows a new factor. With the first, everything that a password alone opened is closed.
func (d *Door) strengthen(tx *db.Tx, u User, first bool) (out Strengthened, err error) {
	if err := tx.Emit(SecurityChanged{UserID: u.ID, Second: true}); err != nil || !first {
		return out, err
	}
	if out.Recovery, err = renewRecovery(tx, u.ID); err != nil {
		return out, err
	}
	if err := EndSessions(tx, EndSessionsIn{UserID: u.ID, TokenNow: d.TokenNow()}); err != nil {
		return out, err
	}
	if u, err = LoadUser(tx, u.ID); err != nil {
		return out, err
	}
	out.Session, err = d.openSession(tx, u, "")
	return out, err
}

// weaken is what follows the loss of a factor. Codes to recover the last one go with it.
func (d *Door) weaken(tx *db.Tx, u User) error {
	strong, err := hasSecond(tx, u.ID)
	if err != nil {
		return err
	}
	if !strong {
		if err := deleteRecovery(tx, u.ID); err != nil {
			return err
		}
	}
	return tx.Emit(SecurityChanged{UserID: u.ID, Second: strong})
}

const (
	recoveryCodes  = 8
	recoveryLength = 14 // "abcd-efgh-ijkl": 60 bits
)

func renewRecovery(tx *db.Tx, userID int64) (codes []string, err error) {
	if err := deleteRecovery(tx, userID); err != nil {
		return nil, err
	}
	for range recoveryCodes {
		b := make([]byte, 8)
		_, _ = rand.Read(b) // never fails: it ends the program instead
		s := strings.ToLower(base32.StdEncoding.EncodeToString(b))
		code := s[:4] + "-" + s[4:8] + "-" + s[8:12]
		if err := insertRecovery(tx, userID, hashOf(code)); err != nil {
			return nil, err
		}
		codes = append(codes, code)
	}
	return codes, nil
}

type authenticatorRow struct {
	UserID    int64        `db:"user_id"`
	Secret    string       `db:"secret"`
	LastStep  int64        `db:"last_step"`
	Confirmed bool         `db:"confirmed"`
	CreatedAt span.Instant `db:"created_at"`
}
