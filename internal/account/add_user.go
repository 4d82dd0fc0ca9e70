package account

import (
	"context"
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// AddUserIn are a new account's fields as an administrator gives them.
type AddUserIn struct {
	RegisterIn
	Roles []authz.Role
}

// AddUser makes an open account with roles, for the command line and the administrator.
func (d *Door) AddUser(ctx context.Context, who authz.Actor, in AddUserIn) (u User, err error) {
	if err := mayAdministrate(who); err != nil {
		return u, err
	}
	in.AnyPassword = true
	if err := in.check(); err != nil {
		return u, err
	}
	if err := checkRoles(in.Roles); err != nil {
		return u, err
	}
	hash, err := d.Passwords.Hash(ctx, in.Password)
	if err != nil {
		return u, err
	}
	err = d.db.Write(ctx, who, func(tx *db.Tx) error {
		settings, err := org.LoadSettings(tx)
		if err != nil {
			return err
		}
		if u, err = newUser(tx, in.RegisterIn, settings); err != nil {
			return err
		}
		u.Enabled, u.Roles.V = true, slices.Clone(in.Roles)
		if in.Password != "" {
			u.PasswordHash = org.Text(hash)
		}
		if err := insertUser(tx, u); err != nil {
			return err
		}
		return addConsents(tx, u.ID)
	})
	return u, err
}
