package notify

import (
	"context"
	"fmt"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/job"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/span"
)

// SendWeekMail is the job that writes to one person that the shifts of a week can be seen.
type SendWeekMail struct {
	UserID int64    `json:"userId"`
	Monday span.Day `json:"monday"`
	Seq    int64    `json:"seq"` // of the event
}

// JobKind names the job.
func (SendWeekMail) JobKind() string { return "send_week_mail" }

// planWeekMails plans a mail to each account in use that holds a role of the team.
func planWeekMails(tx *db.Tx, n news) error {
	team, err := account.ListUsers(tx, authz.Courier, authz.Dispatcher, authz.Admin)
	for _, u := range team {
		if !u.Enabled {
			continue
		}
		if err := job.Add(tx, SendWeekMail{UserID: u.ID, Monday: n.Day, Seq: n.entry.Seq}, job.Options{}); err != nil {
			return err
		}
	}
	return err
}

func (m Mails) sendWeek(ctx context.Context, args SendWeekMail) error {
	e := envelope{"week.published", fmt.Sprintf("week-%d-%d", args.Seq, args.UserID)}
	_, _, err := m.send(ctx, e, func(tx *db.Tx) (letter, error) {
		l, err := m.toUser(tx, args.UserID)
		if err != nil {
			return l, err
		}
		week := locale.Args{"day": l.words.Date(args.Monday.In(l.words.Zone()).From.Time)}
		l.Subject, l.Paragraphs = l.words.T("mail.week.published.subject", week), []string{l.words.T("mail.week.published.text", week)}
		return l, nil
	})
	return err
}
