package account

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// SetPassword gives a user a new password and ends every older session, for the command line.
func (d *Door) SetPassword(ctx context.Context, who authz.Actor, userID int64, password string) error {
	if err := mayAdministrate(who); err != nil {
		return err
	}
	if password == "" {
		return fail.At("password", "value.blank")
	}
	hash, err := d.Passwords.Hash(ctx, password)
	if err != nil {
		return err
	}
	return d.db.Write(ctx, who, func(tx *db.Tx) error {
		u, err := LoadUser(tx, userID)
		if err != nil {
			return err
		}
		return d.renew(tx, &u, hash)
	})
}
