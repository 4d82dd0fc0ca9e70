package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/recurrence"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// RecurrenceRules are a page of the rules by which deliveries come again.
type RecurrenceRules struct {
	Rules []RecurrenceRule `json:"rules" doc:"By id"`
	Total int              `json:"total"`
}

// RecurrenceRule is one of them, with the days that are next.
type RecurrenceRule struct {
	ID        int64      `json:"id"`
	Name      string     `json:"name"`
	StoreID   int64      `json:"storeId"`
	Store     string     `json:"store" doc:"Name of the store's organisation"`
	Rule      string     `json:"rule" doc:"RRULE without prefix"`
	Paused    bool       `json:"paused"`
	Generates bool       `json:"generates" doc:"The house makes its orders by itself, a day ahead"`
	Next      []ComesDay `json:"next" doc:"None while it is paused"`
}

// ComesDay is a day on which a delivery comes.
type ComesDay struct {
	Day     span.Day `json:"day"`
	OrderID *int64   `json:"orderId" doc:"null: not made yet"`
}

// ComesDays are the days of a rule that does not exist yet.
type ComesDays struct {
	Days []span.Day `json:"days"`
}

type (
	rulesIn struct {
		Offset int `query:"offset" minimum:"0"`
	}
	ruleIn struct {
		PathID
		Count int `query:"count" minimum:"1" maximum:"100" default:"10"`
	}
	previewIn struct {
		Body struct {
			Rule  string `json:"rule" maxLength:"500" doc:"RRULE, FREQ=WEEKLY;BYDAY=MO,FR"`
			Count int    `json:"count,omitempty" minimum:"1" maximum:"100" default:"10"`
		}
	}
)

const (
	rulesPage = 30
	nextDays  = 3 // of each rule in a list
)

func (f *face) recurrenceRoutes() {
	tags, dispatcher := []string{"recurrence"}, web.Needs(authz.Dispatcher)
	register(f, dispatcher, huma.Operation{Method: http.MethodGet, Path: "/v1/recurrence-rules", Tags: tags, Summary: "Rules by which deliveries come again"}, f.recurrenceRules)
	register(f, dispatcher, huma.Operation{Method: http.MethodPost, Path: "/v1/recurrence-rules/preview", Tags: tags, Summary: "The days of a rule; keeps nothing"}, f.previewRule)
	register(f, dispatcher, huma.Operation{Method: http.MethodGet, Path: "/v1/recurrence-rules/{id}", Tags: tags, Summary: "A rule with the days that are next"}, f.recurrenceRule)
	for verb, paused := range map[string]bool{"pause": true, "resume": false} {
		register(f, dispatcher, huma.Operation{Method: http.MethodPost, Path: "/v1/recurrence-rules/{id}/" + verb, Tags: tags,
			Summary: map[bool]string{true: "Stop a rule for the time being", false: "Let a rule go on"}[paused]}, f.pauseRule(paused))
	}
}

// ruleObject is a rule with its next days.
func (f *face) ruleObject(tx *db.Tx, r recurrence.Rule, count int) (out RecurrenceRule, err error) {
	out = RecurrenceRule{ID: r.ID, Name: string(r.Name), StoreID: r.StoreID, Rule: r.Rule, Paused: r.Paused, Generates: r.Generates, Next: []ComesDay{}}
	names, err := recurrence.OrgNames(tx, []int64{r.StoreID})
	if err != nil {
		return out, err
	}
	out.Store = names[r.StoreID]
	from := span.DayOf(tx.Now().Time, f.house.Zone())
	days, err := r.Upcoming(from, count, f.house.Zone())
	if err != nil {
		return out, err
	}
	made, err := recurrence.MadeFrom(tx, r.ID, from)
	for _, day := range days {
		one := ComesDay{Day: day}
		if id, ok := made[day]; ok {
			one.OrderID = &id
		}
		out.Next = append(out.Next, one)
	}
	return out, err
}

func (f *face) recurrenceRules(ctx context.Context, who authz.Actor, in *rulesIn) (*answer[RecurrenceRules], error) {
	out := RecurrenceRules{Rules: []RecurrenceRule{}}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		page, err := recurrence.List(tx, rulesPage, in.Offset)
		out.Total = page.Total
		for _, r := range page.Rows {
			one, err := f.ruleObject(tx, r, nextDays)
			if err != nil {
				return err
			}
			out.Rules = append(out.Rules, one)
		}
		return err
	})
	return &answer[RecurrenceRules]{out}, err
}

func (f *face) recurrenceRule(ctx context.Context, who authz.Actor, in *ruleIn) (*answer[RecurrenceRule], error) {
	var out RecurrenceRule
	err := f.read(ctx, who, func(tx *db.Tx) error {
		r, err := recurrence.Read(tx, in.ID)
		if err != nil {
			return hidden(err)
		}
		out, err = f.ruleObject(tx, r, in.Count)
		return err
	})
	return &answer[RecurrenceRule]{out}, err
}

func (f *face) previewRule(ctx context.Context, who authz.Actor, in *previewIn) (*answer[ComesDays], error) {
	out := ComesDays{Days: []span.Day{}}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		days, err := recurrence.Preview(tx, in.Body.Rule, in.Body.Count, f.house.Zone())
		out.Days = append(out.Days, days...)
		return err
	})
	return &answer[ComesDays]{out}, err
}

func (f *face) pauseRule(paused bool) func(context.Context, authz.Actor, *PathID) (*answer[RecurrenceRule], error) {
	return func(ctx context.Context, who authz.Actor, in *PathID) (*answer[RecurrenceRule], error) {
		var out RecurrenceRule
		err := f.change(ctx, who, func(tx *db.Tx) error {
			r, err := recurrence.Pause(tx, in.ID, paused)
			if err != nil {
				return hidden(err)
			}
			out, err = f.ruleObject(tx, r, nextDays)
			return err
		})
		return &answer[RecurrenceRule]{out}, err
	}
}
