package social

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"pignon.coop/internal/fail"
)

// Person is who somebody is elsewhere. Nobody else has this subject at the provider; an e-mail address that is not verified is only a claim.
type Person struct {
	Provider, Subject string
	Email             string
	Verified          bool
	Name              string
}

// Provider is an OpenID Connect provider as the co-op set it up. Name is ours, in paths and in the database; Clients are the co-op's names there:
// of its web pages first, then of apps.
type Provider struct {
	Name, Label, Issuer string
	Clients             []string
	Secret              string
}

// Web tells whether people can sign in on our pages with it.
func (p Provider) Web() bool { return p.Issuer != "" && len(p.Clients) > 0 && p.Secret != "" }

// Others is the way to all of them. It is safe for concurrent use.
type Others struct {
	client *http.Client
	mu     sync.Mutex
	known  map[string]discovered
}

type discovered struct {
	*oidc.Provider
	at time.Time
}

const knownFor = time.Hour // what a provider says of itself

// New makes a way that uses this client.
func New(client *http.Client) *Others {
	return &Others{client: client, known: map[string]discovered{}}
}

// refused says that a proof is worth nothing; why is for the log.
func refused(why error) error { return fail.Wrap(why, fail.Forbidden, "auth.social.refused") }

// away says that a provider does not answer.
func away(why error) error { return fail.Wrap(why, fail.Unavailable, "auth.social.away") }

func (o *Others) discover(ctx context.Context, issuer string) (*oidc.Provider, error) {
	o.mu.Lock()
	known, ok := o.known[issuer]
	o.mu.Unlock()
	if ok && time.Since(known.at) < knownFor {
		return known.Provider, nil
	}
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), o.client), issuer)
	if err != nil {
		return nil, away(err)
	}
	o.mu.Lock()
	o.known[issuer] = discovered{found, time.Now()}
	o.mu.Unlock()
	return found, nil
}

// Trip is what a browser keeps while its owner is away at a provider. It is nobody else's business.
type Trip struct{ Provider, State, Nonce, Verifier, Next string }

// Begin gives the address at a provider to which a browser is sent, and what it keeps meanwhile. back is our address to which it returns.
func (o *Others) Begin(ctx context.Context, p Provider, back, next string) (to string, trip Trip, err error) {
	found, err := o.discover(ctx, p.Issuer)
	if err != nil {
		return "", trip, err
	}
	trip = Trip{Provider: p.Name, State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Next: next}
	return p.config(found, back).AuthCodeURL(trip.State, oidc.Nonce(trip.Nonce), oauth2.S256ChallengeOption(trip.Verifier)), trip, nil
}

func (p Provider) config(found *oidc.Provider, back string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.Clients[0], ClientSecret: p.Secret, Endpoint: found.Endpoint(), RedirectURL: back, Scopes: []string{oidc.ScopeOpenID, "email", "profile"}}
}

// Finish tells who came back from a provider by the query of the address that the browser returned to. Whoever did not start this trip, or brings
// a code or an identity of another one, is refused.
func (o *Others) Finish(ctx context.Context, p Provider, back string, trip Trip, query url.Values) (Person, error) {
	if trip.Provider != p.Name || trip.State == "" || subtle.ConstantTimeCompare([]byte(query.Get("state")), []byte(trip.State)) != 1 {
		return Person{}, refused(errors.New("the state is of another trip"))
	}
	if query.Get("code") == "" {
		return Person{}, refused(fmt.Errorf("the provider says %q", query.Get("error")))
	}
	found, err := o.discover(ctx, p.Issuer)
	if err != nil {
		return Person{}, err
	}
	ctx = oidc.ClientContext(ctx, o.client)
	token, err := p.config(found, back).Exchange(ctx, query.Get("code"), oauth2.VerifierOption(trip.Verifier))
	if err != nil {
		return Person{}, refused(err)
	}
	raw, _ := token.Extra("id_token").(string)
	person, nonce, err := o.identity(ctx, p, p.Clients[:1], raw)
	if err != nil {
		return person, err
	}
	if subtle.ConstantTimeCompare([]byte(nonce), []byte(trip.Nonce)) != 1 {
		return Person{}, refused(errors.New("the identity is of another trip"))
	}
	if person.Email == "" {
		return o.ask(ctx, found, token, person)
	}
	return person, nil
}

// ask has the provider tell what it keeps out of the identity itself.
func (o *Others) ask(ctx context.Context, found *oidc.Provider, token *oauth2.Token, person Person) (Person, error) {
	info, err := found.UserInfo(ctx, oauth2.StaticTokenSource(token))
	if err != nil {
		return Person{}, refused(err)
	}
	if info.Subject != person.Subject {
		return Person{}, refused(errors.New("the provider speaks of somebody else"))
	}
	var more claims
	if err := info.Claims(&more); err != nil {
		return Person{}, refused(err)
	}
	person.Email, person.Verified, person.Name = more.Email, bool(more.Verified), more.Name
	return person, nil
}

// Read tells whose an identity is that an app got from a provider. It must have been made for one of the co-op's own apps.
func (o *Others) Read(ctx context.Context, p Provider, raw string) (Person, error) {
	if len(p.Clients) == 0 {
		return Person{}, fail.New(fail.Forbidden, "auth.social.unavailable")
	}
	person, _, err := o.identity(ctx, p, p.Clients, raw)
	return person, err
}

type claims struct {
	Email    string `json:"email"`
	Verified truth  `json:"email_verified"`
	Name     string `json:"name"`
}

// truth is a boolean that Apple writes as a text.
type truth bool

// UnmarshalJSON reads either form.
func (t *truth) UnmarshalJSON(b []byte) error {
	*t = truth(strings.Trim(string(b), `"`) == "true")
	return nil
}

func (o *Others) identity(ctx context.Context, p Provider, clients []string, raw string) (person Person, nonce string, err error) {
	found, err := o.discover(ctx, p.Issuer)
	if err != nil {
		return person, "", err
	}
	token, err := found.Verifier(&oidc.Config{SkipClientIDCheck: true}).Verify(oidc.ClientContext(ctx, o.client), raw) // for which client is looked at below
	if err != nil {
		return person, "", refused(err)
	}
	if len(token.Audience) != 1 || !slices.Contains(clients, token.Audience[0]) {
		return person, "", refused(errors.New("the identity was made for another app"))
	}
	var c claims
	if err := token.Claims(&c); err != nil || token.Subject == "" {
		return person, "", refused(err)
	}
	return Person{Provider: p.Name, Subject: token.Subject, Email: c.Email, Verified: bool(c.Verified), Name: c.Name}, token.Nonce, nil
}

// Facebook is the co-op's app there.
type Facebook struct{ URL, AppID, Secret string }

// ReadFacebook tells whose a token is that an app got from Facebook. It must have been made for the co-op's own app. Facebook gives out
// only addresses that it verified.
func (o *Others) ReadFacebook(ctx context.Context, f Facebook, token string) (Person, error) {
	if f.AppID == "" || f.Secret == "" {
		return Person{}, fail.New(fail.Forbidden, "auth.social.unavailable")
	}
	var about struct {
		Data struct {
			AppID  string `json:"app_id"`
			Valid  bool   `json:"is_valid"`
			UserID string `json:"user_id"`
		} `json:"data"`
	}
	if err := o.graph(ctx, f.URL+"/debug_token", url.Values{"input_token": {token}, "access_token": {f.AppID + "|" + f.Secret}}, &about); err != nil {
		return Person{}, err
	}
	if !about.Data.Valid || about.Data.AppID != f.AppID || about.Data.UserID == "" {
		return Person{}, refused(errors.New("the token was made for another app, or is over"))
	}
	var me struct{ ID, Email, Name string }
	if err := o.graph(ctx, f.URL+"/me", url.Values{"fields": {"id,email,name"}, "access_token": {token}}, &me); err != nil {
		return Person{}, err
	}
	if me.ID != about.Data.UserID {
		return Person{}, refused(errors.New("the token is somebody else's"))
	}
	return Person{Provider: "facebook", Subject: me.ID, Email: me.Email, Verified: me.Email != "", Name: me.Name}, nil
}

const mostOfAnAnswer = 1 << 16

func (o *Others) graph(ctx context.Context, path string, query url.Values, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, path+"?"+query.Encode(), nil)
	if err != nil {
		return refused(err)
	}
	answer, err := o.client.Do(r)
	if err != nil {
		return away(errors.New("facebook does not answer")) // the error would show the secret
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return refused(fmt.Errorf("facebook answers %d", answer.StatusCode))
	}
	if err := json.NewDecoder(http.MaxBytesReader(nil, answer.Body, mostOfAnAnswer)).Decode(into); err != nil {
		return refused(err)
	}
	return nil
}
