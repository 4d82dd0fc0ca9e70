package account_test

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"github.com/descope/virtualwebauthn"
	"github.com/pquerna/otp/totp"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

func (w town) session(in account.LoginIn) (account.Session, error) {
	in.Address = "192.0.2.1"
	return w.OpenSession(context.Background(), in, "")
}

func (w town) code(secret string) string {
	w.t.Helper()
	code, err := totp.GenerateCode(secret, w.Clock.Now())
	w.must(err)
	return code
}

// guarded gives zoe an authenticator app; what she has then is her session, the app's secret and her recovery codes.
func (w town) guarded(u account.User) (account.Strengthened, string) {
	w.t.Helper()
	ctx := context.Background()
	s, err := w.session(account.LoginIn{Login: u.Username, Password: "correct horse"})
	w.must(err)
	key, err := w.AddAuthenticator(ctx, u.Actor(), s.Token, "Les Pignons")
	w.must(err)
	_, err = w.ConfirmAuthenticator(ctx, u.Actor(), s.Token, "000000")
	if e := fail.Of(err); e.Kind != fail.Invalid {
		w.t.Errorf("a wrong first code: %v", err)
	}
	if _, err := w.login(u.Username, "correct horse"); err != nil {
		w.t.Errorf("an app that never showed a code is in force: %v", err)
	}
	stronger, err := w.ConfirmAuthenticator(ctx, u.Actor(), s.Token, w.code(key.Secret()))
	w.must(err)
	return stronger, key.Secret()
}

func TestSecondFactorAtTheDoor(t *testing.T) {
	each(t, func(w town) {
		u := w.user("zoe", authz.Dispatcher)
		before, err := w.login("zoe", "correct horse")
		w.must(err)
		stronger, secret := w.guarded(u)
		if len(stronger.Recovery) != 8 || stronger.Session.Token == "" {
			t.Fatalf("the first factor gives %+v", stronger)
		}
		_, err = w.bearer(before.Token)
		w.wants(err, "auth.user.gone")
		_, err = w.Refresh(context.Background(), before.Refresh)
		w.wants(err, "auth.refresh.not_found")

		_, err = w.login("zoe", "correct horse")
		w.wants(err, "session.code.needed")
		_, err = w.login("zoe", "wrong")
		w.wants(err, "session.login.refused")
		w.Clock.Step(time.Minute)
		now := w.code(secret)
		for _, c := range []struct {
			in   account.LoginIn
			want string
		}{
			{account.LoginIn{Password: "correct horse", Code: "123456"}, "session.code.refused"},
			{account.LoginIn{Password: "wrong", Code: now}, "session.login.refused"},
			{account.LoginIn{Password: "correct horse", Code: now[:3] + " " + now[3:]}, ""},
			{account.LoginIn{Password: "correct horse", Code: now}, "session.code.refused"}, // twice
			{account.LoginIn{Password: "correct horse", Code: stronger.Recovery[0]}, ""},
			{account.LoginIn{Password: "correct horse", Code: stronger.Recovery[0]}, "session.code.refused"},
			{account.LoginIn{Password: "correct horse " + stronger.Recovery[1]}, "session.login.refused"}, // our own pages have a field for it
			{account.LoginIn{Password: "correct horse " + stronger.Recovery[1], CodeInPassword: true}, ""},
		} {
			c.in.Login = "zoe"
			_, err := w.session(c.in)
			if c.want == "" {
				w.must(err)
			} else {
				w.wants(err, c.want)
			}
		}
		for _, glue := range []string{"", " "} {
			w.Clock.Step(time.Minute)
			_, err := w.LogIn(context.Background(), account.LoginIn{Login: "zoe", Password: "correct horse" + glue + w.code(secret), CodeInPassword: true, Address: "192.0.2.1"})
			w.must(err)
		}
	})
}

// AC25 for codes: ten tries, right password or not, and the account is closed for a while.
func TestAC25CodesAreNotGuessed(t *testing.T) {
	each(t, func(w town) {
		u := w.user("zoe")
		w.guarded(u)
		for range 10 {
			_, err := w.session(account.LoginIn{Login: "zoe", Password: "correct horse", Code: "123456"})
			w.wants(err, "session.code.refused")
		}
		_, err := w.session(account.LoginIn{Login: "zoe", Password: "correct horse", Code: "123456"})
		w.wants(err, "session.login.throttled")
	})
}

// AC29: a link in a mail, or a password set by an administrator, opens nothing without the second factor.
func TestAC29ResetKeepsTheSecondFactor(t *testing.T) {
	each(t, func(w town) {
		u := w.user("zoe")
		stronger, _ := w.guarded(u)
		for n, reset := range []func(string) error{
			func(token string) error {
				_, err := w.ResetPassword(context.Background(), token, "new horse")
				return err
			},
			func(token string) error {
				s, err := w.ResetSession(context.Background(), token, "new horse")
				if err == nil && s.Half {
					_, err = w.FinishSession(context.Background(), account.FinishIn{Half: s.Token, Address: "192.0.2.1"})
				}
				return err
			},
		} {
			w.Clock.Step(3 * time.Hour)
			w.must(w.do(authz.System(), func(tx *db.Tx) error { return account.AskReset(tx, "zoe") }))
			var now account.User
			w.must(w.do(authz.System(), func(tx *db.Tx) (err error) { now, err = account.LoadUser(tx, u.ID); return err }))
			w.wants(reset(string(now.ConfirmationToken)), "session.code.needed")
			w.wants(reset(string(now.ConfirmationToken)), "reset.token.unknown")
			_, err := w.session(account.LoginIn{Login: "zoe", Password: "new horse"})
			w.wants(err, "session.code.needed")
			_, err = w.session(account.LoginIn{Login: "zoe", Password: "new horse", Code: stronger.Recovery[n]})
			w.must(err)
		}
		w.must(w.SetPassword(context.Background(), authz.System(), u.ID, "third horse"))
		_, err := w.login("zoe", "third horse")
		w.wants(err, "session.code.needed")
	})
}

// Half a session opens nothing, waits five minutes, and is made whole once.
func TestHalfASession(t *testing.T) {
	each(t, func(w town) {
		ctx := context.Background()
		u := w.user("zoe")
		stronger, secret := w.guarded(u)
		half := func() account.Session {
			t.Helper()
			s, err := w.session(account.LoginIn{Login: "zoe", Password: "correct horse", Half: true})
			w.must(err)
			if who, err := w.InSession(ctx, s.Token); err != nil || who.Known() || !s.Half {
				t.Fatalf("half a session is %+v, %v", who, err)
			}
			return s
		}
		finish := func(token, code string) (account.Session, error) {
			return w.FinishSession(ctx, account.FinishIn{Half: token, Code: code, Address: "192.0.2.1"})
		}
		s := half()
		_, err := finish(stronger.Session.Token, stronger.Recovery[0])
		w.wants(err, "session.half.unknown") // a whole one
		_, err = finish(s.Token, "123456")
		w.wants(err, "session.code.refused")
		_, err = w.AddAuthenticator(ctx, u.Actor(), s.Token, "x")
		w.wants(err, "session.not_fresh")
		w.Clock.Step(time.Minute)
		whole, err := finish(s.Token, w.code(secret))
		w.must(err)
		if who, err := w.InSession(ctx, whole.Token); err != nil || who.UserID != u.ID {
			t.Errorf("whole: %+v, %v", who, err)
		}
		_, err = finish(s.Token, stronger.Recovery[0])
		w.wants(err, "session.half.unknown") // twice
		s = half()
		w.Clock.Step(6 * time.Minute)
		_, err = finish(s.Token, stronger.Recovery[0])
		w.wants(err, "session.half.unknown") // too late
		s = half()
		for n := 0; n < 20 && err != nil && !fail.Is(err, fail.Throttled); n++ {
			_, err = finish(s.Token, "123456")
		}
		if !fail.Is(err, fail.Throttled) {
			t.Errorf("codes can be guessed: %v", err)
		}
	})
}

// What protects an account is changed just after signing in, by its owner alone.
func TestOnlyAFreshSessionChangesSecurity(t *testing.T) {
	eachDoorWith(t, account.DoorIn{Origin: "https://coop.example"}, func(w town) {
		ctx := context.Background()
		u, other := w.user("zoe"), w.user("max")
		s, err := w.session(account.LoginIn{Login: "zoe", Password: "correct horse"})
		w.must(err)
		theirs, err := w.session(account.LoginIn{Login: "max", Password: "correct horse"})
		w.must(err)
		for _, token := range []string{"", "unknown", theirs.Token} {
			_, err := w.AddAuthenticator(ctx, u.Actor(), token, "x")
			w.wants(err, "session.not_fresh")
		}
		w.Clock.Step(16 * time.Minute)
		_, err = w.AddAuthenticator(ctx, u.Actor(), s.Token, "x")
		w.wants(err, "session.not_fresh")
		_, err = w.AskNewPasskey(ctx, u.Actor(), s.Token)
		w.wants(err, "session.not_fresh")
		stronger, _ := w.guarded(other)
		w.Clock.Step(16 * time.Minute)
		w.wants(w.RemoveAuthenticator(ctx, other.Actor(), stronger.Session.Token), "session.not_fresh")
		_, err = w.NewRecovery(ctx, other.Actor(), stronger.Session.Token)
		w.wants(err, "session.not_fresh")
		again, err := w.session(account.LoginIn{Login: "max", Password: "correct horse", Code: stronger.Recovery[0]})
		w.must(err)
		codes, err := w.NewRecovery(ctx, other.Actor(), again.Token)
		w.must(err)
		_, err = w.session(account.LoginIn{Login: "max", Password: "correct horse", Code: stronger.Recovery[1]})
		w.wants(err, "session.code.refused") // of the old ones
		w.must(w.RemoveAuthenticator(ctx, other.Actor(), again.Token))
		_, err = w.login("max", "correct horse")
		w.must(err)
		if s, err := w.SecurityOf(ctx, other.Actor(), again.Token); err != nil || s.Recovery != 0 || s.Second() || !s.Fresh || len(codes) != 8 {
			t.Errorf("without a factor: %+v, %v", s, err)
		}
	})
}

// AC40: who has no second factor where one is wanted holds none of the roles that want it, by whatever proof.
func TestAC40RolesWaitForASecondFactor(t *testing.T) {
	strong := func() []authz.Role { return []authz.Role{authz.Admin} }
	eachDoorWith(t, account.DoorIn{Strong: strong}, func(w town) {
		u, courier := w.user("zoe", authz.Admin, authz.Store), w.user("max", authz.Courier)
		in, err := w.login("zoe", "correct horse")
		w.must(err)
		s, err := w.session(account.LoginIn{Login: "zoe", Password: "correct horse"})
		w.must(err)
		byToken, err := w.bearer(in.Token)
		w.must(err)
		byCookie, err := w.InSession(context.Background(), s.Token)
		w.must(err)
		for _, who := range []authz.Actor{byToken, byCookie} {
			if who.Is(authz.Admin) || who.Is(authz.Dispatcher) || !who.Is(authz.Store) || !who.Is(authz.User) {
				t.Errorf("without a factor: %+v", who)
			}
		}
		if sec, err := w.SecurityOf(context.Background(), byCookie, s.Token); err != nil || !sec.Required {
			t.Errorf("they are not told: %+v %v", sec, err)
		}
		stronger, _ := w.guarded(u)
		who, err := w.InSession(context.Background(), stronger.Session.Token)
		if err != nil || !who.Is(authz.Admin) {
			t.Errorf("with a factor: %+v %v", who, err)
		}
		token, err := w.login("max", "correct horse")
		w.must(err)
		if who, err := w.bearer(token.Token); err != nil || !who.Is(authz.Courier) {
			t.Errorf("%d is asked for nothing: %+v %v", courier.ID, who, err)
		}
	})
}

func TestAdministratorsHelpWhoLostTheirSecondFactor(t *testing.T) {
	each(t, func(w town) {
		u, boss := w.user("zoe"), w.user("ada", authz.Admin)
		w.guarded(u)
		forget := func(who authz.Actor, id int64) error {
			return w.do(who, func(tx *db.Tx) error {
				return account.ForgetSecond(tx, account.EndSessionsIn{UserID: id, TokenNow: w.TokenNow()})
			})
		}
		w.wants(forget(u.Actor(), boss.ID), "auth.forbidden")
		w.wants(forget(boss.Actor(), boss.ID), "second_factor.own")
		w.must(forget(boss.Actor(), u.ID))
		_, err := w.login("zoe", "correct horse")
		w.must(err)
	})
}

// device is somebody's telephone with its passkeys.
type device struct {
	w             town
	rp            virtualwebauthn.RelyingParty
	authenticator virtualwebauthn.Authenticator
	key           virtualwebauthn.Credential
}

func newDevice(w town, userID string) *device {
	a := virtualwebauthn.NewAuthenticatorWithOptions(virtualwebauthn.AuthenticatorOptions{UserHandle: []byte(userID)})
	return &device{w: w, rp: virtualwebauthn.RelyingParty{Name: "Pignon", ID: "coop.example", Origin: "https://coop.example"}, authenticator: a,
		key: virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeRSA)} // the library writes one elliptic key in 128 too short
}

func (d *device) makes(options any) json.RawMessage {
	d.w.t.Helper()
	text, err := json.Marshal(options)
	d.w.must(err)
	read, err := virtualwebauthn.ParseAttestationOptions(string(text))
	d.w.must(err)
	made := virtualwebauthn.CreateAttestationResponse(d.rp, d.authenticator, d.key, *read)
	d.authenticator.AddCredential(d.key)
	return json.RawMessage(made)
}

func (d *device) signs(options any) json.RawMessage {
	d.w.t.Helper()
	text, err := json.Marshal(options)
	d.w.must(err)
	read, err := virtualwebauthn.ParseAssertionOptions(string(text))
	d.w.must(err)
	d.key.Counter++
	return json.RawMessage(virtualwebauthn.CreateAssertionResponse(d.rp, d.authenticator, d.key, *read))
}

func TestPasskeys(t *testing.T) {
	eachDoorWith(t, account.DoorIn{Origin: "https://coop.example"}, func(w town) {
		ctx := context.Background()
		u := w.user("zoe", authz.Courier)
		s, err := w.session(account.LoginIn{Login: "zoe", Password: "correct horse"})
		w.must(err)
		phone := newDevice(w, "user:1")
		asked, err := w.AskNewPasskey(ctx, u.Actor(), s.Token)
		w.must(err)
		made := phone.makes(asked)
		for _, name := range []string{"", " "} {
			if _, err := w.AddPasskey(ctx, u.Actor(), account.NewPasskeyIn{Session: s.Token, Name: name, Made: made}); !fail.Is(err, fail.Invalid) {
				t.Errorf("called %q: %v", name, err)
			}
		}
		stronger, err := w.AddPasskey(ctx, u.Actor(), account.NewPasskeyIn{Session: s.Token, Name: "Telephone", Made: made})
		w.must(err)
		if len(stronger.Recovery) != 8 {
			t.Errorf("recovery codes: %v", stronger.Recovery)
		}
		_, err = w.AddPasskey(ctx, u.Actor(), account.NewPasskeyIn{Session: stronger.Session.Token, Name: "Again", Made: made})
		w.wants(err, "passkey.refused") // what was asked is used up

		options, err := w.AskPasskey(ctx)
		w.must(err)
		signed := phone.signs(options)
		in, err := w.OpenByPasskey(ctx, account.PasskeyIn{Signed: signed, Old: stronger.Session.Token})
		w.must(err)
		if who, err := w.InSession(ctx, in.Token); err != nil || who.UserID != u.ID || !who.Is(authz.Courier) {
			t.Errorf("in by passkey: %+v %v", who, err)
		}
		if who, _ := w.InSession(ctx, stronger.Session.Token); who.Known() { // AC34
			t.Error("the session before is still open")
		}
		_, err = w.OpenByPasskey(ctx, account.PasskeyIn{Signed: signed})
		w.wants(err, "passkey.refused") // replayed
		old, err := w.AskPasskey(ctx)
		w.must(err)
		signed = phone.signs(old)
		w.Clock.Step(6 * time.Minute)
		_, err = w.OpenByPasskey(ctx, account.PasskeyIn{Signed: signed})
		w.wants(err, "passkey.refused") // too late
		for name, spoil := range map[string]func(*device){
			"a page of another name": func(d *device) { d.rp.Origin = "https://evil.example" },
			"a key of another name":  func(d *device) { d.rp.ID = "evil.example" },
			"somebody else's key":    func(d *device) { d.key = virtualwebauthn.NewCredential(virtualwebauthn.KeyTypeEC2) },
			"nobody unlocked it":     func(d *device) { d.authenticator.Options.UserNotVerified = true },
			"a copy of the key":      func(d *device) { d.key.Counter = 0 },
		} {
			options, err := w.AskPasskey(ctx)
			w.must(err)
			bad := *phone
			spoil(&bad)
			_, err = w.OpenByPasskey(ctx, account.PasskeyIn{Signed: bad.signs(options)})
			if !fail.Has(err, "passkey.refused") {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err = w.login("zoe", "correct horse")
		w.wants(err, "session.code.needed")
		w.must(w.do(authz.System(), func(tx *db.Tx) error {
			return account.DisableUser(tx, account.DisableUserIn{UserID: u.ID, TokenNow: w.TokenNow()})
		}))
		options, err = w.AskPasskey(ctx)
		w.must(err)
		_, err = w.OpenByPasskey(ctx, account.PasskeyIn{Signed: phone.signs(options)})
		w.wants(err, "passkey.refused")
	})
}

func TestPasskeysAreTheirOwners(t *testing.T) {
	eachDoorWith(t, account.DoorIn{Origin: "https://coop.example"}, func(w town) {
		ctx := context.Background()
		u, other := w.user("zoe"), w.user("max")
		s, err := w.session(account.LoginIn{Login: "zoe", Password: "correct horse"})
		w.must(err)
		theirs, err := w.session(account.LoginIn{Login: "max", Password: "correct horse"})
		w.must(err)
		asked, err := w.AskNewPasskey(ctx, u.Actor(), s.Token)
		w.must(err)
		made := newDevice(w, "user:1").makes(asked)
		_, err = w.AddPasskey(ctx, other.Actor(), account.NewPasskeyIn{Session: theirs.Token, Name: "Hers", Made: made})
		w.wants(err, "passkey.refused")
		stronger, err := w.AddPasskey(ctx, u.Actor(), account.NewPasskeyIn{Session: s.Token, Name: "Mine", Made: made})
		w.must(err)
		w.wants(w.RemovePasskey(ctx, other.Actor(), theirs.Token, 1), "row.not_found")
		w.wants(w.do(other.Actor(), func(tx *db.Tx) error { return account.RenamePasskey(tx, 1, "Taken") }), "row.not_found")
		w.must(w.do(u.Actor(), func(tx *db.Tx) error { return account.RenamePasskey(tx, 1, "Telephone") }))
		sec, err := w.SecurityOf(ctx, u.Actor(), stronger.Session.Token)
		if err != nil || len(sec.Passkeys) != 1 || sec.Passkeys[0].Name != "Telephone" || sec.Recovery != 8 {
			t.Errorf("hers: %+v %v", sec, err)
		}
		w.must(w.RemovePasskey(ctx, u.Actor(), stronger.Session.Token, 1))
		_, err = w.login("zoe", "correct horse")
		w.must(err)
	})
}

// A co-op that people reach by a number alone has no passkeys, and says so.
func TestPasskeysNeedAName(t *testing.T) {
	eachDoorWith(t, account.DoorIn{Origin: "http://127.0.0.1:8080"}, func(w town) {
		_, err := w.AskPasskey(context.Background())
		w.wants(err, "passkey.no_host_name")
		if w.HasPasskeys() {
			t.Error("it says it has some")
		}
	})
}
