package notify

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/mail"
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

// AccountMails sends mails about accounts. Origin is the configured address of the site: links are never made from what a request says.
type AccountMails struct {
	DB       *db.DB
	Sender   mail.Sender
	Words    func() *locale.Printer
	Settings func() org.Settings
	Origin   string
}

// Handler runs the jobs SendAccountMail.
func (m AccountMails) Handler() job.Handler { return job.On(m.send) }

func (m AccountMails) send(ctx context.Context, args SendAccountMail) error {
	var l letter
	wanted := false
	err := m.DB.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		l, wanted, err = m.letter(tx, args)
		return err
	})
	if err != nil || !wanted {
		return err
	}
	dressed, err := l.dressed(m.Words())
	if err != nil {
		return err
	}
	dressed.Name = args.About
	dressed.ID = fmt.Sprintf("account-%d", args.Seq)
	err = m.Sender.Send(ctx, dressed)
	if fail.Is(err, fail.Invalid) {
		return nil // an address that no server takes will not be taken the next time either
	}
	return err
}

// letter is the mail as it must read now; wanted is false when its link was used meanwhile.
func (m AccountMails) letter(tx *db.Tx, args SendAccountMail) (l letter, wanted bool, err error) {
	u, err := account.LoadUser(tx, args.UserID)
	if err != nil || u.ConfirmationToken == "" {
		return l, false, err
	}
	c, err := account.LoadCustomer(tx, u.CustomerID)
	if err != nil {
		return l, false, err
	}
	words, coop := m.Words(), m.Settings().BrandName
	l = letter{To: u.Email, Name: org.Text(c.FullName()).Or(u.Username), Coop: coop}
	if args.About == (account.ResetAsked{}).EventName() {
		until := words.Moment(u.PasswordRequestedAt.Time.Add(account.ResetLife), time.Unix(0, 0))
		l.Subject, l.Button = words.T("mail.reset.subject", nil), words.T("mail.reset.button", nil)
		l.Paragraphs = []string{words.T("mail.reset.text", locale.Args{"when": until})}
		l.Link = m.Origin + "/resetting/reset/" + string(u.ConfirmationToken)
		return l, !u.PasswordRequestedAt.IsZero(), nil
	}
	l.Subject, l.Button = words.T("mail.confirm.subject", locale.Args{"coop": coop}), words.T("mail.confirm.button", nil)
	l.Paragraphs = []string{words.T("mail.confirm.text", nil)}
	l.Link = m.Origin + "/register/confirm/" + string(u.ConfirmationToken)
	return l, !u.Enabled && u.PasswordRequestedAt.IsZero(), nil
}
