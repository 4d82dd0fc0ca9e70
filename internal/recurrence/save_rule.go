package recurrence

import (
	"encoding/json"
	"regexp"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/store"
)

// SaveIn is a new rule (ID 0) or what changes of one.
type SaveIn struct {
	ID         int64
	StoreID    *int64
	Name       *org.Text
	Rule       *string
	Template   json.RawMessage
	FixedPrice *json.RawMessage
	Paused     *bool
	Generates  bool // of a new one: it makes orders by itself
	Drawn      bool // the template was drawn from a delivery, with seconds
}

// mayPlan: dispatchers look after rules.
func mayPlan(who authz.Actor) error { return who.Must(authz.Dispatcher) }

// Save makes or changes a rule.
func Save(tx *db.Tx, in SaveIn) (r Rule, err error) {
	if in.ID != 0 {
		if r, err = Load(tx, in.ID); err != nil {
			return r, err
		}
	}
	if err := mayPlan(tx.Who()); err != nil {
		return r, err
	}
	if err := in.change(tx, &r); err != nil {
		return r, err
	}
	r.UpdatedAt = tx.Now()
	if r.ID != 0 {
		err = db.Update(tx, "recurrence_rules", &r)
	} else {
		if r.ID, err = tx.ID("recurrence_rules"); err != nil {
			return r, err
		}
		r.Version, r.CreatedAt, r.Generates = 1, tx.Now(), in.Generates
		err = db.Insert(tx, "recurrence_rules", r)
	}
	if err != nil {
		return r, err
	}
	return r, tx.Emit(Saved{RuleID: r.ID})
}

func (in SaveIn) change(tx *db.Tx, r *Rule) (err error) {
	set(&r.Name, in.Name)
	set(&r.Paused, in.Paused)
	set(&r.FixedPrice.V, in.FixedPrice)
	set(&r.StoreID, in.StoreID)
	var wrong *fail.Error
	if r.StoreID == 0 {
		wrong = wrong.Add("store", "value.missing")
	} else if in.StoreID != nil {
		if _, err := store.LoadStore(tx, r.StoreID); err != nil {
			return err
		}
	}
	if in.Rule != nil {
		if r.Rule, err = Normal(*in.Rule); err != nil {
			return err
		}
	}
	if r.Rule == "" {
		wrong = wrong.Add("rule", "value.blank")
	}
	if in.Template != nil {
		r.Template.V = in.Template
		if _, ok := TasksOf(in.Template, in.Drawn); !ok {
			wrong = wrong.Add("template", "recurrence.template.invalid")
		}
	}
	if r.Template.V == nil {
		wrong = wrong.Add("template", "value.missing")
	}
	return wrong.Or()
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

var (
	timeOfDay = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d$`)
	withSecs  = regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$`)
)

// mostTasks bounds a template.
const mostTasks = 200

// TasksOf gives the tasks of a template; ok is false where it is none: one task, or a collection of them, each with times of day. drawn lets
// seconds pass.
func TasksOf(template json.RawMessage, drawn bool) (tasks []json.RawMessage, ok bool) {
	var head struct {
		Type    string            `json:"@type"`
		Members []json.RawMessage `json:"hydra:member"`
	}
	if json.Unmarshal(template, &head) != nil {
		return nil, false
	}
	switch head.Type {
	case "Task":
		tasks = []json.RawMessage{template}
	case "hydra:Collection":
		tasks = head.Members
	default:
		return nil, false
	}
	allowed := timeOfDay
	if drawn {
		allowed = withSecs
	}
	for _, raw := range tasks {
		var t struct{ After, Before string }
		if json.Unmarshal(raw, &t) != nil || !allowed.MatchString(t.After) || !allowed.MatchString(t.Before) {
			return nil, false
		}
	}
	return tasks, len(tasks) <= mostTasks
}

// Delete takes a rule away. What it made stays.
func Delete(tx *db.Tx, id int64) error {
	r, err := Load(tx, id)
	if err != nil {
		return err
	}
	if err := mayPlan(tx.Who()); err != nil {
		return err
	}
	r.DeletedAt, r.UpdatedAt = tx.Now(), tx.Now()
	if err := db.Update(tx, "recurrence_rules", &r); err != nil {
		return err
	}
	return tx.Emit(Deleted{RuleID: id})
}

// Read gives dispatchers a rule.
func Read(tx *db.Tx, id int64) (Rule, error) {
	r, err := Load(tx, id)
	if err != nil {
		return r, err
	}
	return r, mayPlan(tx.Who())
}

// Claim writes down that a rule made an order for a day. A second one is Conflict recurrence.day.taken, whoever is faster.
func Claim(tx *db.Tx, run Run) error {
	run.CreatedAt = tx.Now()
	err := db.Insert(tx, "recurrence_runs", run)
	if fail.Is(err, fail.Conflict) {
		return fail.New(fail.Conflict, "recurrence.day.taken", "day", string(run.Day))
	}
	if err != nil {
		return err
	}
	return tx.Emit(Occurred{RuleID: run.RuleID, Day: string(run.Day), OrderID: run.OrderID})
}
