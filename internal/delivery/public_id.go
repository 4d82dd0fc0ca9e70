package delivery

import (
	"fmt"

	"github.com/speps/go-hashids/v2"
)

// publicLength is how long the short public ids of tracking pages are at least.
const publicLength = 8

// PublicID is the short id under which the public knows a delivery; it tells nothing of how many there are. The salt is the co-op's
// setting public_id_salt.
func PublicID(salt string, id int64) (string, error) {
	h, err := hasher(salt)
	if err != nil {
		return "", err
	}
	return h.EncodeInt64([]int64{id})
}

// OfPublicID finds the delivery behind a short id; ok is false for what is none.
func OfPublicID(salt, public string) (id int64, ok bool) {
	h, err := hasher(salt)
	if err != nil || len(public) > 64 {
		return 0, false
	}
	ids, err := h.DecodeInt64WithError(public)
	if err != nil || len(ids) != 1 {
		return 0, false
	}
	return ids[0], true
}

func hasher(salt string) (*hashids.HashID, error) {
	data := hashids.NewData()
	data.Salt, data.MinLength = salt, publicLength
	h, err := hashids.NewWithData(data)
	if err != nil {
		return nil, fmt.Errorf("short public ids: %w", err)
	}
	return h, nil
}
