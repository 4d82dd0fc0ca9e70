package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/web"
)

// Session is who is signed in, what they may open, and the co-op they work with.
type Session struct {
	User SessionUser `json:"user"`
	Can  []string    `json:"can" enum:"courier,dispatch,shop,store,admin" doc:"The screens that this person may open"`
	Weak bool        `json:"weak,omitempty" doc:"Some of their roles wait for a second factor"`
	Coop Coop        `json:"coop"`
}

// SessionUser is the person themselves.
type SessionUser struct {
	ID       int64        `json:"id"`
	Username string       `json:"username"`
	Name     string       `json:"name,omitempty"`
	Email    string       `json:"email"`
	Roles    []authz.Role `json:"roles"`
}

// Coop is what every screen needs to know of the co-op.
type Coop struct {
	Name      string `json:"name"`
	Locale    string `json:"locale"`
	Zone      string `json:"zone" doc:"IANA time zone in which times are shown"`
	Currency  string `json:"currency" doc:"ISO 4217 code of all amounts"`
	Country   string `json:"country"`
	Centre    Centre `json:"centre" doc:"Where maps open; 0,0 when the co-op named no place"`
	Namespace string `json:"namespace" doc:"First part of the names of live channels"`
	Phone     string `json:"phone,omitempty"`
	Email     string `json:"email,omitempty"`
}

// Centre is a place in degrees.
type Centre struct {
	Lat float64 `json:"lat"`
	Lng float64 `json:"lng"`
}

type (
	sessionOut struct {
		SetCookie []http.Cookie `header:"Set-Cookie"`
		Body      *Session
	}
	loginIn struct {
		Body struct {
			Login    string `json:"login" maxLength:"255" doc:"User name or e-mail address"`
			Password string `json:"password" maxLength:"4096"`
			Code     string `json:"code,omitempty" maxLength:"20" doc:"Of those who have a second factor: what their app shows, or a recovery code"`
		}
	}
	registrationIn struct {
		Body struct {
			Username  string `json:"username"`
			Email     string `json:"email"`
			Password  string `json:"password" minLength:"8" maxLength:"4096"`
			Name      string `json:"name,omitempty" maxLength:"200"`
			Telephone string `json:"telephone,omitempty" maxLength:"40"`
		}
	}
	registrationOut struct {
		SetCookie []http.Cookie `header:"Set-Cookie"`
		Body      struct {
			Session *Session `json:"session,omitempty" doc:"Missing while the address waits to be confirmed"`
		}
	}
	tokenIn struct {
		Body struct {
			Token string `json:"token" doc:"From the link in the mail"`
		}
	}
	resetAskIn struct {
		Body struct {
			Login string `json:"login" maxLength:"255" doc:"User name or e-mail address"`
		}
	}
	resetIn struct {
		Body struct {
			Token    string `json:"token" doc:"From the link in the mail"`
			Password string `json:"password" minLength:"8" maxLength:"4096"`
		}
	}
	goneOut struct {
		SetCookie []http.Cookie `header:"Set-Cookie"`
	}
)

func (f *face) sessionRoutes() {
	tags := []string{"session"}
	register(f, web.Needs(authz.User), huma.Operation{Method: http.MethodGet, Path: "/v1/session", Tags: tags, Summary: "Who is signed in"}, f.session)
	register(f, web.Public, huma.Operation{Method: http.MethodPost, Path: "/v1/session", Tags: tags, Summary: "Sign in by password"}, f.signIn)
	register(f, web.Public, huma.Operation{Method: http.MethodDelete, Path: "/v1/session", Tags: tags, Summary: "Sign out", DefaultStatus: http.StatusNoContent}, f.signOut)
	register(f, web.Needs(authz.User), huma.Operation{Method: http.MethodDelete, Path: "/v1/sessions", Tags: tags, Summary: "Sign out everywhere, on all devices",
		DefaultStatus: http.StatusNoContent}, f.signOutEverywhere)
	register(f, web.Public, huma.Operation{Method: http.MethodPost, Path: "/v1/registration", Tags: tags, Summary: "Make an account"}, f.makeAccount)
	register(f, web.Public, huma.Operation{Method: http.MethodPost, Path: "/v1/registration/confirm", Tags: tags, Summary: "Prove one's e-mail address"}, f.confirmAddress)
	register(f, web.Public, huma.Operation{Method: http.MethodPost, Path: "/v1/reset", Tags: tags, Summary: "Ask for a link to choose a new password",
		Description: "The answer is the same whether the name is known or not.", DefaultStatus: http.StatusAccepted}, f.askReset)
	register(f, web.Public, huma.Operation{Method: http.MethodPut, Path: "/v1/reset", Tags: tags, Summary: "Choose a new password by the link's token"}, f.reset)
}

func (f *face) session(ctx context.Context, who authz.Actor, _ *struct{}) (*sessionOut, error) {
	body, err := f.sessionOf(ctx, who)
	return &sessionOut{Body: body}, err
}

func (f *face) signIn(ctx context.Context, _ authz.Actor, in *loginIn) (*sessionOut, error) {
	r := requestOf(ctx)
	s, err := f.house.Door.OpenSession(ctx, account.LoginIn{Login: in.Body.Login, Password: in.Body.Password, Code: in.Body.Code, Address: addressOf(r), Language: f.words(ctx).Language()}, web.CookieOf(r, web.SessionCookie))
	if err != nil {
		return nil, err
	}
	return f.letIn(ctx, s)
}

// letIn answers with a session that was just opened.
func (f *face) letIn(ctx context.Context, s account.Session) (*sessionOut, error) {
	if s.Half {
		return nil, fail.New(fail.Unauthenticated, "session.code.needed")
	}
	who, err := f.house.Door.InSession(ctx, s.Token)
	if err != nil {
		return nil, err
	}
	body, err := f.sessionOf(ctx, who)
	return &sessionOut{SetCookie: f.keep(s), Body: body}, err
}

func (f *face) keep(s account.Session) []http.Cookie {
	return []http.Cookie{web.Cookie{Name: web.SessionCookie, Value: s.Token, Life: account.RefreshLife, Secure: f.house.Secure}.Set()}
}

func (f *face) signOut(ctx context.Context, _ authz.Actor, _ *struct{}) (*goneOut, error) {
	if token := web.CookieOf(requestOf(ctx), web.SessionCookie); token != "" {
		if err := f.house.Door.CloseSession(ctx, token); err != nil {
			return nil, err
		}
	}
	return &goneOut{SetCookie: []http.Cookie{web.Cookie{Name: web.SessionCookie, Secure: f.house.Secure}.Set()}}, nil
}

func (f *face) signOutEverywhere(ctx context.Context, who authz.Actor, _ *struct{}) (*goneOut, error) {
	now := f.house.Door.TokenNow()
	err := f.change(ctx, who, func(tx *db.Tx) error {
		return account.EndSessions(tx, account.EndSessionsIn{UserID: who.UserID, TokenNow: now})
	})
	return &goneOut{SetCookie: []http.Cookie{web.Cookie{Name: web.SessionCookie, Secure: f.house.Secure}.Set()}}, err
}

func (f *face) makeAccount(ctx context.Context, _ authz.Actor, in *registrationIn) (*registrationOut, error) {
	b := in.Body
	got, err := f.house.Door.Register(ctx, account.RegisterIn{Username: b.Username, Email: b.Email, Password: b.Password, FullName: b.Name, Telephone: b.Telephone,
		Language: f.words(ctx).Language()})
	if err != nil {
		return nil, err
	}
	out := &registrationOut{}
	if !got.User.Enabled {
		return out, nil
	}
	in2, err := f.enter(ctx, got.User)
	if err != nil {
		return nil, err
	}
	out.SetCookie, out.Body.Session = in2.SetCookie, in2.Body
	return out, nil
}

func (f *face) enter(ctx context.Context, u account.User) (*sessionOut, error) {
	s, err := f.house.Door.SessionFor(ctx, u)
	if err != nil {
		return nil, err
	}
	return f.letIn(ctx, s)
}

func (f *face) confirmAddress(ctx context.Context, _ authz.Actor, in *tokenIn) (*sessionOut, error) {
	got, err := f.house.Door.Confirm(ctx, in.Body.Token)
	if err != nil {
		return nil, err
	}
	return f.enter(ctx, got.User)
}

func (f *face) askReset(ctx context.Context, who authz.Actor, in *resetAskIn) (*struct{}, error) {
	return &struct{}{}, f.change(ctx, who, func(tx *db.Tx) error { return account.AskReset(tx, in.Body.Login) })
}

func (f *face) reset(ctx context.Context, _ authz.Actor, in *resetIn) (*sessionOut, error) {
	s, err := f.house.Door.ResetSession(ctx, in.Body.Token, in.Body.Password)
	if err != nil {
		return nil, err
	}
	return f.letIn(ctx, s)
}

func (f *face) sessionOf(ctx context.Context, who authz.Actor) (*Session, error) {
	var p account.Profile
	err := f.read(ctx, who, func(tx *db.Tx) (err error) {
		p, err = account.OpenUser(tx, who.UserID)
		return err
	})
	s := f.house.Settings()
	lat, lng := s.Centre().Degrees()
	return &Session{
		User: SessionUser{ID: p.User.ID, Username: p.User.Username, Name: p.Customer.FullName(), Email: p.User.Email, Roles: p.User.AllRoles()},
		Can:  account.Screens(who),
		Weak: len(who.Roles) < len(p.User.Roles.V),
		Coop: Coop{Name: s.BrandName, Locale: s.Locale, Zone: s.Zone().String(), Currency: s.Currency(), Country: s.Country,
			Centre: Centre{lat, lng}, Namespace: s.Namespace, Phone: s.PhoneNumber, Email: s.AdministratorEmail},
	}, err
}

// requestOf is the HTTP request that is being served.
func requestOf(ctx context.Context) *http.Request {
	r, _ := ctx.Value(requestKey{}).(*http.Request)
	return r
}

// addressOf is the network address that tries are counted by.
func addressOf(r *http.Request) string { return (&web.Call{R: r}).Address() }
