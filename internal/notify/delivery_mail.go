package notify

import (
	"context"
	"fmt"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/job"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/span"
)

// SendDeliveryMail is the job that writes to the house that somebody wants a delivery.
type SendDeliveryMail struct {
	DeliveryID int64 `json:"deliveryId"`
	Seq        int64 `json:"seq"` // of the event
}

// JobKind names the job.
func (SendDeliveryMail) JobKind() string { return "send_delivery_mail" }

// SendTaskMail is the job that writes to somebody how a stop of their store's delivery ended.
type SendTaskMail struct {
	TaskID int64        `json:"taskId"`
	UserID int64        `json:"userId"`
	Letter string       `json:"letter"`
	Notes  string       `json:"notes,omitempty"`
	Reason string       `json:"reason,omitempty"` // code of why it failed
	At     span.Instant `json:"at"`
	Seq    int64        `json:"seq"` // of the event
}

// JobKind names the job.
func (SendTaskMail) JobKind() string { return "send_task_mail" }

func planDeliveryMail(tx *db.Tx, n news) error {
	if _, ok, err := wanted(tx, n.DeliveryID); err != nil || !ok {
		return err
	}
	return job.Add(tx, SendDeliveryMail{DeliveryID: n.DeliveryID, Seq: n.entry.Seq}, job.Options{})
}

func planTaskMails(tx *db.Tx, n news, l line) error {
	owners, err := ownersOfDelivery(tx, n.TaskID)
	if err != nil {
		return err
	}
	for _, u := range owners {
		args := SendTaskMail{TaskID: n.TaskID, UserID: u.ID, Letter: l.As, Notes: n.Notes, Reason: n.Reason, At: n.entry.At, Seq: n.entry.Seq}
		if err := job.Add(tx, args, job.Options{}); err != nil {
			return err
		}
	}
	return nil
}

func (m Mails) sendAboutDelivery(ctx context.Context, args SendDeliveryMail) error {
	_, _, err := m.send(ctx, envelope{"delivery.new", fmt.Sprintf("delivery-%d", args.Seq)}, func(tx *db.Tx) (letter, error) { return m.aboutDelivery(tx, args) })
	return err
}

// aboutDelivery says who wants it, when and where it goes.
func (m Mails) aboutDelivery(tx *db.Tx, args SendDeliveryMail) (letter, error) {
	l := m.toHouse()
	stops, _, err := delivery.ListSheets(tx, delivery.SheetQuery{Delivery: args.DeliveryID})
	if err == nil && len(stops) == 0 {
		err = fail.New(fail.NotFound, "row.not_found")
	}
	if err != nil {
		return l, err
	}
	from := l.Coop
	if name := stops[0].OrgName; name != nil {
		from = *name
	}
	l.Subject = l.words.T("mail.delivery.new.subject", locale.Args{"from": from, "day": l.words.Day(stops[0].Before.Time, tx.Now().Time)})
	for _, s := range stops {
		l.Paragraphs = append(l.Paragraphs, l.words.T("mail.delivery.new.text",
			locale.Args{"type": string(s.Type), "place": placeOf(s), "when": l.words.Span(s.After.Time, s.Before.Time, tx.Now().Time)}))
	}
	l.Button, l.Link = l.words.T("mail.shop.open", nil), m.Origin+"/app/dispatch"
	return l, nil
}

func placeOf(s delivery.Sheet) string {
	if s.Place.Name != nil && *s.Place.Name != "" {
		return *s.Place.Name + ", " + s.Place.StreetAddress
	}
	return s.Place.StreetAddress
}

func (m Mails) sendAboutTask(ctx context.Context, args SendTaskMail) error {
	e := envelope{args.Letter, fmt.Sprintf("task-%d-%d", args.Seq, args.UserID)}
	_, _, err := m.send(ctx, e, func(tx *db.Tx) (letter, error) { return m.aboutTask(tx, args) })
	return err
}

func (m Mails) aboutTask(tx *db.Tx, args SendTaskMail) (letter, error) {
	s, err := delivery.LoadSheet(tx, args.TaskID)
	if err != nil {
		return letter{}, err
	}
	l, err := m.toUser(tx, args.UserID)
	if err != nil {
		return l, err
	}
	values := locale.Args{"type": string(s.Type), "place": placeOf(s), "when": l.words.Moment(args.At.Time, tx.Now().Time)}
	l.Subject = l.words.T("mail."+args.Letter+".subject", values)
	l.Paragraphs = []string{l.words.T("mail."+args.Letter+".text", values)}
	why, err := failureWords(tx, l.words, s, args.Reason)
	if err != nil {
		return l, err
	}
	if why != "" {
		l.Paragraphs = append(l.Paragraphs, l.words.T("mail.task.why", locale.Args{"reason": why}))
	}
	if args.Notes != "" && args.Notes != args.Reason {
		l.Paragraphs = append(l.Paragraphs, l.words.T("mail.task.notes", locale.Args{"notes": args.Notes}))
	}
	if s.StoreID != nil {
		l.Button, l.Link = l.words.T("mail.task.open", nil), fmt.Sprintf("%s/app/parcels?store=%d", m.Origin, *s.StoreID)
	}
	return l, nil
}

// failureWords are the words of a code of why a task failed: those of the store that has a list of its own, or the usual ones. What is no code
// stays as it is.
func failureWords(tx *db.Tx, words *locale.Printer, s delivery.Sheet, code string) (string, error) {
	own, err := flow.FailureReasons(tx, s)
	for _, r := range own {
		if r.Code == code {
			return r.Description, err
		}
	}
	if key := "failure_reason." + code; code != "" && words.Has(key) {
		return words.T(key, nil), err
	}
	return code, err
}
