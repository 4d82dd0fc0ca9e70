package live_test

import (
	"encoding/base64"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"pignon.coop/internal/live"
)

func TestConnectionTokenShowsTheBareName(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func() time.Time { return noon })
	token := w.token(t, user, "42", time.Hour)
	payload, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		t.Fatal(err)
	}
	if claims["sub"] != "42" || claims["kind"] != "user" || claims["exp"] != float64(noon.Add(time.Hour).Unix()) {
		t.Errorf("claims %v", claims)
	}
}

func TestConnectionTokenLivesThirtyDaysAtMost(t *testing.T) {
	t.Parallel()
	clock := newClock()
	w := newWorld(t, clock.now)
	token := w.token(t, user, "ada", 365*24*time.Hour)
	clock.step(30*24*time.Hour - time.Second)
	w.dial(t).says(t, greet(token)).hears(t, `"client":`)
	clock.step(time.Second)
	w.dial(t).says(t, greet(token)).hears(t, `{"id":1,"error":{"code":109,"message":"token expired"}}`)
}

func TestTokensNeedSubjects(t *testing.T) {
	t.Parallel()
	w := newWorld(t, time.Now)
	for _, who := range []live.Subject{{}, {Kind: user}, {Name: "ada"}, {Kind: "a:b", Name: "c"}} {
		if _, err := w.hub.ConnectionToken(who, noon); err == nil {
			t.Errorf("a token for %+v", who)
		}
	}
	if _, err := w.hub.SubscribeToken("", "client", noon); err == nil {
		t.Error("a token for no channel")
	}
	if _, err := w.hub.SubscribeToken("$coop_tracking", "", noon); err == nil {
		t.Error("a token for no client")
	}
}

func TestForgedTokensAreSentAway(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func() time.Time { return noon })
	good := jwt.MapClaims{"sub": "ada", "kind": "user", "aud": "live-connection", "exp": noon.Add(time.Hour).Unix(), "at": noon.UnixMicro()}
	with := func(key string, value any) jwt.MapClaims {
		changed := jwt.MapClaims{}
		for k, v := range good {
			changed[k] = v
		}
		if changed[key] = value; value == nil {
			delete(changed, key)
		}
		return changed
	}
	sign := func(method jwt.SigningMethod, claims jwt.MapClaims, key any) string {
		token, err := jwt.NewWithClaims(method, claims).SignedString(key)
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	secret := w.config().Secret
	w.dial(t).says(t, greet(sign(jwt.SigningMethodHS256, good, secret))).hears(t, `"client":`)
	grant, err := w.hub.SubscribeToken("$coop_tracking", "c", noon.Add(time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	for name, token := range map[string]string{
		"none":              "",
		"garbage":           "a.b.c",
		"unsigned":          sign(jwt.SigningMethodNone, good, jwt.UnsafeAllowNoneSignatureType),
		"other algorithm":   sign(jwt.SigningMethodHS512, good, secret),
		"other secret":      sign(jwt.SigningMethodHS256, good, []byte("fedcba9876543210fedcba9876543210")),
		"no expiry":         sign(jwt.SigningMethodHS256, with("exp", nil), secret),
		"no audience":       sign(jwt.SigningMethodHS256, with("aud", nil), secret),
		"no kind":           sign(jwt.SigningMethodHS256, with("kind", nil), secret),
		"no name":           sign(jwt.SigningMethodHS256, with("sub", ""), secret),
		"a channel's token": grant,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w.dial(t).says(t, greet(token)).leaves(t, 3500, `{"reason":"invalid token","reconnect":false}`)
		})
	}
}

func TestDisconnectRefusesOlderTokensOnly(t *testing.T) {
	t.Parallel()
	clock := newClock()
	w := newWorld(t, clock.now)
	old, other := w.token(t, user, "ada", time.Hour), w.token(t, "device", "ada", time.Hour)
	open := w.dial(t).says(t, greet(old))
	open.hears(t, `"client":`)
	if err := w.hub.Disconnect(live.Subject{Kind: user, Name: "ada"}); err != nil {
		t.Fatal(err)
	}
	open.leaves(t, 3011, `{"reason":"force reconnect","reconnect":true}`)
	w.dial(t).says(t, greet(old)).hears(t, `"code":109`)
	w.dial(t).says(t, greet(other)).hears(t, `"client":`)
	clock.step(time.Millisecond)
	w.dial(t).says(t, greet(w.token(t, user, "ada", time.Hour))).hears(t, `"client":`)
}

func TestRefreshKeepsTheSubject(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func() time.Time { return noon })
	ada := w.dial(t).says(t, greet(w.token(t, user, "ada", time.Hour)))
	client := ada.hearsClient(t)
	ada.says(t, `{"method":10,"params":{"token":"`+w.token(t, user, "ada", 2*time.Hour)+`"},"id":2}`)
	ada.hears(t, `{"id":2,"result":{"client":"`+client+`","expires":true,"ttl":7`)
	ada.says(t, `{"method":10,"params":{"token":"`+w.token(t, user, "eve", time.Hour)+`"},"id":3}`)
	ada.leaves(t, 3500, `{"reason":"invalid token","reconnect":false}`)
}

func TestSubscribeTokenIsForOneClientAndChannel(t *testing.T) {
	t.Parallel()
	clock := newClock()
	w := newWorld(t, clock.now)
	ada := w.dial(t).says(t, greet(w.token(t, user, "ada", time.Hour)))
	client := ada.hearsClient(t)
	grant := func(channel, client string) string {
		token, err := w.hub.SubscribeToken(channel, client, clock.now().Add(time.Minute))
		if err != nil {
			t.Fatal(err)
		}
		return token
	}
	subscribe := func(token string) string {
		return `{"method":1,"params":{"channel":"$coop_tracking","token":"` + token + `"},"id":2}`
	}
	const denied = `{"id":2,"error":{"code":103,"message":"permission denied"}}`
	mine := grant("$coop_tracking", client)
	ada.says(t, subscribe(grant("$coop_tracking", "another"))).hears(t, denied)
	ada.says(t, subscribe(grant("$coop_other", client))).hears(t, denied)
	clock.step(2 * time.Minute)
	ada.says(t, subscribe(mine)).hears(t, `"code":109`)
	ada.says(t, subscribe(grant("$coop_tracking", client))).hears(t, `"expires":true,"ttl":`)
	ada.says(t, `{"method":11,"params":{"channel":"$coop_tracking","token":"`+grant("$coop_tracking", client)+`"},"id":3}`)
	ada.hears(t, `{"id":3,"result":{"expires":true,"ttl":`)
	eve := w.dial(t).says(t, greet(w.token(t, user, "eve", time.Hour)))
	eve.hearsClient(t)
	eve.says(t, subscribe("")).hears(t, `{"id":2,"result":{"recoverable":true`) // today's clients ask for none
}
