package org

import (
	"crypto/rand"

	"pignon.coop/internal/db"
)

type settingRow struct {
	Name  string `db:"name"`
	Value string `db:"value"`
}

// LoadSettings reads the co-op's settings as they stand in this unit of work.
func LoadSettings(tx *db.Tx) (Settings, error) {
	texts, err := settingTexts(tx)
	return settingsFrom(texts), err
}

func settingTexts(tx *db.Tx) (map[string]string, error) {
	rows, err := db.All[settingRow](tx, "SELECT name, value FROM settings")
	texts := make(map[string]string, len(rows))
	for _, r := range rows {
		texts[r.Name] = r.Value
	}
	return texts, err
}

func putSetting(tx *db.Tx, name, value string) error {
	_, err := tx.Exec("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value", name, value)
	return err
}

// ensureSalt makes the salt of the public ids once, so that they stay the same for good.
func ensureSalt(tx *db.Tx) error {
	_, err := tx.Exec("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO NOTHING", "public_id_salt", rand.Text())
	return err
}
