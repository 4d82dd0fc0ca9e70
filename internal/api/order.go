package api

import "pignon.coop/internal/span"

// ShopOrders is one consistent picture of a shop's day: what the restaurant's screen shows.
type ShopOrders struct {
	Shop   OrderShop `json:"shop"`
	State  string    `json:"state" enum:"normal,rush,pledge"`
	Day    span.Day  `json:"day"`
	Seq    int64     `json:"seq" doc:"Position in the journal that this picture shows; resume the live stream from it"`
	Orders []Order   `json:"orders" doc:"Whose window touches the day, the earliest first; baskets left out"`
}

// Order is an order as staff and the customer see it.
type Order struct {
	ID            int64          `json:"id"`
	Version       int64          `json:"version" doc:"One further at each change; commands may name it"`
	Number        *string        `json:"number" doc:"What people call it by"`
	State         string         `json:"state" enum:"cart,new,accepted,refused,started,ready,fulfilled,cancelled"`
	Shop          *OrderShop     `json:"shop" doc:"null for a delivery that is sold by itself, and when several shops of a hub sell it"`
	Hub           *OrderHub      `json:"hub" doc:"Whose shops sell it together, null when one does; a shop sees its own lines then"`
	Fulfillment   string         `json:"fulfillment" enum:"delivery,collection"`
	Customer      *OrderCustomer `json:"customer"`
	Address       *Place         `json:"address" doc:"null for collection"`
	Window        *Window        `json:"window" doc:"When it was promised"`
	PreparationAt span.Instant   `json:"preparationAt" doc:"When the kitchen should begin"`
	PickupAt      span.Instant   `json:"pickupAt" doc:"When it should be ready"`
	DropoffAt     span.Instant   `json:"dropoffAt" doc:"When it should be there; null for collection"`
	Notes         string         `json:"notes"`
	Items         []OrderItem    `json:"items"`
	Adjustments   []Adjustment   `json:"adjustments"`
	ItemsTotal    int64          `json:"itemsTotal" doc:"Minor units"`
	TaxTotal      int64          `json:"taxTotal" doc:"Minor units"`
	Total         int64          `json:"total" doc:"Minor units"`
	PaymentMethod string         `json:"paymentMethod" doc:"CARD, CASH_ON_DELIVERY …; empty when nothing is to be paid"`
	Courier       *string        `json:"courier" doc:"User name of who brings it"`
	CreatedAt     span.Instant   `json:"createdAt"`
	Events        []OrderEvent   `json:"events" doc:"Its history, oldest first"`
	Can           []string       `json:"can" enum:"accept,refuse,delay,start,ready,fulfill,cancel,restore" doc:"What the caller may do with it now"`
}

// OrderEvent is a line of an order's history.
type OrderEvent struct {
	Type string         `json:"type" doc:"order:accepted, order:delayed …"`
	Data map[string]any `json:"data"`
	At   span.Instant   `json:"at"`
}

// OrderVerbIn is what comes with a command on an order. Which fields count depends on the command.
type OrderVerbIn struct {
	Version *int64  `json:"version,omitempty" doc:"The version that the caller saw; another one is refused as stale"`
	Reason  *string `json:"reason,omitempty" maxLength:"200" doc:"refuse and cancel: CUSTOMER, SOLD_OUT, RUSH_HOUR, CLOSING, NO_SHOW (collection only; the money is kept) or free text"`
	Minutes *int64  `json:"minutes,omitempty" minimum:"1" maximum:"600" doc:"delay: 10 when absent"`
}

// Tracking is what a customer sees of an order on its way.
type Tracking struct {
	ID          int64          `json:"id"`
	Number      *string        `json:"number"`
	State       string         `json:"state" enum:"new,accepted,refused,started,ready,fulfilled,cancelled"`
	Shop        *OrderShop     `json:"shop"`
	Hub         *OrderHub      `json:"hub"`
	Fulfillment string         `json:"fulfillment" enum:"delivery,collection"`
	Address     *Place         `json:"address"`
	Window      *Window        `json:"window"`
	Steps       []TrackingStep `json:"steps" doc:"In their order; a refused or cancelled order ends with that step"`
	Courier     *Position      `json:"courier" doc:"Known only while the courier is on the way from the shop to the customer"`
	Seq         int64          `json:"seq" doc:"Position in the journal that this picture shows"`
}

// TrackingStep is one thing that happens to an order.
type TrackingStep struct {
	Name     string       `json:"name" enum:"ordered,accepted,preparing,ready,picked,delivered,collected,refused,cancelled"`
	Done     bool         `json:"done"`
	At       span.Instant `json:"at" doc:"When it happened"`
	Expected span.Instant `json:"expected" doc:"When it should happen; null when nobody knows"`
}
