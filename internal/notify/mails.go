package notify

import (
	"context"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/job"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/mail"
	"pignon.coop/internal/org"
)

// Mails writes to people, each in the language that they read. Origin is the configured address of the site: links are never made from what a
// request says. Follow gives the address of the page that follows an order.
type Mails struct {
	DB       *db.DB
	Sender   mail.Sender
	Words    func(language string) *locale.Printer // "" is the co-op's own
	Settings func() org.Settings
	Origin   string
	Follow   func(orderID int64) string
	Fiscal   fiscal.House
}

// Handlers runs the jobs that write mails.
func (m Mails) Handlers() []job.Handler {
	return []job.Handler{job.On(m.sendAboutAccount), job.On(m.sendAboutOrder), job.On(m.sendAboutDelivery), job.On(m.sendAboutTask), job.On(m.sendAboutWebhook), job.On(m.sendAboutReconciliation), job.On(m.sendWeek)}
}

// toUser begins a letter to a user.
func (m Mails) toUser(tx *db.Tx, id int64) (l letter, err error) {
	u, err := account.LoadUser(tx, id)
	if err != nil {
		return l, err
	}
	language, err := account.LanguageOf(tx, id)
	return letter{To: u.Email, Name: u.Username, Coop: m.Settings().BrandName, words: m.Words(language)}, err
}

// toCustomer begins a letter to who orders.
func (m Mails) toCustomer(tx *db.Tx, id int64) (letter, error) {
	c, err := account.LoadCustomer(tx, id)
	return letter{To: c.Email, Name: c.FullName(), Coop: m.Settings().BrandName, words: m.Words(string(c.Language))}, err
}

// toHouse begins a letter to the co-op's own mailbox.
func (m Mails) toHouse() letter {
	s := m.Settings()
	return letter{To: s.AdministratorEmail, Name: s.BrandName, Coop: s.BrandName, words: m.Words("")}
}

// envelope says what a mail is about, for programs that look, and names every try of the same mail alike.
type envelope struct{ Name, ID string }

// send makes one try of a letter that is written now; sent is false when there is nobody to write to, or nothing any more to write about.
func (m Mails) send(ctx context.Context, e envelope, write func(*db.Tx) (letter, error)) (l letter, sent bool, err error) {
	err = m.DB.Read(ctx, authz.System(), func(tx *db.Tx) error {
		l, err = write(tx)
		return err
	})
	if fail.Is(err, fail.NotFound) || err == nil && l.To == "" {
		return l, false, nil
	}
	if err != nil {
		return l, false, err
	}
	dressed, err := l.dressed()
	if err != nil {
		return l, false, err
	}
	dressed.Name, dressed.ID = e.Name, e.ID
	if err = m.Sender.Send(ctx, dressed); fail.Is(err, fail.Invalid) {
		return l, false, nil // an address that no server takes will not be taken the next time either
	}
	return l, err == nil, err
}
