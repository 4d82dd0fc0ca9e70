package notify

import (
	"context"
	"fmt"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/mail"
	"pignon.coop/internal/org"
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

// WeekMails writes to the team about published weeks.
type WeekMails struct {
	DB       *db.DB
	Sender   mail.Sender
	Words    func() *locale.Printer
	Settings func() org.Settings
}

// Handler runs the jobs SendWeekMail.
func (m WeekMails) Handler() job.Handler { return job.On(m.send) }

func (m WeekMails) send(ctx context.Context, args SendWeekMail) error {
	words := m.Words()
	l := letter{Coop: m.Settings().BrandName}
	err := m.DB.Read(ctx, authz.System(), func(tx *db.Tx) error {
		u, err := account.LoadUser(tx, args.UserID)
		l.To, l.Name = u.Email, u.Username
		return err
	})
	if err != nil {
		return err
	}
	week := locale.Args{"day": words.Date(args.Monday.In(words.Zone()).From.Time)}
	l.Subject, l.Paragraphs = words.T("mail.week.published.subject", week), []string{words.T("mail.week.published.text", week)}
	dressed, err := l.dressed(words)
	if err != nil {
		return err
	}
	dressed.Name, dressed.ID = "week.published", fmt.Sprintf("week-%d-%d", args.Seq, args.UserID)
	if err = m.Sender.Send(ctx, dressed); fail.Is(err, fail.Invalid) {
		return nil // an address that no server takes will not be taken the next time either
	}
	return err
}
