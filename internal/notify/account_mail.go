package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/job"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/org"
)

// SendAccountMail is the job that writes to a user about their account. It carries no link: the link is read when the mail is made, so that
// neither journal nor queue can open an account.
type SendAccountMail struct {
	UserID int64  `json:"userId"`
	About  string `json:"about"` // the event's name
	Seq    int64  `json:"seq"`   // the event's place in the journal
}

// JobKind names the job.
func (SendAccountMail) JobKind() string { return "send_account_mail" }

// PlanAccountMail plans the mail that a journal entry calls for, if any.
func PlanAccountMail(tx *db.Tx, e db.Entry) error {
	var body struct {
		UserID  int64 `json:"userId"`
		Confirm bool  `json:"confirm"`
	}
	switch e.Name {
	case account.Registered{}.EventName(), account.ResetAsked{}.EventName():
	default:
		return nil
	}
	if err := json.Unmarshal([]byte(e.Body), &body); err != nil {
		return fmt.Errorf("read %s: %w", e.Name, err)
	}
	if e.Name == (account.Registered{}).EventName() && !body.Confirm {
		return nil
	}
	return job.Add(tx, SendAccountMail{UserID: body.UserID, About: e.Name, Seq: e.Seq}, job.Options{Unique: fmt.Sprint(e.Seq)})
}

func (m Mails) sendAboutAccount(ctx context.Context, args SendAccountMail) error {
	_, _, err := m.send(ctx, envelope{args.About, fmt.Sprintf("account-%d", args.Seq)}, func(tx *db.Tx) (letter, error) { return m.aboutAccount(tx, args) })
	return err
}

// aboutAccount is the mail as it must read now; it goes to nobody when its link was used meanwhile.
func (m Mails) aboutAccount(tx *db.Tx, args SendAccountMail) (l letter, err error) {
	u, err := account.LoadUser(tx, args.UserID)
	if err != nil || u.ConfirmationToken == "" {
		return l, err
	}
	if l, err = m.toCustomer(tx, u.CustomerID); err != nil {
		return l, err
	}
	l.To, l.Name = u.Email, org.Text(l.Name).Or(u.Username)
	wanted := !u.PasswordRequestedAt.IsZero()
	if args.About == (account.ResetAsked{}).EventName() {
		until := l.words.Moment(u.PasswordRequestedAt.Time.Add(account.ResetLife), time.Unix(0, 0))
		l.Subject, l.Button = l.words.T("mail.reset.subject", nil), l.words.T("mail.reset.button", nil)
		l.Paragraphs = []string{l.words.T("mail.reset.text", locale.Args{"when": until})}
		l.Link = m.Origin + "/resetting/reset/" + string(u.ConfirmationToken)
	} else {
		wanted = !u.Enabled && !wanted
		l.Subject, l.Button = l.words.T("mail.confirm.subject", locale.Args{"coop": l.Coop}), l.words.T("mail.confirm.button", nil)
		l.Paragraphs = []string{l.words.T("mail.confirm.text", nil)}
		l.Link = m.Origin + "/register/confirm/" + string(u.ConfirmationToken)
	}
	if !wanted {
		l.To = ""
	}
	return l, nil
}
