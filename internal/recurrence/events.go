package recurrence

// The facts about rules.
type (
	Saved struct {
		RuleID int64 `json:"ruleId"`
	}
	Deleted struct {
		RuleID int64 `json:"ruleId"`
	}
	Occurred struct {
		RuleID  int64  `json:"ruleId"`
		Day     string `json:"day"`
		OrderID int64  `json:"orderId"`
	}
)

// EventName names the fact in the journal.
func (Saved) EventName() string { return "recurrence_rule.saved" }

// EventName names the fact in the journal.
func (Deleted) EventName() string { return "recurrence_rule.deleted" }

// EventName names the fact in the journal.
func (Occurred) EventName() string { return "recurrence_rule.occurred" }
