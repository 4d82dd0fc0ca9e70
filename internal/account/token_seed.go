package account

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/seed"
)

// Secrets are kept as hashes, so rows give null for them, as they leave out passwords.

func refreshKind(d *Door) seed.Kind {
	return seed.Kind{
		Name: "refresh_token", Table: "refresh_tokens",
		Fields: []seed.Field{seed.Req("user", "@user"), seed.Req("token", "text"), seed.Opt("expiresAt", "instant")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			expires := r.Instant("expiresAt")
			if expires.IsZero() {
				expires = d.TokenNow().Add(RefreshLife)
			}
			return insertRefresh(tx, refreshRow{ID: r.ID, UserID: r.Ref("user"), TokenHash: hashOf(r.Text("token")), ExpiresAt: expires, CreatedAt: r.CreatedAt})
		},
		Rows: func(tx *db.Tx) ([]map[string]any, error) {
			list, err := listRefresh(tx)
			rows := make([]map[string]any, len(list))
			for i, t := range list {
				rows[i] = map[string]any{"id": t.ID, "user": seed.Rel("user", &t.UserID), "token": nil, "expiresAt": t.ExpiresAt, "createdAt": t.CreatedAt}
			}
			return rows, err
		},
	}
}

func pushKind() seed.Kind {
	return seed.Kind{
		Name: "push_token", Table: "push_tokens",
		Fields: []seed.Field{seed.Req("user", "@user"), seed.Req("token", "text"), seed.Req("platform", "ios/android")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			return insertPushToken(tx, PushToken{ID: r.ID, UserID: r.Ref("user"), Platform: r.Text("platform"), Token: r.Text("token"), CreatedAt: r.CreatedAt})
		},
		Rows: func(tx *db.Tx) ([]map[string]any, error) {
			list, err := listPushTokens(tx)
			rows := make([]map[string]any, len(list))
			for i, p := range list {
				rows[i] = map[string]any{"id": p.ID, "user": seed.Rel("user", &p.UserID), "token": p.Token, "platform": p.Platform, "createdAt": p.CreatedAt}
			}
			return rows, err
		},
	}
}

func consentKind() seed.Kind {
	return seed.Kind{
		Name: "optin_consent", Table: "optin_consents", Fields: []seed.Field{
			seed.Req("user", "@user"), seed.Req("type", "NEWSLETTER/MARKETING"), seed.Opt("accepted", "bool"), seed.Opt("asked", "bool"), seed.Opt("withdrawedAt", "instant"),
		},
		Insert: func(tx *db.Tx, r seed.Row) error {
			return insertConsent(tx, Consent{ID: r.ID, UserID: r.Ref("user"), Type: r.Text("type"), Accepted: r.Bool("accepted", false),
				Asked: r.Bool("asked", false), WithdrawnAt: r.Instant("withdrawedAt"), CreatedAt: r.CreatedAt})
		},
		Rows: func(tx *db.Tx) ([]map[string]any, error) {
			list, err := listConsents(tx)
			rows := make([]map[string]any, len(list))
			for i, c := range list {
				rows[i] = map[string]any{"id": c.ID, "user": seed.Rel("user", &c.UserID), "type": c.Type, "accepted": c.Accepted, "asked": c.Asked,
					"withdrawedAt": c.WithdrawnAt, "createdAt": c.CreatedAt}
			}
			return rows, err
		},
	}
}

func appKind() seed.Kind {
	return seed.Kind{
		Name: "api_app", Table: "api_apps", Fields: []seed.Field{
			seed.Req("name", "text"), seed.Opt("type", "oauth/api_key"), seed.Opt("store", "@store"), seed.Opt("shop", "@restaurant"), seed.Opt("apiKey", "text"),
			seed.Opt("clientId", "text"), seed.Opt("clientSecret", "text"), seed.Opt("scopes", "[text]"), seed.Opt("active", "bool"),
		},
		Insert: func(tx *db.Tx, r seed.Row) error {
			in := AddAppIn{Name: r.Text("name"), Type: r.TextOr("type", "oauth"), StoreID: r.MaybeRef("store"), ShopID: r.MaybeRef("shop"),
				ClientID: r.Text("clientId"), Secret: r.Text("clientSecret"), APIKey: r.Text("apiKey"), Scopes: scopesOf(r)}
			made, err := in.app(App{ID: r.ID, Active: r.Bool("active", true), CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt})
			if err != nil {
				return err
			}
			return insertApp(tx, made.App)
		},
		Update: updateApp,
		Rows:   appRows,
	}
}

func scopesOf(r seed.Row) []authz.Scope {
	var scopes []authz.Scope
	for _, s := range r.Texts("scopes") {
		scopes = append(scopes, authz.Scope(s))
	}
	return scopes
}

func updateApp(tx *db.Tx, r seed.Row) error {
	a, err := LoadApp(tx, r.ID)
	if err != nil {
		return err
	}
	if r.Has("name") {
		a.Name = r.Text("name")
	}
	if r.Has("store") {
		a.StoreID = r.MaybeRef("store")
	}
	if r.Has("shop") {
		a.ShopID = r.MaybeRef("shop")
	}
	if r.Has("scopes") {
		a.Scopes.V = scopesOf(r)
	}
	a.Active, a.UpdatedAt = r.Bool("active", a.Active), r.UpdatedAt
	for _, name := range []string{"type", "apiKey", "clientId", "clientSecret"} {
		if r.Has(name) {
			return fail.At(name, "seed.field.fixed")
		}
	}
	return saveApp(tx, a)
}

func appRows(tx *db.Tx) ([]map[string]any, error) {
	list, err := listApps(tx)
	rows := make([]map[string]any, len(list))
	for i, a := range list {
		rows[i] = map[string]any{
			"id": a.ID, "name": a.Name, "type": a.Type, "store": seed.Rel("store", a.StoreID), "shop": seed.Rel("restaurant", a.ShopID), "apiKey": nil,
			"clientId": a.ClientID, "clientSecret": nil, "scopes": a.Scopes.V, "active": a.Active, "createdAt": a.CreatedAt, "updatedAt": a.UpdatedAt,
		}
	}
	return rows, err
}
