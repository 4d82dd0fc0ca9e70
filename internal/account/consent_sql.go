package account

import "pignon.coop/internal/db"

func consentsOf(tx *db.Tx, userID int64) ([]Consent, error) {
	return db.All[Consent](tx, "SELECT * FROM optin_consents WHERE user_id = ? ORDER BY type", userID)
}

func loadConsent(tx *db.Tx, id int64) (Consent, error) {
	return db.One[Consent](tx, "SELECT * FROM optin_consents WHERE id = ?", id)
}

func listConsents(tx *db.Tx) ([]Consent, error) {
	return db.All[Consent](tx, "SELECT * FROM optin_consents ORDER BY id")
}

func insertConsent(tx *db.Tx, c Consent) error { return db.Insert(tx, "optin_consents", c) }

func saveConsent(tx *db.Tx, c Consent) error { return db.Update(tx, "optin_consents", c) }

func forgetConsents(tx *db.Tx, userID int64) error {
	_, err := tx.Exec("DELETE FROM optin_consents WHERE user_id = ?", userID)
	return err
}
