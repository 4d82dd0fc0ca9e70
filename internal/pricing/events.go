package pricing

// RuleSetSaved says that a price list was made or changed.
type RuleSetSaved struct {
	RuleSetID int64 `json:"ruleSetId"`
}

// EventName names the event.
func (RuleSetSaved) EventName() string { return "pricing_rule_set.saved" }

// RuleSetDeleted says that a price list was taken away.
type RuleSetDeleted struct {
	RuleSetID int64 `json:"ruleSetId"`
}

// EventName names the event.
func (RuleSetDeleted) EventName() string { return "pricing_rule_set.deleted" }
