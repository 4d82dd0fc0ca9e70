package promotion

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// Promotion makes orders cheaper for which all its rules hold.
type Promotion struct {
	ID          int64              `db:"id"`
	Name        string             `db:"name"` // what customers read
	Code        string             `db:"code"`
	CouponBased bool               `db:"coupon_based"` // only for orders with one of its coupons
	Priority    int64              `db:"priority"`     // the highest first
	Exclusive   bool               `db:"exclusive"`    // applies alone
	Featured    bool               `db:"featured"`     // shown on the cards of its restaurants
	UsageLimit  *int64             `db:"usage_limit"`  // nil: no limit
	Used        int64              `db:"used"`
	StartsAt    span.Instant       `db:"starts_at"` // zero: since ever
	EndsAt      span.Instant       `db:"ends_at"`   // zero: for ever
	Rules       db.JSON[[]Setting] `db:"rules"`
	Actions     db.JSON[[]Setting] `db:"actions"`
	Version     int64              `db:"version"`
	CreatedAt   span.Instant       `db:"created_at"`
	UpdatedAt   span.Instant       `db:"updated_at"`
}

// Coupon is a code that gives its promotion.
type Coupon struct {
	ID               int64        `db:"id"`
	PromotionID      int64        `db:"promotion_id"`
	Code             string       `db:"code"`
	ExpiresAt        span.Instant `db:"expires_at"` // zero: never
	UsageLimit       *int64       `db:"usage_limit"`
	PerCustomerLimit *int64       `db:"per_customer_usage_limit"`
	Used             int64        `db:"used"`
	Reusable         bool         `db:"reusable_from_cancelled_orders"` // an order that will not be gives it back
	CreatedAt        span.Instant `db:"created_at"`
	UpdatedAt        span.Instant `db:"updated_at"`
}

// Setting is a rule or an action with what it is set to.
type Setting struct {
	Type   string `json:"type"`
	Config Config `json:"configuration"`
}

// Config holds what the types of rules and actions are set to. The last name is written wrongly in the data that co-ops bring along.
type Config struct {
	Username     string       `json:"username,omitempty"`             // is_customer
	RestaurantID int64        `json:"restaurant_id,omitempty"`        // is_restaurant
	Amount       money.Amount `json:"amount,omitempty"`               // is_items_total_above, order_fixed_discount
	Percentage   float64      `json:"percentage,omitempty"`           // of discounts; 1.0 is the whole
	OfItems      *bool        `json:"items_total,omitempty"`          // order_percentage_discount: of the items (as when missing) or of the total
	LowersFee    *bool        `json:"decrase_platform_fee,omitempty"` // the co-op bears the discount (as when missing) or the shop does
}

// The types of rules and actions.
const (
	IsCustomer      = "is_customer"
	IsRestaurant    = "is_restaurant"
	ItemsTotalAbove = "is_items_total_above"

	DeliveryPercentage = "delivery_percentage_discount"
	OrderFixed         = "order_fixed_discount"
	OrderPercentage    = "order_percentage_discount"
)

// Facts are what a promotion looks at in a basket.
type Facts struct {
	Username     string // of the customer's account; empty without one
	RestaurantID int64  // 0: several shops of a hub
	ItemsTotal   money.Amount
	Total        money.Amount // what can get cheaper: goods and delivery
	Delivery     money.Amount // what the customer pays for it
}

// Discount is by how much an order gets cheaper.
type Discount struct {
	Promotion  Promotion
	OnDelivery bool
	Amount     money.Amount // above 0
	LowersFee  bool         // the co-op bears it
}

// Discounts finds what a basket gets of the promotions that are open to it: an exclusive one alone, else all, by priority. Nothing gets cheaper than
// free.
func Discounts(open []Promotion, f Facts) []Discount {
	for _, p := range open {
		if p.Exclusive && p.fits(f) {
			return p.discounts(&f)
		}
	}
	var all []Discount
	for _, p := range open {
		if !p.Exclusive && p.fits(f) {
			all = append(all, p.discounts(&f)...)
		}
	}
	return all
}

// fits tells whether all rules hold. One that nobody knows holds never.
func (p Promotion) fits(f Facts) bool {
	for _, r := range p.Rules.V {
		c := r.Config
		holds := map[string]bool{
			IsCustomer:      f.Username != "" && f.Username == c.Username,
			IsRestaurant:    f.RestaurantID != 0 && f.RestaurantID == c.RestaurantID,
			ItemsTotalAbove: f.ItemsTotal >= c.Amount,
		}
		if !holds[r.Type] {
			return false
		}
	}
	return true
}

// discounts takes what the actions give off the facts.
func (p Promotion) discounts(f *Facts) (list []Discount) {
	for _, a := range p.Actions.V {
		d := Discount{Promotion: p, LowersFee: a.Config.LowersFee == nil || *a.Config.LowersFee}
		switch a.Type {
		case DeliveryPercentage:
			d.OnDelivery = true
			d.Amount = min(money.RateOf(a.Config.Percentage).Of(f.Delivery), f.Delivery)
			f.Delivery -= d.Amount
		case OrderFixed:
			d.Amount = a.Config.Amount
		case OrderPercentage:
			of := f.ItemsTotal
			if a.Config.OfItems != nil && !*a.Config.OfItems {
				of = f.Total
			}
			d.Amount = money.RateOf(a.Config.Percentage).Of(of)
		}
		if d.Amount = min(d.Amount, f.Total); d.Amount > 0 {
			f.Total -= d.Amount
			list = append(list, d)
		}
	}
	return list
}

// open tells whether a promotion can be had at a moment.
func (p Promotion) open(at span.Instant) bool {
	return !(p.StartsAt.After(at.Time) || !p.EndsAt.IsZero() && !p.EndsAt.After(at.Time) || spent(p.Used, p.UsageLimit))
}

// open tells whether a coupon can be had at a moment by somebody who used it so often.
func (c Coupon) open(at span.Instant, uses int64) bool {
	return (c.ExpiresAt.IsZero() || c.ExpiresAt.After(at.Time)) && !spent(c.Used, c.UsageLimit) && !spent(uses, c.PerCustomerLimit)
}

func spent(used int64, limit *int64) bool { return limit != nil && used >= *limit }
