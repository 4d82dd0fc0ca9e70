package org

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
)

// SettingValue is a setting with its value as text, which is left out of secrets.
type SettingValue struct {
	Setting
	Value string
	Set   bool // it has a value
}

// hidden are settings that nobody edits: changing the salt would break every link that was sent.
var hidden = map[string]bool{"public_id_salt": true}

// ListSettings gives administrators every setting that people may edit.
func ListSettings(tx *db.Tx) ([]SettingValue, error) {
	if err := tx.Who().Must(authz.Admin); err != nil {
		return nil, err
	}
	texts, err := settingTexts(tx)
	var list []SettingValue
	for _, def := range KnownSettings() {
		if hidden[def.Name] {
			continue
		}
		text, stored := texts[def.Name]
		if !stored {
			text = def.Default
		}
		v := SettingValue{Setting: def, Value: text, Set: text != ""}
		if def.Secret {
			v.Value = ""
		}
		list = append(list, v)
	}
	return list, err
}
