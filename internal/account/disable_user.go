package account

import (
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// DisableUserIn says which account is closed, and when by the clock of tokens.
type DisableUserIn struct {
	UserID   int64
	TokenNow span.Instant
}

// DisableUser closes an account and ends its sessions and telephones. Only administrators may, and not for the last of them.
func DisableUser(tx *db.Tx, in DisableUserIn) error {
	u, err := LoadUser(tx, in.UserID)
	if err != nil {
		return err
	}
	if err := mayAdministrate(tx.Who()); err != nil {
		return err
	}
	last, err := isLastAdmin(tx, u)
	if err != nil {
		return err
	}
	if err := mayKeepAdmin(last); err != nil {
		return err
	}
	u.Enabled, u.ConfirmationToken, u.PasswordRequestedAt = false, "", span.Instant{}
	if err := revoke(tx, &u, in.TokenNow); err != nil {
		return err
	}
	if err := forgetPushTokens(tx, u.ID); err != nil {
		return err
	}
	if err := saveUser(tx, &u); err != nil {
		return err
	}
	return tx.Emit(SessionsEnded{UserID: u.ID, Username: u.Username})
}

// EnableUser opens a closed account again. What was ended stays ended.
func EnableUser(tx *db.Tx, userID int64) error {
	u, err := LoadUser(tx, userID)
	if err != nil {
		return err
	}
	if err := mayAdministrate(tx.Who()); err != nil {
		return err
	}
	u.Enabled = true
	return saveUser(tx, &u)
}

func isLastAdmin(tx *db.Tx, u User) (bool, error) {
	if !u.Enabled || !slices.Contains(u.Roles.V, authz.Admin) {
		return false, nil
	}
	admins, err := ListUsers(tx, authz.Admin)
	return !slices.ContainsFunc(admins, func(a User) bool { return a.Enabled && a.ID != u.ID }), err
}
