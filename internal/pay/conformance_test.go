package pay_test

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/pay/paytest"
)

// world is one provider under the suite. A provider with state is held to the results; one without (Stripe's own mock) tells at
// least that each call has the shape that Stripe expects and that its sample answers can be read.
type world struct {
	pay.Intents
	pay.Gateway // nil where there is only money to move
	stateful    bool
	account     pay.AccountID
	card        pay.MethodID
	currency    string
	fee         money.Amount // of 2000 that were taken
}

// stripe is a world of the first provider.
func stripe(g pay.Gateway, stateful bool) world {
	return world{Intents: g, Gateway: g, stateful: stateful, account: "acct_shop", card: "pm_card_visa", currency: "eur", fee: 55}
}

func TestConformance(t *testing.T) {
	t.Parallel()
	worlds := map[string]func(t *testing.T) world{
		"fake": func(t *testing.T) world {
			return stripe(paytest.NewServer(t, 1).Gateway(), true)
		},
		"stripe-mock": func(t *testing.T) world { return stripe(paytest.StripeMock(t), false) },
		"mercadopago": func(t *testing.T) world {
			g := paytest.NewMercado(t, time.Now).Gateway(nil)
			return world{Intents: g, stateful: true, account: "88", card: "tok_visa", currency: "brl", fee: 100}
		},
	}
	for name, open := range worlds {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			stories := map[string]func(*testing.T, world){"hold, take a part, give back": holdTakeReturn, "hold and let go": holdAndLetGo,
				"direct charge": directCharge, "declined": declined, "same key": sameKey, "no key": noKey, "nobody's": nobodys}
			more := map[string]func(*testing.T, world){
				"destination charge": destinationCharge, "shared among shops": sharedAmongShops, "kept card": keptCard,
				"cloned card": clonedCard, "set-up": setUp, "confirmed later": confirmedLater,
				"listed": listed,
			}
			if w.Gateway != nil {
				maps.Copy(stories, more)
			}
			for name, story := range stories {
				t.Run(name, func(t *testing.T) { story(t, w) })
			}
		})
	}
}

func (w world) create(t *testing.T, in pay.CreateIn) pay.Intent {
	t.Helper()
	in.Key, in.Amount, in.Currency = t.Name(), 2150, w.currency
	intent, err := w.Intents.CreateIntent(context.Background(), in)
	must(t, err)
	if intent.ID == "" || intent.Currency == "" || intent.Amount == 0 {
		t.Errorf("unread intent %+v", intent)
	}
	return intent
}

func holdTakeReturn(t *testing.T, w world) {
	ctx := context.Background()
	intent := w.create(t, pay.CreateIn{Method: w.card, Description: "Order 7", Metadata: map[string]string{"order": "7"}})
	w.expect(t, intent, pay.Intent{Status: pay.RequiresCapture, Capturable: 2150})
	ref := pay.Ref{ID: intent.ID}
	taken, err := w.Intents.Capture(ctx, pay.CaptureIn{Ref: ref, Key: t.Name() + "take", Amount: 2000})
	must(t, err)
	w.expect(t, taken, pay.Intent{Status: pay.Succeeded, Received: 2000})
	part, err := w.Intents.Refund(ctx, pay.RefundIn{Ref: ref, Key: t.Name() + "part", Amount: 500, Metadata: map[string]string{"refund": "1"}})
	must(t, err)
	rest, err := w.Intents.Refund(ctx, pay.RefundIn{Ref: ref, Key: t.Name() + "rest"})
	must(t, err)
	read, err := w.Intents.Retrieve(ctx, ref)
	must(t, err)
	if w.stateful && (part.Amount != 500 || rest.Amount != 1500 || part.Status != "succeeded" || read.Fee != w.fee) {
		t.Errorf("refunds %+v %+v, intent %+v", part, rest, read)
	}
	w.expect(t, read, pay.Intent{Status: pay.Succeeded, Received: 2000, Refunded: 2000})
}

func holdAndLetGo(t *testing.T, w world) {
	intent := w.create(t, pay.CreateIn{Method: w.card})
	if w.stateful && (w.Gateway != nil && intent.CaptureBefore.IsZero() || !intent.Held()) {
		t.Errorf("held until %s", intent.CaptureBefore)
	}
	over, err := w.Intents.Cancel(context.Background(), pay.CancelIn{Ref: pay.Ref{ID: intent.ID}, Key: t.Name() + "cancel"})
	must(t, err)
	w.expect(t, over, pay.Intent{Status: pay.Cancelled})
}

func directCharge(t *testing.T, w world) {
	intent := w.create(t, pay.CreateIn{Method: w.card, Account: w.account, ApplicationFee: 300})
	ref := pay.Ref{ID: intent.ID, Account: w.account}
	take := pay.CaptureIn{Ref: ref, Key: t.Name() + "take"}
	if w.Gateway != nil {
		take.ApplicationFee = 200
	}
	taken, err := w.Intents.Capture(context.Background(), take)
	must(t, err)
	w.expect(t, taken, pay.Intent{Status: pay.Succeeded, Received: 2150})
	_, err = w.Intents.Refund(context.Background(), pay.RefundIn{Ref: ref, Key: t.Name() + "back", UndoFee: true})
	must(t, err)
	_, err = w.Intents.Retrieve(context.Background(), pay.Ref{ID: intent.ID})
	if w.stateful && pay.ProblemOf(err).Code != "resource_missing" {
		t.Errorf("an intent of the account shows on the platform: %v", err)
	}
}

func declined(t *testing.T, w world) {
	card := pay.MethodID("pm_card_chargeDeclined")
	if w.Gateway == nil {
		card = "tok_declined"
	}
	_, err := w.Intents.CreateIntent(context.Background(), pay.CreateIn{Key: t.Name(), Amount: 2150, Currency: w.currency, Method: card})
	if w.stateful && (pay.ProblemOf(err) == nil || pay.ProblemOf(err).Outcome != pay.Declined || pay.ProblemOf(err).Words == "") {
		t.Errorf("a card without money: %v", err)
	}
}

// sameKey: a call that is made again changes nothing more; the key is not good for another call.
func sameKey(t *testing.T, w world) {
	ctx := context.Background()
	intent, again := w.create(t, pay.CreateIn{Method: w.card}), w.create(t, pay.CreateIn{Method: w.card})
	if w.stateful && intent.ID != again.ID {
		t.Errorf("one key, two intents: %s and %s", intent.ID, again.ID)
	}
	ref := pay.Ref{ID: intent.ID}
	for range 2 {
		taken, err := w.Intents.Capture(ctx, pay.CaptureIn{Ref: ref, Key: t.Name() + "take"})
		must(t, err)
		w.expect(t, taken, pay.Intent{Status: pay.Succeeded, Received: 2150})
		_, err = w.Intents.Refund(ctx, pay.RefundIn{Ref: ref, Key: t.Name() + "back", Amount: 700})
		must(t, err)
	}
	read, err := w.Intents.Retrieve(ctx, ref)
	must(t, err)
	w.expect(t, read, pay.Intent{Status: pay.Succeeded, Received: 2150, Refunded: 700})
	_, err = w.Intents.Refund(ctx, pay.RefundIn{Ref: ref, Key: t.Name() + "back", Amount: 800})
	if w.stateful && (err == nil || pay.ProblemOf(err).Outcome != pay.Refused) {
		t.Errorf("a key for two refunds: %v", err)
	}
	_, err = w.Intents.Cancel(ctx, pay.CancelIn{Ref: ref, Key: t.Name() + "cancel"})
	if w.stateful && (err == nil || pay.ProblemOf(err).Outcome != pay.Refused) {
		t.Errorf("what was taken is let go: %v", err)
	}
}

func noKey(t *testing.T, w world) {
	_, err := w.Intents.CreateIntent(context.Background(), pay.CreateIn{Amount: 2150, Currency: w.currency, Method: w.card})
	if !fail.Has(err, "payment.call.without_key") {
		t.Errorf("without a key: %v", err)
	}
}

func nobodys(t *testing.T, w world) {
	_, err := w.Intents.Retrieve(context.Background(), pay.Ref{ID: "424242"})
	if w.stateful && pay.ProblemOf(err).Code != "resource_missing" {
		t.Errorf("an intent of nobody: %v", err)
	}
}

func destinationCharge(t *testing.T, w world) {
	intent := w.create(t, pay.CreateIn{Method: "pm_card_visa", Destination: w.account, DestinationAmount: 1850})
	ref := pay.Ref{ID: intent.ID}
	_, err := w.Intents.Capture(context.Background(), pay.CaptureIn{Ref: ref, Key: t.Name() + "take"})
	must(t, err)
	_, err = w.Intents.Refund(context.Background(), pay.RefundIn{Ref: ref, Key: t.Name() + "back", Amount: 100, UndoTransfer: true})
	must(t, err)
}

func sharedAmongShops(t *testing.T, w world) {
	intent := w.create(t, pay.CreateIn{Method: "pm_card_visa", TransferGroup: "order-7"})
	taken, err := w.Intents.Capture(context.Background(), pay.CaptureIn{Ref: pay.Ref{ID: intent.ID}, Key: t.Name() + "take"})
	must(t, err)
	charge := taken.Charge
	if !w.stateful {
		charge = "ch_sample"
	}
	in := pay.TransferIn{Key: t.Name() + "pass", Amount: 900, Currency: "eur", Destination: w.account, Source: charge, Group: "order-7"}
	transfer, err := w.Transfer(context.Background(), in)
	must(t, err)
	if transfer == "" {
		t.Error("a transfer without id")
	}
	in.Key, in.Amount = t.Name()+"more", 1251
	if _, err := w.Transfer(context.Background(), in); w.stateful && pay.ProblemOf(err).Outcome != pay.Refused {
		t.Errorf("more was passed on than taken: %v", err)
	}
}

func keptCard(t *testing.T, w world) {
	ctx := context.Background()
	customer, err := w.CreateCustomer(ctx, pay.CustomerIn{Key: t.Name() + "customer", Email: "ada@example.org", Metadata: map[string]string{"customer": "3"}})
	must(t, err)
	kept, err := w.Attach(ctx, pay.AttachIn{Key: t.Name() + "attach", Method: "pm_card_mastercard", Customer: customer})
	must(t, err)
	cards, err := w.Cards(ctx, customer)
	must(t, err)
	if w.stateful && (len(cards) != 1 || cards[0] != kept || kept.Brand != "mastercard" || kept.Last4 != "4444") {
		t.Errorf("cards %+v, kept %+v", cards, kept)
	}
	intent := w.create(t, pay.CreateIn{Method: kept.ID, Customer: customer})
	w.expect(t, intent, pay.Intent{Status: pay.RequiresCapture, Capturable: 2150})
}

func clonedCard(t *testing.T, w world) {
	ctx := context.Background()
	customer, err := w.CreateCustomer(ctx, pay.CustomerIn{Key: t.Name() + "customer"})
	must(t, err)
	kept, err := w.Attach(ctx, pay.AttachIn{Key: t.Name() + "attach", Method: "pm_card_visa", Customer: customer})
	must(t, err)
	clone, err := w.Clone(ctx, pay.CloneIn{Key: t.Name() + "clone", Method: kept.ID, Customer: customer, Account: w.account})
	must(t, err)
	if !strings.HasPrefix(string(clone), "pm_") || w.stateful && clone == kept.ID {
		t.Errorf("clone %s of %s", clone, kept.ID)
	}
	intent := w.create(t, pay.CreateIn{Method: clone, Account: w.account})
	w.expect(t, intent, pay.Intent{Status: pay.RequiresCapture, Capturable: 2150})
}

func setUp(t *testing.T, w world) {
	ctx := context.Background()
	customer, err := w.CreateCustomer(ctx, pay.CustomerIn{Key: t.Name() + "customer"})
	must(t, err)
	plain, err := w.SetUp(ctx, pay.SetUpIn{Key: t.Name() + "1", Method: "pm_card_visa", Customer: customer})
	must(t, err)
	asked, err := w.SetUp(ctx, pay.SetUpIn{Key: t.Name() + "2", Method: "pm_card_authenticationRequired", Customer: customer})
	must(t, err)
	cards, err := w.Cards(ctx, customer)
	must(t, err)
	if w.stateful && (plain.RequiresAction || !asked.RequiresAction || asked.ClientSecret == "" || len(cards) != 1) {
		t.Errorf("plain %+v, asked %+v, cards %v", plain, asked, cards)
	}
}

func confirmedLater(t *testing.T, w world) {
	intent := w.create(t, pay.CreateIn{Automatic: true, ReceiptFor: "ada@example.org"})
	w.expect(t, intent, pay.Intent{Status: pay.RequiresMethod})
	held, err := w.Intents.Confirm(context.Background(), pay.ConfirmIn{Ref: pay.Ref{ID: intent.ID}, Key: t.Name() + "confirm", Method: "pm_card_visa",
		ReturnURL: "https://pignons.example/paid"})
	must(t, err)
	w.expect(t, held, pay.Intent{Status: pay.RequiresCapture, Capturable: 2150})
}

// expect compares status and amounts, for a provider with state.
func (w world) expect(t *testing.T, got, want pay.Intent) {
	t.Helper()
	type standing struct {
		status                         pay.Status
		capturable, received, refunded money.Amount
	}
	g := standing{got.Status, got.Capturable, got.Received, got.Refunded}
	if e := (standing{want.Status, want.Capturable, want.Received, want.Refunded}); w.stateful && g != e {
		t.Errorf("stands at %+v, want %+v", g, e)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// listed: what is there is found again, and a charge that nobody contests has no dispute.
func listed(t *testing.T, w world) {
	intent := w.create(t, pay.CreateIn{Method: "pm_card_visa", Metadata: map[string]string{"reference": "LISTED"}})
	all, err := w.Gateway.(pay.Lister).Since(context.Background(), time.Unix(0, 0))
	must(t, err)
	found := slices.ContainsFunc(all, func(i pay.Intent) bool { return i.ID == intent.ID && i.Metadata["reference"] == "LISTED" })
	if len(all) == 0 || w.stateful && !found {
		t.Errorf("%d intents, found %v", len(all), found)
	}
	disputes, err := w.Gateway.(pay.Disputer).Disputes(context.Background(), pay.Ref{ID: intent.ID})
	must(t, err)
	if w.stateful && len(disputes) != 0 {
		t.Errorf("%+v", disputes)
	}
}
