package account

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// RememberStripeCustomer keeps the payment provider's id of a user; "" forgets it. It is for the house, after it asked the provider.
func RememberStripeCustomer(tx *db.Tx, userID int64, id string) error {
	u, err := LoadUser(tx, userID)
	if err != nil {
		return err
	}
	u.StripeCustomerID = org.Text(id)
	return saveUser(tx, &u)
}
