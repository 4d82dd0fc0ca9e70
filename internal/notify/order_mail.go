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
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// SendOrderMail is the job that writes to somebody about an order. The letter is made when it is sent, of the order as it is then.
type SendOrderMail struct {
	OrderID    int64  `json:"orderId"`
	CustomerID int64  `json:"customerId,omitempty"` // to whom; or
	UserID     int64  `json:"userId,omitempty"`     // to whom; the house's own mailbox when neither is given
	Letter     string `json:"letter"`
	Reason     string `json:"reason,omitempty"`
	Seq        int64  `json:"seq"` // of the event
}

// JobKind names the job.
func (SendOrderMail) JobKind() string { return "send_order_mail" }

// planMails plans the mails of one line of the audience. Only orders and webhooks are written about.
func planMails(tx *db.Tx, n news, p people, l line) error {
	switch {
	case n.WebhookID != 0:
		return job.Add(tx, SendWebhookMail{WebhookID: n.WebhookID, Seq: n.entry.Seq}, job.Options{})
	case l.To == Team:
		return planWeekMails(tx, n)
	case n.OrderID == 0:
		return nil
	}
	base := SendOrderMail{OrderID: n.OrderID, Letter: l.As, Reason: n.Reason, Seq: n.entry.Seq}
	var all []SendOrderMail
	switch l.To {
	case Customer:
		if base.CustomerID = n.CustomerID; n.CustomerID != 0 {
			all = append(all, base)
		}
	case House:
		all = append(all, base)
	default:
		for _, u := range p.of(l.To) {
			base.UserID = u.ID
			all = append(all, base)
		}
	}
	for _, args := range all {
		if err := job.Add(tx, args, job.Options{}); err != nil {
			return err
		}
	}
	return nil
}

// OrderMails sends mails about orders. Follow gives the address of the page that follows an order.
type OrderMails struct {
	DB       *db.DB
	Sender   mail.Sender
	Words    func() *locale.Printer
	Settings func() org.Settings
	Follow   func(orderID int64) string
	Screen   string // address of the restaurant's screen
}

// Handler runs the jobs SendOrderMail.
func (m OrderMails) Handler() job.Handler { return job.On(m.send) }

func (m OrderMails) send(ctx context.Context, args SendOrderMail) error {
	var l letter
	err := m.DB.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		l, err = m.letter(tx, args)
		return err
	})
	if fail.Is(err, fail.NotFound) || err == nil && l.To == "" {
		return nil // the order or the account is gone, or nobody has an address
	}
	if err != nil {
		return err
	}
	dressed, err := l.dressed(m.Words())
	if err != nil {
		return err
	}
	dressed.Name = args.Letter
	dressed.ID = fmt.Sprintf("order-%d-%d-%d", args.Seq, args.CustomerID, args.UserID)
	if err := m.Sender.Send(ctx, dressed); err != nil {
		if fail.Is(err, fail.Invalid) {
			return nil // an address that no server takes will not be taken the next time either
		}
		return err
	}
	return m.DB.Write(ctx, authz.System(), func(tx *db.Tx) error {
		return order.Remember(tx, args.OrderID, order.EmailSent, map[string]any{"recipient": l.To})
	})
}

func (m OrderMails) letter(tx *db.Tx, args SendOrderMail) (letter, error) {
	o, err := order.LoadOrder(tx, args.OrderID)
	if err != nil {
		return letter{}, err
	}
	views, err := order.ViewOrders(tx, []order.Order{o})
	if err != nil {
		return letter{}, err
	}
	l, err := m.addressed(tx, args)
	if err != nil {
		return l, err
	}
	words := m.Words()
	values := m.values(words, views[0], tx.Now())
	values["reason"] = m.reason(words, args.Reason)
	l.Subject = words.T("mail."+args.Letter+".subject", values)
	l.Paragraphs = []string{words.T("mail."+args.Letter+".text", values)}
	if args.CustomerID != 0 {
		l.Button, l.Link = words.T("mail.order.follow", nil), m.Follow(o.ID)
	} else {
		l.Button, l.Link = words.T("mail.shop.open", nil), m.Screen
	}
	return l, nil
}

// addressed says to whom a letter goes.
func (m OrderMails) addressed(tx *db.Tx, args SendOrderMail) (l letter, err error) {
	s := m.Settings()
	l.Coop = s.BrandName
	switch {
	case args.CustomerID != 0:
		c, err := account.LoadCustomer(tx, args.CustomerID)
		l.To, l.Name = c.Email, c.FullName()
		return l, err
	case args.UserID != 0:
		u, err := account.LoadUser(tx, args.UserID)
		l.To, l.Name = u.Email, u.Username
		return l, err
	}
	l.To, l.Name = s.AdministratorEmail, s.BrandName
	return l, nil
}

// values are what the sentences of letters can name.
func (m OrderMails) values(words *locale.Printer, v order.OrderView, now span.Instant) locale.Args {
	args := locale.Args{"number": string(v.Number), "amount": words.Money(int64(v.Total)), "shop": m.Settings().BrandName, "when": ""}
	if v.Shop != nil {
		args["shop"] = v.Shop.Name
	}
	if w := v.Window(); !w.IsZero() {
		args["when"] = words.Span(w.From.Time, w.To.Time, now.Time)
	}
	pieces := int64(0)
	for _, i := range v.Items {
		pieces += i.Quantity
	}
	args["n"] = pieces
	return args
}

// reason gives the words of a reason that staff chose; free text stays as it is.
func (m OrderMails) reason(words *locale.Printer, code string) string {
	if key := "order.reason." + code; code != "" && words.Has(key) {
		return words.T(key, nil)
	}
	return code
}
