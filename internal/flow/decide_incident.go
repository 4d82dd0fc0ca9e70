package flow

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/incident"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/span"
)

// RescheduleIncident gives the task of an incident another window, and closes the incident if that settles it.
func RescheduleIncident(tx *db.Tx, id int64, to span.Range, settled bool) error {
	i, err := incident.LoadToDecide(tx, id, incident.Rescheduled)
	if err != nil {
		return err
	}
	tx = tx.As(tx.Who().With(authz.Dispatcher)) // whoever decides about an incident may do what that takes
	if to.From.IsZero() || to.To.IsZero() {
		return fail.New(fail.Invalid, "incident.window.missing")
	}
	t, err := delivery.LoadTask(tx, i.TaskID)
	if err != nil {
		return err
	}
	if _, err := dispatch.Reschedule(tx, t.ID, to); err != nil {
		return err
	}
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return err
	}
	window := func(r span.Range) map[string]any {
		const layout = "2006-01-02T15:04:05-0700"
		return map[string]any{"after": r.From.In(settings.Zone()).Format(layout), "before": r.To.In(settings.Zone()).Format(layout)}
	}
	said := map[string]any{"from": window(span.Range{From: t.After, To: t.Before}), "to": window(to)}
	return incident.Decide(tx, incident.DecideIn{ID: id, Act: incident.Rescheduled, Metadata: &said, Close: settled})
}

// ChargeIncident changes the total of the order of an incident's delivery.
func ChargeIncident(tx *db.Tx, id int64, diff money.Amount) error {
	i, err := incident.LoadToDecide(tx, id, incident.PriceDiffed)
	if err != nil {
		return err
	}
	s, err := delivery.LoadSheet(tx, i.TaskID)
	if err != nil {
		return err
	}
	if s.OrderID == nil {
		return fail.New(fail.Invalid, "incident.order.none")
	}
	o, err := order.ChargeIncident(tx, order.ChargeIncidentIn{OrderID: *s.OrderID, Amount: diff})
	if err != nil {
		return err
	}
	if err := payment.Owe(tx, payment.OweIn{OrderID: o.ID, Total: o.Total, Code: payment.Card}); err != nil {
		return err
	}
	return incident.Decide(tx, incident.DecideIn{ID: id, Act: incident.PriceDiffed, Metadata: &map[string]any{"diff": diff}})
}

// CancelForIncident takes the task of an incident out of the plan.
func (p Parcels) CancelForIncident(ctx context.Context, who authz.Actor, id int64) error {
	i, err := p.incident(ctx, who, id, incident.Cancelled)
	if err != nil {
		return err
	}
	who = who.With(authz.Dispatcher) // whoever decides about an incident may do what that takes
	if err := p.CancelStop(ctx, who, i.TaskID); err != nil {
		return err
	}
	return p.DB.Write(ctx, who, func(tx *db.Tx) error {
		return incident.Decide(tx, incident.DecideIn{ID: id, Act: incident.Cancelled})
	})
}

// SuggestionIn is what was decided about the first suggestion of an incident. Edit reads it as a change of its delivery; nil rejects it.
type SuggestionIn struct {
	IncidentID int64
	Diff       any // what the price changes by, as the client said it; nil when it did not
	Edit       func(suggestion map[string]any) (EditParcelIn, error)
}

// DecideSuggestion accepts a suggestion, which changes the delivery and its price at once, or rejects it.
func (p Parcels) DecideSuggestion(ctx context.Context, who authz.Actor, in SuggestionIn) error {
	decide := func(act incident.Act) func(*db.Tx) error {
		return func(tx *db.Tx) error {
			return incident.Decide(tx, incident.DecideIn{ID: in.IncidentID, Act: act, Metadata: &map[string]any{"diff": in.Diff}})
		}
	}
	if in.Edit == nil {
		return p.DB.Write(ctx, who, decide(incident.Rejected))
	}
	i, err := p.incident(ctx, who, in.IncidentID, incident.Accepted)
	if err != nil {
		return err
	}
	suggestion, ok := i.Metadata.V.Suggestion()
	if !ok {
		return fail.New(fail.Invalid, "incident.suggestion.none")
	}
	edit, err := in.Edit(suggestion)
	if err != nil {
		return err
	}
	edit.Recalculate = true
	return p.edited(ctx, who, edit, decide(incident.Accepted))
}

func (p Parcels) incident(ctx context.Context, who authz.Actor, id int64, act incident.Act) (i incident.Incident, err error) {
	err = p.DB.Read(ctx, who, func(tx *db.Tx) error {
		i, err = incident.LoadToDecide(tx, id, act)
		return err
	})
	return i, err
}
