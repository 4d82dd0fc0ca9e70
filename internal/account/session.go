package account

import (
	"context"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// Session is an open cookie session. Token is what the cookie holds; the database only has its hash.
type Session struct {
	User    User
	Token   string
	Expires span.Instant
	Half    bool // opens nothing until the second factor is shown: FinishSession
}

// OpenSession lets a user in by password, as LogIn does, and opens a cookie session in place of old, the token of the cookie that came along, if
// any: nobody can plant a session for somebody else to fill. With in.Half, who has a second factor and shows none gets half a session.
func (d *Door) OpenSession(ctx context.Context, in LoginIn, old string) (out Session, err error) {
	err = d.byPassword(ctx, in, func(tx *db.Tx, u User, half bool) (err error) {
		out, err = d.startSession(tx, u, old, half)
		return err
	})
	return out, err
}

// FinishIn shows the second factor that a session waits for.
type FinishIn struct{ Half, Code, Address string }

// FinishSession makes a whole session of half a one. Wrong codes count as tries to log in; a session that waits no more is session.half.unknown.
func (d *Door) FinishSession(ctx context.Context, in FinishIn) (out Session, err error) {
	var row sessionRow
	key := ""
	err = d.db.Write(ctx, authz.System(), func(tx *db.Tx) (err error) {
		if row, err = d.halfSession(tx, in.Half); err != nil {
			return err
		}
		key = accountKey(row.UserID)
		return d.countTry(tx, key, in.Address)
	})
	if err != nil {
		return out, err
	}
	err = d.db.Write(ctx, authz.System(), func(tx *db.Tx) error {
		if _, err := d.halfSession(tx, in.Half); err != nil {
			return err
		}
		u, err := LoadUser(tx, row.UserID)
		if err != nil {
			return err
		}
		if err := d.proveSecond(tx, u.ID, in.Code); err != nil {
			return err
		}
		if err := forgetFailures(tx, key); err != nil {
			return err
		}
		out, err = d.openSession(tx, u, in.Half)
		return err
	})
	return out, err
}

func (d *Door) halfSession(tx *db.Tx, token string) (sessionRow, error) {
	row, ok, err := sessionByHash(tx, hashOf(token))
	if err != nil {
		return row, err
	}
	if !ok || !row.Half || !d.TokenNow().Before(row.ExpiresAt.Time) {
		return row, fail.New(fail.Unauthenticated, "session.half.unknown")
	}
	return row, nil
}

// ResetSession is ResetPassword for a browser: it opens a cookie session, half a one for who has a second factor. A password that is
// too short is Invalid at `password`.
func (d *Door) ResetSession(ctx context.Context, token, password string) (out Session, err error) {
	if tooShort(password) {
		return out, fail.At("password", "value.too_short")
	}
	err = d.reset(ctx, token, password, func(tx *db.Tx, u User, half bool) (err error) {
		out, err = d.startSession(tx, u, "", half)
		return err
	})
	return out, err
}

// SessionFor opens a cookie session for a user who proved themselves otherwise in this request.
func (d *Door) SessionFor(ctx context.Context, u User) (out Session, err error) {
	err = d.db.Write(ctx, u.Actor(), func(tx *db.Tx) (err error) {
		out, err = d.openSession(tx, u, "")
		return err
	})
	return out, err
}

const halfLife = 5 * time.Minute // of half a session

func (d *Door) openSession(tx *db.Tx, u User, old string) (Session, error) {
	return d.startSession(tx, u, old, false)
}

func (d *Door) startSession(tx *db.Tx, u User, old string, half bool) (Session, error) {
	if old != "" {
		if err := deleteSession(tx, hashOf(old)); err != nil {
			return Session{}, err
		}
	}
	now := d.TokenNow()
	s := Session{User: u, Token: newSecret(), Expires: now.Add(RefreshLife), Half: half}
	if half {
		s.Expires = now.Add(halfLife)
	}
	return s, insertSession(tx, sessionRow{TokenHash: hashOf(s.Token), UserID: u.ID, CreatedAt: now, SeenAt: now, ExpiresAt: s.Expires, Half: half})
}

const seenEvery = time.Hour // a session's life is prolonged that often, not with every request

// InSession tells who holds a session's cookie; nobody, when it is unknown, expired, or of a closed account.
func (d *Door) InSession(ctx context.Context, token string) (authz.Actor, error) {
	if token == "" {
		return authz.Actor{}, nil
	}
	var who authz.Actor
	var row sessionRow
	now := d.TokenNow()
	err := d.db.Read(ctx, authz.Actor{}, func(tx *db.Tx) error {
		r, ok, err := sessionByHash(tx, hashOf(token))
		if err != nil || !ok || r.Half || !now.Before(r.ExpiresAt.Time) {
			return err
		}
		u, err := LoadUser(tx, r.UserID)
		if err != nil || !u.Enabled {
			return err
		}
		row = r
		who, err = d.actor(tx, u)
		return err
	})
	if err != nil || !who.Known() || now.Before(row.SeenAt.Time.Add(seenEvery)) {
		return who, err
	}
	return who, d.db.Write(ctx, who, func(tx *db.Tx) error { return prolongSession(tx, row.TokenHash, now, now.Add(RefreshLife)) })
}

// CloseSession ends a cookie session; an unknown one is none already.
func (d *Door) CloseSession(ctx context.Context, token string) error {
	return d.db.Write(ctx, authz.System(), func(tx *db.Tx) error { return deleteSession(tx, hashOf(token)) })
}
