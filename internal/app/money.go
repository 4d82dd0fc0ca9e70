package app

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/job"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/payment"
)

// newCheckout makes the part that takes money and places orders.
func (c *Coop) newCheckout() *flow.Checkout {
	return flow.NewCheckout(flow.CheckoutIn{DB: c.db, Log: c.log, Planner: c.Planner, Gateway: c.gateway, Settings: c.Settings, RealNow: time.Now})
}

// gateway is the payment provider of a mode with the settings in force, nil without its key.
func (c *Coop) gateway(live bool) pay.Gateway {
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

// flowHandlers are the jobs of what crosses modules.
func (c *Coop) flowHandlers() []job.Handler {
	router := flow.Router{DB: c.db, Planner: c.Planner}
	importer := flow.Importer{Parcels: flow.Parcels{DB: c.db, Planner: c.Planner, Words: c.Words}, Geocoder: c.geocoder}
	tasks := flow.TaskImporter{DB: c.db, Words: c.Words, Geocoder: c.geocoder}
	clerk := flow.Clerk{DB: c.db, House: c.fiscalHouse()}
	return []job.Handler{job.On(clerk.Work), job.On(clerk.Close), job.On(c.checkout.Work), job.On(c.checkout.Look), job.On(c.checkout.Rescue), job.On(router.Route), job.On(importer.Work), job.On(tasks.Work)}
}

// flowTimetable comes round for what was left in the middle.
func (c *Coop) flowTimetable() []job.Periodic {
	return []job.Periodic{{Every: time.Minute, Args: payment.RescueAttempts{}}, {Every: time.Hour, Args: fiscal.ClosePeriods{}}}
}
