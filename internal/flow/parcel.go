package flow

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/span"
)

// Parcels prices and orders deliveries that stores buy. It is the one way to a price, whatever the channel.
type Parcels struct {
	DB      *db.DB
	Planner func() *routing.Planner
	Words   func() *locale.Printer // in which items and lines are named
}

// ParcelIn is a delivery as somebody asks for it.
type ParcelIn struct {
	StoreID     int64 // 0: that of the integration that asks
	StoreNamed  bool  // the caller named the store, so that its supplements are looked at
	Stops       []StopIn
	Supplements []pricing.Supplement
	Fixed       *FixedPrice
	Cash        bool // the courier takes the price at the door
	Keep        bool // dispatchers want to find its order again
}

// FixedPrice is a price that a dispatcher says, tax included.
type FixedPrice struct {
	Name   string // empty: a summary of what is carried
	Amount money.Amount
}

// StopIn is one stop of it. The address is nil when nobody said one.
type StopIn struct {
	Type      delivery.Type
	Address   *org.AddressIn
	After     span.Instant
	Before    span.Instant
	Comments  string
	Doorstep  bool
	Tags      []string
	Weight    *int64 // grams
	Packages  []PackagesIn
	Metadata  map[string]any
	Reference *string // the sender's own name for the stop
	TimeSlot  string  // its path
}

// PackagesIn is so many packages by the name that they have in the store's own set; a name that it does not have is skipped.
type PackagesIn struct {
	Name     string
	Quantity int64
}

// Estimate is what a delivery would cost.
type Estimate struct {
	Price   pricing.Price
	Parcel  pricing.Parcel
	Tax     Tax
	Address *org.Address // where it ends; without id where it is new, nil where nobody said it
}

// Tax is what the prices of deliveries contain.
type Tax struct {
	Code   string
	Name   string // words, or a key of them
	Rate   money.Rate
	Within bool // false: there is no such tax
}

// Of is the tax in an amount.
func (t Tax) Of(a money.Amount) money.Amount { return t.Rate.Within(a) }

// Sum adds up the tax of each item, which may be a cent off the tax of the total.
func (e Estimate) Sum() (sum money.Amount) {
	for _, item := range e.Price.Items {
		sum += e.Tax.Of(item.Total)
	}
	return sum
}

// Estimate says what a delivery would cost, and keeps nothing. A store without a price list is Invalid pricing.list.missing; where no rule
// holds it is Invalid pricing.price.none, and the estimate tells why.
func (p Parcels) Estimate(ctx context.Context, who authz.Actor, in ParcelIn) (Estimate, error) {
	d, err := p.draft(ctx, who, in)
	if err != nil {
		return Estimate{}, err
	}
	if d.tariff == nil {
		return Estimate{}, fail.New(fail.Invalid, "pricing.list.missing")
	}
	e := d.estimate()
	if !e.Price.Found() {
		return e, fail.New(fail.Invalid, "pricing.price.none")
	}
	return e, nil
}

func (d *draft) estimate() Estimate {
	e := Estimate{Parcel: d.parcel, Tax: d.tax}
	if d.tariff != nil {
		e.Price = d.tariff.Price(d.parcel)
	}
	for i, s := range d.in.Stops {
		if s.Type == delivery.Dropoff {
			e.Address = d.places[i]
		}
	}
	return e
}

// Evaluate tells whether a rule holds for a delivery, were it the only one of its list.
func (p Parcels) Evaluate(ctx context.Context, who authz.Actor, ruleID int64, in ParcelIn) (bool, error) {
	var tariff *pricing.Tariff
	var zones pricing.Zones
	err := p.DB.Read(ctx, who, func(tx *db.Tx) error {
		r, _, err := pricing.LoadRule(tx, ruleID)
		if err != nil {
			return err
		}
		tariff, zones, err = pricing.Ready(tx, r.RuleSetID)
		return err
	})
	if err != nil {
		return false, err
	}
	d, err := p.draft(ctx, who, in)
	if err != nil {
		return false, err
	}
	d.parcel.Zones = zones
	holds, _ := tariff.Once(ruleID, d.parcel)
	return holds, nil
}
