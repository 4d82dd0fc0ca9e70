package org

// SettingsChanged says that settings were saved; Names lists those that may differ now, never their values.
type SettingsChanged struct {
	Names []string `json:"names"`
}

// EventName names the event.
func (SettingsChanged) EventName() string { return "settings.changed" }
