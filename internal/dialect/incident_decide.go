package dialect

import (
	"net/http"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/incident"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// decideIncident does what a dispatcher decided about an incident.
func (f *face) decideIncident(c *web.Call) error {
	return f.onIncident(c, http.StatusOK, func(id int64, b body) error {
		act, err := b.text("action")
		if err != nil {
			return err
		}
		switch incident.Act(act) {
		case incident.Rescheduled:
			return f.rescheduleIncident(c, id, b)
		case incident.PriceDiffed:
			return f.chargeIncident(c, id, b)
		case incident.Cancelled:
			return f.pricer().CancelForIncident(c.R.Context(), c.Who, id)
		case incident.Accepted:
			return f.decideSuggestion(c, b, flow.SuggestionIn{IncidentID: id, Edit: func(s map[string]any) (flow.EditParcelIn, error) { return f.suggestedEdit(c, s) }})
		case incident.Rejected:
			return f.decideSuggestion(c, b, flow.SuggestionIn{IncidentID: id})
		}
		return f.unknownAct(c, id, incident.Act(act))
	})
}

// unknownAct says first whether there is such an incident, and whether the caller decides about it.
func (f *face) unknownAct(c *web.Call, id int64, act incident.Act) error {
	return f.read(c, func(tx *db.Tx) error {
		if _, err := incident.LoadToDecide(tx, id, act); err != nil {
			return err
		}
		if act == incident.Transported {
			return fail.New(fail.Invalid, "incident.transporter.none")
		}
		return fail.New(fail.Invalid, "incident.action.unknown", "action", string(act))
	})
}

func (f *face) rescheduleIncident(c *web.Call, id int64, b body) error {
	var window span.Range
	for key, end := range map[string]*span.Instant{"after": &window.From, "before": &window.To} {
		if err := f.momentIn(b, key, end); err != nil {
			return err
		}
	}
	var settled bool
	if err := b.into("close", &settled); err != nil {
		return err
	}
	return f.change(c, func(tx *db.Tx) error { return flow.RescheduleIncident(tx, id, window, settled) })
}

func (f *face) chargeIncident(c *web.Call, id int64, b body) error {
	var diff *int64
	if err := b.into("diff", &diff); err != nil {
		return err
	}
	if diff == nil {
		return fail.At("diff", "value.missing")
	}
	return f.change(c, func(tx *db.Tx) error { return flow.ChargeIncident(tx, id, money.Amount(*diff)) })
}

func (f *face) decideSuggestion(c *web.Call, b body, in flow.SuggestionIn) error {
	var diff *int64
	if err := b.into("diff", &diff); err != nil {
		return err
	}
	in.Diff = diff
	return f.pricer().DecideSuggestion(c.R.Context(), c.Who, in)
}
