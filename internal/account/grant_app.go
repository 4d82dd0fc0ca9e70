package account

import (
	"context"
	"crypto/subtle"
	"slices"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// GrantAppIn is what an integration shows to get an access token (OAuth2 client credentials). Scope holds words between spaces; empty asks
// for `deliveries`.
type GrantAppIn struct{ ClientID, Secret, Scope string }

// AppGrant is an access token that lasts AppLife.
type AppGrant struct {
	Token  string
	Scopes []string
}

// GrantApp gives an integration an access token. Unknown client, wrong secret or switched off: oauth.client.invalid (Unauthenticated). A scope
// that does not exist or that the client may not ask for: oauth.scope.invalid.
func (d *Door) GrantApp(ctx context.Context, in GrantAppIn) (AppGrant, error) {
	var a App
	var ok bool
	err := d.db.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		a, ok, err = appByClient(tx, in.ClientID)
		return err
	})
	if err != nil {
		return AppGrant{}, err
	}
	right := subtle.ConstantTimeCompare([]byte(a.ClientSecretHash), []byte(hashOf(in.Secret))) == 1
	if !ok || !right || !a.Active {
		return AppGrant{}, fail.New(fail.Unauthenticated, "oauth.client.invalid")
	}
	scopes := strings.Fields(in.Scope)
	if len(scopes) == 0 {
		scopes = []string{string(authz.Deliveries)}
	}
	for _, s := range scopes {
		if !slices.Contains(AllScopes(), authz.Scope(s)) || !slices.Contains(a.Scopes.V, authz.Scope(s)) {
			return AppGrant{}, fail.New(fail.Invalid, "oauth.scope.invalid", "scope", s)
		}
	}
	token, err := d.appToken(string(a.ClientID), scopes)
	return AppGrant{Token: token, Scopes: scopes}, err
}
