package account

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// Signer makes and reads the co-op's signed tokens (RS256). Kinds of token are told apart by their claims. It is safe for concurrent use.
type Signer struct {
	key *rsa.PrivateKey
	now func() time.Time
}

const (
	keyBits = 2048
	keyName = "jwt"
)

// LoadSigner reads the co-op's key, and makes it the first time. now is the clock of tokens: the real one, whatever the business's clock says.
func LoadSigner(ctx context.Context, d *db.DB, now func() time.Time) (*Signer, error) {
	text, err := keyText(ctx, d)
	if err != nil {
		return nil, err
	}
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil, errors.New("the signing key in the database is damaged: delete the row of table signing_keys to have a new one made")
	}
	parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	key, ok := parsed.(*rsa.PrivateKey)
	if err != nil || !ok {
		return nil, fmt.Errorf("the signing key in the database is no RSA key (%w): delete the row of table signing_keys to have a new one made", err)
	}
	return &Signer{key: key, now: now}, nil
}

func keyText(ctx context.Context, d *db.DB) (text string, err error) {
	ok := false
	err = d.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		text, ok, err = signingKey(tx, keyName)
		return err
	})
	if ok || err != nil {
		return text, err
	}
	key, err := rsa.GenerateKey(rand.Reader, keyBits)
	if err != nil {
		return "", err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", err
	}
	made := string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
	err = d.Write(ctx, authz.System(), func(tx *db.Tx) error {
		if err := keepSigningKey(tx, keyName, made); err != nil {
			return err
		}
		text, _, err = signingKey(tx, keyName) // another process may have been first
		return err
	})
	return text, err
}

type claims struct {
	jwt.RegisteredClaims
	Roles    []authz.Role `json:"roles,omitempty"`
	Username string       `json:"username,omitempty"`
	Scopes   []string     `json:"scopes,omitempty"`
	Order    string       `json:"order,omitempty"`
	Player   string       `json:"player,omitempty"`
}

// UserToken is the token with which a user calls the API until it expires.
func (s *Signer) UserToken(u User, life time.Duration) (string, error) {
	now := s.now()
	issued := now
	if u.TokensFrom.After(issued) {
		issued = u.TokensFrom.Time // in the second in which older tokens were ended, a new one must still be newer
	}
	return s.sign(claims{Roles: u.AllRoles(), Username: u.Username, RegisteredClaims: jwt.RegisteredClaims{
		IssuedAt: jwt.NewNumericDate(issued), ExpiresAt: jwt.NewNumericDate(now.Add(life))}})
}

// CartLife is how long a cart token lasts from when it is made.
const CartLife = 24 * time.Hour

// CartToken is the token that makes its holder the owner of one order; orderURL is the order's absolute URL.
func (s *Signer) CartToken(orderURL string, expires time.Time) (string, error) {
	return s.sign(claims{RegisteredClaims: jwt.RegisteredClaims{Subject: orderURL, ExpiresAt: jwt.NewNumericDate(expires)}})
}

// PlayerToken lets a customer put items into somebody's group order for a day.
func (s *Signer) PlayerToken(orderID, customerID int64) (string, error) {
	return s.sign(claims{Order: "/api/orders/" + strconv.FormatInt(orderID, 10), Player: "/api/customers/" + strconv.FormatInt(customerID, 10),
		RegisteredClaims: jwt.RegisteredClaims{ExpiresAt: jwt.NewNumericDate(s.now().Add(CartLife))}})
}

// AppLife is how long an integration's access token lasts.
const AppLife = time.Hour

func (s *Signer) appToken(clientID string, scopes []string) (string, error) {
	now := s.now()
	return s.sign(claims{Scopes: scopes, RegisteredClaims: jwt.RegisteredClaims{ID: newSecret(), Audience: jwt.ClaimStrings{clientID},
		IssuedAt: jwt.NewNumericDate(now), NotBefore: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(AppLife))}})
}

func (s *Signer) sign(c claims) (string, error) {
	return jwt.NewWithClaims(jwt.SigningMethodRS256, c).SignedString(s.key)
}

func badToken() error { return fail.New(fail.Unauthenticated, "auth.token.invalid") }

// read checks a token's signature and times. A well-signed token past its time is auth.token.expired, all else auth.token.invalid.
func (s *Signer) read(token string) (claims, error) {
	var c claims
	parser := jwt.NewParser(jwt.WithValidMethods([]string{jwt.SigningMethodRS256.Alg()}), jwt.WithExpirationRequired(), jwt.WithTimeFunc(s.now))
	_, err := parser.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return &s.key.PublicKey, nil })
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return claims{}, fail.Wrap(err, fail.Unauthenticated, "auth.token.expired")
	case err != nil:
		return claims{}, fail.Wrap(err, fail.Unauthenticated, "auth.token.invalid")
	}
	return c, nil
}

func (c claims) ofUser() bool {
	return c.Username != "" && len(c.Audience) == 0 && c.Subject == "" && c.Order == "" && c.IssuedAt != nil
}
func (c claims) ofApp() bool    { return c.Username == "" && c.ID != "" && len(c.Audience) == 1 }
func (c claims) ofPlayer() bool { return c.Username == "" && c.Order != "" && c.Player != "" }
func (c claims) ofCart() bool {
	return c.Username == "" && c.Subject != "" && len(c.Audience) == 0 && c.Order == ""
}

// orderID reads the order out of a cart token's subject.
func (c claims) orderID() int64 { return lastID(c.Subject, "/api/orders/") }

// lastID reads the id behind the last occurrence of a path; 0 when there is none.
func lastID(url, path string) int64 {
	i := strings.LastIndex(url, path)
	if i < 0 {
		return 0
	}
	id, err := strconv.ParseInt(url[i+len(path):], 10, 64)
	if err != nil || id < 1 {
		return 0
	}
	return id
}
