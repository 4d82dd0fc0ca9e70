package account

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// Confirm opens the account that a link in a mail belongs to and lets its owner in. It works once; an unknown token is
// registration.token.unknown.
func (d *Door) Confirm(ctx context.Context, token string) (out Credentials, err error) {
	err = d.db.Write(ctx, authz.System(), func(tx *db.Tx) error {
		u, ok, err := userByToken(tx, token)
		if err != nil {
			return err
		}
		if !ok || !u.PasswordRequestedAt.IsZero() { // a reset link does not confirm
			return fail.New(fail.Unauthenticated, "registration.token.unknown")
		}
		u.Enabled, u.ConfirmationToken, u.EmailProvedAt = true, "", tx.Now()
		if err := saveUser(tx, &u); err != nil {
			return err
		}
		if err := tx.As(u.Actor()).Emit(Confirmed{UserID: u.ID}); err != nil {
			return err
		}
		out, err = d.admit(tx, u)
		return err
	})
	return out, err
}
