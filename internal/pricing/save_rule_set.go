package pricing

import (
	"fmt"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// SaveRuleSetIn is a price list as somebody writes it. ID 0 makes a new one; what is nil stays as it is.
type SaveRuleSetIn struct {
	ID       int64
	Version  int64 // what the writer saw, 0 when they do not say
	Name     *string
	Strategy *Strategy
	Options  *[]string
	Rules    *[]RuleIn // all of them, in order
}

// RuleIn is a rule as somebody writes it. ID 0 makes a new one; of an existing one, what is nil stays.
type RuleIn struct {
	ID         int64
	Target     *Target
	Expression *string
	Price      *string
	Name       *string
}

// SaveRuleSet makes or changes a price list. Rules that are not named any more are deleted. Prices of existing orders stay what they are.
func SaveRuleSet(tx *db.Tx, in SaveRuleSetIn) (RuleSet, error) {
	s := RuleSet{Strategy: First, Options: db.JSON[[]string]{V: []string{}}, Version: 1, CreatedAt: tx.Now()}
	var err error
	if in.ID != 0 {
		if s, err = LoadRuleSet(tx, in.ID); err != nil {
			return s, err
		}
	}
	if err := mayAdminister(tx.Who()); err != nil {
		return s, err
	}
	if in.ID != 0 && in.Version != 0 && in.Version != s.Version {
		return s, fail.New(fail.Stale, "row.stale")
	}
	before := s.Rules
	if err := s.write(in, tx); err != nil {
		return s, err
	}
	if err := saveRuleSet(tx, &s, before); err != nil {
		return s, err
	}
	return s, tx.Emit(RuleSetSaved{RuleSetID: s.ID})
}

// write brings what was written into the list, or says what is wrong with it.
func (s *RuleSet) write(in SaveRuleSetIn, tx *db.Tx) error {
	set(&s.Name, in.Name)
	set(&s.Strategy, in.Strategy)
	set(&s.Options.V, in.Options)
	s.UpdatedAt = tx.Now()
	var wrong *fail.Error
	if s.Name = strings.TrimSpace(s.Name); s.Name == "" {
		wrong = wrong.Add("name", "value.blank")
	}
	if len(s.Name) > mostName {
		wrong = wrong.Add("name", "value.too_long", "most", mostName)
	}
	if s.Strategy != First && s.Strategy != Every {
		wrong = wrong.Add("strategy", "value.choice")
	}
	if in.Rules == nil {
		return wrong.Or()
	}
	if len(*in.Rules) > mostRules {
		return wrong.Add("rules", "pricing.rules.too_many", "most", mostRules)
	}
	old := *s
	s.Rules = make([]Rule, len(*in.Rules))
	for i, given := range *in.Rules {
		r := Rule{CreatedAt: tx.Now()}
		if given.ID != 0 {
			known := false
			if r, known = old.Rule(given.ID); !known {
				return org.UnknownRelation("pricing_rules", given.ID)
			}
		}
		given.write(&r, i, tx)
		wrong = r.check(wrong, fmt.Sprintf("rules[%d].", i))
		s.Rules[i] = r
	}
	return wrong.Or()
}

func (in RuleIn) write(r *Rule, position int, tx *db.Tx) {
	set(&r.Target, in.Target)
	set(&r.Expression, in.Expression)
	set(&r.Price, in.Price)
	if in.Name != nil {
		r.Name = org.Text(*in.Name)
	}
	r.Position, r.UpdatedAt = int64(position), tx.Now()
}

func set[T any](to *T, value *T) {
	if value != nil {
		*to = *value
	}
}

// saveRuleSet writes a list and its rules, and deletes those that were and are not any more.
func saveRuleSet(tx *db.Tx, s *RuleSet, before []Rule) (err error) {
	if s.ID == 0 {
		if s.ID, err = tx.ID("pricing_rule_sets"); err != nil {
			return err
		}
		err = db.Insert(tx, "pricing_rule_sets", *s)
	} else {
		err = db.Update(tx, "pricing_rule_sets", s)
	}
	if err != nil {
		return err
	}
	for _, r := range before {
		if _, stays := s.Rule(r.ID); !stays {
			if err := deleteRule(tx, r.ID); err != nil {
				return err
			}
		}
	}
	for i := range s.Rules {
		if err := saveRule(tx, s.ID, &s.Rules[i]); err != nil {
			return err
		}
	}
	return nil
}

func saveRule(tx *db.Tx, set int64, r *Rule) (err error) {
	r.RuleSetID = set
	if r.ID != 0 {
		return db.Update(tx, "pricing_rules", *r)
	}
	if r.ID, err = tx.ID("pricing_rules"); err != nil {
		return err
	}
	return db.Insert(tx, "pricing_rules", *r)
}
