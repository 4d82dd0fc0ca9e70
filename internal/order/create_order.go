package order

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/routing"
)

// CreateOrderIn is a whole basket at once.
type CreateOrderIn struct {
	RestaurantID int64
	UpdateCartIn // OrderID and RestaurantID are not looked at
}

// CreateOrder makes a basket of the caller's with everything in it. Without a time it gets the first that is free. It must be ready for
// checkout: what hinders that is Invalid, as Validate says it. Products that are switched off are left out.
func CreateOrder(tx *db.Tx, legs *routing.Legs, in CreateOrderIn) (Cart, error) {
	if err := tx.Who().Must(authz.User); err != nil {
		return Cart{}, err
	}
	c, err := draft(tx, in)
	if err != nil {
		return c, err
	}
	if c.Window().IsZero() {
		p, err := planOf(tx, legs, c)
		if err != nil {
			return c, err
		}
		c.setWindow(p.first())
	}
	if err := validate(tx, legs, c); err != nil {
		return c, err
	}
	return c, settle(tx, &c)
}

// Draft prices a basket that nobody keeps and says when it could be there. The caller must undo the unit of work.
func Draft(tx *db.Tx, legs *routing.Legs, in CreateOrderIn) (Timing, error) {
	c, err := draft(tx, in)
	if err != nil {
		return Timing{}, err
	}
	p, err := planOf(tx, legs, c)
	return p.timing(), err
}

// draft makes the basket, priced but not saved with its price.
func draft(tx *db.Tx, in CreateOrderIn) (Cart, error) {
	r, err := anyRestaurant(tx, in.RestaurantID)
	if err != nil {
		return Cart{}, err
	}
	c, err := newCart(tx, r)
	if err != nil {
		return c, err
	}
	if id := tx.Who().CustomerID; id != 0 {
		c.CustomerID = &id
	}
	in.UpdateCartIn.RestaurantID = nil
	if err := in.apply(tx, &c); err != nil {
		return c, err
	}
	return c, c.reprice(tx)
}
