package account

import (
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// Profile is a user with the customer that they are.
type Profile struct {
	User     User
	Customer Customer
}

// OpenUser reads a user for the caller: themselves or, for dispatchers, anybody.
func OpenUser(tx *db.Tx, id int64) (Profile, error) {
	u, err := LoadUser(tx, id)
	if err != nil {
		return Profile{}, err
	}
	if err := maySeeUser(tx.Who(), id); err != nil {
		return Profile{}, err
	}
	c, err := LoadCustomer(tx, u.CustomerID)
	return Profile{User: u, Customer: c}, err
}

// Profiles lists users with their customers for a dispatcher, by id: those who hold one of the roles, or all.
func Profiles(tx *db.Tx, roles ...authz.Role) ([]Profile, error) {
	if err := tx.Who().Must(authz.Dispatcher); err != nil {
		return nil, err
	}
	users, err := ListUsers(tx, roles...)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(users))
	for i, u := range users {
		ids[i] = u.CustomerID
	}
	customers, err := LoadCustomers(tx, ids)
	list := make([]Profile, len(users))
	for i, u := range users {
		list[i] = Profile{User: u, Customer: customers[u.CustomerID]}
	}
	return list, err
}

// OpenCustomer reads a customer for the caller: themselves or, for administrators, anybody.
func OpenCustomer(tx *db.Tx, id int64) (Customer, error) {
	c, err := LoadCustomer(tx, id)
	if err != nil {
		return Customer{}, err
	}
	return c, mayOpenCustomer(tx.Who(), id)
}

// ChangeTelephoneIn is a new telephone number, as people write it; empty takes it away.
type ChangeTelephoneIn struct {
	UserID     int64 // or
	CustomerID int64
	Telephone  string
}

// ChangeTelephone changes the number of a user or of a customer, which is the same thing.
func ChangeTelephone(tx *db.Tx, in ChangeTelephoneIn) error {
	may := mayOpenCustomer
	about := in.CustomerID
	if in.UserID != 0 {
		u, err := LoadUser(tx, in.UserID)
		if err != nil {
			return err
		}
		may, about, in.CustomerID = mayChangeUser, in.UserID, u.CustomerID
	}
	c, err := LoadCustomer(tx, in.CustomerID)
	if err != nil {
		return err
	}
	if err := may(tx.Who(), about); err != nil {
		return err
	}
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return err
	}
	if c.Telephone, err = org.ParsePhone(in.Telephone, settings.Country); err != nil {
		return fail.At("telephone", "phone.invalid", "number", in.Telephone)
	}
	return saveCustomer(tx, c)
}

// GuestIn is somebody who orders, or joins an order, without account.
type GuestIn struct{ Email, FullName, Telephone string }

// GuestCustomer gives the customer of an e-mail address, a new one when nobody has it. What the guest tells about themselves is kept, unless the
// address belongs to an account: nobody changes another's account by naming its address.
func GuestCustomer(tx *db.Tx, in GuestIn) (Customer, error) {
	in.Email = strings.TrimSpace(in.Email)
	if code := checkEmail(in.Email); code != "" {
		return Customer{}, fail.At("email", code)
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
	return customerFor(tx, RegisterIn{Email: in.Email, FullName: in.FullName}, phone)
}
