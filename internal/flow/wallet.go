package flow

import (
	"context"
	"strconv"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/payment"
)

// customerFor gives the provider's id of who pays, "" when it has none; one that wants to keep the card gets one.
func (c *Checkout) customerFor(ctx context.Context, who authz.Actor, in PayIn) (pay.CustomerID, error) {
	if who.Kind != authz.Person || in.Code != payment.Card || in.Intent != "" {
		return "", nil
	}
	if in.SaveCard {
		return c.ensureCustomer(ctx, who)
	}
	u, err := c.user(ctx, who)
	return pay.CustomerID(u.StripeCustomerID), err
}

func (c *Checkout) user(ctx context.Context, who authz.Actor) (u account.User, err error) {
	if who.Kind != authz.Person {
		return u, who.Must(authz.User)
	}
	err = c.DB.Read(ctx, who, func(tx *db.Tx) (err error) {
		u, err = account.LoadUser(tx, who.UserID)
		return err
	})
	return u, err
}

// wallet keeps the cards of customers, in the mode in force.
func (c *Checkout) wallet() (pay.Wallet, error) {
	if w := c.Wallet(c.Settings().StripeLivemode); w != nil {
		return w, nil
	}
	return nil, fail.New(fail.Invalid, "payment.card.not_taken")
}

// ensureCustomer gives the provider's id of the caller and asks for one when there is none.
func (c *Checkout) ensureCustomer(ctx context.Context, who authz.Actor) (pay.CustomerID, error) {
	u, err := c.user(ctx, who)
	if err != nil || u.StripeCustomerID != "" {
		return pay.CustomerID(u.StripeCustomerID), err
	}
	gateway, err := c.wallet()
	if err != nil {
		return "", err
	}
	key := "customer-" + strconv.FormatInt(u.ID, 10) + "-" + strconv.FormatInt(u.CreatedAt.UnixMicro(), 36) + "-" + strconv.FormatInt(u.Version, 10)
	id, err := gateway.CreateCustomer(ctx, pay.CustomerIn{Key: key, Email: u.Email, Metadata: map[string]string{"user": strconv.FormatInt(u.ID, 10)}})
	if err != nil {
		return "", err
	}
	return id, c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return account.RememberStripeCustomer(tx, u.ID, string(id)) })
}

// forgetCustomer drops the provider's id of a customer that it no longer knows.
func (c *Checkout) forgetCustomer(ctx context.Context, a payment.Attempt, answer payment.Answer) error {
	call := a.Call.V.Create
	if answer.Problem == nil || call == nil || call.Customer == "" || !pay.NoSuchCustomer(answer.Problem) {
		return nil
	}
	return c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return account.ForgetStripeCustomer(tx, string(call.Customer)) })
}

// Cards lists the caller's kept cards that are still valid.
func (c *Checkout) Cards(ctx context.Context, who authz.Actor) ([]pay.Card, error) {
	u, err := c.user(ctx, who)
	if err != nil || u.StripeCustomerID == "" {
		return nil, err
	}
	gateway, err := c.wallet()
	if err != nil {
		return nil, err
	}
	cards, err := gateway.Cards(ctx, pay.CustomerID(u.StripeCustomerID))
	if pay.NoSuchCustomer(err) {
		return nil, c.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return account.RememberStripeCustomer(tx, u.ID, "") })
	}
	now := c.DB.Now().In(c.Settings().Zone())
	var valid []pay.Card
	for _, card := range cards {
		if card.ValidAt(now) {
			valid = append(valid, card)
		}
	}
	return valid, err
}

// WalletIn is a card for an order.
type WalletIn struct {
	OrderID int64
	Method  pay.MethodID
}

// CloneCard copies a card to the account on which the order is charged and gives the copy's id. An order that is charged on the platform is
// Conflict.
func (c *Checkout) CloneCard(ctx context.Context, who authz.Actor, in WalletIn) (pay.MethodID, error) {
	var to pay.AccountID
	err := c.DB.Read(ctx, who, func(tx *db.Tx) (err error) {
		o, err := order.LoadOrder(tx, in.OrderID)
		if err == nil {
			err = order.MayEdit(tx, o)
		}
		if err == nil {
			to, err = payment.ConnectedAccount(tx, o)
		}
		return err
	})
	if err == nil && to == "" {
		err = fail.New(fail.Conflict, "payment.clone.platform")
	}
	if err != nil {
		return "", err
	}
	var customer pay.CustomerID
	if who.Kind == authz.Person {
		if customer, err = c.ensureCustomer(ctx, who); err != nil {
			return "", err
		}
	}
	gateway, err := c.wallet()
	if err != nil {
		return "", err
	}
	return gateway.Clone(ctx, pay.CloneIn{Key: walletKey("clone", in), Method: in.Method, Customer: customer, Account: to})
}

// KeepCard sets a card up so that the caller can use it again; when the bank asks a question first, it is attached later.
func (c *Checkout) KeepCard(ctx context.Context, who authz.Actor, in WalletIn) error {
	err := c.DB.Read(ctx, who, func(tx *db.Tx) error {
		o, err := order.LoadOrder(tx, in.OrderID)
		if err != nil {
			return err
		}
		return order.MayEdit(tx, o)
	})
	if err != nil {
		return err
	}
	customer, err := c.ensureCustomer(ctx, who)
	if err != nil {
		return err
	}
	gateway, err := c.wallet()
	if err != nil {
		return err
	}
	_, err = gateway.SetUp(ctx, pay.SetUpIn{Key: walletKey("setup", in), Method: in.Method, Customer: customer})
	return err
}

func walletKey(what string, in WalletIn) string {
	return what + "-" + strconv.FormatInt(in.OrderID, 10) + "-" + string(in.Method)
}
