package shop

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// MercadopagoSeller is a restaurant's own account at Mercado Pago, whose money the co-op takes in its name.
type MercadopagoSeller struct {
	UserID       string `json:"userId"`
	AccessToken  string `json:"accessToken"`
	RefreshToken string `json:"refreshToken"`
	PublicKey    string `json:"publicKey"`
}

// MercadopagoSeller gives a restaurant's account at Mercado Pago; ok is false when it has none.
func (r Restaurant) MercadopagoSeller() (s MercadopagoSeller, ok bool) {
	err := json.Unmarshal(r.Options.V.MercadopagoAccount, &s)
	return s, err == nil && s.UserID != ""
}

// MercadopagoToken lets the house act on the account of a seller; Invalid when no restaurant has it.
func MercadopagoToken(tx *db.Tx, userID string) (string, error) {
	all, err := ListAllRestaurants(tx)
	for _, r := range all {
		if s, ok := r.MercadopagoSeller(); ok && s.UserID == userID {
			return s.AccessToken, nil
		}
	}
	if err == nil {
		err = fail.New(fail.Invalid, "payment.card.not_taken")
	}
	return "", err
}
