package order

import (
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// Order is a basket or what became of it.
type Order struct {
	ID                int64        `db:"id"`
	Number            org.Text     `db:"number"` // what people call it by; empty until checkout
	State             State        `db:"state"`
	RestaurantID      *int64       `db:"restaurant_id"` // nil: a delivery that is sold by itself, or an order from a hub
	HubID             *int64       `db:"hub_id"`
	CustomerID        *int64       `db:"customer_id"`
	Method            shop.Method  `db:"fulfillment_method"`
	ShippingAddressID *int64       `db:"shipping_address_id"`
	BillingAddressID  *int64       `db:"billing_address_id"`
	From              span.Instant `db:"shipping_from"`
	To                span.Instant `db:"shipping_to"`
	ItemsTotal        money.Amount `db:"items_total"`
	Total             money.Amount `db:"total"`
	RidePrice         money.Amount `db:"ride_price"` // that the restaurant pays, within the fee of the house
	Notes             org.Text     `db:"notes"`
	Invitation        org.Text     `db:"invitation"`
	CouponCode        org.Text     `db:"coupon_code"`
	ReusablePackaging bool         `db:"reusable_packaging_enabled"`
	PreparationAt     span.Instant `db:"preparation_expected_at"`
	PickupAt          span.Instant `db:"pickup_expected_at"`
	DropoffAt         span.Instant `db:"dropoff_expected_at"`
	PreparationTime   org.Text     `db:"preparation_time"` // "10 minutes"
	ShippingTime      org.Text     `db:"shipping_time"`
	Exported          bool         `db:"exported"`
	ZeltyOrderID      *int64       `db:"zelty_order_id"`  // in the restaurant's till
	ArbitraryPrice    org.Text     `db:"arbitrary_price"` // JSON: the price that somebody fixed for a delivery sold by itself
	Priced            bool         `db:"priced"`          // false: the totals are what somebody wrote
	FrozenHash        org.Text     `db:"frozen_hash"`     // of what was ordered, set at checkout
	Reminded          int64        `db:"reminded"`        // how often its shop was told that it waits for an answer
	Version           int64        `db:"version"`
	CreatedAt         span.Instant `db:"created_at"`
	UpdatedAt         span.Instant `db:"updated_at"`
}

// Window is the promised range, the zero Range when none was chosen.
func (o Order) Window() span.Range { return span.Range{From: o.From, To: o.To} }

func (o *Order) setWindow(r span.Range) { o.From, o.To = r.From, r.To }

// Item is one line: so many pieces of one variant.
type Item struct {
	ID          int64        `db:"id"`
	OrderID     int64        `db:"order_id"`
	ProductID   *int64       `db:"product_id"`
	VariantID   *int64       `db:"variant_id"` // nil: nothing of a catalogue
	Name        string       `db:"name"`
	VariantName string       `db:"variant_name"`
	Quantity    int64        `db:"quantity"`
	UnitPrice   money.Amount `db:"unit_price"`
	Total       money.Amount `db:"total"`
	PlayerID    *int64       `db:"player_id"` // who added it to a group order
	Adjustments []Adjustment `db:"-"`
}

// AdjustmentType says what an amount is for.
type AdjustmentType string

// The types. Fee is what the co-op keeps of the restaurant's money; it is never shown.
const (
	Modifier          AdjustmentType = "menu_item_modifier"
	Tax               AdjustmentType = "tax"
	ReusablePackaging AdjustmentType = "reusable_packaging"
	DeliveryFee       AdjustmentType = "delivery"
	DeliveryPromotion AdjustmentType = "delivery_promotion"
	OrderPromotion    AdjustmentType = "order_promotion"
	Tip               AdjustmentType = "tip"
	Incident          AdjustmentType = "incident"
	Fee               AdjustmentType = "fee"

	ParcelPrice      AdjustmentType = "order_item_package_delivery_calculated"
	ParcelSupplement AdjustmentType = "order_item_package_delivery_manual_supplement"
)

// Shown lists the types of adjustments of an order that people may see, in their fixed order.
func Shown() []AdjustmentType {
	return []AdjustmentType{DeliveryFee, DeliveryPromotion, OrderPromotion, ReusablePackaging, Tax, Tip, Incident}
}

// Adjustment is a signed amount on an order or on one of its lines. A neutral one is part of the prices already and changes no total.
type Adjustment struct {
	ID      int64          `db:"id"` // 0 until saved
	OrderID int64          `db:"order_id"`
	ItemID  *int64         `db:"item_id"` // nil: of the order
	Type    AdjustmentType `db:"type"`
	Label   string         `db:"label"` // words, or a key of the catalogue of words
	Amount  money.Amount   `db:"amount"`
	Neutral bool           `db:"neutral"`
	Origin  org.Text       `db:"origin"` // code of the tax rate or promotion
}

// Labels that the house gives itself, as keys of the catalogue of words.
const (
	deliveryLabel = "order.adjustment.delivery"
	tipLabel      = "order.adjustment.tip"
	feeLabel      = "order.adjustment.fee"
	depositLabel  = "order.adjustment.reusable_packaging"
)
