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
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/sms"
)

// SendText is the job that sends one text message about an order. It tells no name and no address: anybody may look at a telephone.
type SendText struct {
	ID       string `json:"id"` // same for every try
	To       string `json:"to"`
	OrderID  int64  `json:"orderId"`
	Text     string `json:"text"` // key of the catalogue of words
	Language string `json:"language,omitempty"`
}

// JobKind names the job.
func (SendText) JobKind() string { return "send_text" }

// planTexts plans the text messages of one line of the audience: to the telephones of its people, or the shop's where none of them gave one.
func planTexts(tx *db.Tx, n news, p people, l line) error {
	sent := map[string]bool{}
	send := func(to, language string) error {
		if to == "" || sent[to] {
			return nil
		}
		sent[to] = true
		return job.Add(tx, SendText{ID: fmt.Sprintf("text-%d-%d", n.entry.Seq, len(sent)), To: to, OrderID: n.OrderID, Text: "text." + l.As, Language: language}, job.Options{})
	}
	for _, u := range p.of(l.To) {
		c, err := account.LoadCustomer(tx, u.CustomerID)
		if err != nil {
			return err
		}
		if err := send(string(c.Telephone), string(c.Language)); err != nil {
			return err
		}
	}
	if len(sent) > 0 || n.RestaurantID == 0 {
		return nil
	}
	r, err := shop.LoadRestaurant(tx, n.RestaurantID)
	if err != nil {
		return err
	}
	return send(string(r.Telephone), "")
}

// Texts sends text messages. Sender is nil where the co-op has no provider: nobody gets one then.
type Texts struct {
	DB     *db.DB
	Sender func() sms.Sender
	Words  func(language string) *locale.Printer
}

// Handler runs the jobs SendText.
func (t Texts) Handler() job.Handler { return job.On(t.send) }

// send makes one try. A text about an order that was answered meanwhile is not sent.
func (t Texts) send(ctx context.Context, args SendText) error {
	sender := t.Sender()
	if sender == nil {
		return nil
	}
	var o order.Order
	err := t.DB.Read(ctx, authz.System(), func(tx *db.Tx) (err error) { o, err = order.LoadOrder(tx, args.OrderID); return err })
	if fail.Is(err, fail.NotFound) || err == nil && o.State != order.IsNew {
		return nil
	}
	if err != nil {
		return err
	}
	body := t.Words(args.Language).T(args.Text, locale.Args{"number": string(o.Number)})
	if err = sender.Send(ctx, sms.Text{ID: args.ID, To: args.To, Body: body}); fail.Is(err, fail.Invalid) {
		return nil // a number that no provider takes will not be taken the next time either
	}
	return err
}
