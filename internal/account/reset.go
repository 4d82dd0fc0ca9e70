package account

import (
	"context"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

const resetPause = 2 * time.Hour // between two mails to one person

// ResetLife is how long the link of a mail sets a new password.
const ResetLife = 24 * time.Hour

// AskReset sends somebody a link to choose a new password, if the name or address is known, the account is open or waits for its confirmation,
// and the last mail is two hours old. It never tells which of these held.
func AskReset(tx *db.Tx, login string) error {
	u, ok, err := UserByLogin(tx, login)
	if err != nil || !ok {
		return err
	}
	waits := u.ConfirmationToken != ""
	recent := !u.PasswordRequestedAt.IsZero() && tx.Now().Before(u.PasswordRequestedAt.Time.Add(resetPause))
	if recent || !u.Enabled && !waits {
		return nil
	}
	u.ConfirmationToken, u.PasswordRequestedAt = org.Text(newSecret()), tx.Now()
	if err := saveUser(tx, &u); err != nil {
		return err
	}
	return tx.Emit(ResetAsked{UserID: u.ID})
}

// ResetPassword sets a new password by the link of a mail, opens the account, ends every older session and token, and lets the owner in. It works once:
// an unknown token is reset.token.unknown (Unauthenticated), one older than a day reset.token.expired (Invalid). Whoever has a second factor gets the
// new password, and must log in with both (session.code.needed).
func (d *Door) ResetPassword(ctx context.Context, token, password string) (out Credentials, err error) {
	strong := false
	err = d.reset(ctx, token, password, func(tx *db.Tx, u User, half bool) (err error) {
		if strong = half; strong {
			return nil
		}
		out, err = d.admit(tx, u)
		return err
	})
	if err == nil && strong {
		err = needsCode()
	}
	return out, err
}

func (d *Door) reset(ctx context.Context, token, password string, enter enter) error {
	if password == "" {
		return fail.At("password", "value.blank")
	}
	err := d.db.Read(ctx, authz.System(), func(tx *db.Tx) error { _, err := resettable(tx, token); return err })
	if err != nil {
		return err
	}
	hash, err := d.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	return d.db.Write(ctx, authz.System(), func(tx *db.Tx) error {
		u, err := resettable(tx, token)
		if err != nil {
			return err
		}
		u.Enabled, u.ConfirmationToken, u.PasswordRequestedAt, u.EmailProvedAt = true, "", span.Instant{}, tx.Now()
		if err := d.renew(tx, &u, hash); err != nil {
			return err
		}
		half, err := hasSecond(tx, u.ID)
		if err != nil {
			return err
		}
		return enter(tx, u, half)
	})
}

func resettable(tx *db.Tx, token string) (User, error) {
	u, ok, err := userByToken(tx, token)
	switch {
	case err != nil:
		return u, err
	case !ok:
		return u, fail.New(fail.Unauthenticated, "reset.token.unknown")
	case u.PasswordRequestedAt.IsZero() || tx.Now().After(u.PasswordRequestedAt.Time.Add(ResetLife)):
		return u, fail.New(fail.Invalid, "reset.token.expired")
	}
	return u, nil
}

// renew gives a user a new password hash and ends what the old one opened.
func (d *Door) renew(tx *db.Tx, u *User, hash string) error {
	u.PasswordHash = org.Text(hash)
	if err := revoke(tx, u, d.TokenNow()); err != nil {
		return err
	}
	if err := saveUser(tx, u); err != nil {
		return err
	}
	return tx.As(u.Actor()).Emit(PasswordChanged{UserID: u.ID, Username: u.Username})
}
