package org

import (
	"encoding/json"
	"maps"
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// SaveSettings stores the given settings and leaves the others alone. Values are texts, numbers, booleans, objects or nil, which clears.
// An unknown name, or a value that the setting cannot hold, is Invalid at `settings.<name>` and nothing is stored. Only an administrator or the
// house may.
func SaveSettings(tx *db.Tx, values map[string]any) error {
	if err := tx.Who().Must(authz.Admin); err != nil {
		return err
	}
	names := slices.Sorted(maps.Keys(values))
	for _, name := range names {
		if hidden[name] {
			return fail.At("settings."+name, "settings.name.unknown", "name", name)
		}
	}
	texts, err := textsOf(values, names)
	if err != nil {
		return err
	}
	if err := ensureSalt(tx); err != nil {
		return err
	}
	for _, name := range names {
		if err := putSetting(tx, name, texts[name]); err != nil {
			return err
		}
	}
	return tx.Emit(SettingsChanged{Names: names})
}

// SeedSettings is SaveSettings for documents that state facts: it tells nobody.
func SeedSettings(tx *db.Tx, values map[string]any) error {
	names := slices.Sorted(maps.Keys(values))
	texts, err := textsOf(values, names)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := putSetting(tx, name, texts[name]); err != nil {
			return err
		}
	}
	return ensureSalt(tx)
}

func textsOf(values map[string]any, names []string) (map[string]string, error) {
	known := map[string]Setting{}
	for _, def := range KnownSettings() {
		known[def.Name] = def
	}
	texts := map[string]string{}
	var wrong *fail.Error
	for _, name := range names {
		def, ok := known[name]
		if !ok {
			wrong = wrong.Add("settings."+name, "settings.name.unknown", "name", name)
			continue
		}
		text, err := settingText(values[name])
		if err != nil || !def.holds(text) {
			wrong = wrong.Add("settings."+name, "settings.value.refused", "name", name, "value", text)
		}
		texts[name] = text
	}
	return texts, wrong.Or()
}

func objectText(v any) (string, error) {
	b, err := json.Marshal(v)
	return string(b), err
}

func isObject(text string) bool {
	var object map[string]any
	var list []any
	return json.Unmarshal([]byte(text), &object) == nil || json.Unmarshal([]byte(text), &list) == nil && len(list) == 0
}
