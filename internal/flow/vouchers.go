package flow

import (
	"context"
	"encoding/json"
	"net/url"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/payment"
)

// ChooseMethod makes a basket's payments those by another means. What vouchers have left is asked of their provider first; one that gives no
// answer, or that does not take the customer's tokens, leaves nothing to be paid by vouchers.
func (c *Checkout) ChooseMethod(ctx context.Context, who authz.Actor, in payment.ChooseMethodIn) (chosen []payment.Payment, err error) {
	if in.Code == payment.Voucher {
		holder, err := c.holder(ctx, who, in.OrderID)
		if err != nil {
			return nil, err
		}
		in.Balance = c.balance(ctx, holder)
	}
	err = c.DB.Write(ctx, who, func(tx *db.Tx) (err error) {
		chosen, err = payment.ChooseMethod(tx, in)
		return err
	})
	return chosen, err
}

// holder is the customer of an order that the caller may edit, 0 for a guest without a name.
func (c *Checkout) holder(ctx context.Context, who authz.Actor, orderID int64) (customer int64, err error) {
	err = c.DB.Read(ctx, who, func(tx *db.Tx) error {
		o, err := order.LoadOrder(tx, orderID)
		if err == nil {
			err = order.MayEdit(tx, o)
		}
		if o.CustomerID != nil {
			customer = *o.CustomerID
		}
		return err
	})
	return customer, err
}

// balance is what a customer's vouchers have left, nothing where nobody can tell.
func (c *Checkout) balance(ctx context.Context, customer int64) money.Amount {
	tokens, err := c.tokensOf(ctx, customer)
	if err != nil || tokens.Access == "" {
		return 0
	}
	sum, err := c.Vouchers(c.Settings().StripeLivemode, customer).Balance(ctx)
	if err != nil {
		c.Log.Warn("the balance of meal vouchers is unknown", "customer", customer, "error", err)
	}
	return sum
}

func (c *Checkout) tokensOf(ctx context.Context, customer int64) (t pay.VoucherTokens, err error) {
	if customer == 0 {
		return t, nil
	}
	err = c.DB.Read(ctx, authz.System(), func(tx *db.Tx) error {
		found, err := account.LoadCustomer(tx, customer)
		t = found.Vouchers()
		return err
	})
	return t, err
}

// LinkVouchers keeps the tokens with which an order's customer lets the house pay by meal vouchers, and notes whether the provider takes them.
// An order of nobody is Conflict.
func (c *Checkout) LinkVouchers(ctx context.Context, who authz.Actor, orderID int64, tokens pay.VoucherTokens) error {
	customer, err := c.holder(ctx, who, orderID)
	if err == nil && customer == 0 {
		err = fail.New(fail.Conflict, "payment.voucher.guest")
	}
	if err != nil {
		return err
	}
	tokens.Usable = false
	if err := c.keepTokens(ctx, customer, tokens); err != nil || c.Settings().EdenredClientID == "" {
		return err
	}
	if _, err := c.Vouchers(c.Settings().StripeLivemode, customer).Balance(ctx); err != nil {
		c.Log.Warn("meal vouchers cannot be used", "customer", customer, "error", err)
		return nil
	}
	now, err := c.tokensOf(ctx, customer) // which may have been renewed meanwhile
	if err != nil {
		return err
	}
	now.Usable = true
	return c.keepTokens(ctx, customer, now)
}

func (c *Checkout) keepTokens(ctx context.Context, customer int64, t pay.VoucherTokens) error {
	return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return account.KeepVouchers(tx, customer, t) })
}

// ExchangeVouchers is the second step of the app's sign-in at the provider of vouchers, which needs what only the co-op knows.
func (c *Checkout) ExchangeVouchers(ctx context.Context, form url.Values) (json.RawMessage, error) {
	if c.Settings().EdenredClientID == "" {
		return nil, fail.New(fail.Invalid, "payment.voucher.not_taken")
	}
	return c.Vouchers(c.Settings().StripeLivemode, 0).Exchange(ctx, form)
}
