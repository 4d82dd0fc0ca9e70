package dialect

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/social"
	"pignon.coop/internal/web"
)

func (f *face) authEndpoints() []web.Endpoint {
	// Accounts have their own limit of tries; this one keeps a single address from keeping the hashers busy or filling the house with accounts.
	often := web.Limit{Rate: &web.Rate{Every: time.Second, Burst: 120}}
	rarely := web.Limit{Rate: &web.Rate{Every: 20 * time.Second, Burst: 60}}
	return []web.Endpoint{
		{Pattern: "POST /api/login_check", Access: web.Public, Limit: often, Serve: f.logIn},
		{Pattern: "POST /api/token/refresh", Access: web.Public, Limit: often, Serve: f.refreshToken},
		{Pattern: "GET /api/token/check", Access: web.Known, Serve: f.checkToken},
		{Pattern: "POST /oauth2/token", Access: web.Public, Limit: often, Serve: f.grantToken},
		{Pattern: "POST /api/register", Access: web.Public, Limit: rarely, Serve: f.register},
		{Pattern: "GET /api/register/confirm/{token}", Access: web.Public, Limit: rarely, Serve: f.confirmRegistration},
		{Pattern: "POST /api/resetting/send-email", Access: web.Public, Limit: rarely, Serve: f.askReset},
		{Pattern: "POST /api/resetting/reset/{token}", Access: web.Public, Limit: rarely, Serve: f.resetPassword},
		{Pattern: "POST /api/facebook/login", Access: web.Public, Limit: often, Serve: f.socialLogin("accessToken", f.facebookPerson)},
		{Pattern: "POST /api/google_sign_in/login", Access: web.Public, Limit: often, Serve: f.socialLogin("idToken", f.personAt("google"))},
		{Pattern: "POST /api/sign_in_with_apple/login", Access: web.Public, Limit: often, Serve: f.socialLogin("identityToken", f.personAt("apple"))},
	}
}

// credentials answers with the seven keys that the app keeps after any kind of login.
func (f *face) credentials(c *web.Call, got account.Credentials) error {
	c.W.Header().Set("Cache-Control", "no-store")
	u := got.User
	return f.plainJSON(c, http.StatusOK, Obj("token", got.Token, "roles", u.AllRoles(), "username", u.Username, "email", u.Email,
		"id", u.ID, "enabled", u.Enabled, "refresh_token", got.Refresh))
}

// languageOf is the language that a request wishes, "" when it wishes none.
func languageOf(c *web.Call) string { return locale.Wished(c.R.Header.Get("Accept-Language")) }

func (f *face) logIn(c *web.Call) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	got, err := f.house.Door.LogIn(c.R.Context(), account.LoginIn{Login: form.Get("_username"), Password: form.Get("_password"), Code: form.Get("_code"), CodeInPassword: true,
		Address: c.Address(), Language: languageOf(c)})
	if fail.Is(err, fail.Throttled) {
		e := fail.Of(err)
		return f.plainJSON(c, http.StatusTooManyRequests, Obj("code", http.StatusTooManyRequests, "message", f.sentence(e.Code, e.Args)))
	}
	if err != nil {
		return err
	}
	return f.credentials(c, got)
}

func (f *face) refreshToken(c *web.Call) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	got, err := f.house.Door.Refresh(c.R.Context(), form.Get("refresh_token"))
	if err != nil {
		return err
	}
	return f.credentials(c, got)
}

func (f *face) checkToken(c *web.Call) error { return f.plainJSON(c, http.StatusOK, "OK") }

func (f *face) register(c *web.Call) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	got, err := f.house.Door.Register(c.R.Context(), account.RegisterIn{
		Email: form.Get("_email"), Username: form.Get("_username"), Password: form.Get("_password"), Telephone: form.Get("_telephone"),
		GivenName: form.Get("_givenName"), FamilyName: form.Get("_familyName"), FullName: form.Get("_fullName"), AnyPassword: true, Language: languageOf(c),
	})
	if e := fail.Of(err); err != nil && e.Kind == fail.Invalid && len(e.Fields) > 0 {
		f.problem(c, e)
		return nil
	}
	if err != nil {
		return err
	}
	return f.credentials(c, got)
}

func (f *face) confirmRegistration(c *web.Call) error {
	got, err := f.house.Door.Confirm(c.R.Context(), c.Path("token"))
	if err != nil {
		return err
	}
	return f.credentials(c, got)
}

// askReset answers the same to everybody: who has an account here is nobody's business.
func (f *face) askReset(c *web.Call) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	err = f.change(c, func(tx *db.Tx) error { return account.AskReset(tx, form.Get("username")) })
	if err != nil {
		return err
	}
	return f.plainJSON(c, http.StatusAccepted, Obj())
}

func (f *face) resetPassword(c *web.Call) error {
	form, err := formOf(c)
	if err != nil {
		return err
	}
	got, err := f.house.Door.ResetPassword(c.R.Context(), c.Path("token"), form.Get("password"))
	if fail.Has(err, "reset.token.expired") {
		return f.plainJSON(c, http.StatusBadRequest, Obj("message", f.sentence("reset.token.expired", nil)))
	}
	if err != nil {
		return err
	}
	return f.credentials(c, got)
}

// asksElsewhere tells whose a proof is that an app got from a provider.
type asksElsewhere func(ctx context.Context, proof string) (social.Person, error)

func (f *face) personAt(provider string) asksElsewhere {
	return func(ctx context.Context, proof string) (social.Person, error) {
		return f.house.Others.Read(ctx, account.ProviderOf(f.house.Settings(), provider), proof)
	}
}

func (f *face) facebookPerson(ctx context.Context, proof string) (social.Person, error) {
	s := f.house.Settings()
	return f.house.Others.ReadFacebook(ctx, social.Facebook{URL: s.FacebookAPIURL, AppID: s.FacebookAppID, Secret: s.FacebookAppSecret}, proof)
}

// socialLogin lets in whoever a provider vouches for. Every failure is a 403, whatever went wrong.
func (f *face) socialLogin(field string, ask asksElsewhere) func(*web.Call) error {
	return func(c *web.Call) error {
		form, err := formOf(c)
		if err != nil {
			return err
		}
		person, err := ask(c.R.Context(), form.Get(field))
		var got account.Credentials
		if err == nil {
			got, err = f.house.Door.LogInAs(c.R.Context(), person)
		}
		if err != nil {
			f.house.Log.Warn("nobody is let in by another's word", "path", c.R.URL.Path, "error", err)
			return fail.Wrap(err, fail.Forbidden, fail.Of(err).Code)
		}
		return f.credentials(c, got)
	}
}

// grantToken is the OAuth2 token endpoint (RFC 6749, client credentials), with its own form of errors.
func (f *face) grantToken(c *web.Call) error {
	form, err := formOf(c)
	if err != nil {
		return f.oauthError(c, http.StatusBadRequest, "invalid_request", "request.not_form")
	}
	if form.Get("grant_type") != "client_credentials" {
		return f.oauthError(c, http.StatusBadRequest, "unsupported_grant_type", "oauth.grant.unsupported")
	}
	in := account.GrantAppIn{ClientID: form.Get("client_id"), Secret: form.Get("client_secret"), Scope: form.Get("scope")}
	if id, secret, ok := c.R.BasicAuth(); ok {
		in.ClientID, in.Secret = unescaped(id), unescaped(secret)
	}
	grant, err := f.house.Door.GrantApp(c.R.Context(), in)
	switch {
	case fail.Has(err, "oauth.client.invalid"):
		c.W.Header().Set("WWW-Authenticate", "Basic")
		return f.oauthError(c, http.StatusUnauthorized, "invalid_client", "oauth.client.invalid")
	case fail.Has(err, "oauth.scope.invalid"):
		return f.oauthError(c, http.StatusBadRequest, "invalid_scope", "oauth.scope.invalid")
	case err != nil:
		return err
	}
	c.W.Header().Set("Cache-Control", "no-store")
	return f.plainJSON(c, http.StatusOK, Obj("token_type", "Bearer", "expires_in", int(account.AppLife.Seconds()), "access_token", grant.Token))
}

func (f *face) oauthError(c *web.Call, status int, name, code string) error {
	words := f.sentence(code, nil)
	return f.plainJSON(c, status, Obj("error", name, "error_description", words, "message", words))
}

// unescaped: RFC 6749 wants id and secret form-encoded before they are put into the Basic header, which not every client does.
func unescaped(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// formOf reads a form, be it urlencoded, multipart or a flat JSON object.
func formOf(c *web.Call) (url.Values, error) {
	kind, _, err := mime.ParseMediaType(c.R.Header.Get("Content-Type"))
	switch {
	case err == nil && (kind == "application/json" || kind == "application/ld+json"):
		return jsonForm(c)
	case kind == "multipart/form-data":
		err = c.R.ParseMultipartForm(1 << 20)
	default:
		err = c.R.ParseForm()
	}
	var tooBig *http.MaxBytesError
	if errors.As(err, &tooBig) {
		return nil, err
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fail.Wrap(err, fail.Invalid, "request.not_form")
	}
	return c.R.PostForm, nil
}

func jsonForm(c *web.Call) (url.Values, error) {
	b, err := bodyOf(c, true)
	form := url.Values{}
	for key := range b {
		text, err := b.text(key)
		if err != nil {
			continue // what is no text is no field of a form
		}
		form.Set(key, text)
	}
	return form, err
}
