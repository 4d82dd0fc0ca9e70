package account

import "pignon.coop/internal/db"

// ForgetStripeCustomer drops an id that the payment provider no longer knows.
func ForgetStripeCustomer(tx *db.Tx, id string) error {
	_, err := tx.Exec("UPDATE users SET stripe_customer_id = NULL, version = version + 1 WHERE stripe_customer_id = ?", id)
	return err
}
