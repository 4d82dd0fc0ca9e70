package shift

import (
	"bytes"
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// Settings are how schedules are made and which labour law is looked at.
type Settings struct {
	Throughput   float64 // deliveries an hour that one courier makes
	ServiceLevel float64 // share of hours in which the couriers are to be enough
	Template     string  // a key of LegalTemplates, empty for none
	Overrides    Rules   // of the template's rules; nil takes a rule away
}

// Rules are limits of labour law by name. A nil limit is none.
type Rules map[string]*float64

// LegalTemplate are the rules of one country's trade.
type LegalTemplate struct {
	Country, Sector string
	Rules           map[string]float64
}

// LegalTemplates are the templates by key.
func LegalTemplates() map[string]LegalTemplate {
	return map[string]LegalTemplate{"ccn_transport_fr": {Country: "fr", Sector: "road_transport", Rules: map[string]float64{
		"maxDailyHours": 10, "maxWeeklyHours": 48, "maxAvgWeeklyHours": 44, "avgWeeklyHoursWindowWeeks": 12, "minDailyRestHours": 11,
		"minWeeklyRestHours": 35, "breakThresholdHours": 6, "minBreakMinutes": 30, "maxConsecutiveDays": 6}}}
}

// Legal are the limits in force: the template's, with what the co-op set otherwise.
func (s Settings) Legal() map[string]float64 {
	limits := map[string]float64{}
	for name, limit := range LegalTemplates()[s.Template].Rules {
		limits[name] = limit
	}
	if s.Template == "" {
		return limits
	}
	for name, limit := range s.Overrides {
		if limit == nil {
			delete(limits, name)
		} else {
			limits[name] = *limit
		}
	}
	return limits
}

// SettingsIn is what changes. Legal, when given, replaces template and overrides.
type SettingsIn struct {
	Throughput, ServiceLevel *float64
	Legal                    *LegalIn
}

// LegalIn is a template and overrides of its rules, of which what is no limit is dropped.
type LegalIn struct {
	Template string                     `json:"template"`
	Rules    map[string]json.RawMessage `json:"-"`
}

// ReadSettings gives the settings.
func ReadSettings(tx *db.Tx) (Settings, error) {
	if err := mayWork(tx.Who()); err != nil {
		return Settings{}, err
	}
	return loadSettings(tx)
}

// SaveSettings changes the settings; numbers beyond their bounds are brought into them.
func SaveSettings(tx *db.Tx, in SettingsIn) (Settings, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return Settings{}, err
	}
	s, err := loadSettings(tx)
	if err != nil {
		return s, err
	}
	if in.Throughput != nil {
		s.Throughput = min(max(*in.Throughput, 0.1), 20)
	}
	if in.ServiceLevel != nil {
		s.ServiceLevel = min(max(*in.ServiceLevel, 0.5), 0.99)
	}
	if in.Legal != nil {
		if _, ok := LegalTemplates()[in.Legal.Template]; !ok && in.Legal.Template != "" {
			return s, fail.At("legal.template", "value.choice")
		}
		s.Template, s.Overrides = in.Legal.Template, limitsIn(in.Legal.Rules)
	}
	return s, storeSettings(tx, s)
}

func limitsIn(raw map[string]json.RawMessage) Rules {
	rules := Rules{}
	for name := range LegalTemplates()["ccn_transport_fr"].Rules {
		text, given := raw[name]
		if !given {
			continue
		}
		var limit *float64
		if err := json.Unmarshal(text, &limit); err == nil && (limit == nil && bytes.Equal(text, []byte("null")) || limit != nil && *limit > 0) {
			rules[name] = limit
		}
	}
	return rules
}
