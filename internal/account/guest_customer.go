package account

import (
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// GuestIn is somebody who orders, or joins an order, without account.
type GuestIn struct{ Email, FullName, Telephone, Language string }

// GuestCustomer gives the customer of an e-mail address, a new one when nobody has it. What the guest tells about themselves is kept, unless the
// address belongs to an account: nobody changes another's account by naming its address.
func GuestCustomer(tx *db.Tx, in GuestIn) (Customer, error) {
	in.Email = strings.TrimSpace(in.Email)
	if code := checkEmail(in.Email); code != "" {
		return Customer{}, fail.At("email", code)
	}
	if unreadable(in.FullName) {
		return Customer{}, fail.At("fullName", "value.invalid")
	}
	c, ok, err := CustomerByEmail(tx, in.Email)
	if err != nil {
		return c, err
	}
	if ok {
		if _, has, err := UserOfCustomer(tx, c.ID); has || err != nil {
			return c, err
		}
	}
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return c, err
	}
	phone, err := org.ParsePhone(in.Telephone, settings.Country)
	if err != nil {
		return c, fail.At("telephone", "phone.invalid", "number", in.Telephone)
	}
	return customerFor(tx, RegisterIn{Email: in.Email, FullName: in.FullName, Language: in.Language}, phone)
}
