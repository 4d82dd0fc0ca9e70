package pay

import (
	"context"

	"github.com/stripe/stripe-go/v85"
)

// CreateCustomer implements Wallet.
func (s *Stripe) CreateCustomer(ctx context.Context, in CustomerIn) (CustomerID, error) {
	if err := s.mayChange(ctx, in.Key); err != nil {
		return "", err
	}
	p := &stripe.CustomerCreateParams{Params: params(in.Key, ""), Email: text(in.Email)}
	p.Metadata = in.Metadata
	customer, err := s.api.V1Customers.Create(ctx, p)
	if err != nil {
		return "", judge(err)
	}
	return CustomerID(customer.ID), nil
}

// Cards implements Wallet.
func (s *Stripe) Cards(ctx context.Context, customer CustomerID) ([]Card, error) {
	if err := s.outside(ctx); err != nil {
		return nil, err
	}
	cards := []Card{}
	list := s.api.V1PaymentMethods.List(ctx, &stripe.PaymentMethodListParams{Customer: text(customer), Type: stripe.String("card")})
	for method, err := range list.All(ctx) {
		if err != nil {
			return nil, judge(err)
		}
		cards = append(cards, cardOf(method))
	}
	return cards, nil
}

// Attach implements Wallet.
func (s *Stripe) Attach(ctx context.Context, in AttachIn) (Card, error) {
	if err := s.mayChange(ctx, in.Key); err != nil {
		return Card{}, err
	}
	method, err := s.api.V1PaymentMethods.Attach(ctx, string(in.Method), &stripe.PaymentMethodAttachParams{
		Params: params(in.Key, ""), Customer: text(in.Customer)})
	if err != nil {
		return Card{}, judge(err)
	}
	return cardOf(method), nil
}

// Clone implements Wallet.
func (s *Stripe) Clone(ctx context.Context, in CloneIn) (MethodID, error) {
	if err := s.mayChange(ctx, in.Key); err != nil {
		return "", err
	}
	method, err := s.api.V1PaymentMethods.Create(ctx, &stripe.PaymentMethodCreateParams{
		Params: params(in.Key, in.Account), Customer: text(in.Customer), PaymentMethod: text(in.Method)})
	if err != nil {
		return "", judge(err)
	}
	return MethodID(method.ID), nil
}

// SetUp implements Wallet.
func (s *Stripe) SetUp(ctx context.Context, in SetUpIn) (SetUp, error) {
	if err := s.mayChange(ctx, in.Key); err != nil {
		return SetUp{}, err
	}
	intent, err := s.api.V1SetupIntents.Create(ctx, &stripe.SetupIntentCreateParams{
		Params: params(in.Key, ""), PaymentMethod: text(in.Method), Customer: text(in.Customer), Confirm: stripe.Bool(true),
		Usage: stripe.String("on_session"), PaymentMethodTypes: []*string{stripe.String("card")}})
	if err != nil {
		return SetUp{}, judge(err)
	}
	return SetUp{ID: intent.ID, RequiresAction: intent.Status == stripe.SetupIntentStatusRequiresAction, ClientSecret: intent.ClientSecret}, nil
}

func cardOf(method *stripe.PaymentMethod) Card {
	card := Card{ID: MethodID(method.ID)}
	if c := method.Card; c != nil {
		card.Brand, card.Last4, card.ExpMonth, card.ExpYear = string(c.Brand), c.Last4, int(c.ExpMonth), int(c.ExpYear)
	}
	return card
}
