package api

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/json"
	"image/png"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-webauthn/webauthn/protocol"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/web"
)

// Security is what protects somebody's account beside the password.
type Security struct {
	Authenticator bool      `json:"authenticator" doc:"An app that shows codes is in force"`
	Passkeys      []Passkey `json:"passkeys"`
	Recovery      int       `json:"recovery" doc:"How many recovery codes are left"`
	Required      bool      `json:"required" doc:"A role of theirs is held with a second factor alone"`
	Password      bool      `json:"password"`
	Fresh         bool      `json:"fresh" doc:"They signed in lately enough to change this; others sign in again first"`
	CanPasskey    bool      `json:"canPasskey" doc:"The co-op's address is one that passkeys can belong to"`
}

// Passkey is a key on a device.
type Passkey struct {
	ID     int64      `json:"id"`
	Name   string     `json:"name"`
	Made   time.Time  `json:"made"`
	UsedAt *time.Time `json:"usedAt,omitempty"`
}

type (
	securityOut struct {
		Body *Security
	}
	authenticatorOut struct {
		Body struct {
			Secret  string `json:"secret" doc:"To type where no camera is"`
			Address string `json:"address" doc:"What the picture says"`
			Picture string `json:"picture" doc:"QR code, a data: address of a PNG"`
		}
	}
	codeIn struct {
		Body struct {
			Code string `json:"code" maxLength:"20"`
		}
	}
	strongerOut struct {
		SetCookie []http.Cookie `header:"Set-Cookie"`
		Body      struct {
			Recovery []string `json:"recovery,omitempty" doc:"Codes to write down, shown once; with the first second factor only"`
		}
	}
	newPasskeyOut struct {
		Body *protocol.CredentialCreation
	}
	askPasskeyOut struct {
		Body *protocol.CredentialAssertion
	}
	newPasskeyIn struct {
		Body struct {
			Name       string          `json:"name" maxLength:"60"`
			Credential json.RawMessage `json:"credential" doc:"PublicKeyCredential.toJSON()"`
		}
	}
	signedIn struct {
		Body struct {
			Credential json.RawMessage `json:"credential" doc:"PublicKeyCredential.toJSON()"`
		}
	}
	keyIn struct {
		ID int64 `path:"id"`
	}
	renameIn struct {
		ID   int64 `path:"id"`
		Body struct {
			Name string `json:"name" maxLength:"60"`
		}
	}
	recoveryOut struct {
		Body struct {
			Recovery []string `json:"recovery"`
		}
	}
)

func (f *face) securityRoutes() {
	tags := []string{"security"}
	mine := web.Needs(authz.User)
	register(f, mine, huma.Operation{Method: http.MethodGet, Path: "/v1/security", Tags: tags, Summary: "What protects one's account"}, f.security)
	register(f, mine, huma.Operation{Method: http.MethodPost, Path: "/v1/security/authenticator", Tags: tags, Summary: "A secret for an authenticator app",
		Description: "In force once its first code is shown. Like everything that changes what protects an account, only just after signing in."}, f.addAuthenticator)
	register(f, mine, huma.Operation{Method: http.MethodPut, Path: "/v1/security/authenticator", Tags: tags, Summary: "Put an authenticator app in force by its first code"}, f.confirmAuthenticator)
	register(f, mine, huma.Operation{Method: http.MethodDelete, Path: "/v1/security/authenticator", Tags: tags, Summary: "Do without the authenticator app",
		DefaultStatus: http.StatusNoContent}, f.removeAuthenticator)
	register(f, mine, huma.Operation{Method: http.MethodPost, Path: "/v1/security/recovery-codes", Tags: tags, Summary: "New recovery codes in place of the old ones"}, f.newRecovery)
	register(f, mine, huma.Operation{Method: http.MethodPost, Path: "/v1/security/passkeys/options", Tags: tags, Summary: "What a browser needs to make a passkey",
		Description: "For PublicKeyCredential.parseCreationOptionsFromJSON."}, f.askNewPasskey)
	register(f, mine, huma.Operation{Method: http.MethodPost, Path: "/v1/security/passkeys", Tags: tags, Summary: "Keep a passkey that a device made"}, f.addPasskey)
	register(f, mine, huma.Operation{Method: http.MethodPut, Path: "/v1/security/passkeys/{id}", Tags: tags, Summary: "Call a passkey otherwise", DefaultStatus: http.StatusNoContent}, f.renamePasskey)
	register(f, mine, huma.Operation{Method: http.MethodDelete, Path: "/v1/security/passkeys/{id}", Tags: tags, Summary: "Forget a passkey", DefaultStatus: http.StatusNoContent}, f.removePasskey)
	register(f, web.Public, huma.Operation{Method: http.MethodPost, Path: "/v1/session/passkey/options", Tags: tags, Summary: "What a browser needs to ask for a passkey",
		Description: "For PublicKeyCredential.parseRequestOptionsFromJSON."}, f.askPasskey)
	register(f, web.Public, huma.Operation{Method: http.MethodPost, Path: "/v1/session/passkey", Tags: tags, Summary: "Sign in by a passkey"}, f.signInByPasskey)
	register(f, web.Needs(authz.Admin), huma.Operation{Method: http.MethodDelete, Path: "/v1/users/{id}/second-factor", Tags: tags,
		Summary: "Take every second factor of somebody away who lost them", DefaultStatus: http.StatusNoContent}, f.forgetSecond)
}

func sessionCookie(ctx context.Context) string {
	return web.CookieOf(requestOf(ctx), web.SessionCookie)
}

func (f *face) security(ctx context.Context, who authz.Actor, _ *struct{}) (*securityOut, error) {
	s, err := f.house.Door.SecurityOf(ctx, who, sessionCookie(ctx))
	if err != nil {
		return nil, err
	}
	out := &Security{Authenticator: s.Authenticator, Passkeys: []Passkey{}, Recovery: s.Recovery, Required: s.Required, Password: s.Password, Fresh: s.Fresh,
		CanPasskey: f.house.Door.HasPasskeys()}
	for _, p := range s.Passkeys {
		k := Passkey{ID: p.ID, Name: p.Name, Made: p.CreatedAt.Time}
		if !p.UsedAt.IsZero() {
			k.UsedAt = &p.UsedAt.Time
		}
		out.Passkeys = append(out.Passkeys, k)
	}
	return &securityOut{out}, nil
}

func (f *face) addAuthenticator(ctx context.Context, who authz.Actor, _ *struct{}) (*authenticatorOut, error) {
	key, err := f.house.Door.AddAuthenticator(ctx, who, sessionCookie(ctx), f.house.Settings().BrandName)
	if err != nil {
		return nil, err
	}
	const side = 240
	picture, err := key.Image(side, side)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	if err := png.Encode(&b, picture); err != nil {
		return nil, err
	}
	out := &authenticatorOut{}
	out.Body.Secret, out.Body.Address = key.Secret(), key.URL()
	out.Body.Picture = "data:image/png;base64," + base64.StdEncoding.EncodeToString(b.Bytes())
	return out, nil
}

func (f *face) confirmAuthenticator(ctx context.Context, who authz.Actor, in *codeIn) (*strongerOut, error) {
	s, err := f.house.Door.ConfirmAuthenticator(ctx, who, sessionCookie(ctx), in.Body.Code)
	return f.stronger(s, err)
}

func (f *face) stronger(s account.Strengthened, err error) (*strongerOut, error) {
	if err != nil {
		return nil, err
	}
	out := &strongerOut{}
	out.Body.Recovery = s.Recovery
	if s.Session.Token != "" {
		out.SetCookie = f.keep(s.Session)
	}
	return out, nil
}

func (f *face) removeAuthenticator(ctx context.Context, who authz.Actor, _ *struct{}) (*struct{}, error) {
	return nil, f.house.Door.RemoveAuthenticator(ctx, who, sessionCookie(ctx))
}

func (f *face) newRecovery(ctx context.Context, who authz.Actor, _ *struct{}) (out *recoveryOut, err error) {
	out = &recoveryOut{}
	out.Body.Recovery, err = f.house.Door.NewRecovery(ctx, who, sessionCookie(ctx))
	return out, err
}

func (f *face) askNewPasskey(ctx context.Context, who authz.Actor, _ *struct{}) (*newPasskeyOut, error) {
	options, err := f.house.Door.AskNewPasskey(ctx, who, sessionCookie(ctx))
	return &newPasskeyOut{options}, err
}

func (f *face) addPasskey(ctx context.Context, who authz.Actor, in *newPasskeyIn) (*strongerOut, error) {
	s, err := f.house.Door.AddPasskey(ctx, who, account.NewPasskeyIn{Session: sessionCookie(ctx), Name: in.Body.Name, Made: in.Body.Credential})
	return f.stronger(s, err)
}

func (f *face) renamePasskey(ctx context.Context, who authz.Actor, in *renameIn) (*struct{}, error) {
	return nil, f.change(ctx, who, func(tx *db.Tx) error { return account.RenamePasskey(tx, in.ID, in.Body.Name) })
}

func (f *face) removePasskey(ctx context.Context, who authz.Actor, in *keyIn) (*struct{}, error) {
	return nil, f.house.Door.RemovePasskey(ctx, who, sessionCookie(ctx), in.ID)
}

func (f *face) askPasskey(ctx context.Context, _ authz.Actor, _ *struct{}) (*askPasskeyOut, error) {
	options, err := f.house.Door.AskPasskey(ctx)
	return &askPasskeyOut{options}, err
}

func (f *face) signInByPasskey(ctx context.Context, _ authz.Actor, in *signedIn) (*sessionOut, error) {
	s, err := f.house.Door.OpenByPasskey(ctx, account.PasskeyIn{Signed: in.Body.Credential, Old: sessionCookie(ctx), Language: f.words(ctx).Language()})
	if err != nil {
		return nil, err
	}
	return f.letIn(ctx, s)
}

func (f *face) forgetSecond(ctx context.Context, who authz.Actor, in *keyIn) (*struct{}, error) {
	now := f.house.Door.TokenNow()
	return nil, f.change(ctx, who, func(tx *db.Tx) error {
		return account.ForgetSecond(tx, account.EndSessionsIn{UserID: in.ID, TokenNow: now})
	})
}
