package account

import (
	"context"
	"regexp"
	"strconv"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/social"
)

// LogInAs lets in whoever proved elsewhere to be somebody, for apps. It makes no account (auth.social.no_account), and who has a second factor
// logs in by password and code (session.code.needed).
func (d *Door) LogInAs(ctx context.Context, p social.Person) (out Credentials, err error) {
	err = d.db.Write(ctx, authz.System(), func(tx *db.Tx) error {
		u, ok, err := d.knownAs(tx, p)
		if err != nil || !ok {
			return orElse(err, fail.New(fail.Forbidden, "auth.social.no_account"))
		}
		if strong, err := hasSecond(tx, u.ID); err != nil || strong {
			return orElse(err, needsCode())
		}
		out, err = d.admit(tx, u)
		return err
	})
	return out, err
}

// ElsewhereIn is somebody who came back from a provider. Old is the session of the cookie that came along, which ends.
type ElsewhereIn struct {
	social.Person
	Old, Language string
}

// OpenSessionAs opens a cookie session for whoever proved elsewhere to be somebody. A customer who is new here gets an account without a password,
// if the provider verified their address. Who has a second factor has half a session.
func (d *Door) OpenSessionAs(ctx context.Context, in ElsewhereIn) (out Session, err error) {
	err = d.db.Write(ctx, authz.System(), func(tx *db.Tx) error {
		u, ok, err := d.knownAs(tx, in.Person)
		if err == nil && !ok {
			u, err = newcomer(tx, in)
		}
		if err != nil {
			return err
		}
		half, err := hasSecond(tx, u.ID)
		if err != nil {
			return err
		}
		if err := keepLanguage(tx, u.CustomerID, in.Language); err != nil {
			return err
		}
		out, err = d.startSession(tx, u, in.Old, half)
		return err
	})
	return out, err
}

// knownAs finds the account of somebody elsewhere: the one that they opened so before, or the one with the address that the provider verified.
func (d *Door) knownAs(tx *db.Tx, p social.Person) (u User, ok bool, err error) {
	id, ok, err := userOfIdentity(tx, p.Provider, p.Subject)
	if err != nil {
		return u, false, err
	}
	if ok {
		u, err = LoadUser(tx, id)
	} else if p.Verified && p.Email != "" {
		if u, ok, err = userByEmail(tx, p.Email); err == nil && ok {
			u, err = d.link(tx, u, p)
		}
	}
	if err == nil && ok && !u.Enabled {
		err = fail.New(fail.Unauthenticated, "session.login.disabled")
	}
	return u, ok, err
}

// link gives an account to whoever proved to own its address. Where nobody proved that before, the account may have been made by somebody who
// waits for the owner to come: the password, and all that it opened, ends.
func (d *Door) link(tx *db.Tx, u User, p social.Person) (User, error) {
	if !u.Enabled {
		return u, nil
	}
	if u.EmailProvedAt.IsZero() {
		if strong, err := hasSecond(tx, u.ID); err != nil || strong {
			return u, orElse(err, fail.New(fail.Forbidden, "auth.social.no_account"))
		}
		u.EmailProvedAt, u.PasswordHash = tx.Now(), ""
		if err := revoke(tx, &u, d.TokenNow()); err != nil {
			return u, err
		}
		if err := saveUser(tx, &u); err != nil {
			return u, err
		}
		if err := tx.As(u.Actor()).Emit(SessionsEnded{UserID: u.ID, Username: u.Username}); err != nil {
			return u, err
		}
	}
	return u, keepIdentity(tx, p, u.ID)
}

func newcomer(tx *db.Tx, in ElsewhereIn) (u User, err error) {
	if !in.Verified || checkEmail(in.Email) != "" {
		return u, fail.New(fail.Forbidden, "auth.social.unverified")
	}
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return u, err
	}
	name, err := freeName(tx, in.Email)
	if err != nil {
		return u, err
	}
	full := in.Name
	if unreadable(full) {
		full = ""
	}
	if u, err = newUser(tx, RegisterIn{Email: in.Email, Username: name, FullName: full, Language: in.Language}, settings); err != nil {
		return u, err
	}
	u.Enabled, u.EmailProvedAt = true, tx.Now()
	if err := insertUser(tx, u); err != nil {
		return u, err
	}
	if err := addConsents(tx, u.ID); err != nil {
		return u, err
	}
	if err := keepIdentity(tx, in.Person, u.ID); err != nil {
		return u, err
	}
	return u, tx.As(u.Actor()).Emit(Registered{UserID: u.ID})
}

var noName = regexp.MustCompile(`[^A-Za-z0-9_]+`)

// freeName makes a user name of an e-mail address, with a number behind it where it is taken.
func freeName(tx *db.Tx, email string) (string, error) {
	const room = 10 // of 15 letters, for the number
	stem, _, _ := strings.Cut(email, "@")
	stem = noName.ReplaceAllString(stem, "_")
	stem = stem[:min(len(stem), room)]
	for len(stem) < 3 {
		stem += "_"
	}
	for n := 1; ; n++ {
		name := stem
		if n > 1 {
			name += strconv.Itoa(n)
		}
		if _, found, err := UserByName(tx, name); err != nil || !found {
			return name, err
		}
	}
}
