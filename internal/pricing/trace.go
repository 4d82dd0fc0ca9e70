package pricing

import (
	"fmt"
	"slices"
	"strings"

	"pignon.coop/internal/expression"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
)

// Trace tells how a price was found: for each stop and for the delivery as a whole, which rules were tried, with which values, and why they
// held or not.
type Trace struct {
	RuleSet  int64    `json:"ruleSet"`
	Name     string   `json:"name"`
	Strategy Strategy `json:"strategy"`
	Passes   []Pass   `json:"passes"`
}

// Sum is what all rules charge together, before reductions are stopped at zero.
func (t Trace) Sum() (sum money.Amount) {
	for _, pass := range t.Passes {
		for _, tried := range pass.Rules {
			sum += tried.Amount
		}
		for _, tried := range pass.Supplements {
			sum += tried.Amount
		}
	}
	return sum
}

// Pass is one look through the rules.
type Pass struct {
	Stop        int      `json:"stop"`   // index of the stop; WholeDelivery for the delivery
	Target      string   `json:"target"` // PICKUP, DROPOFF or ORDER
	Rules       []Tried  `json:"rules"`
	Supplements []*Tried `json:"supplements,omitempty"` // charged by hand
}

// wholeOrder is the target of the look at the delivery as a whole.
const wholeOrder = "ORDER"

// Tried is a rule that was looked at, as it was then.
type Tried struct {
	Rule       Rule         `json:"rule"`
	Matched    bool         `json:"matched"`
	Supplement bool         `json:"supplement,omitempty"`
	Reason     Reason       `json:"reason"`
	Seen       []Seen       `json:"seen,omitempty"` // what was read to decide
	Units      int64        `json:"units,omitempty"`
	Amount     money.Amount `json:"amount"` // what it charges: so many units at its price
}

// Seen is a part of a condition with the value that it had: null, true or false, a number or a text.
type Seen struct {
	Part  string           `json:"part"`
	Value expression.Value `json:"value"`
}

// Reason says why a rule held or not, or why it charges nothing: a word of the catalogue below pricing.reason, with what it is about.
type Reason struct {
	Code     string `json:"code"`
	Text     string `json:"text,omitempty"` // the part of the rule
	Why      string `json:"why,omitempty"`  // what is wrong with it
	Quantity int64  `json:"quantity,omitempty"`
}

// Sentence says why, for people: the reason, and what was read.
func (t Tried) Sentence(words *locale.Printer) string {
	r := t.Reason
	sentence := words.T("pricing.reason."+r.Code, locale.Args{"text": r.Text, "why": r.Why, "quantity": r.Quantity})
	if len(t.Seen) == 0 {
		return sentence
	}
	var seen []string
	for _, s := range t.Seen {
		if text := s.Part + " = " + shown(s.Value); !slices.Contains(seen, text) {
			seen = append(seen, text)
		}
	}
	return words.T("pricing.reason.seen", locale.Args{"sentence": sentence, "values": strings.Join(seen, ", ")})
}

// shown writes a value as the language of rules writes it.
func shown(v expression.Value) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		return `"` + v + `"`
	}
	return fmt.Sprint(v)
}
