package site

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bojanz/currency"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// checkoutPage asks for what an order needs beside dishes: time, contact, means of payment.
type checkoutPage struct {
	frame
	Cart    *basket
	Err     error // of the form that was sent
	Trouble error // what hinders checkout as things stand
	Timing  order.Timing
	Kept    *kept // time of the basket
	Windows []window
	Form    checkoutForm
	Card    bool // means of payment that are taken here
	Cash    bool
	Guests  bool // people without account may order
	Tips    []tip
}

func (*checkoutPage) template() string { return "checkout" }

// window is a time that can be chosen.
type window struct {
	Value  string
	Range  span.Range
	Chosen bool
}

// tip is a proposal, in minor units.
type tip struct {
	Amount money.Amount
	Chosen bool
}

// checkoutForm is what the visitor filled in.
type checkoutForm struct {
	Window  span.Range
	Email   string
	Name    string
	Phone   string
	Door    string // for the courier
	Kitchen string // for the restaurant
	Tip     money.Amount
	Other   string // tip as typed
	Pay     payment.Code
}

const mostWindows = 300

// Wrongly tells whether a field is wrong.
func (p *checkoutPage) Wrongly(field string) bool { return p.Wrong(p.Err, field) != "" }

func (f *face) checkout(c *web.Call) error {
	p, err := f.checkoutPage(c)
	if err != nil || p == nil {
		return err
	}
	return f.show(c, http.StatusOK, p)
}

// checkoutPage reads what there is to order; nil when it sent the visitor back to an empty basket.
func (f *face) checkoutPage(c *web.Call) (*checkoutPage, error) {
	p := &checkoutPage{frame: f.frame(c)}
	p.NoIndex, p.Title = true, p.T("site.checkout.title")
	p.Guests = p.Coop.GuestCheckoutEnabled
	err := f.house.Planner().Around(c.R.Context(), func(legs *routing.Legs) error {
		return f.read(c, func(tx *db.Tx) error { return p.load(tx, legs) })
	})
	if err != nil {
		return nil, err
	}
	if p.Cart == nil || len(p.Cart.Lines) == 0 {
		f.redirect(c, "/basket")
		return nil, nil
	}
	p.Kept = keptIn(p.frame, p.Timing.Hold)
	p.offerWindows()
	p.offerTips(p.Cart.Tip)
	return p, nil
}

func (p *checkoutPage) load(tx *db.Tx, legs *routing.Legs) (err error) {
	if p.Cart, err = heldBasket(tx, p.frame); err != nil || p.Cart == nil {
		return err
	}
	p.Cart.InCheckout = true
	if p.Timing, err = order.TimingOf(tx, legs, p.Cart.ID); err != nil {
		return err
	}
	if p.Trouble = order.Validate(tx, legs, p.Cart.ID); p.Trouble != nil && !fail.Is(p.Trouble, fail.Invalid) {
		return p.Trouble
	}
	codes, err := payment.MethodsFor(tx, p.Cart.ID)
	if err != nil {
		return err
	}
	codes = payment.OnPages(codes, p.Coop)
	p.Card, p.Cash = slices.Contains(codes, payment.Card), slices.Contains(codes, payment.Cash)
	return p.prefill(tx)
}

// prefill writes into the form what is known.
func (p *checkoutPage) prefill(tx *db.Tx) error {
	v := p.Cart.view
	p.Form = checkoutForm{Window: v.Window(), Kitchen: string(v.Notes), Tip: p.Cart.Tip, Pay: payment.Card}
	if !p.Card {
		p.Form.Pay = payment.Cash
	}
	if v.Address != nil {
		p.Form.Door = string(v.Address.Description)
	}
	customer := account.Customer{}
	if v.Customer != nil {
		customer = v.Customer.Customer
	}
	if who := tx.Who(); who.UserID != 0 {
		profile, err := account.OpenUser(tx, who.UserID)
		if err != nil {
			return err
		}
		customer = profile.Customer
	}
	p.Form.Email, p.Form.Name, p.Form.Phone = customer.Email, customer.FullName(), string(customer.Telephone)
	return nil
}

func (p *checkoutPage) offerWindows() {
	for i, r := range p.Timing.Ranges {
		if i == mostWindows {
			break
		}
		p.Windows = append(p.Windows, window{Value: valueOf(r), Range: r, Chosen: valueOf(r) == valueOf(p.Form.Window)})
	}
}

// Days groups the times by day, for a list that can be read.
func (p *checkoutPage) Days() (days [][]window) {
	day := ""
	for _, w := range p.Windows {
		if d := p.words.Day(w.Range.From.Time, p.now); d != day || len(days) == 0 {
			day = d
			days = append(days, nil)
		}
		days[len(days)-1] = append(days[len(days)-1], w)
	}
	return days
}

// Day names the day of a time.
func (p *checkoutPage) Day(w window) string { return p.words.Day(w.Range.From.Time, p.now) }

// Slots tells that the restaurant delivers in slots: there is no "as soon as possible".
func (p *checkoutPage) Slots() bool { return p.Timing.Behavior == shop.TimeSlot }

func valueOf(r span.Range) string {
	return strconv.FormatInt(r.From.Unix(), 10) + "-" + strconv.FormatInt(r.To.Unix(), 10)
}

// rangeOf reads a time of the form; anything else stands for as soon as possible.
func rangeOf(value string) (r span.Range) {
	from, to, _ := strings.Cut(value, "-")
	a, errA := strconv.ParseInt(from, 10, 64)
	b, errB := strconv.ParseInt(to, 10, 64)
	if errA != nil || errB != nil || b <= a {
		return r
	}
	return span.Range{From: span.At(time.Unix(a, 0)), To: span.At(time.Unix(b, 0))}
}

// tipSteps are the proposals, in units of the currency.
var tipSteps = []money.Amount{0, 1, 2, 3}

func (p *checkoutPage) offerTips(chosen money.Amount) {
	p.Tips = nil
	unit, found := unitOf(p.Coop.CurrencyCode), false
	for _, n := range tipSteps {
		p.Tips = append(p.Tips, tip{Amount: n * unit, Chosen: n*unit == chosen})
		found = found || n*unit == chosen
	}
	if !found {
		p.Tips = append(p.Tips, tip{Amount: chosen, Chosen: true})
	}
}

// unitOf is how many minor units a currency's unit has.
func unitOf(code string) money.Amount {
	digits, ok := currency.GetDigits(strings.ToUpper(code))
	if !ok {
		digits = 2
	}
	unit := money.Amount(1)
	for range digits {
		unit *= 10
	}
	return unit
}

func formOf(c *web.Call) (in checkoutForm) {
	value := func(name string) string { return strings.TrimSpace(c.R.PostFormValue(name)) }
	in = checkoutForm{
		Window: rangeOf(value("window")), Email: value("email"), Name: value("name"), Phone: value("phone"), Door: value("door"),
		Kitchen: value("kitchen"), Pay: payment.Cash,
	}
	if n, err := strconv.ParseInt(value("tip"), 10, 64); err == nil {
		in.Tip = money.Amount(n)
	}
	if code, ok := payment.ParseCode(value("pay")); ok {
		in.Pay = code
	}
	return in
}

// pay takes the form: it keeps what was filled in, then places a cash order or goes on to the card.
func (f *face) pay(c *web.Call) error {
	in := formOf(c)
	if err := f.keepForm(c, in); err != nil {
		return f.checkoutAgain(c, in, err)
	}
	if in.Pay == payment.Card && !f.free(c) {
		if err := f.holdTime(c); err != nil {
			return f.checkoutAgain(c, in, err)
		}
		f.redirect(c, "/checkout/card")
		return nil
	}
	paid, err := f.house.Checkout.Pay(c.R.Context(), c.Who, flow.PayIn{OrderID: c.Who.OrderID, Code: in.Pay, Address: c.Address()})
	if err != nil {
		return f.checkoutAgain(c, in, err)
	}
	return f.ordered(c, paid.OrderID)
}

// free tells whether there is nothing to pay.
func (f *face) free(c *web.Call) (free bool) {
	_ = f.read(c, func(tx *db.Tx) error {
		v, err := order.ViewCart(tx, c.Who.OrderID)
		free = err == nil && v.Total == 0
		return err
	})
	return free
}

func (f *face) keepForm(c *web.Call, in checkoutForm) error {
	if c.Who.OrderID == 0 {
		return fail.New(fail.NotFound, "row.not_found")
	}
	if err := in.check(c.Who.UserID == 0); err != nil {
		return err
	}
	return f.change(c, func(tx *db.Tx) error {
		v, err := order.ViewCart(tx, c.Who.OrderID)
		if err != nil {
			return err
		}
		update := order.UpdateCartIn{OrderID: v.ID, Window: &in.Window, Notes: &in.Kitchen, Tip: &in.Tip}
		if v.Address != nil && string(v.Address.Description) != in.Door {
			at := hereOfAddress(v)
			update.Address = at.address(in.Door)
		}
		if err := introduce(tx, in, v.ID, f.house.WordsFor(c.R).Language()); err != nil {
			return err
		}
		_, err = order.UpdateCart(tx, update)
		return err
	})
}

func hereOfAddress(v order.CartView) here {
	a := v.Address
	return here{Label: a.StreetAddress, Postcode: string(a.PostalCode), City: string(a.Locality), Lat: a.Lat, Lng: a.Lng}
}

// introduce tells whose basket it is and how they are reached.
func introduce(tx *db.Tx, in checkoutForm, orderID int64, language string) error {
	assign := order.AssignCartIn{OrderID: orderID}
	if id := tx.Who().UserID; id != 0 {
		if err := account.ChangeTelephone(tx, account.ChangeTelephoneIn{UserID: id, Telephone: &in.Phone}); err != nil {
			return err
		}
	} else {
		assign.Guest = &account.GuestIn{Email: in.Email, FullName: in.Name, Telephone: in.Phone, Language: language}
	}
	_, err := order.AssignCart(tx, assign)
	return err
}

// check refuses a form without what a courier needs to find and reach somebody.
func (in checkoutForm) check(guest bool) error {
	var wrong *fail.Error
	if in.Phone == "" {
		wrong = wrong.Add("telephone", "value.blank")
	}
	if guest && in.Email == "" {
		wrong = wrong.Add("email", "value.blank")
	}
	if guest && in.Name == "" {
		wrong = wrong.Add("name", "value.blank")
	}
	return wrong.Or()
}

// checkoutAgain shows the form once more with what is wrong.
func (f *face) checkoutAgain(c *web.Call, in checkoutForm, err error) error {
	if e := fail.Of(err); e.Kind == fail.Internal || e.Kind == fail.NotFound {
		return err
	}
	p, loadErr := f.checkoutPage(c)
	if loadErr != nil || p == nil {
		return loadErr
	}
	p.Form, p.Err = in, err
	p.offerTips(in.Tip)
	for i := range p.Windows {
		p.Windows[i].Chosen = p.Windows[i].Value == valueOf(in.Window)
	}
	return f.show(c, http.StatusUnprocessableEntity, p)
}

// ordered shows the order that the basket became. The browser keeps its token, as the proof that the order is its visitor's.
func (f *face) ordered(c *web.Call, orderID int64) error {
	f.redirect(c, TrackingPath(f.house.Settings().PublicIDSalt, orderID))
	return nil
}
