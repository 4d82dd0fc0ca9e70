package pricing

import (
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/expression"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Target says what a rule prices: the delivery as a whole, each of its stops, or, as older rules do, the one or the other by their number.
type Target string

// The targets.
const (
	ForDelivery Target = "DELIVERY"
	ForTask     Target = "TASK"
	ForEither   Target = "LEGACY_TARGET_DYNAMIC"
)

// Strategy says which of the rules that hold are charged: the first, or all.
type Strategy string

// The strategies.
const (
	First Strategy = "find"
	Every Strategy = "map"
)

// Rule is a condition with a price, both in the language of rules.
type Rule struct {
	ID         int64        `db:"id"`
	RuleSetID  int64        `db:"rule_set_id"`
	Position   int64        `db:"position"` // rules are tried in this order
	Target     Target       `db:"target"`
	Expression string       `db:"expression"`
	Price      string       `db:"price"`
	Name       org.Text     `db:"name"` // what customers read; empty: what the condition and the price say
	CreatedAt  span.Instant `db:"created_at"`
	UpdatedAt  span.Instant `db:"updated_at"`
}

// byHand is the condition of rules that never hold by themselves.
const byHand = "false"

// Supplement tells whether the rule is only charged when a person says so: waiting, stairs.
func (r Rule) Supplement() bool { return r.Expression == byHand }

// RuleSet is a price list.
type RuleSet struct {
	ID        int64             `db:"id"`
	Name      string            `db:"name"`
	Strategy  Strategy          `db:"strategy"`
	Options   db.JSON[[]string] `db:"options"`
	Version   int64             `db:"version"`
	CreatedAt span.Instant      `db:"created_at"`
	UpdatedAt span.Instant      `db:"updated_at"`
	Rules     []Rule            `db:"-"` // by position
}

// Rule finds a rule of the set.
func (s RuleSet) Rule(id int64) (Rule, bool) {
	for _, r := range s.Rules {
		if r.ID == id {
			return r, true
		}
	}
	return Rule{}, false
}

const (
	mostRules = 500
	mostName  = 255
)

// check refuses a rule that cannot be kept, with paths below at ("rules[2]."), in addition to what is wrong already.
func (r *Rule) check(wrong *fail.Error, at string) *fail.Error {
	r.Name = org.Text(strings.TrimSpace(string(r.Name)))
	if r.Target == "" {
		r.Target = ForDelivery
	}
	if r.Target != ForDelivery && r.Target != ForTask && r.Target != ForEither {
		wrong = wrong.Add(at+"target", "value.choice")
	}
	if len(r.Name) > mostName {
		wrong = wrong.Add(at+"name", "value.too_long", "most", mostName)
	}
	wrong = checkText(wrong, at+"expression", r.Expression)
	return checkText(wrong, at+"price", r.Price)
}

func checkText(wrong *fail.Error, path, text string) *fail.Error {
	if strings.TrimSpace(text) == "" {
		return wrong.Add(path, "value.blank")
	}
	if _, err := expression.Parse(text); err != nil {
		return wrong.Add(path, "pricing.expression.unreadable", "why", err.Error())
	}
	return wrong
}
