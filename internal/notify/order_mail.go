package notify

import (
	"context"
	"fmt"
	"strings"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/job"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/mail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/span"
)

// SendOrderMail is the job that writes to somebody about an order. The letter is made when it is sent, of the order as it is then.
type SendOrderMail struct {
	OrderID    int64  `json:"orderId"`
	CustomerID int64  `json:"customerId,omitempty"` // to whom; or
	UserID     int64  `json:"userId,omitempty"`     // to whom; the house's own mailbox when neither is given
	Letter     string `json:"letter"`
	Reason     string `json:"reason,omitempty"`
	Seq        int64  `json:"seq"`                  // of the event
	DocumentID int64  `json:"documentId,omitempty"` // that goes with it
}

// JobKind names the job.
func (SendOrderMail) JobKind() string { return "send_order_mail" }

// planMails plans the mails of one line of the audience.
func planMails(tx *db.Tx, n news, p people, l line) error {
	switch about, _, _ := strings.Cut(l.As, "."); about {
	case "webhook":
		return job.Add(tx, SendWebhookMail{WebhookID: n.WebhookID, Seq: n.entry.Seq}, job.Options{})
	case "reconciliation":
		return planReconciliationMail(tx, n)
	case "week":
		return planWeekMails(tx, n)
	case "delivery":
		return planDeliveryMail(tx, n)
	case "task":
		return planTaskMails(tx, n, l)
	}
	return planOrderMails(tx, n, p, l)
}

func planOrderMails(tx *db.Tx, n news, p people, l line) error {
	if n.OrderID == 0 || l.Event == (order.Accepted{}).EventName() && l.To == Owners && n.RestaurantID != 0 {
		return nil
	}
	base := SendOrderMail{OrderID: n.OrderID, Letter: l.As, Reason: n.Reason, Seq: n.entry.Seq, DocumentID: n.DocumentID}
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

func (m Mails) sendAboutOrder(ctx context.Context, args SendOrderMail) error {
	if args.Letter == receiptLetter {
		if err := m.withReceipt(ctx, &args); err != nil {
			return err
		}
	}
	e := envelope{args.Letter, fmt.Sprintf("order-%d-%d-%d", args.Seq, args.CustomerID, args.UserID)}
	l, sent, err := m.send(ctx, e, func(tx *db.Tx) (letter, error) { return m.aboutOrder(tx, args) })
	if err != nil || !sent {
		return err
	}
	return m.DB.Write(ctx, authz.System(), func(tx *db.Tx) error {
		return order.Remember(tx, args.OrderID, order.EmailSent, map[string]any{"recipient": l.To})
	})
}

// receiptLetter tells a customer that an order is fulfilled; its invoice goes with it.
const receiptLetter = "order.fulfilled"

// withReceipt makes sure that there is an invoice to send along. An order that is not sold any more has none.
func (m Mails) withReceipt(ctx context.Context, args *SendOrderMail) error {
	err := m.DB.Write(ctx, authz.System(), func(tx *db.Tx) error {
		d, err := m.Fiscal.Issue(tx, fiscal.IssueIn{OrderID: args.OrderID})
		args.DocumentID = d.ID
		return err
	})
	if fail.Is(err, fail.Conflict) || fail.Is(err, fail.NotFound) {
		return nil
	}
	return err
}

// attach puts a document to a letter.
func (l *letter) attach(tx *db.Tx, id int64) error {
	d, err := fiscal.LoadDocument(tx, id)
	if err != nil {
		return err
	}
	_, pdf, err := fiscal.File(tx, d)
	l.Files = append(l.Files, mail.File{Name: d.Name() + ".pdf", Type: "application/pdf", Content: pdf})
	return err
}

func (m Mails) aboutOrder(tx *db.Tx, args SendOrderMail) (l letter, err error) {
	o, err := order.LoadOrder(tx, args.OrderID)
	if err != nil {
		return l, err
	}
	eyes := tx
	if args.UserID != 0 { // one shop of a hub's order is told of its own part
		u, err := account.LoadUser(tx, args.UserID)
		if err != nil {
			return l, err
		}
		eyes = tx.As(u.Actor())
	}
	views, err := order.ViewOrders(eyes, []order.Order{o})
	if err != nil {
		return l, err
	}
	switch {
	case args.CustomerID != 0:
		l, err = m.toCustomer(tx, args.CustomerID)
	case args.UserID != 0:
		l, err = m.toUser(tx, args.UserID)
	default:
		l = m.toHouse()
	}
	if err != nil {
		return l, err
	}
	values := m.values(l.words, views[0], tx.Now())
	values["reason"] = reasonWords(l.words, args.Reason)
	l.Subject = l.words.T("mail."+args.Letter+".subject", values)
	l.Paragraphs = []string{l.words.T("mail."+args.Letter+".text", values)}
	if args.DocumentID != 0 {
		if err := l.attach(tx, args.DocumentID); err != nil {
			return l, err
		}
	}
	if args.CustomerID != 0 {
		l.Button, l.Link = l.words.T("mail.order.follow", nil), m.Follow(o.ID)
	} else {
		l.Button, l.Link = l.words.T("mail.shop.open", nil), m.Origin+"/app"
	}
	return l, nil
}

// values are what the sentences of letters can name.
func (m Mails) values(words *locale.Printer, v order.OrderView, now span.Instant) locale.Args {
	args := locale.Args{"number": string(v.Number), "amount": words.Money(int64(v.Total)), "shop": m.Settings().BrandName, "when": ""}
	switch {
	case v.Shop != nil:
		args["shop"] = v.Shop.Name
	case v.Hub != nil:
		args["shop"] = v.Hub.Name
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

// reasonWords are the words of a reason that staff chose; free text stays as it is.
func reasonWords(words *locale.Printer, code string) string {
	if key := "order.reason." + code; code != "" && words.Has(key) {
		return words.T(key, nil)
	}
	return code
}
