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
}

// OpenSession lets a user in by password, as LogIn does, and opens a cookie session in place of old, the token of the cookie that came along, if
// any: nobody can plant a session for somebody else to fill.
func (d *Door) OpenSession(ctx context.Context, in LoginIn, old string) (out Session, err error) {
	err = d.byPassword(ctx, in, func(tx *db.Tx, u User) (err error) {
		out, err = d.openSession(tx, u, old)
		return err
	})
	return out, err
}

// ResetSession is ResetPassword for a browser: it opens a cookie session. A password that is too short is Invalid at `password`.
func (d *Door) ResetSession(ctx context.Context, token, password string) (out Session, err error) {
	if tooShort(password) {
		return out, fail.At("password", "value.too_short")
	}
	err = d.reset(ctx, token, password, func(tx *db.Tx, u User) (err error) {
		out, err = d.openSession(tx, u, "")
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

func (d *Door) openSession(tx *db.Tx, u User, old string) (Session, error) {
	if old != "" {
		if err := deleteSession(tx, hashOf(old)); err != nil {
			return Session{}, err
		}
	}
	now := d.TokenNow()
	s := Session{User: u, Token: newSecret(), Expires: now.Add(RefreshLife)}
	return s, insertSession(tx, sessionRow{TokenHash: hashOf(s.Token), UserID: u.ID, CreatedAt: now, SeenAt: now, ExpiresAt: s.Expires})
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
		if err != nil || !ok || !now.Before(r.ExpiresAt.Time) {
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
