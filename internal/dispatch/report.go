package dispatch

import (
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// Kinds of reports.
const (
	ReportStart  = "start"
	ReportDone   = "done"
	ReportFailed = "failed"
	ReportNote   = "note"
)

// Outcomes of reports; any other is the code of a refusal.
const (
	Applied  = "applied"
	Repeated = "repeated" // the task was in that state already
)

// ReportIn is what a courier did, as their phone queued it, perhaps days ago.
type ReportIn struct {
	ID       string // chosen by the phone, once per tap
	TaskID   int64
	Kind     string
	TappedAt span.Instant // by the phone's clock
	Body     ReportBody
}

// ReportBody is what a courier had to say.
type ReportBody struct {
	Notes       string `json:"notes,omitempty"`
	Reason      string `json:"reason,omitempty"`
	ContactName string `json:"contactName,omitempty"`
}

// Report is a courier's report with what became of it.
type Report struct {
	ID         string              `db:"report_id"`
	TaskID     int64               `db:"task_id"`
	CourierID  int64               `db:"courier_id"`
	Kind       string              `db:"kind"`
	Body       db.JSON[ReportBody] `db:"body"`
	TappedAt   span.Instant        `db:"tapped_at"`
	HappenedAt span.Instant        `db:"happened_at"` // TappedAt, brought into what is possible
	ReceivedAt span.Instant        `db:"received_at"`
	Outcome    string              `db:"outcome"`
	SeenAt     span.Instant        `db:"seen_at"`
}

// TakeReport keeps a courier's report once and applies it if it still can be. A report that cannot be applied, because the task went to
// somebody else, was cancelled or ended otherwise meanwhile, is no error: it is kept with its outcome and shown to dispatchers, and changes
// nothing. The same report again gives the first answer. A task that never was the caller's is NotFound; a report id of somebody else, or
// of another report, is a Conflict.
func TakeReport(tx *db.Tx, in ReportIn) (Report, error) {
	who := tx.Who()
	if err := who.Must(authz.Courier); err != nil {
		return Report{}, err
	}
	if err := in.check(); err != nil {
		return Report{}, err
	}
	if known, ok, err := findReport(tx, in.ID); ok || err != nil {
		return known, in.same(known, who.UserID, err)
	}
	carried, err := delivery.Carried(tx, in.TaskID, who.UserID, who.Username)
	if err == nil && !carried && !who.Is(authz.Dispatcher) {
		err = fail.New(fail.NotFound, "row.not_found")
	}
	if err != nil {
		return Report{}, err
	}
	r := Report{
		ID: in.ID, TaskID: in.TaskID, CourierID: who.UserID, Kind: in.Kind, Body: db.JSON[ReportBody]{V: in.Body},
		TappedAt: in.TappedAt, HappenedAt: bounded(in.TappedAt, tx.Now()), ReceivedAt: tx.Now(),
	}
	if r.Outcome, err = in.apply(tx); err != nil {
		return Report{}, err
	}
	if err := db.Insert(tx, "courier_reports", r); err != nil {
		return Report{}, err
	}
	if r.Outcome == Applied || r.Outcome == Repeated {
		return r, nil
	}
	return r, tx.Emit(ReportKept{ReportID: r.ID, TaskID: r.TaskID, CourierID: r.CourierID, Outcome: r.Outcome})
}

func (in ReportIn) check() error {
	var wrong *fail.Error
	if len(in.ID) < 8 || len(in.ID) > 64 {
		wrong = wrong.Add("id", "value.pattern")
	}
	switch in.Kind {
	case ReportStart, ReportDone, ReportFailed, ReportNote:
	default:
		wrong = wrong.Add("kind", "value.choice")
	}
	if in.TappedAt.IsZero() {
		wrong = wrong.Add("tappedAt", "value.blank")
	}
	return wrong.Or()
}

// same: an id that was used already must belong to the same courier, task and kind.
func (in ReportIn) same(known Report, courier int64, err error) error {
	if err == nil && (known.CourierID != courier || known.TaskID != in.TaskID || known.Kind != in.Kind) {
		err = fail.New(fail.Conflict, "report.id.taken")
	}
	return err
}

// bounded is when it happened as far as we can believe a phone's clock: not in the future, not longer ago than a phone may be offline.
func bounded(tapped, now span.Instant) span.Instant {
	if tapped.After(now.Time) {
		return now
	}
	if first := now.Add(-oldest); tapped.Before(first.Time) {
		return first
	}
	return tapped
}

// apply does what the report says if it still can be done, and tells the outcome.
func (in ReportIn) apply(tx *db.Tx) (string, error) {
	t, err := delivery.LoadTask(tx, in.TaskID)
	if err != nil {
		return "", err
	}
	courier, err := delivery.CourierOf(tx, in.TaskID)
	if err != nil {
		return "", err
	}
	if who := tx.Who(); courier != who.UserID && !who.Is(authz.Dispatcher) {
		return "report.task.taken_away", nil
	}
	if outcome := in.outcomeIn(t.Status); outcome != "" {
		return outcome, nil
	}
	if err := in.run(tx); err != nil {
		if fail.Is(err, fail.Conflict) { // the pick-up is still open: nothing was written before this was found
			return fail.Of(err).Code, nil
		}
		return "", err
	}
	return Applied, nil
}

// outcomeIn decides what needs no change: "" means that the report has to be run.
func (in ReportIn) outcomeIn(s delivery.Status) string {
	wanted := map[string]delivery.Status{ReportStart: delivery.Doing, ReportDone: delivery.Done, ReportFailed: delivery.Failed}[in.Kind]
	switch {
	case in.Kind == ReportNote:
		return ""
	case s == wanted, in.Kind == ReportStart && s.Completed():
		return Repeated
	case s == delivery.Cancelled:
		return "report.task.cancelled"
	case s.Completed():
		return "report.task.ended_otherwise"
	}
	return ""
}

func (in ReportIn) run(tx *db.Tx) (err error) {
	finish := delivery.FinishIn{TaskID: in.TaskID, Notes: in.Body.Notes, Reason: in.Body.Reason, ContactName: in.Body.ContactName}
	switch in.Kind {
	case ReportStart:
		_, err = delivery.StartTask(tx, in.TaskID)
	case ReportDone:
		_, err = delivery.CompleteTask(tx, finish)
	case ReportFailed:
		_, err = delivery.FailTask(tx, finish)
	default:
		_, err = delivery.NoteTask(tx, in.TaskID, in.Body.Notes)
	}
	return err
}

// SeeReport notes that a dispatcher took note of a report that could not be applied.
func SeeReport(tx *db.Tx, id string) error {
	if err := mayPlan(tx.Who()); err != nil {
		return err
	}
	if _, ok, err := findReport(tx, id); err != nil || !ok {
		return orNotFound(err)
	}
	if err := markSeen(tx, id); err != nil {
		return err
	}
	return tx.Emit(ReportSeen{ReportID: id})
}

func orNotFound(err error) error {
	if err != nil {
		return err
	}
	return fail.New(fail.NotFound, "row.not_found")
}

// Skewed tells whether a phone's clock was so wrong that its time could not be believed.
func (r Report) Skewed() bool { return r.TappedAt.Sub(r.HappenedAt.Time).Abs() > time.Minute }
