package account

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

// newSecret makes a token that nobody can guess, 64 hex digits.
func newSecret() string {
	b := make([]byte, 32)
	_, _ = rand.Read(b) // never fails: it ends the program instead
	return hex.EncodeToString(b)
}

// hashOf is what the database keeps of a secret that only its holder knows. Secrets are long and random, so a plain hash is enough.
func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}
