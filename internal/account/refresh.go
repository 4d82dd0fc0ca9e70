package account

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// Refresh gives a new user token for a refresh token, which stays the same and lasts longer with each use. Unknown, expired, or of a
// disabled user: auth.refresh.not_found.
func (d *Door) Refresh(ctx context.Context, token string) (out Credentials, err error) {
	err = d.db.Write(ctx, authz.System(), func(tx *db.Tx) error {
		r, ok, err := refreshByHash(tx, hashOf(token))
		if err != nil {
			return err
		}
		now := d.TokenNow()
		if !ok || !now.Before(r.ExpiresAt.Time) {
			return fail.New(fail.Unauthenticated, "auth.refresh.not_found")
		}
		u, err := LoadUser(tx, r.UserID)
		if err != nil {
			return err
		}
		if !u.Enabled {
			return fail.New(fail.Unauthenticated, "auth.refresh.not_found")
		}
		out = Credentials{User: u, Refresh: token}
		if out.Token, err = d.UserToken(u, d.tokenLife); err != nil {
			return err
		}
		return prolongRefresh(tx, r.ID, now.Add(RefreshLife))
	})
	return out, err
}
