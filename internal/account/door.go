package account

import (
	"time"

	"github.com/go-webauthn/webauthn/webauthn"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// Door is where people and programs prove who they are: by password, token, key or cookie. It is safe for concurrent use. What it does is
// never one unit of work, because hashing a password takes its time, so its methods take a context and must not be called inside one.
type Door struct {
	*Signer
	Passwords *Passwords
	db        *db.DB
	tokenLife time.Duration
	confirm   bool
	seeds     seedSecrets
	strong    func() []authz.Role
	passkeys  *webauthn.WebAuthn // nil: the house has no name that passkeys could belong to
}

// DoorIn says what a door needs. A zero TokenLife means one hour.
type DoorIn struct {
	DB        *db.DB
	Signer    *Signer
	Passwords *Passwords
	TokenLife time.Duration
	Confirm   bool                // new accounts wait until the link in a mail is opened
	Origin    string              // address of our pages, for passkeys; without a host name there are none
	Strong    func() []authz.Role // roles that nobody holds without a second factor; nil: none
}

// NewDoor makes a door.
func NewDoor(in DoorIn) *Door {
	if in.TokenLife == 0 {
		in.TokenLife = time.Hour
	}
	if in.Strong == nil {
		in.Strong = func() []authz.Role { return nil }
	}
	return &Door{Signer: in.Signer, Passwords: in.Passwords, db: in.DB, tokenLife: in.TokenLife, confirm: in.Confirm,
		strong: in.Strong, passkeys: passkeysFor(in.Origin)}
}

// TokenNow is the time by the clock of tokens.
func (d *Door) TokenNow() span.Instant { return span.At(d.now()) }

// Credentials are what somebody gets who proved who they are.
type Credentials struct {
	User    User
	Token   string // a user token
	Refresh string // opaque, for a new token later
}

// RefreshLife is how long a refresh token, or a cookie session, lasts since its last use.
const RefreshLife = 30 * 24 * time.Hour

// admit gives a user a token and a refresh token. Both in one unit of work with whatever made the user known.
func (d *Door) admit(tx *db.Tx, u User) (Credentials, error) {
	token, err := d.UserToken(u, d.tokenLife)
	if err != nil {
		return Credentials{}, err
	}
	refresh := newSecret()
	return Credentials{User: u, Token: token, Refresh: refresh}, d.keepRefresh(tx, u.ID, refresh)
}

func (d *Door) keepRefresh(tx *db.Tx, userID int64, token string) error {
	now := d.TokenNow()
	id, err := tx.ID("refresh_tokens")
	if err != nil {
		return err
	}
	return insertRefresh(tx, refreshRow{ID: id, UserID: userID, TokenHash: hashOf(token), ExpiresAt: now.Add(RefreshLife), CreatedAt: now})
}
