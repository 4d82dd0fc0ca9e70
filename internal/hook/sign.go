package hook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/fail"
)

const (
	secretPrefix = "whsec_"
	tolerance    = 5 * time.Minute
)

// SignIn is what a signature covers, and the secrets to sign with.
type SignIn struct {
	ID      string
	At      time.Time
	Body    []byte
	Secrets []string
}

// NewSecret draws a secret for an endpoint: 32 random bytes in base64, as CoopCycle's integrators know it. Libraries for Standard Webhooks take
// it with or without "whsec_" before it.
func NewSecret(random io.Reader) (string, error) {
	raw := make([]byte, 32)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", fail.Wrap(err, fail.Internal, "hook.secret.no_randomness")
	}
	return base64.StdEncoding.EncodeToString(raw), nil
}

// Sign gives the value of the Webhook-Signature header by the Standard Webhooks rules: one "v1,<base64>" for each secret, parted by
// spaces, over "id.timestamp.body". A secret is base64, with or without its "whsec_".
func Sign(in SignIn) (string, error) {
	if in.ID == "" || strings.ContainsAny(in.ID, ".\r\n") {
		return "", fail.New(fail.Internal, "hook.id.malformed", "id", in.ID)
	}
	if len(in.Secrets) == 0 {
		return "", fail.New(fail.Internal, "hook.secret.missing")
	}
	var signatures []string
	for _, secret := range in.Secrets {
		digest, err := digestOf(secret, in)
		if err != nil {
			return "", err
		}
		signatures = append(signatures, "v1,"+base64.StdEncoding.EncodeToString(digest))
	}
	return strings.Join(signatures, " "), nil
}

// Verify tells whether a Webhook-Signature header fits the rest and its time is at most five minutes from now. Receivers of ours
// (the simulation, examples) use it; it takes constant time in the signature.
func Verify(in SignIn, header string, now time.Time) bool {
	if age := now.Sub(in.At); age > tolerance || age < -tolerance {
		return false
	}
	for _, secret := range in.Secrets {
		digest, err := digestOf(secret, in)
		if err == nil && holds(header, digest) {
			return true
		}
	}
	return false
}

// SignBody gives the plain signature that CoopCycle's integrators expect: base64 of HMAC-SHA256 over the body alone, keyed by the
// secret's text.
func SignBody(secret string, body []byte) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(body)
	return base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

func digestOf(secret string, in SignIn) ([]byte, error) {
	key, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(secret, secretPrefix))
	if err != nil || len(key) == 0 {
		return nil, fail.New(fail.Internal, "hook.secret.malformed")
	}
	mac := hmac.New(sha256.New, key)
	mac.Write([]byte(in.ID + "." + strconv.FormatInt(in.At.Unix(), 10) + "."))
	mac.Write(in.Body)
	return mac.Sum(nil), nil
}

func holds(header string, digest []byte) bool {
	for signature := range strings.FieldsSeq(header) {
		encoded, found := strings.CutPrefix(signature, "v1,")
		given, err := base64.StdEncoding.DecodeString(encoded)
		if found && err == nil && hmac.Equal(given, digest) {
			return true
		}
	}
	return false
}
