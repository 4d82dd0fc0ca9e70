package order

import (
	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// AssignCartIn attaches a basket to the user who calls and holds its token, or to a guest.
type AssignCartIn struct {
	OrderID int64
	Guest   *account.GuestIn // nil: the caller
}

// AssignCart says whose basket it is. Guests are let in only where the co-op lets them order. A user who holds another basket's token is
// refused; one who holds none changes nothing.
func AssignCart(tx *db.Tx, in AssignCartIn) (Cart, error) {
	c, err := LoadCart(tx, in.OrderID)
	if err != nil {
		return c, err
	}
	who := tx.Who()
	if who.Kind == authz.Person && who.OrderID != 0 && who.OrderID != c.ID {
		return c, fail.New(fail.Forbidden, "auth.forbidden")
	}
	if c, err = cartFor(tx, in.OrderID, mayEdit); err != nil {
		return c, err
	}
	switch {
	case in.Guest != nil:
		err = assignGuest(tx, &c, *in.Guest)
	case who.Kind == authz.Person && who.OrderID == c.ID && who.CustomerID != 0:
		c.CustomerID = &who.CustomerID
	}
	if err != nil {
		return c, err
	}
	return c, settle(tx, &c)
}

func assignGuest(tx *db.Tx, c *Cart, guest account.GuestIn) error {
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return err
	}
	if !settings.GuestCheckoutEnabled {
		return fail.New(fail.Forbidden, "auth.forbidden")
	}
	customer, err := account.GuestCustomer(tx, guest)
	c.CustomerID = &customer.ID
	return err
}
