package api

import "pignon.coop/internal/span"

// CartSession is a basket with the token that lets its holder edit it.
type CartSession struct {
	Token string `json:"token" doc:"Bearer token of this basket, valid for a day"`
	Cart  Cart   `json:"cart"`
}

// Cart is a basket as the storefront shows it.
type Cart struct {
	ID          int64          `json:"id"`
	Version     int64          `json:"version" doc:"One further at each change"`
	State       string         `json:"state" enum:"cart,new,accepted,refused,started,ready,fulfilled,cancelled" doc:"Anything but cart: it was ordered and can no longer be edited"`
	Shop        *OrderShop     `json:"shop" doc:"null when several shops of a hub sell it"`
	Hub         *OrderHub      `json:"hub" doc:"Whose shops sell it together, null when one does"`
	Fulfillment string         `json:"fulfillment" enum:"delivery,collection"`
	Address     *Place         `json:"address"`
	Window      *Window        `json:"window" doc:"The chosen time, null for as soon as possible"`
	Notes       string         `json:"notes"`
	Invitation  *string        `json:"invitation" doc:"Slug of the link that lets others add to the basket"`
	Customer    *OrderCustomer `json:"customer"`
	Items       []OrderItem    `json:"items"`
	Adjustments []Adjustment   `json:"adjustments" doc:"What is added to the items: delivery, tip, promotions, taxes on top"`
	ItemsTotal  int64          `json:"itemsTotal" doc:"Minor units"`
	TaxTotal    int64          `json:"taxTotal" doc:"Minor units; taxes that prices contain are in it"`
	Total       int64          `json:"total" doc:"Minor units"`
	Can         []string       `json:"can" enum:"edit,order" doc:"order: nothing hinders checkout"`
	Problems    []FieldProblem `json:"problems" doc:"What hinders checkout, in the caller's language; filled by GET only"`
}

// OrderShop is whose food it is.
type OrderShop struct {
	ID        int64   `json:"id"`
	Name      string  `json:"name"`
	Slug      string  `json:"slug"`
	Telephone *string `json:"telephone"`
	Address   *Place  `json:"address"`
}

// OrderHub is several shops that sell an order together.
type OrderHub struct {
	ID      int64  `json:"id"`
	Name    string `json:"name"`
	Address *Place `json:"address"`
}

// OrderCustomer is who ordered.
type OrderCustomer struct {
	ID        int64   `json:"id"`
	FullName  string  `json:"fullName"`
	Email     string  `json:"email"`
	Telephone *string `json:"telephone"`
}

// OrderItem is one line.
type OrderItem struct {
	ID          int64         `json:"id"`
	ProductID   *int64        `json:"productId"`
	Name        string        `json:"name"`
	Options     []OrderOption `json:"options"`
	Quantity    int64         `json:"quantity"`
	UnitPrice   int64         `json:"unitPrice" doc:"Minor units, without options"`
	Total       int64         `json:"total" doc:"Minor units, with options"`
	Shop        *string       `json:"shop" doc:"Whose it is, where several shops sell the order"`
	Player      *string       `json:"player" doc:"Who added the line to a group order"`
	Unavailable bool          `json:"unavailable" doc:"The product was switched off meanwhile"`
}

// OrderOption is a choice within a line, as words: "1 × Cheese".
type OrderOption struct {
	Label  string `json:"label"`
	Amount int64  `json:"amount" doc:"Minor units, for the whole line"`
}

// Adjustment is an amount that belongs to the order as a whole.
type Adjustment struct {
	Type    string `json:"type" enum:"delivery,delivery_promotion,order_promotion,reusable_packaging,tax,tip,incident"`
	Label   string `json:"label" doc:"In the caller's language"`
	Amount  int64  `json:"amount" doc:"Minor units"`
	InPrice bool   `json:"inPrice" doc:"The amount is contained in the prices and adds nothing to the total"`
}

// Window is a stretch of time.
type Window struct {
	From span.Instant `json:"from"`
	To   span.Instant `json:"to"`
}

// CartTiming says when a basket can be there.
type CartTiming struct {
	Behavior    string   `json:"behavior" enum:"asap,time_slot"`
	Preparation int64    `json:"preparation" doc:"Seconds"`
	Shipping    int64    `json:"shipping" doc:"Seconds"`
	First       *Window  `json:"first" doc:"null when nothing is available in the next seven days"`
	Windows     []Window `json:"windows"`
	Hold        *Hold    `json:"hold" doc:"The time that is kept for the basket, null when none is"`
}

// Hold is a time that is kept for a basket whose customer is at the checkout.
type Hold struct {
	Window
	Until span.Instant `json:"until" doc:"When others may have it"`
}

// OpenCartIn asks for a basket at a shop.
type OpenCartIn struct {
	Shop int64 `json:"shop" minimum:"1"`
}

// AddressFields is a new address as a person gave it and the geocoder found it.
type AddressFields struct {
	StreetAddress string  `json:"streetAddress" maxLength:"1000"`
	Lat           float64 `json:"lat" minimum:"-90" maximum:"90"`
	Lng           float64 `json:"lng" minimum:"-180" maximum:"180"`
	Name          *string `json:"name,omitempty" maxLength:"1000"`
	ContactName   *string `json:"contactName,omitempty" maxLength:"1000"`
	Telephone     *string `json:"telephone,omitempty" maxLength:"50"`
	Description   *string `json:"description,omitempty" maxLength:"1000"`
	PostalCode    *string `json:"postalCode,omitempty" maxLength:"50"`
	Locality      *string `json:"locality,omitempty" maxLength:"200"`
}

// ChangeCartIn changes a basket; absent fields stay.
type ChangeCartIn struct {
	Fulfillment *string        `json:"fulfillment,omitempty" enum:"delivery,collection"`
	Address     *AddressFields `json:"address,omitempty" doc:"A new address"`
	AddressID   *int64         `json:"addressId,omitempty" doc:"One of the customer's own addresses instead"`
	Window      *Window        `json:"window,omitempty"`
	ASAP        bool           `json:"asap,omitempty" doc:"Forgets the chosen time"`
	Notes       *string        `json:"notes,omitempty" maxLength:"2000"`
	Coupon      *string        `json:"coupon,omitempty" maxLength:"100" doc:"Code of a coupon; empty takes it away"`
	Tip         *int64         `json:"tip,omitempty" minimum:"0" doc:"Minor units; 0 takes it away"`
	Email       *string        `json:"email,omitempty" doc:"Of a guest, where guests may order"`
	FullName    *string        `json:"fullName,omitempty"`
	Telephone   *string        `json:"telephone,omitempty" doc:"Of a guest"`
}

// AddItemIn adds a product.
type AddItemIn struct {
	Product  string         `json:"product" doc:"The product's code"`
	Quantity int64          `json:"quantity,omitempty" minimum:"1" maximum:"999" default:"1"`
	Options  []ChosenOption `json:"options,omitempty" maxItems:"100"`
}

// ChosenOption is an option value, so many times for each piece.
type ChosenOption struct {
	Code     string `json:"code"`
	Quantity int64  `json:"quantity,omitempty" minimum:"1" maximum:"99" default:"1"`
}

// ChangeItemIn is a line's new quantity; 0 takes it away.
type ChangeItemIn struct {
	Quantity int64 `json:"quantity" minimum:"0" maximum:"999"`
}
