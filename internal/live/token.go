package live

import (
	"errors"
	"fmt"
	"time"

	"github.com/golang-jwt/jwt/v5"
)

// longestToken bounds a token's life and with it how long a Disconnect must be remembered.
const longestToken = 30 * 24 * time.Hour

// The audience keeps a token of one use from passing for the other, or for another token signed with the same secret.
const (
	forConnection   = "live-connection"
	forSubscription = "live-subscription"
)

var (
	errTokenExpired = errors.New("live: the token has expired")
	errTokenInvalid = errors.New("live: the token is not valid")
)

type claims struct {
	jwt.RegisteredClaims
	Kind    Kind   `json:"kind,omitempty"`
	Issued  int64  `json:"at"` // microseconds, finer than "iat", so that Disconnect tells older from newer
	Channel string `json:"channel,omitempty"`
	Client  string `json:"client,omitempty"`
}

// ConnectionToken returns the token with which the subject connects: its "sub" is the subject's bare name, as clients expect. It
// is refused after expires, thirty days from now at most, and as soon as Disconnect is called for the subject.
func (h *Hub) ConnectionToken(who Subject, expires time.Time) (string, error) {
	if err := who.check(); err != nil {
		return "", err
	}
	c := claims{Kind: who.Kind}
	c.Subject = who.Name
	return h.sign(c, forConnection, expires)
}

// SubscribeToken returns the token with which one connection, named by the client id it was given, may subscribe to one private
// channel until it expires. It opens the channel only if Authorise also agrees, so it may be handed to whoever asks.
func (h *Hub) SubscribeToken(channel, client string, expires time.Time) (string, error) {
	if channel == "" || client == "" {
		return "", errors.New("live: a subscribe token needs a channel and a client id")
	}
	return h.sign(claims{Channel: channel, Client: client}, forSubscription, expires)
}

func (h *Hub) sign(c claims, use string, expires time.Time) (string, error) {
	now := h.config.Now()
	if latest := now.Add(longestToken); expires.After(latest) {
		expires = latest
	}
	c.Issued = now.UnixMicro()
	c.Audience = jwt.ClaimStrings{use}
	c.ExpiresAt = jwt.NewNumericDate(expires)
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, c).SignedString(h.config.Secret)
	if err != nil {
		return "", fmt.Errorf("live: sign a token: %w", err)
	}
	return token, nil
}

func (h *Hub) verify(token, use string) (claims, error) {
	var c claims
	parser := jwt.NewParser(
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}),
		jwt.WithAudience(use),
		jwt.WithExpirationRequired(),
		jwt.WithTimeFunc(h.config.Now),
	)
	_, err := parser.ParseWithClaims(token, &c, func(*jwt.Token) (any, error) { return h.config.Secret, nil })
	switch {
	case errors.Is(err, jwt.ErrTokenExpired):
		return claims{}, errTokenExpired
	case err != nil:
		return claims{}, errTokenInvalid
	}
	return c, nil
}

// connection returns the subject of a connection token and when the token was issued.
func (h *Hub) connection(token string) (session, time.Time, error) {
	c, err := h.verify(token, forConnection)
	if err != nil {
		return session{}, time.Time{}, err
	}
	s := session{subject: Subject{c.Kind, c.Subject}, issued: c.Issued}
	if s.subject.check() != nil {
		return session{}, time.Time{}, errTokenInvalid
	}
	if h.revoked.covers(s) {
		return session{}, time.Time{}, errTokenExpired
	}
	return s, c.ExpiresAt.Time, nil
}

// subscription returns when the right of one client to listen to a private channel ends.
func (h *Hub) subscription(token, channel, client string) (time.Time, error) {
	c, err := h.verify(token, forSubscription)
	if err != nil {
		return time.Time{}, err
	}
	if c.Channel != channel || c.Client != client {
		return time.Time{}, errTokenInvalid
	}
	return c.ExpiresAt.Time, nil
}
