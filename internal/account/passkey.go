package account

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Passkey is a key on somebody's device that opens their account by itself: the device, and the finger or number that unlocks it, are both factors.
type Passkey struct {
	ID           int64                        `db:"id"`
	UserID       int64                        `db:"user_id"`
	Name         string                       `db:"name"`
	CredentialID string                       `db:"credential_id"`
	Credential   db.JSON[webauthn.Credential] `db:"credential"`
	CreatedAt    span.Instant                 `db:"created_at"`
	UsedAt       span.Instant                 `db:"used_at"`
}

const (
	challengeLife  = 5 * time.Minute
	mostPasskeys   = 20
	longestKeyName = 60
	manyChallenges = 10_000 // waiting at once: more is no crowd of people
)

// passkeysFor is nil where there can be none: browsers bind a passkey to a host name, so an address of numbers has none.
func passkeysFor(origin string) *webauthn.WebAuthn {
	u, err := url.Parse(origin)
	if err != nil || u.Hostname() == "" || net.ParseIP(u.Hostname()) != nil {
		return nil
	}
	w, err := webauthn.New(&webauthn.Config{RPID: u.Hostname(), RPDisplayName: "Pignon", RPOrigins: []string{origin},
		AuthenticatorSelection: protocol.AuthenticatorSelection{ResidentKey: protocol.ResidentKeyRequirementRequired, UserVerification: protocol.VerificationRequired}})
	if err != nil {
		return nil
	}
	return w
}

// HasPasskeys tells whether passkeys can be used here at all.
func (d *Door) HasPasskeys() bool { return d.passkeys != nil }

// keyholder is a user as the library wants to see one.
type keyholder struct {
	User
	keys []Passkey
}

func handleOf(userID int64) []byte { return []byte("user:" + strconv.FormatInt(userID, 10)) }

// WebAuthnID is what the device keeps of the user.
func (k keyholder) WebAuthnID() []byte { return handleOf(k.ID) }

// WebAuthnName is how the device calls the user.
func (k keyholder) WebAuthnName() string { return k.Username }

// WebAuthnDisplayName is how the device calls the user.
func (k keyholder) WebAuthnDisplayName() string { return k.Username }

// WebAuthnCredentials are the user's passkeys.
func (k keyholder) WebAuthnCredentials() (list []webauthn.Credential) {
	for _, p := range k.keys {
		list = append(list, p.Credential.V)
	}
	return list
}

func noPasskeys() error { return fail.New(fail.Conflict, "passkey.no_host_name") }

// AskPasskey gives what a browser needs to ask its owner for a passkey.
func (d *Door) AskPasskey(ctx context.Context) (options *protocol.CredentialAssertion, err error) {
	if d.passkeys == nil {
		return nil, noPasskeys()
	}
	options, asked, err := d.passkeys.BeginDiscoverableLogin(webauthn.WithUserVerification(protocol.VerificationRequired))
	if err != nil {
		return nil, err
	}
	return options, d.db.Write(ctx, authz.System(), func(tx *db.Tx) error { return d.keepChallenge(tx, 0, asked) })
}

// PasskeyIn is what a device signed. Old is the session of the cookie that came along, which ends.
type PasskeyIn struct {
	Signed        json.RawMessage
	Old, Language string
}

// OpenByPasskey lets in whoever holds a passkey. It is refused (passkey.refused) when the key is unknown, of a closed account, or signed
// something that was not asked, or not just now.
func (d *Door) OpenByPasskey(ctx context.Context, in PasskeyIn) (out Session, err error) {
	if d.passkeys == nil {
		return out, noPasskeys()
	}
	answer, err := protocol.ParseCredentialRequestResponseBytes(in.Signed)
	if err != nil {
		return out, refusedKey(err)
	}
	err = d.db.Write(ctx, authz.System(), func(tx *db.Tx) error {
		asked, err := d.takeChallenge(tx, answer.Response.CollectedClientData.Challenge, 0)
		if err != nil {
			return err
		}
		var holder keyholder
		_, used, err := d.passkeys.ValidatePasskeyLogin(func(id, _ []byte) (_ webauthn.User, err error) {
			holder, err = holderOf(tx, id)
			return holder, err
		}, asked, answer)
		if err != nil || used.Authenticator.CloneWarning || !holder.Enabled {
			return refusedKey(err)
		}
		if err := usePasskey(tx, *used, d.TokenNow()); err != nil {
			return err
		}
		if err := keepLanguage(tx, holder.CustomerID, in.Language); err != nil {
			return err
		}
		out, err = d.openSession(tx, holder.User, in.Old)
		return err
	})
	return out, err
}

func refusedKey(err error) error { return fail.Wrap(err, fail.Unauthenticated, "passkey.refused") }

func holderOf(tx *db.Tx, credentialID []byte) (k keyholder, err error) {
	p, ok, err := passkeyByCredential(tx, credentialName(credentialID))
	if err != nil || !ok {
		return k, orElse(err, fail.New(fail.NotFound, "row.not_found"))
	}
	return loadHolder(tx, p.UserID)
}

func loadHolder(tx *db.Tx, userID int64) (k keyholder, err error) {
	if k.User, err = LoadUser(tx, userID); err != nil {
		return k, err
	}
	k.keys, err = passkeysOf(tx, userID)
	return k, err
}

func credentialName(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// AskNewPasskey gives what a browser needs to make a passkey for the caller.
func (d *Door) AskNewPasskey(ctx context.Context, who authz.Actor, session string) (options *protocol.CredentialCreation, err error) {
	if d.passkeys == nil {
		return nil, noPasskeys()
	}
	err = d.changeSecurity(ctx, who, session, func(tx *db.Tx, u User) error {
		holder, err := loadHolder(tx, u.ID)
		if err != nil {
			return err
		}
		if len(holder.keys) >= mostPasskeys {
			return fail.New(fail.Conflict, "passkey.too_many", "limit", mostPasskeys)
		}
		var asked *webauthn.SessionData
		options, asked, err = d.passkeys.BeginRegistration(holder, webauthn.WithExclusions(webauthn.Credentials(holder.WebAuthnCredentials()).CredentialDescriptors()))
		if err != nil {
			return err
		}
		return d.keepChallenge(tx, u.ID, asked)
	})
	return options, err
}

// NewPasskeyIn is a passkey that a device made, with the name that its owner gives it.
type NewPasskeyIn struct {
	Session string // of the cookie
	Name    string
	Made    json.RawMessage
}

// AddPasskey keeps a passkey of the caller.
func (d *Door) AddPasskey(ctx context.Context, who authz.Actor, in NewPasskeyIn) (out Strengthened, err error) {
	if d.passkeys == nil {
		return out, noPasskeys()
	}
	name, err := keyLabel(in.Name)
	if err != nil {
		return out, err
	}
	answer, err := protocol.ParseCredentialCreationResponseBytes(in.Made)
	if err != nil {
		return out, refusedKey(err)
	}
	err = d.changeSecurity(ctx, who, in.Session, func(tx *db.Tx, u User) error {
		asked, err := d.takeChallenge(tx, answer.Response.CollectedClientData.Challenge, u.ID)
		if err != nil {
			return err
		}
		made, err := d.passkeys.CreateCredential(keyholder{User: u}, asked, answer)
		if err != nil {
			return refusedKey(err)
		}
		had, err := hasSecond(tx, u.ID)
		if err != nil {
			return err
		}
		if err := insertPasskey(tx, Passkey{UserID: u.ID, Name: name, CredentialID: credentialName(made.ID), Credential: db.JSON[webauthn.Credential]{V: *made}, CreatedAt: d.TokenNow()}); err != nil {
			return err
		}
		out, err = d.strengthen(tx, u, !had)
		return err
	})
	return out, err
}

func keyLabel(name string) (string, error) {
	name = strings.TrimSpace(name)
	switch {
	case name == "":
		return "", fail.At("name", "value.blank")
	case len(name) > longestKeyName || !org.Readable(name):
		return "", fail.At("name", "value.too_long", "limit", longestKeyName)
	}
	return name, nil
}

// RenamePasskey calls one of the caller's passkeys otherwise.
func RenamePasskey(tx *db.Tx, id int64, name string) error {
	if err := mustBePerson(tx.Who()); err != nil {
		return err
	}
	name, err := keyLabel(name)
	if err != nil {
		return err
	}
	return renamePasskey(tx, tx.Who().UserID, id, name)
}

// RemovePasskey forgets one of the caller's passkeys.
func (d *Door) RemovePasskey(ctx context.Context, who authz.Actor, session string, id int64) error {
	return d.changeSecurity(ctx, who, session, func(tx *db.Tx, u User) error {
		if err := deletePasskey(tx, u.ID, id); err != nil {
			return err
		}
		return d.weaken(tx, u)
	})
}

func (d *Door) keepChallenge(tx *db.Tx, userID int64, asked *webauthn.SessionData) error {
	now := d.TokenNow()
	waiting, err := sweepChallenges(tx, now)
	if err != nil {
		return err
	}
	if waiting >= manyChallenges {
		return fail.New(fail.Unavailable, "session.login.busy")
	}
	row := challengeRow{ChallengeHash: hashOf(asked.Challenge), Body: db.JSON[webauthn.SessionData]{V: *asked}, ExpiresAt: now.Add(challengeLife)}
	if userID != 0 {
		row.UserID = &userID
	}
	return db.Insert(tx, "passkey_challenges", row)
}

// takeChallenge uses up what somebody was asked to sign: 0 for whoever signs in.
func (d *Door) takeChallenge(tx *db.Tx, challenge string, userID int64) (asked webauthn.SessionData, err error) {
	row, ok, err := challengeByHash(tx, hashOf(challenge))
	if err != nil {
		return asked, err
	}
	var of int64
	if row.UserID != nil {
		of = *row.UserID
	}
	if !ok || of != userID || !d.TokenNow().Before(row.ExpiresAt.Time) {
		return asked, refusedKey(nil)
	}
	return row.Body.V, deleteChallenge(tx, row.ChallengeHash)
}
