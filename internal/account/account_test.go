package account_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/bcrypt"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

type town struct {
	*dbtest.World
	*account.Door
	t *testing.T
}

// sharedKey spares most tests the making of a key of their own.
var sharedKey = sync.OnceValue(func() string {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		panic(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
})

// each runs fn on both engines with a door whose tokens follow the world's clock.
func each(t *testing.T, fn func(w town)) { eachDoor(t, false, fn) }

func eachDoor(t *testing.T, confirm bool, fn func(w town)) {
	t.Helper()
	eachDoorWith(t, account.DoorIn{Confirm: confirm}, fn)
}

func eachDoorWith(t *testing.T, in account.DoorIn, fn func(w town)) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO signing_keys (name, private_pem, created_at) VALUES ('jwt', ?, 0)", sharedKey())
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		signer, err := account.LoadSigner(context.Background(), w.DB, w.Clock.Now)
		if err != nil {
			t.Fatal(err)
		}
		in := in
		in.DB, in.Signer, in.Passwords = w.DB, signer, account.NewPasswords(account.LowestCost())
		fn(town{w, account.NewDoor(in), t})
	})
}

func (w town) user(name string, roles ...authz.Role) account.User {
	w.t.Helper()
	u, err := w.AddUser(context.Background(), authz.System(), account.AddUserIn{
		RegisterIn: account.RegisterIn{Username: name, Email: name + "@example.org", Password: "correct horse"}, Roles: roles})
	if err != nil {
		w.t.Fatal(err)
	}
	return u
}

func (w town) login(name, password string) (account.Credentials, error) {
	return w.LogIn(context.Background(), account.LoginIn{Login: name, Password: password, Address: "192.0.2.1"})
}

func (w town) who(p account.Proof) (authz.Actor, error) { return w.Recognise(context.Background(), p) }

func (w town) bearer(token string) (authz.Actor, error) {
	return w.who(account.Proof{Accept: account.AcceptAll, Bearer: token})
}

func (w town) do(who authz.Actor, fn func(*db.Tx) error) error {
	return w.Write(context.Background(), who, fn)
}

func (w town) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w town) wants(err error, code string) {
	w.t.Helper()
	if !fail.Has(err, code) {
		w.t.Errorf("got %v, want %s", err, code)
	}
}

func TestLogin(t *testing.T) {
	each(t, func(w town) {
		u := w.user("Zoe", authz.Courier)
		for _, name := range []string{"Zoe", "zoe", "ZOE@example.org"} {
			got, err := w.login(name, "correct horse")
			w.must(err)
			who, err := w.bearer(got.Token)
			if err != nil || who.UserID != u.ID || !who.Is(authz.Courier) || who.Is(authz.Dispatcher) {
				t.Errorf("%s is %+v, %v", name, who, err)
			}
		}
		for _, c := range [][2]string{{"zoe", "wrong"}, {"zoe", ""}, {"nobody", "correct horse"}, {"", ""}, {"zoe\x00", "x"}} {
			_, err := w.login(c[0], c[1])
			w.wants(err, "session.login.refused")
		}
		w.must(w.do(authz.System(), func(tx *db.Tx) error {
			return account.DisableUser(tx, account.DisableUserIn{UserID: u.ID, TokenNow: w.TokenNow()})
		}))
		_, err := w.login("zoe", "correct horse")
		w.wants(err, "session.login.disabled")
		_, err = w.login("zoe", "wrong")
		w.wants(err, "session.login.refused")
	})
}

// A thousand guesses at once get no more than ten tries (AC25), and a name that nobody has is closed in the same way (AC26).
func TestAC25GuessingIsBounded(t *testing.T) {
	each(t, func(w town) {
		w.user("zoe")
		for _, login := range []string{"zoe", "nobody"} {
			var refused, throttled atomic.Int64
			var wg sync.WaitGroup
			for range 30 {
				wg.Go(func() {
					switch _, err := w.login(login, "guess"); {
					case fail.Has(err, "session.login.refused"):
						refused.Add(1)
					case fail.Is(err, fail.Throttled):
						throttled.Add(1)
					}
				})
			}
			wg.Wait()
			if refused.Load() != 10 || throttled.Load() != 20 {
				t.Errorf("%s: %d tries, %d throttled", login, refused.Load(), throttled.Load())
			}
		}
		_, err := w.login("zoe", "correct horse")
		w.wants(err, "session.login.throttled")
		_, err = w.login("zoe@example.org", "correct horse") // the same account by its other name
		w.wants(err, "session.login.throttled")
		w.Clock.Step(16 * time.Minute)
		_, err = w.login("zoe", "correct horse")
		w.must(err)
	})
}

func TestGuessingManyAccountsIsBounded(t *testing.T) {
	each(t, func(w town) {
		tries := 0
		for i := range 60 {
			_, err := w.login("person"+string(rune('a'+i%26))+string(rune('a'+i/26)), "guess")
			if fail.Has(err, "session.login.refused") {
				tries++
			}
		}
		if tries != 50 {
			t.Errorf("%d tries from one address", tries)
		}
	})
}

func TestImportedPasswordsAreHashedAnew(t *testing.T) {
	each(t, func(w town) {
		u := w.user("zoe")
		old, err := bcrypt.GenerateFromPassword([]byte("imported"), bcrypt.MinCost)
		w.must(err)
		hash := "$2y$" + string(old[4:])
		w.must(w.do(authz.System(), func(tx *db.Tx) error {
			_, err := tx.Exec("UPDATE users SET password_hash = ? WHERE id = ?", hash, u.ID)
			return err
		}))
		for range 2 {
			_, err = w.login("zoe", "imported")
			w.must(err)
		}
		w.must(w.do(authz.System(), func(tx *db.Tx) error {
			now, err := account.LoadUser(tx, u.ID)
			if now.PasswordHash[:10] != "$argon2id$" {
				t.Errorf("still %s", now.PasswordHash[:10])
			}
			return err
		}))
	})
}

// AC32: nothing but our own, living, right kind of token opens the door.
// AC35: what ends a session ends its tokens at once, and a new login works in the same second.
// AC34: a cookie planted before the login is worth nothing after it.
func TestRegister(t *testing.T) {
	each(t, func(w town) {
		var guest account.Customer
		w.must(w.do(authz.System(), func(tx *db.Tx) (err error) {
			guest, err = account.GuestCustomer(tx, account.GuestIn{Email: "Ada@example.org", FullName: "Ada L", Telephone: "0612345678"})
			return err
		}))
		got, err := w.Register(context.Background(), account.RegisterIn{Email: "ada@Example.org", Username: "ada_1", Password: "correct horse", FullName: "Ada King Lovelace"})
		w.must(err)
		if got.User.CustomerID != guest.ID || !got.User.Enabled {
			t.Errorf("the guest was not taken over: %+v", got.User)
		}
		w.must(w.do(got.User.Actor(), func(tx *db.Tx) error {
			c, err := account.OpenCustomer(tx, guest.ID)
			if c.GivenName != "Ada" || c.FamilyName != "King Lovelace" || c.Telephone != "+33612345678" {
				t.Errorf("customer %+v", c)
			}
			list, err2 := account.MyConsents(tx)
			if len(list) != 2 || list[0].Type != "MARKETING" || list[0].Accepted || list[0].Asked {
				t.Errorf("consents %+v %v", list, err2)
			}
			_, err3 := account.GuestCustomer(tx, account.GuestIn{Email: "ada@example.org", FullName: "Mallory", Telephone: "0699999999"})
			c, _ = account.LoadCustomer(tx, guest.ID)
			if err3 != nil || c.GivenName != "Ada" || c.Telephone != "+33612345678" {
				t.Errorf("a guest renamed an account's customer: %+v, %v", c, err3)
			}
			return err
		}))
		for _, c := range []struct {
			in   account.RegisterIn
			path string
			code string
		}{
			{account.RegisterIn{Email: "bob@example.org"}, "username", "value.blank"},
			{account.RegisterIn{Email: "bob@example.org", Username: "bo"}, "username", "value.too_short"},
			{account.RegisterIn{Email: "bob@example.org", Username: "bob bob"}, "username", "value.pattern"},
			{account.RegisterIn{Email: "bob@example.org", Username: "aaaaaaaaaaaaaaaa"}, "username", "value.too_long"},
			{account.RegisterIn{Email: "bob", Username: "bob"}, "email", "email.invalid"},
			{account.RegisterIn{Email: "ADA@example.org", Username: "bob"}, "email", "value.taken"},
			{account.RegisterIn{Email: "bob@example.org", Username: "ADA_1"}, "username", "value.taken"},
			{account.RegisterIn{Email: "bob@example.org", Username: "bob", Telephone: "ring me"}, "telephone", "phone.invalid"},
			{account.RegisterIn{Email: "bob@example.org", Username: "bob", FullName: "Bob\x00"}, "fullName", "value.invalid"},
			{account.RegisterIn{Email: "bob@example.org", Username: "bob", Password: "sévères"}, "password", "value.too_short"},
		} {
			c.in.AnyPassword = c.in.Password == ""
			_, err := w.Register(context.Background(), c.in)
			e := fail.Of(err)
			if err == nil || len(e.Fields) != 1 || e.Fields[0].Path != c.path || e.Fields[0].Code != c.code {
				t.Errorf("%+v: %v", c.in, err)
			}
		}
	})
}

func TestConfirmation(t *testing.T) {
	eachDoor(t, true, func(w town) {
		got, err := w.Register(context.Background(), account.RegisterIn{Email: "ada@example.org", Username: "ada", Password: "correct horse"})
		w.must(err)
		if got.User.Enabled || got.Token == "" || got.User.ConfirmationToken == "" {
			t.Errorf("got %+v", got)
		}
		if _, err := w.bearer(got.Token); !fail.Is(err, fail.Unauthenticated) {
			t.Errorf("an unconfirmed account called the API: %v", err)
		}
		in, err := w.Confirm(context.Background(), string(got.User.ConfirmationToken))
		w.must(err)
		if _, err := w.bearer(in.Token); err != nil || !in.User.Enabled {
			t.Errorf("after the click: %v", err)
		}
		_, err = w.Confirm(context.Background(), string(got.User.ConfirmationToken))
		w.wants(err, "registration.token.unknown")
		_, err = w.Confirm(context.Background(), "")
		w.wants(err, "registration.token.unknown")
	})
}

// AC28: a link sets a password once, however many try at the same time, and ends all older sessions.
func TestAC28Reset(t *testing.T) {
	each(t, func(w town) {
		u := w.user("zoe")
		before, err := w.login("zoe", "correct horse")
		w.must(err)
		ask := func(login string) string {
			w.must(w.do(authz.Actor{}, func(tx *db.Tx) error { return account.AskReset(tx, login) }))
			var now account.User
			w.must(w.Read(context.Background(), authz.System(), func(tx *db.Tx) (err error) { now, err = account.LoadUser(tx, u.ID); return err }))
			return string(now.ConfirmationToken)
		}
		ask("nobody")
		token := ask("ZOE@example.org")
		if token == "" || ask("zoe") != token {
			t.Error("a second request within two hours must change nothing")
		}
		_, err = w.Confirm(context.Background(), token)
		w.wants(err, "registration.token.unknown")
		var won atomic.Int64
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				if _, err := w.ResetPassword(context.Background(), token, "new horse"); err == nil {
					won.Add(1)
				} else if !fail.Is(err, fail.Unauthenticated) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 {
			t.Errorf("%d succeeded", won.Load())
		}
		if _, err := w.bearer(before.Token); !fail.Is(err, fail.Unauthenticated) {
			t.Errorf("an older token lives: %v", err)
		}
		_, err = w.login("zoe", "new horse")
		w.must(err)
		w.Clock.Step(3 * time.Hour)
		token = ask("zoe")
		w.Clock.Step(25 * time.Hour)
		_, err = w.ResetPassword(context.Background(), token, "late horse")
		w.wants(err, "reset.token.expired")
	})
}

func TestResetDoesNotOpenAClosedAccount(t *testing.T) {
	each(t, func(w town) {
		u := w.user("zoe")
		w.must(w.do(authz.System(), func(tx *db.Tx) error {
			if err := account.DisableUser(tx, account.DisableUserIn{UserID: u.ID, TokenNow: w.TokenNow()}); err != nil {
				return err
			}
			if err := account.AskReset(tx, "zoe"); err != nil {
				return err
			}
			now, err := account.LoadUser(tx, u.ID)
			if now.ConfirmationToken != "" {
				t.Error("a closed account got a link")
			}
			return err
		}))
	})
}

func TestDeleteMe(t *testing.T) {
	each(t, func(w town) {
		u := w.user("zoe")
		in, err := w.login("zoe", "correct horse")
		w.must(err)
		street := "5 Rue X"
		w.must(w.do(u.Actor(), func(tx *db.Tx) error {
			if _, err := account.AddPushToken(tx, account.AddPushTokenIn{Platform: "ios", Token: "t:1_-"}); err != nil {
				return err
			}
			_, err := account.AddMyAddress(tx, org.AddressIn{StreetAddress: &street, Position: &org.Position{Lat: 48, Lng: 2}})
			return err
		}))
		w.must(w.do(u.Actor(), func(tx *db.Tx) error { return account.DeleteMe(tx, w.TokenNow()) }))
		if _, err := w.bearer(in.Token); !fail.Is(err, fail.Unauthenticated) {
			t.Errorf("the token lives: %v", err)
		}
		w.must(w.do(authz.System(), func(tx *db.Tx) error {
			p, err := account.OpenUser(tx, u.ID)
			if p.User.Enabled || p.User.Username[:5] != "anon_" || p.Customer.FullName() != "" || p.Customer.Email != p.User.Email {
				t.Errorf("left: %+v", p)
			}
			list, _ := account.AddressesOf(tx, u.CustomerID)
			phones, _ := account.PushTokensOf(tx, []int64{u.ID})
			if len(list)+len(phones) != 0 {
				t.Errorf("left: %v %v", list, phones)
			}
			return err
		}))
		w.user("zoe") // the name is free again
	})
}

func TestPushTokensChangeHands(t *testing.T) {
	each(t, func(w town) {
		a, b := w.user("ada"), w.user("bob")
		add := func(u account.User, platform, token string) {
			w.must(w.do(u.Actor(), func(tx *db.Tx) error {
				_, err := account.AddPushToken(tx, account.AddPushTokenIn{Platform: platform, Token: token})
				return err
			}))
		}
		add(a, "ios", "one")
		add(a, "ios", "two")
		add(a, "android", "three")
		add(b, "android", "three")
		w.must(w.Read(context.Background(), a.Actor(), func(tx *db.Tx) error {
			ofA, _ := account.PushTokensOf(tx, []int64{a.ID})
			ofB, err := account.PushTokensOf(tx, []int64{b.ID})
			if len(ofA) != 1 || ofA[0].Token != "two" || len(ofB) != 1 || ofB[0].Token != "three" {
				t.Errorf("ada %v, bob %v", ofA, ofB)
			}
			return err
		}))
		remove := func(u account.User, token string) error {
			return w.do(u.Actor(), func(tx *db.Tx) error { return account.RemovePushToken(tx, token) })
		}
		if err := remove(a, "three"); !fail.Is(err, fail.NotFound) {
			t.Errorf("ada removed bob's: %v", err)
		}
		w.must(remove(b, "three"))
	})
}

func TestRoles(t *testing.T) {
	each(t, func(w town) {
		root, zoe := w.user("root", authz.Admin), w.user("zoe")
		grant := func(who account.User, id int64, roles ...authz.Role) error {
			return w.do(who.Actor(), func(tx *db.Tx) error {
				_, err := account.GrantRoles(tx, account.GrantRolesIn{UserID: id, Roles: roles})
				return err
			})
		}
		w.wants(grant(zoe, zoe.ID, authz.Admin), "auth.forbidden")
		w.wants(grant(root, zoe.ID, "ROLE_EMPEROR"), "user.role.unknown")
		w.wants(grant(root, root.ID, authz.Courier), "user.roles.last_admin")
		w.must(grant(root, zoe.ID, authz.Courier, authz.Admin))
		w.must(grant(root, root.ID))
		w.must(w.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
			couriers, err := account.ListUsers(tx, authz.Courier)
			if len(couriers) != 1 || couriers[0].ID != zoe.ID {
				t.Errorf("got %v", couriers)
			}
			return err
		}))
	})
}

func TestConsents(t *testing.T) {
	each(t, func(w town) {
		u := w.user("zoe")
		answer := func(kind string, accepted bool) (list []account.Consent) {
			w.must(w.do(u.Actor(), func(tx *db.Tx) (err error) {
				list, err = account.AnswerConsent(tx, account.AnswerConsentIn{Type: kind, Accepted: accepted, Asked: true})
				return err
			}))
			return list
		}
		if list := answer("NEWSLETTER", true); !list[1].Accepted || !list[1].Asked || list[0].Asked {
			t.Errorf("got %+v", list)
		}
		if list := answer("NEWSLETTER", false); list[1].Accepted || list[1].WithdrawnAt.IsZero() {
			t.Errorf("got %+v", list)
		}
		if list := answer("SPAM", true); len(list) != 2 {
			t.Errorf("got %+v", list)
		}
	})
}
