package account

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// DeleteMe makes the caller's account anonymous and closes it for good: names, address book, telephone, consents and tokens go, and the places
// of orders that have ended; orders stay.
// tokenNow is by the clock of tokens.
func DeleteMe(tx *db.Tx, tokenNow span.Instant) error {
	if err := mustBePerson(tx.Who()); err != nil {
		return err
	}
	u, err := LoadUser(tx, tx.Who().UserID)
	if err != nil {
		return err
	}
	c, err := LoadCustomer(tx, u.CustomerID)
	if err != nil {
		return err
	}
	old := u.Username
	forgetPerson(&u, &c)
	if err := revoke(tx, &u, tokenNow); err != nil {
		return err
	}
	if err := forgetBelongings(tx, u); err != nil {
		return err
	}
	if err := saveCustomer(tx, c); err != nil {
		return err
	}
	if err := saveUser(tx, &u); err != nil {
		return err
	}
	if err := tx.Emit(SessionsEnded{UserID: u.ID, Username: old}); err != nil {
		return err
	}
	return tx.Emit(Deleted{UserID: u.ID, CustomerID: c.ID})
}

func forgetPerson(u *User, c *Customer) {
	mark := newSecret()[:16]
	u.Username, u.Email = "anon_"+mark, "anon"+mark+"@pignon.invalid"
	u.UsernameCanonical, u.EmailCanonical = u.Username, u.Email
	u.PasswordHash, u.ConfirmationToken, u.StripeCustomerID = "", "", ""
	u.PasswordRequestedAt, u.EmailProvedAt, u.Enabled = span.Instant{}, span.Instant{}, false
	u.Roles.V = []authz.Role{}
	c.Email, c.EmailCanonical = u.Email, u.Email
	c.GivenName, c.FamilyName, c.Telephone, c.Language = "", "", "", ""
	c.EdenredCredentials, c.LoopeatCredentials = "", ""
	c.Tags.V = []string{}
}

func forgetBelongings(tx *db.Tx, u User) error {
	places, err := placesOnlyOf(tx, u.CustomerID)
	if err != nil {
		return err
	}
	if err := org.ForgetAddresses(tx, places); err != nil {
		return err
	}
	if err := unlinkAddresses(tx, u.CustomerID); err != nil {
		return err
	}
	if err := forgetConsents(tx, u.ID); err != nil {
		return err
	}
	if err := forgetFactors(tx, u.ID); err != nil {
		return err
	}
	if err := forgetIdentities(tx, u.ID); err != nil {
		return err
	}
	return forgetPushTokens(tx, u.ID)
}
