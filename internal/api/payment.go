package api

import (
	"context"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/web"
)

// PaymentChoice says how a basket can be paid.
type PaymentChoice struct {
	Methods        []string `json:"methods" enum:"card,cash" doc:"Empty when no means is set up"`
	PublishableKey string   `json:"publishableKey" doc:"Of the card payment provider, for the browser; empty when cards are not taken"`
}

// CheckoutRequest orders a basket.
type CheckoutRequest struct {
	Method    string `json:"method,omitempty" enum:"card,cash" doc:"Absent for a basket that costs nothing"`
	ReturnURL string `json:"returnUrl,omitempty" maxLength:"2000" doc:"Where the bank sends the customer back to"`
}

// CheckoutAnswer tells how the order stands. Ask again with the same request after the customer acted.
type CheckoutAnswer struct {
	State          string `json:"state" enum:"placed,action_required,declined"`
	Order          int64  `json:"order" doc:"Id of the order, the same as the basket's"`
	ClientSecret   string `json:"clientSecret" doc:"With which the browser confirms the card; action_required only"`
	PublishableKey string `json:"publishableKey"`
	StripeAccount  string `json:"stripeAccount" doc:"The connected account that the browser must name; usually empty"`
	Words          string `json:"words" doc:"Why the card was declined, in the bank's words"`
}

func (f *face) paymentRoutes() {
	register(f, web.Known, huma.Operation{Method: "GET", Path: "/v1/carts/{id}/payment", Summary: "How a basket can be paid"}, f.paymentChoice)
	register(f, web.Known, phased(huma.Operation{Method: "POST", Path: "/v1/carts/{id}/checkout", Summary: "Pay and order a basket"}), f.checkOut)
}

func (f *face) paymentChoice(ctx context.Context, who authz.Actor, in *PathID) (*answer[PaymentChoice], error) {
	out := PaymentChoice{Methods: []string{}}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		if _, err := order.Find(tx, in.ID); err != nil {
			return err
		}
		codes, err := payment.MethodsFor(tx, in.ID)
		for _, code := range payment.OnPages(codes, f.house.Settings()) {
			out.Methods = append(out.Methods, map[payment.Code]string{payment.Card: "card", payment.Cash: "cash"}[code])
			if code == payment.Card {
				out.PublishableKey, _, _ = f.house.Settings().StripeKeys()
			}
		}
		return err
	})
	return &answer[PaymentChoice]{Body: out}, err
}

type checkOutIn struct {
	PathID
	Body CheckoutRequest
}

func (f *face) checkOut(ctx context.Context, who authz.Actor, in *checkOutIn) (*answer[CheckoutAnswer], error) {
	if err := f.read(ctx, who, func(tx *db.Tx) error { _, err := order.Find(tx, in.ID); return err }); err != nil {
		return nil, err
	}
	code := payment.Nothing
	switch in.Body.Method {
	case "card":
		code = payment.Card
	case "cash":
		code = payment.Cash
	}
	address := ""
	if r, ok := ctx.Value(requestKey{}).(*http.Request); ok {
		address = (&web.Call{R: r}).Address()
	}
	paid, err := f.house.Checkout.Pay(ctx, who, flow.PayIn{
		OrderID: in.ID, Code: code, Automatic: code == payment.Card, ReturnURL: strings.TrimSpace(in.Body.ReturnURL), Address: address,
	})
	if err != nil {
		return nil, err
	}
	out := CheckoutAnswer{State: string(paid.State), Order: paid.OrderID, ClientSecret: paid.ClientSecret, StripeAccount: string(paid.Account), Words: paid.Words}
	if r, ok := ctx.Value(requestKey{}).(*http.Request); ok && out.Words != "" { // a reason of ours is a code
		if words := f.house.WordsFor(r); words.Has("error." + out.Words) {
			out.Words = words.T("error."+out.Words, nil)
		}
	}
	out.PublishableKey, _, _ = f.house.Settings().StripeKeys()
	return &answer[CheckoutAnswer]{Body: out}, nil
}
