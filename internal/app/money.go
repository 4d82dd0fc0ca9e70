package app

import (
	"context"
	"net/http"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/check"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/job"
	"pignon.coop/internal/netguard"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/shop"
)

// newCheckout makes the part that takes money and places orders.
func (c *Coop) newCheckout() *flow.Checkout {
	return flow.NewCheckout(flow.CheckoutIn{
		DB: c.db, Log: c.log, Planner: c.Planner, Gateway: c.gateway, Wallet: c.wallet, Settings: c.Settings, Origin: c.config.Origin(), RealNow: time.Now,
		Vouchers: c.vouchers,
	})
}

// gateway is a payment provider with the settings in force, nil without its key.
func (c *Coop) gateway(d pay.Door) pay.Intents {
	s := c.Settings()
	switch d.Provider {
	case pay.ByMercadoPago:
		s.MercadopagoLivemode = d.Live
		if _, token := s.MercadopagoKeys(); token != "" {
			return pay.NewMercadoPago(pay.MercadoPagoIn{Client: c.abroad(), InWork: db.InWork, BaseURL: s.MercadopagoAPIURL, Token: token, AccountToken: c.sellerToken})
		}
	case pay.ByEdenred:
		if s.EdenredClientID != "" {
			return c.vouchers(d.Live, d.Holder)
		}
	default:
		if g := c.stripe(d.Live); g != nil {
			return g
		}
	}
	return nil
}

// wallet keeps the cards of customers, nil without a key.
func (c *Coop) wallet(live bool) pay.Wallet {
	if g := c.stripe(live); g != nil {
		return g
	}
	return nil
}

func (c *Coop) stripe(live bool) *pay.Stripe {
	s := c.Settings()
	key := s.StripeTestSecretKey
	if live {
		key = s.StripeLiveSecretKey
	}
	if key == "" {
		return nil
	}
	return pay.NewStripe(pay.StripeIn{Client: c.outside, InWork: db.InWork, BaseURL: s.StripeAPIURL, Key: key})
}

// fiscalHouse is what invoices are made with.
func (c *Coop) fiscalHouse() fiscal.House {
	return fiscal.House{Words: c.WordsIn, Settings: c.Settings}
}

// reconcile compares the payments with the providers' and keeps what differs.
func (c *Coop) reconcile(ctx context.Context, _ payment.Reconcile) error {
	r, err := check.Reconcile(ctx, check.House{DB: c.db, Blobs: c.blobs, Gateway: c.gateway})
	if err != nil || r.Compared == 0 && r.Skipped != "" { // nobody was paid through a provider: there is nothing to tell
		return err
	}
	return c.db.Write(ctx, authz.System(), func(tx *db.Tx) error { return payment.RecordReconciliation(tx, r) })
}

// abroad is the client for providers without a library of their own: public hosts alone, but in development mode.
func (c *Coop) abroad() *http.Client {
	return netguard.Policy{AllowLoopback: c.config.Dev}.Client(30 * time.Second)
}

// sellerToken lets the co-op act on the account of a restaurant at Mercado Pago.
func (c *Coop) sellerToken(ctx context.Context, account pay.AccountID) (token string, err error) {
	err = c.db.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		token, err = shop.MercadopagoToken(tx, string(account))
		return err
	})
	return token, err
}

// vouchers is the provider of meal vouchers for one customer, whose tokens it keeps when they are renewed.
func (c *Coop) vouchers(live bool, customer int64) *pay.Edenred {
	s := c.Settings()
	in := pay.EdenredIn{Client: c.abroad(), InWork: db.InWork, Now: c.db.Now, BaseURL: s.EdenredAPIURL, LoginURL: s.EdenredAuthorizationEndpoint,
		ClientID: s.EdenredClientID, Secret: s.EdenredClientSecret, Live: live}
	in.Load = func(ctx context.Context) (t pay.VoucherTokens, err error) {
		err = c.db.Read(ctx, authz.System(), func(tx *db.Tx) error {
			customer, err := account.LoadCustomer(tx, customer)
			t = customer.Vouchers()
			return err
		})
		return t, err
	}
	in.Renewed = func(ctx context.Context, t pay.VoucherTokens) error {
		return c.db.Write(ctx, authz.System(), func(tx *db.Tx) error { return account.KeepVouchers(tx, customer, t) })
	}
	return pay.NewEdenred(in)
}

// flowHandlers are the jobs of what crosses modules.
func (c *Coop) flowHandlers() []job.Handler {
	router := flow.Router{DB: c.db, Planner: c.Planner}
	importer := flow.Importer{Parcels: flow.Parcels{DB: c.db, Planner: c.Planner, Words: c.Words}, Geocoder: c.geocoder}
	tasks := flow.TaskImporter{DB: c.db, Words: c.Words, Geocoder: c.geocoder}
	clerk := flow.Clerk{DB: c.db, House: c.fiscalHouse()}
	return []job.Handler{job.On(clerk.Work), job.On(clerk.Close), job.On(c.checkout.Work), job.On(c.checkout.Look), job.On(c.checkout.Rescue), job.On(c.checkout.LookAtDisputes), job.On(c.reconcile), job.On(router.Route), job.On(importer.Work), job.On(tasks.Work)}
}

// flowTimetable comes round for what was left in the middle.
func (c *Coop) flowTimetable() []job.Periodic {
	return []job.Periodic{{Every: time.Minute, Args: payment.RescueAttempts{}}, {Every: 24 * time.Hour, Args: payment.Reconcile{}}, {Every: time.Hour, Args: fiscal.ClosePeriods{}}}
}
