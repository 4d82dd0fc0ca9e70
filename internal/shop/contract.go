package shop

import (
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// Contract is what a restaurant and the co-op agreed on.
type Contract struct {
	ID                            int64        `db:"id"`
	FlatDeliveryPrice             money.Amount `db:"flat_delivery_price"` // paid by the restaurant
	CustomerAmount                money.Amount `db:"customer_amount"`     // paid by the customer
	FeeRate                       money.Rate   `db:"fee_rate"`            // share of the items, when delivered
	TakeAwayFeeRate               money.Rate   `db:"take_away_fee_rate"`  // when collected
	VariableDeliveryPriceEnabled  bool         `db:"variable_delivery_price_enabled"`
	VariableDeliveryPriceID       *int64       `db:"variable_delivery_price_id"` // pricing rule set that replaces FlatDeliveryPrice
	VariableCustomerAmountEnabled bool         `db:"variable_customer_amount_enabled"`
	VariableCustomerAmountID      *int64       `db:"variable_customer_amount_id"` // and CustomerAmount
	RestaurantPaysStripeFee       bool         `db:"restaurant_pays_stripe_fee"`
	CreatedAt                     span.Instant `db:"created_at"`
	UpdatedAt                     span.Instant `db:"updated_at"`
}
