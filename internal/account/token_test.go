package account_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
)

func TestAC32Tokens(t *testing.T) {
	each(t, func(w town) {
		u := w.user("zoe", authz.Admin)
		good, err := w.UserToken(u, time.Hour)
		w.must(err)
		stranger, err := rsa.GenerateKey(rand.Reader, 2048)
		w.must(err)
		claims := jwt.MapClaims{"username": "zoe", "iat": w.Clock.Now().Unix(), "exp": w.Clock.Now().Add(time.Hour).Unix(), "roles": []string{"ROLE_ADMIN"}}
		sign := func(m jwt.SigningMethod, key any) string {
			s, err := jwt.NewWithClaims(m, claims).SignedString(key)
			w.must(err)
			return s
		}
		old, err := w.UserToken(u, -time.Second)
		w.must(err)
		cart, err := w.CartToken("https://host/api/orders/99", w.Clock.Now().Add(time.Hour))
		w.must(err)
		expiredCart, err := w.CartToken("https://host/api/orders/99", w.Clock.Now().Add(-time.Hour))
		w.must(err)
		player, err := w.PlayerToken(1, 1)
		w.must(err)
		for name, c := range map[string]struct{ token, code string }{
			"none":               {sign(jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType), "auth.token.invalid"},
			"symmetric":          {sign(jwt.SigningMethodHS256, []byte("x")), "auth.token.invalid"},
			"other key":          {sign(jwt.SigningMethodRS256, stranger), "auth.token.invalid"},
			"same key, RS512":    {sign(jwt.SigningMethodRS512, stranger), "auth.token.invalid"},
			"cut":                {good[:len(good)-4], "auth.token.invalid"},
			"text":               {"hello", "auth.token.invalid"},
			"expired":            {old, "auth.token.expired"},
			"basket of no order": {cart, "auth.token.invalid"},
			"expired basket":     {expiredCart, "auth.token.expired"},
			"player":             {player, "auth.token.invalid"},
			"unknown key":        {"ak_0123", "auth.token.invalid"},
		} {
			_, err := w.bearer(c.token)
			if !fail.Has(err, c.code) || !fail.Is(err, fail.Unauthenticated) {
				t.Errorf("%s: %v", name, err)
			}
		}
		who, err := w.bearer(good)
		w.must(err)
		if who.Username != "zoe" {
			t.Errorf("got %+v", who)
		}
		if who, err := w.who(account.Proof{Accept: account.AcceptNone, Bearer: "hello"}); err != nil || who.Known() {
			t.Errorf("a path that looks at nothing: %+v, %v", who, err)
		}
	})
}

func TestAC35EndedTokensAreDead(t *testing.T) {
	each(t, func(w town) {
		u := w.user("zoe")
		w.user("root", authz.Admin)
		for name, end := range map[string]func() error{
			"password": func() error { return w.SetPassword(context.Background(), authz.System(), u.ID, "correct horse") },
			"logout": func() error {
				return w.do(u.Actor(), func(tx *db.Tx) error {
					return account.EndSessions(tx, account.EndSessionsIn{UserID: u.ID, TokenNow: w.TokenNow()})
				})
			},
			"disable": func() error {
				return w.do(authz.System(), func(tx *db.Tx) error {
					if err := account.DisableUser(tx, account.DisableUserIn{UserID: u.ID, TokenNow: w.TokenNow()}); err != nil {
						return err
					}
					return account.EnableUser(tx, u.ID)
				})
			},
		} {
			before, err := w.login("zoe", "correct horse")
			w.must(err)
			cookie, err := w.OpenSession(context.Background(), account.LoginIn{Login: "zoe", Password: "correct horse"}, "")
			w.must(err)
			w.must(end())
			if _, err := w.bearer(before.Token); !fail.Is(err, fail.Unauthenticated) {
				t.Errorf("%s: the old token still works: %v", name, err)
			}
			if _, err := w.Refresh(context.Background(), before.Refresh); !fail.Is(err, fail.Unauthenticated) {
				t.Errorf("%s: the old refresh token still works: %v", name, err)
			}
			if who, err := w.InSession(context.Background(), cookie.Token); err != nil || who.Known() {
				t.Errorf("%s: the old cookie still works: %+v %v", name, who, err)
			}
			after, err := w.login("zoe", "correct horse")
			w.must(err)
			if _, err := w.bearer(after.Token); err != nil {
				t.Errorf("%s: the new token does not work: %v", name, err)
			}
		}
	})
}

func TestRefresh(t *testing.T) {
	each(t, func(w town) {
		w.user("zoe")
		first, err := w.login("zoe", "correct horse")
		w.must(err)
		for range 3 { // each use moves the end on
			w.Clock.Step(20 * 24 * time.Hour)
			again, err := w.Refresh(context.Background(), first.Refresh)
			w.must(err)
			if again.Refresh != first.Refresh || again.Token == first.Token {
				t.Error("the refresh token must stay and the access token be new")
			}
		}
		w.Clock.Step(31 * 24 * time.Hour)
		_, err = w.Refresh(context.Background(), first.Refresh)
		w.wants(err, "auth.refresh.not_found")
		_, err = w.Refresh(context.Background(), "")
		w.wants(err, "auth.refresh.not_found")
	})
}

func TestAC34SessionFixation(t *testing.T) {
	each(t, func(w town) {
		w.user("zoe")
		in := account.LoginIn{Login: "zoe", Password: "correct horse"}
		first, err := w.OpenSession(context.Background(), in, "planted")
		w.must(err)
		second, err := w.OpenSession(context.Background(), in, first.Token)
		w.must(err)
		for token, want := range map[string]bool{"planted": false, first.Token: false, second.Token: true, "": false} {
			if who, err := w.InSession(context.Background(), token); err != nil || who.Known() != want {
				t.Errorf("known %v, want %v, %v", who.Known(), want, err)
			}
		}
		w.Clock.Step(29 * 24 * time.Hour)
		if who, _ := w.InSession(context.Background(), second.Token); !who.Known() {
			t.Error("the session ended too early")
		}
		w.Clock.Step(29 * 24 * time.Hour)
		if who, _ := w.InSession(context.Background(), second.Token); !who.Known() {
			t.Error("its use did not prolong the session")
		}
		w.must(w.CloseSession(context.Background(), second.Token))
		if who, _ := w.InSession(context.Background(), second.Token); who.Known() {
			t.Error("a closed session is open")
		}
	})
}

func TestSigningKeyIsMadeOnce(t *testing.T) {
	t.Parallel()
	w := dbtest.SQLite(t)
	first, err := account.LoadSigner(context.Background(), w.DB, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	second, err := account.LoadSigner(context.Background(), w.DB, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	token, err := first.PlayerToken(1, 2)
	again, err2 := second.PlayerToken(1, 2)
	if token != again || err != nil || err2 != nil {
		t.Errorf("two keys for one co-op: %v %v", err, err2)
	}
}

func TestIntegrations(t *testing.T) {
	each(t, func(w town) {
		store := int64(7)
		var made account.NewApp
		w.must(w.do(authz.System(), func(tx *db.Tx) (err error) {
			made, err = account.AddApp(tx, account.AddAppIn{Name: "Till", Type: "oauth", StoreID: &store, Scopes: []authz.Scope{authz.Deliveries, authz.Tasks}})
			return err
		}))
		grant, err := w.GrantApp(context.Background(), account.GrantAppIn{ClientID: made.ClientID, Secret: made.Secret, Scope: "tasks"})
		w.must(err)
		who, err := w.bearer(grant.Token)
		if err != nil || who.Kind != authz.App || who.StoreID != 7 || !who.Scoped(authz.Tasks) || who.Scoped(authz.Deliveries) || who.Is(authz.User) {
			t.Errorf("got %+v, %v", who, err)
		}
		if _, err := w.who(account.Proof{Accept: account.AcceptPerson, Bearer: grant.Token}); !fail.Is(err, fail.Unauthenticated) {
			t.Errorf("a path for people took an integration: %v", err)
		}
		for name, c := range map[string]struct {
			in   account.GrantAppIn
			code string
		}{
			"secret":  {account.GrantAppIn{ClientID: made.ClientID, Secret: "x"}, "oauth.client.invalid"},
			"client":  {account.GrantAppIn{ClientID: "x", Secret: made.Secret}, "oauth.client.invalid"},
			"empty":   {account.GrantAppIn{}, "oauth.client.invalid"},
			"scope":   {account.GrantAppIn{ClientID: made.ClientID, Secret: made.Secret, Scope: "orders:all"}, "oauth.scope.invalid"},
			"unknown": {account.GrantAppIn{ClientID: made.ClientID, Secret: made.Secret, Scope: "deliveries everything"}, "oauth.scope.invalid"},
		} {
			_, err := w.GrantApp(context.Background(), c.in)
			if !fail.Has(err, c.code) {
				t.Errorf("%s: %v", name, err)
			}
		}
		var key account.NewApp
		w.must(w.do(authz.System(), func(tx *db.Tx) (err error) {
			key, err = account.AddApp(tx, account.AddAppIn{Name: "Script", Type: "api_key", StoreID: &store})
			return err
		}))
		if who, err := w.bearer(key.APIKey); err != nil || !who.ByKey || !who.Scoped(authz.Deliveries) || who.Scoped(authz.Tasks) {
			t.Errorf("got %+v, %v", who, err)
		}
		w.must(w.do(authz.System(), func(tx *db.Tx) error {
			return errors.Join(account.SwitchApp(tx, made.App.ID, false), account.SwitchApp(tx, key.App.ID, false))
		}))
		for _, token := range []string{grant.Token, key.APIKey} {
			if _, err := w.bearer(token); !fail.Is(err, fail.Unauthenticated) {
				t.Errorf("a switched-off integration got in: %v", err)
			}
		}
	})
}
