package payment

import (
	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay"
)

// toPay gives the payment that comes next for a basket, that of the card before that of vouchers; id 0 when nothing is to be paid.
func toPay(tx *db.Tx, in PrepareIn) (next Payment, err error) {
	o := in.Quote.Order
	before, err := PaymentsOf(tx, o.ID)
	if err != nil {
		return next, err
	}
	chosen := choice{Code: in.Code}
	if by := choiceOf(before); by.Code == Voucher && in.Code != Cash {
		chosen = by
	}
	if chosen.Code == Nothing && in.Quote.Total > 0 {
		return next, fail.New(fail.Invalid, "payment.method.missing")
	}
	if err := mayChoose(tx, o, chosen.Code); err != nil {
		return next, err
	}
	all, err := payable(tx, o, chosen)
	for _, p := range all {
		if p.State.Open() && (next.ID == 0 || p.Code == Card) {
			next = p
		}
	}
	if in.Code == Nothing && next.Code == Card {
		err = fail.New(fail.Invalid, "payment.method.missing")
	}
	return next, err
}

// Next is what is still to be done for a basket of which a part is held: vouchers are asked for once the card is sure. Attempt.ID is 0 when
// nothing is.
func Next(tx *db.Tx, held Payment) (Step, error) {
	o, err := order.LoadOrder(tx, held.OrderID)
	if err != nil || o.State != order.IsCart {
		return Step{}, err
	}
	all, err := PaymentsOf(tx, o.ID)
	if err != nil {
		return Step{}, err
	}
	for i := range all {
		p := &all[i]
		switch {
		case p.Code != Voucher || !p.State.Open():
		case p.Amount == 0:
			if err := authorize(tx, p); err != nil {
				return Step{}, err
			}
		default:
			if a, ok, err := pending(tx, *p, Authorize); err != nil || ok {
				return Step{Payment: *p, Attempt: a}, err
			}
			return ask(tx, *p, PrepareIn{Quote: order.Quote{Order: o, Total: o.Total, Hash: string(held.QuoteHash)}})
		}
	}
	return Step{}, nil
}

// onPage completes a call that opens a page of the second provider: who pays, where we are told of it, and whose account it is on.
func onPage(tx *db.Tx, call *pay.CreateIn, in PrepareIn) error {
	o := in.Quote.Order
	if o.CustomerID != nil {
		customer, err := account.LoadCustomer(tx, *o.CustomerID)
		if err != nil {
			return err
		}
		call.ReceiptFor = customer.Email
	}
	if in.Origin != "" {
		call.NotifyURL = in.Origin + "/mercadopago/webhook?payment=" + call.Metadata["reference"]
	}
	r, err := restaurantOf(tx, o)
	if err != nil {
		return err
	}
	seller, ok := r.MercadopagoSeller()
	if !ok {
		return nil
	}
	cart, err := order.LoadCart(tx, o.ID)
	call.Account, call.ApplicationFee = pay.AccountID(seller.UserID), min(max(0, cart.Sum(order.Fee)), call.Amount)
	return err
}

// voucherCall is the call that asks for the vouchers of an order's customer, at the account of its restaurant.
func voucherCall(tx *db.Tx, p Payment, in PrepareIn) (pay.Door, pay.CreateIn, error) {
	r, err := restaurantOf(tx, in.Quote.Order)
	call := pay.CreateIn{Amount: p.Amount, Currency: p.Currency, Method: pay.MethodID(r.Options.V.EdenredMerchantID)}
	door := pay.Door{Provider: pay.ByEdenred, Live: p.LiveMode}
	if in.Quote.CustomerID != nil {
		door.Holder = *in.Quote.CustomerID
	}
	return door, call, err
}
