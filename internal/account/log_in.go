package account

import (
	"context"
	"fmt"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// LoginIn is a try to log in. Login is a user name or an e-mail address; Code is the second factor of those who have one; Address is the network
// address that tries are counted by; Language is that of whoever asks, "" when it is unknown.
type LoginIn struct {
	Login, Password, Code, Address, Language string
	CodeInPassword                           bool // for programs that know no code: it may follow the password
	Half                                     bool // who has to show a code still gets half a session, to show it later
}

const (
	failureWindow  = 15 * time.Minute
	mostPerAccount = 10
	mostPerAddress = 50
)

// LogIn lets a user in by password. Unknown name and wrong password are the same refusal, session.login.refused, after the same time. Ten
// tries that failed within 15 minutes close an account (session.login.throttled) to everybody, whether it exists or not, and fifty an
// address. Whoever has a second factor must show it too: session.code.needed, session.code.refused.
func (d *Door) LogIn(ctx context.Context, in LoginIn) (out Credentials, err error) {
	err = d.byPassword(ctx, in, func(tx *db.Tx, u User, _ bool) (err error) {
		out, err = d.admit(tx, u)
		return err
	})
	return out, err
}

// enter lets somebody in, half only when their second factor is missing.
type enter func(tx *db.Tx, u User, half bool) error

// byPassword proves a user by password and lets them in, in one unit of work.
func (d *Door) byPassword(ctx context.Context, in LoginIn, enter enter) error {
	u, key, err := d.startTry(ctx, &in)
	if err != nil {
		return err
	}
	ok, old, err := d.Passwords.Matches(ctx, string(u.PasswordHash), in.Password)
	switch {
	case err != nil:
		return err
	case !ok:
		return fail.New(fail.Unauthenticated, "session.login.refused")
	case !u.Enabled:
		return fail.New(fail.Unauthenticated, "session.login.disabled")
	}
	fresh := ""
	if old {
		if fresh, err = d.Passwords.Hash(ctx, in.Password); err != nil {
			return err
		}
	}
	return d.db.Write(ctx, u.Actor(), func(tx *db.Tx) error {
		now, err := LoadUser(tx, u.ID)
		if err != nil {
			return err
		}
		if now.PasswordHash != u.PasswordHash || !now.Enabled {
			return fail.New(fail.Unauthenticated, "session.login.refused") // changed while we were hashing
		}
		if fresh != "" {
			if err := renewHash(tx, u.ID, fresh); err != nil {
				return err
			}
		}
		err = d.proveSecond(tx, u.ID, in.Code)
		if in.Half && fail.Has(err, "session.code.needed") {
			return enter(tx, now, true)
		}
		if err != nil {
			return err
		}
		if err := forgetFailures(tx, key); err != nil {
			return err
		}
		if err := keepLanguage(tx, now.CustomerID, in.Language); err != nil {
			return err
		}
		return enter(tx, now, false)
	})
}

// startTry counts the try as failed before it is made, so that a thousand at once cannot slip past the limit; success takes it back. It takes
// the code off the password where it may stand there.
func (d *Door) startTry(ctx context.Context, in *LoginIn) (u User, key string, err error) {
	err = d.db.Write(ctx, authz.System(), func(tx *db.Tx) error {
		found, ok, err := UserByLogin(tx, in.Login)
		if err != nil {
			return err
		}
		u, key = found, accountKey(found.ID)
		if !ok {
			key = "name:" + hashOf(canonical(in.Login))
		}
		if in.CodeInPassword && in.Code == "" {
			strong, err := hasSecond(tx, u.ID)
			if err != nil {
				return err
			}
			if strong {
				in.Password, in.Code = splitCode(in.Password)
			}
		}
		return d.countTry(tx, key, in.Address)
	})
	return u, key, err
}

// accountKey is what the tries of an account are counted by.
func accountKey(userID int64) string { return fmt.Sprintf("user:%d", userID) }

func (d *Door) countTry(tx *db.Tx, key, address string) error {
	now := d.TokenNow()
	ofAccount, ofAddress, err := countFailures(tx, key, address, now.Add(-failureWindow))
	if err != nil {
		return err
	}
	if ofAccount >= mostPerAccount || ofAddress >= mostPerAddress {
		return fail.New(fail.Throttled, "session.login.throttled", "minutes", int(failureWindow.Minutes()))
	}
	id, err := tx.ID("login_failures")
	if err != nil {
		return err
	}
	return insertFailure(tx, failureRow{ID: id, Account: key, Address: address, At: now})
}
