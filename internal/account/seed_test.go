package account_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
)

const document = `{"settings": {"country": "fr"}, "rows": [
	{"kind": "address", "ref": "home", "streetAddress": "12 Rue Sedaine, Paris", "geo": {"latitude": 48.8562, "longitude": 2.3726}},
	{"kind": "tag", "name": "Très froid", "color": "#00f"},
	{"kind": "organization", "name": "Les Pignons"},
	{"kind": "user", "ref": "ada", "username": "ada", "email": "ada@example.org", "password": "correct horse", "roles": ["ROLE_STORE"],
		"telephone": "06 12 34 56 78", "givenName": "Ada", "addresses": ["@home"]},
	{"kind": "user", "update": "@ada", "+roles": ["ROLE_ADMIN"], "email": "lovelace@example.org"},
	{"kind": "customer", "ref": "guest", "email": "guest@example.org", "fullName": "Guy Fox Guest", "tags": ["vip"], "edenredCredentials": {"a": 1}},
	{"kind": "refresh_token", "ref": "fresh", "user": "@ada", "token": "tea"},
	{"kind": "refresh_token", "update": "@fresh", "token": "c0ffee", "expiresAt": "2999-01-01T00:00:00Z"},
	{"kind": "push_token", "ref": "phone", "user": "@ada", "token": "t", "platform": "android"},
	{"kind": "push_token", "update": "@phone", "platform": "ios"},
	{"kind": "optin_consent", "ref": "news", "user": "@ada", "type": "NEWSLETTER", "accepted": true},
	{"kind": "optin_consent", "update": "@news", "accepted": false},
	{"kind": "api_app", "ref": "key", "name": "Script", "type": "api_key", "apiKey": "ak_12"},
	{"kind": "api_app", "update": "@key", "active": false, "apiKey": "ak_123"}]}`

func (w town) load(text string) error {
	var doc seed.Document
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		return err
	}
	kinds := append(org.SeedKinds(), account.SeedKinds(w.Door)...)
	loader := seed.NewLoader(kinds, func(*db.Tx, map[string]json.RawMessage) (seed.Env, error) {
		return seed.Env{Now: w.Clock.Now(), Zone: time.UTC, Country: "fr"}, nil
	})
	return w.do(authz.System(), func(tx *db.Tx) error {
		_, err := loader.Load(tx, doc)
		return err
	})
}

func (w town) rows(kind string) string {
	var text []byte
	w.must(w.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
		for _, k := range append(org.SeedKinds(), account.SeedKinds(w.Door)...) {
			if k.Name != kind {
				continue
			}
			rows, err := k.Rows(tx)
			if err != nil {
				return err
			}
			for _, r := range rows {
				delete(r, "createdAt")
				delete(r, "updatedAt")
			}
			text, err = json.Marshal(rows)
			return err
		}
		return errors.New("no such kind")
	}))
	return string(text)
}

func TestSeed(t *testing.T) {
	each(t, func(w town) {
		w.must(w.load(document))
		got, err := w.login("lovelace@example.org", "correct horse")
		w.must(err)
		if roles := got.User.AllRoles(); len(roles) != 3 || roles[1] != authz.Admin {
			t.Errorf("roles %v", roles)
		}
		_, err = w.Refresh(context.Background(), "tea")
		if err == nil {
			t.Error("a replaced token still works")
		}
		for kind, want := range map[string]string{
			"user":          `[{"addresses":["@address:1"],"confirmationToken":null,"customer":"@customer:1","email":"lovelace@example.org","enabled":true,"familyName":null,"givenName":"Ada","id":1,"passwordRequestedAt":null,"roles":["ROLE_STORE","ROLE_ADMIN"],"stripeCustomerId":null,"telephone":"+33612345678","username":"ada"}]`,
			"tag":           `[{"color":"#00f","id":1,"name":"Très froid","slug":"tres-froid"}]`,
			"organization":  `[{"id":1,"name":"Les Pignons"}]`,
			"refresh_token": `[{"expiresAt":"2999-01-01T00:00:00Z","id":1,"token":"c0ffee","user":"@user:1"},{"expiresAt":"2026-12-24T11:00:00Z","id":2,"token":null,"user":"@user:1"}]`,
			"push_token":    `[{"id":1,"platform":"ios","token":"t","user":"@user:1"}]`,
			"optin_consent": `[{"accepted":false,"asked":false,"id":1,"type":"NEWSLETTER","user":"@user:1","withdrawedAt":null}]`,
			"api_app":       `[{"active":false,"apiKey":"ak_123","clientId":null,"clientSecret":null,"id":1,"name":"Script","scopes":["tasks","deliveries","orders","orders:all","tasks:all"],"shop":null,"store":null,"type":"api_key"}]`,
			"address":       `[{"addressCountry":null,"addressLocality":null,"addressRegion":null,"company":null,"contactName":null,"deletedAt":null,"description":null,"geo":{"latitude":48.8562,"longitude":2.3726},"id":1,"name":null,"postalCode":null,"provider":null,"streetAddress":"12 Rue Sedaine, Paris","telephone":null}]`,
		} {
			if got := w.rows(kind); got != want {
				t.Errorf("%s:\n got %s\nwant %s", kind, got, want)
			}
		}
		_, err = w.Refresh(context.Background(), "c0ffee")
		w.must(err)
		if got := w.rows("customer"); !strings.Contains(got, `"email":"lovelace@example.org"`) || !strings.Contains(got, `"fullName":"Guy Fox Guest"`) || !strings.Contains(got, `"edenredCredentials":{"a":1}`) {
			t.Errorf("customers: %s", got)
		}
	})
}

// TestSeededCustomersAreAsOldAsTheirUsers, unless they ordered as guests before.
func TestSeededCustomersAreAsOldAsTheirUsers(t *testing.T) {
	each(t, func(w town) {
		w.must(w.load(`{"rows":[
			{"kind":"user","username":"ada","email":"ada@example.org","createdAt":"2020-01-02 10:00","updatedAt":"2020-01-03 10:00"},
			{"kind":"customer","email":"bob@example.org","createdAt":"2019-01-01 10:00"},
			{"kind":"user","username":"bob","email":"bob@example.org","createdAt":"2020-01-02 10:00","givenName":"Bob"}]}`))
		w.must(w.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
			for id, want := range map[int64]string{1: "2020-01-02T10:00:00Z", 2: "2019-01-01T10:00:00Z"} {
				if c, err := account.LoadCustomer(tx, id); err != nil || c.CreatedAt.Format(time.RFC3339) != want {
					t.Errorf("customer %d: made %v, want %s, %v", id, c.CreatedAt, want, err)
				}
			}
			c, err := account.LoadCustomer(tx, 1)
			if c.UpdatedAt.Format(time.RFC3339) != "2020-01-03T10:00:00Z" {
				t.Errorf("changed %v", c.UpdatedAt)
			}
			return err
		}))
	})
}

func TestSeedRefuses(t *testing.T) {
	each(t, func(w town) {
		for text, field := range map[string]string{
			`{"rows":[{"kind":"user","username":"a","email":"a@b.c","roles":["ROLE_EMPEROR"]}]}`:                         "roles",
			`{"rows":[{"kind":"user","username":"a","email":"a@b.c"},{"kind":"user","username":"A","email":"b@b.c"}]}`:   "username",
			`{"rows":[{"kind":"user","username":"a","email":"a@b.c"},{"kind":"user","username":"bea","email":"A@b.c"}]}`: "email",
			`{"rows":[{"kind":"user","username":"a","email":"a@b.c","stores":["@bakery"]}]}`:                             "stores",
			`{"rows":[{"kind":"user","username":"a","email":"a@b.c"},{"kind":"push_token","user":"@user:1","token":"t","platform":"ios"},` +
				`{"kind":"push_token","user":"@user:1","token":"t","platform":"ios"}]}`: "token",
			`{"rows":[{"kind":"user","username":"a","email":"a@b.c"},{"kind":"optin_consent","user":"@user:1","type":"MARKETING"},` +
				`{"kind":"optin_consent","user":"@user:1","type":"MARKETING"}]}`: "user",
			`{"rows":[{"kind":"user","username":"a","email":"a@b.c"},{"kind":"refresh_token","user":"@user:1","token":"t"},` +
				`{"kind":"refresh_token","user":"@user:1","token":"t"}]}`: "token",
			`{"rows":[{"kind":"api_app","name":"x","clientId":"c"},{"kind":"api_app","name":"x","clientId":"c"}]}`:                               "clientId",
			`{"rows":[{"kind":"api_app","name":"x","type":"api_key","apiKey":"k"},{"kind":"api_app","name":"x","type":"api_key","apiKey":"k"}]}`: "apiKey",
			`{"rows":[{"kind":"tag","name":"Cold","color":"#000"},{"kind":"tag","name":"cold","color":"#000"}]}`:                                 "slug",
			`{"rows":[{"kind":"user","username":"a"}]}`:                 "email",
			`{"rows":[{"kind":"api_app","name":"x","scopes":["all"]}]}`: "scopes",
		} {
			var refusal *seed.Refusal
			if err := w.load(text); !errors.As(err, &refusal) || refusal.Field != field {
				t.Errorf("%s: %v", text, err)
			}
		}
	})
}
