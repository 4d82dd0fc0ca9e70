package order

import (
	"github.com/google/uuid"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// Invite gives an order the slug of a link by which others can join. It stays the same for good.
func Invite(tx *db.Tx, orderID int64) (Order, error) {
	o, err := loadFor(tx, VerbIn{OrderID: orderID}, mayEdit)
	if err != nil || o.Invitation != "" {
		return o, err
	}
	o.Invitation = org.Text(uuid.NewString())
	return o, saveOrder(tx, &o)
}

// JoinIn is somebody who follows the link.
type JoinIn struct {
	OrderID int64
	Slug    string
	Guest   account.GuestIn
}

// Join makes somebody a player of a group order. The slug is the proof; a wrong one is NotFound.
func Join(tx *db.Tx, in JoinIn) (account.Customer, error) {
	o, err := LoadOrder(tx, in.OrderID)
	if err != nil {
		return account.Customer{}, err
	}
	if o.Invitation == "" || string(o.Invitation) != in.Slug {
		return account.Customer{}, fail.New(fail.NotFound, "row.not_found")
	}
	return account.GuestCustomer(tx, in.Guest)
}
