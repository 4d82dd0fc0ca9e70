package account

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
)

// Secrets are kept as hashes. Rows show those that came with a document, null for all others, as they leave out passwords.

func refreshKind(d *Door) seed.Kind {
	return seed.Kind{
		Name: "refresh_token", Table: "refresh_tokens", Constant: true,
		Fields: []seed.Field{seed.Req("user", "@user"), seed.Req("token", "text"), seed.Opt("expiresAt", "instant")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			t := refreshRow{ID: r.ID, ExpiresAt: d.TokenNow().Add(RefreshLife), CreatedAt: r.CreatedAt}
			t.seeded(d, r)
			return db.Insert(tx, "refresh_tokens", t)
		},
		Update: func(tx *db.Tx, r seed.Row) error {
			t, err := loadRefresh(tx, r.ID)
			if err != nil {
				return err
			}
			t.seeded(d, r)
			return db.Update(tx, "refresh_tokens", t)
		},
		Rows: func(tx *db.Tx) ([]map[string]any, error) {
			list, err := listRefresh(tx)
			rows := make([]map[string]any, len(list))
			for i, t := range list {
				rows[i] = map[string]any{"id": t.ID, "user": seed.Rel("user", &t.UserID), "token": d.seeds.of(t.TokenHash), "expiresAt": t.ExpiresAt,
					"createdAt": t.CreatedAt}
			}
			return rows, err
		},
	}
}

func (t *refreshRow) seeded(d *Door, r seed.Row) {
	if r.Has("user") {
		t.UserID = r.Ref("user")
	}
	if r.Has("token") {
		t.TokenHash = d.seeds.keep(r.Text("token"))
	}
	if at := r.Instant("expiresAt"); !at.IsZero() {
		t.ExpiresAt = at
	}
}

func pushKind() seed.Kind {
	return seed.Kind{
		Name: "push_token", Table: "push_tokens", Constant: true,
		Fields: []seed.Field{seed.Req("user", "@user"), seed.Req("token", "text"), seed.Req("platform", "ios/android")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			p := PushToken{ID: r.ID, CreatedAt: r.CreatedAt}
			p.seeded(r)
			return insertPushToken(tx, p)
		},
		Update: func(tx *db.Tx, r seed.Row) error {
			p, err := loadPushToken(tx, r.ID)
			if err != nil {
				return err
			}
			p.seeded(r)
			return db.Update(tx, "push_tokens", p)
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

func (p *PushToken) seeded(r seed.Row) {
	if r.Has("user") {
		p.UserID = r.Ref("user")
	}
	p.Token, p.Platform = r.TextOr("token", p.Token), r.TextOr("platform", p.Platform)
}

func consentKind() seed.Kind {
	return seed.Kind{
		Name: "optin_consent", Table: "optin_consents", Constant: true, Fields: []seed.Field{
			seed.Req("user", "@user"), seed.Req("type", "NEWSLETTER/MARKETING"), seed.Opt("accepted", "bool"), seed.Opt("asked", "bool"), seed.Opt("withdrawedAt", "instant"),
		},
		Insert: func(tx *db.Tx, r seed.Row) error {
			c := Consent{ID: r.ID, CreatedAt: r.CreatedAt}
			c.seeded(r)
			return insertConsent(tx, c)
		},
		Update: func(tx *db.Tx, r seed.Row) error {
			c, err := loadConsent(tx, r.ID)
			if err != nil {
				return err
			}
			c.seeded(r)
			return saveConsent(tx, c)
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

func (c *Consent) seeded(r seed.Row) {
	if r.Has("user") {
		c.UserID = r.Ref("user")
	}
	c.Type, c.Accepted, c.Asked = r.TextOr("type", c.Type), r.Bool("accepted", c.Accepted), r.Bool("asked", c.Asked)
	if r.Has("withdrawedAt") {
		c.WithdrawnAt = r.Instant("withdrawedAt")
	}
}

func appKind(d *Door) seed.Kind {
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
			d.seeds.keep(made.Secret)
			d.seeds.keep(made.APIKey)
			return insertApp(tx, made.App)
		},
		Update: d.updateApp,
		Rows:   d.appRows,
	}
}

func scopesOf(r seed.Row) []authz.Scope {
	var scopes []authz.Scope
	for _, s := range r.Texts("scopes") {
		scopes = append(scopes, authz.Scope(s))
	}
	return scopes
}

func (d *Door) updateApp(tx *db.Tx, r seed.Row) error {
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
	a.Type = r.TextOr("type", a.Type)
	if r.Has("clientId") {
		a.ClientID = org.Text(r.Text("clientId"))
	}
	for field, hash := range map[string]*org.Text{"apiKey": &a.APIKeyHash, "clientSecret": &a.ClientSecretHash} {
		if secret := r.Text(field); secret != "" {
			*hash = org.Text(d.seeds.keep(secret))
		}
	}
	return saveApp(tx, a)
}

func (d *Door) appRows(tx *db.Tx) ([]map[string]any, error) {
	list, err := listApps(tx)
	rows := make([]map[string]any, len(list))
	for i, a := range list {
		rows[i] = map[string]any{
			"id": a.ID, "name": a.Name, "type": a.Type, "store": seed.Rel("store", a.StoreID), "shop": seed.Rel("restaurant", a.ShopID), "apiKey": d.seeds.of(string(a.APIKeyHash)),
			"clientId": a.ClientID, "clientSecret": d.seeds.of(string(a.ClientSecretHash)), "scopes": a.Scopes.V, "active": a.Active, "createdAt": a.CreatedAt, "updatedAt": a.UpdatedAt,
		}
	}
	return rows, err
}
