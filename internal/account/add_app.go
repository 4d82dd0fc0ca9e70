package account

import (
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// AddAppIn are a new integration's fields. Secrets left empty are made; no scope means all of them.
type AddAppIn struct {
	Name     string
	Type     string // oauth or api_key
	StoreID  *int64
	ShopID   *int64
	Scopes   []authz.Scope
	ClientID string
	Secret   string
	APIKey   string
}

// NewApp is an integration with its secrets, which can be read this once.
type NewApp struct {
	App                      App
	ClientID, Secret, APIKey string
}

// AddApp makes an integration. Only administrators may.
func AddApp(tx *db.Tx, in AddAppIn) (NewApp, error) {
	if err := mayAdministrate(tx.Who()); err != nil {
		return NewApp{}, err
	}
	id, err := tx.ID("api_apps")
	if err != nil {
		return NewApp{}, err
	}
	out, err := in.app(App{ID: id, Active: true, CreatedAt: tx.Now(), UpdatedAt: tx.Now()})
	if err != nil {
		return NewApp{}, err
	}
	return out, insertApp(tx, out.App)
}

// app completes a row from the given fields and makes the secrets that were not given.
func (in AddAppIn) app(a App) (NewApp, error) {
	a.Name, a.Type, a.StoreID, a.ShopID, a.Scopes.V = in.Name, in.Type, in.StoreID, in.ShopID, in.Scopes
	if len(a.Scopes.V) == 0 {
		a.Scopes.V = AllScopes()
	}
	for _, s := range a.Scopes.V {
		if !slices.Contains(AllScopes(), s) {
			return NewApp{}, fail.At("scopes", "oauth.scope.invalid", "scope", string(s))
		}
	}
	out := NewApp{}
	switch a.Type {
	case "api_key":
		out.APIKey = orNew(in.APIKey, newAPIKey)
		a.APIKeyHash = org.Text(hashOf(out.APIKey))
	case "oauth":
		out.ClientID, out.Secret = orNew(in.ClientID, newClientID), orNew(in.Secret, newSecret)
		a.ClientID, a.ClientSecretHash = org.Text(out.ClientID), org.Text(hashOf(out.Secret))
	default:
		return NewApp{}, fail.At("type", "value.choice")
	}
	out.App = a
	return out, nil
}

// SwitchApp switches an integration on or off, at once for all its keys and tokens.
func SwitchApp(tx *db.Tx, id int64, active bool) error {
	a, err := LoadApp(tx, id)
	if err != nil {
		return err
	}
	if err := mayAdministrate(tx.Who()); err != nil {
		return err
	}
	a.Active, a.UpdatedAt = active, tx.Now()
	return saveApp(tx, a)
}

func orNew(given string, fresh func() string) string {
	if given != "" {
		return given
	}
	return fresh()
}
