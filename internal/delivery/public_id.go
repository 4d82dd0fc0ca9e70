package delivery

import (
	"fmt"

	"github.com/speps/go-hashids/v2"
)

// How long short public ids are at least: of tracking pages, of forms.
const (
	publicLength = 8
	FormIDLength = 12
	LongLength   = 32 // as partners keep them
)

// PublicID is the short id under which the public knows a delivery; it tells nothing of how many there are. The salt is the co-op's
// setting public_id_salt.
func PublicID(salt string, id int64) (string, error) { return ShortID(salt, publicLength, id) }

// ShortID is PublicID for other things, at another length.
func ShortID(salt string, length int, id int64) (string, error) {
	h, err := hasher(salt, length)
	if err != nil {
		return "", err
	}
	return h.EncodeInt64([]int64{id})
}

// OfPublicID finds the delivery behind a short id; ok is false for what is none.
func OfPublicID(salt, public string) (id int64, ok bool) {
	return OfShortID(salt, publicLength, public)
}

// OfShortID finds what is behind a short id of a length; ok is false for what is none.
func OfShortID(salt string, length int, public string) (id int64, ok bool) {
	h, err := hasher(salt, length)
	if err != nil || len(public) > 64 {
		return 0, false
	}
	ids, err := h.DecodeInt64WithError(public)
	if err != nil || len(ids) != 1 {
		return 0, false
	}
	return ids[0], true
}

func hasher(salt string, length int) (*hashids.HashID, error) {
	data := hashids.NewData()
	data.Salt, data.MinLength = salt, length
	h, err := hashids.NewWithData(data)
	if err != nil {
		return nil, fmt.Errorf("short public ids: %w", err)
	}
	return h, nil
}
