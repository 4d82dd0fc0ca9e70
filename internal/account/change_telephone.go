package account

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// ChangeTelephoneIn is a new telephone number, as people write it; empty takes it away, nil leaves it.
type ChangeTelephoneIn struct {
	UserID     int64 // or
	CustomerID int64
	Telephone  *string
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
	if err := may(tx.Who(), about); err != nil || in.Telephone == nil {
		return err
	}
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return err
	}
	if c.Telephone, err = org.ParsePhone(*in.Telephone, settings.Country); err != nil {
		return fail.At("telephone", "phone.invalid", "number", *in.Telephone)
	}
	return saveCustomer(tx, c)
}
