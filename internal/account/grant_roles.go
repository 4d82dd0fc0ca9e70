package account

import (
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
)

// GrantRolesIn says which roles a user has from now on.
type GrantRolesIn struct {
	UserID int64
	Roles  []authz.Role
}

// GrantRoles gives a user just these roles. Only administrators may, and the last one cannot step down.
func GrantRoles(tx *db.Tx, in GrantRolesIn) (User, error) {
	u, err := LoadUser(tx, in.UserID)
	if err != nil {
		return u, err
	}
	if err := mayAdministrate(tx.Who()); err != nil {
		return u, err
	}
	if err := checkRoles(in.Roles); err != nil {
		return u, err
	}
	last, err := isLastAdmin(tx, u)
	if err != nil {
		return u, err
	}
	if err := mayKeepAdmin(last && !slices.Contains(in.Roles, authz.Admin)); err != nil {
		return u, err
	}
	u.Roles.V = slices.Clone(in.Roles)
	if err := saveUser(tx, &u); err != nil {
		return u, err
	}
	return u, tx.Emit(RolesChanged{UserID: u.ID, Roles: u.Roles.V})
}
