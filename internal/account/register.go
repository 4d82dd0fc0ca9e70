package account

import (
	"context"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// RegisterIn is what somebody fills in to make an account. FullName stands for both names; without password nobody can log in by one.
type RegisterIn struct {
	Email, Username, Password, Telephone string
	GivenName, FamilyName, FullName      string
	AnyPassword                          bool   // also a short one, and none, as programs of others may send
	Language                             string // in which they asked, "" when that is unknown
}

// Register makes an account for whoever asks. What is wrong is Invalid at `email`, `username`, `password` and `telephone`, one reason each. A guest
// who ordered before under this e-mail address becomes the account's customer. Where the co-op wants addresses confirmed, the account stays disabled
// until the link in the mail is opened.
func (d *Door) Register(ctx context.Context, in RegisterIn) (out Credentials, err error) {
	in.Email, in.Username = strings.TrimSpace(in.Email), strings.TrimSpace(in.Username)
	if err := in.check(); err != nil {
		return out, err
	}
	hash := ""
	if in.Password != "" {
		if hash, err = d.Passwords.Hash(ctx, in.Password); err != nil {
			return out, err
		}
	}
	err = d.db.Write(ctx, authz.System(), func(tx *db.Tx) error {
		settings, err := org.LoadSettings(tx)
		if err != nil {
			return err
		}
		u, err := newUser(tx, in, settings)
		if err != nil {
			return err
		}
		u.PasswordHash = org.Text(hash)
		if u.Enabled = !d.confirm; !u.Enabled {
			u.ConfirmationToken = org.Text(newSecret())
		}
		if err := insertUser(tx, u); err != nil {
			return err
		}
		if err := addConsents(tx, u.ID); err != nil {
			return err
		}
		if err := tx.As(u.Actor()).Emit(Registered{UserID: u.ID, Confirm: !u.Enabled}); err != nil {
			return err
		}
		out, err = d.admit(tx, u)
		return err
	})
	return out, err
}

// check names what can be told without the database.
func (in RegisterIn) check() error {
	var wrong *fail.Error
	if code := checkEmail(in.Email); code != "" {
		wrong = wrong.Add("email", code)
	}
	if code := checkUsername(in.Username); code != "" {
		wrong = wrong.Add("username", code)
	}
	if !in.AnyPassword && tooShort(in.Password) {
		wrong = wrong.Add("password", "value.too_short")
	}
	for _, name := range [][2]string{{"givenName", in.GivenName}, {"familyName", in.FamilyName}, {"fullName", in.FullName}} {
		if unreadable(name[1]) {
			wrong = wrong.Add(name[0], "value.invalid")
		}
	}
	return wrong.Or()
}

// newUser makes a user with its customer, not yet written.
func newUser(tx *db.Tx, in RegisterIn, settings org.Settings) (User, error) {
	var wrong *fail.Error
	phone, err := org.ParsePhone(in.Telephone, settings.Country)
	if err != nil {
		wrong = wrong.Add("telephone", "phone.invalid", "number", in.Telephone)
	}
	emailTaken, nameTaken, err := taken(tx, in.Email, in.Username)
	if err != nil {
		return User{}, err
	}
	if emailTaken {
		wrong = wrong.Add("email", "value.taken", "value", in.Email)
	}
	if nameTaken {
		wrong = wrong.Add("username", "value.taken", "value", in.Username)
	}
	if wrong != nil {
		return User{}, wrong
	}
	c, err := customerFor(tx, in, phone)
	if err != nil {
		return User{}, err
	}
	id, err := tx.ID("users")
	return User{ID: id, Username: in.Username, UsernameCanonical: canonical(in.Username), Email: in.Email, EmailCanonical: canonical(in.Email),
		Roles: db.JSON[[]authz.Role]{V: []authz.Role{}}, CustomerID: c.ID, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}, err
}

// customerFor gives the guest of this e-mail address, or a new customer. Names and number that the guest gave earlier stay unless given anew.
func customerFor(tx *db.Tx, in RegisterIn, phone org.Text) (Customer, error) {
	c, ok, err := CustomerByEmail(tx, in.Email)
	if err != nil {
		return c, err
	}
	if !ok {
		c = Customer{Email: in.Email, EmailCanonical: canonical(in.Email), Tags: db.JSON[[]string]{V: []string{}}, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	}
	if phone != "" {
		c.Telephone = phone
	}
	if in.Language != "" {
		c.Language = org.Text(in.Language)
	}
	if in.FullName != "" {
		c.Rename(in.FullName)
	}
	if in.GivenName+in.FamilyName != "" {
		c.GivenName, c.FamilyName = org.Text(in.GivenName), org.Text(in.FamilyName)
	}
	if ok {
		return c, saveCustomer(tx, c)
	}
	if c.ID, err = tx.ID("customers"); err != nil {
		return c, err
	}
	return c, insertCustomer(tx, c)
}
