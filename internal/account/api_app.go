package account

import (
	"crypto/rand"
	"encoding/hex"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// App is an integration: an OAuth2 client, or an API key, of a store or a shop. Its secrets are kept as hashes only.
type App struct {
	ID               int64                  `db:"id"`
	Name             string                 `db:"name"`
	Type             string                 `db:"type"` // oauth or api_key
	StoreID          *int64                 `db:"store_id"`
	ShopID           *int64                 `db:"shop_id"`
	APIKeyHash       org.Text               `db:"api_key_hash"`
	ClientID         org.Text               `db:"client_id"`
	ClientSecretHash org.Text               `db:"client_secret_hash"`
	Scopes           db.JSON[[]authz.Scope] `db:"scopes"` // those that it may ask for
	Active           bool                   `db:"active"`
	CreatedAt        span.Instant           `db:"created_at"`
	UpdatedAt        span.Instant           `db:"updated_at"`
}

// AllScopes lists every scope.
func AllScopes() []authz.Scope {
	return []authz.Scope{authz.Tasks, authz.Deliveries, authz.Orders, authz.OrdersAll, authz.TasksAll}
}

func (a App) actor() authz.Actor {
	who := authz.Actor{Kind: authz.App, AppID: a.ID}
	if a.StoreID != nil {
		who.StoreID = *a.StoreID
	}
	if a.ShopID != nil {
		who.ShopID = *a.ShopID
	}
	return who
}

// newAPIKey makes a key as integrations know them: ak_ and 40 hex digits.
func newAPIKey() string { return "ak_" + newSecret()[:40] }

func newClientID() string {
	b := make([]byte, 16)
	_, _ = rand.Read(b) // never fails: it ends the program instead
	return hex.EncodeToString(b)
}
