package shop

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// State is how busy a restaurant is.
type State string

// The states. A pledged one is wished for by customers and sells nothing yet.
const (
	Normal State = "normal"
	Rush   State = "rush"
	Pledge State = "pledge"
)

// Restaurant is a local business that sells.
type Restaurant struct {
	ID               int64                        `db:"id"`
	Name             string                       `db:"name"`
	Type             string                       `db:"type"` // last word of its schema.org type, "GroceryStore"
	Description      org.Text                     `db:"description"`
	Telephone        org.Text                     `db:"telephone"` // E.164
	Website          org.Text                     `db:"website"`
	AddressID        int64                        `db:"address_id"`
	OrganizationID   int64                        `db:"organization_id"`
	ContractID       *int64                       `db:"contract_id"`
	HubID            *int64                       `db:"hub_id"`
	Enabled          bool                         `db:"enabled"`
	State            State                        `db:"state"`
	Cuisines         db.JSON[[]string]            `db:"cuisines"` // untranslated, "italian"
	Featured         bool                         `db:"featured"`
	Exclusive        bool                         `db:"exclusive"`
	Methods          db.JSON[[]FulfillmentMethod] `db:"fulfillment_methods"`
	Perimeter        string                       `db:"delivery_perimeter"` // expression, "distance < 3000"
	PreparationRules db.JSON[[]PreparationRule]   `db:"preparation_rules"`  // empty: the default table
	RateLimitAmount  *int64                       `db:"rate_limit_amount"`  // orders …
	RateLimitMinutes *int64                       `db:"rate_limit_minutes"` // … in so many minutes
	QuotesAllowed    bool                         `db:"quotes_allowed"`
	AutoAccept       bool                         `db:"auto_accept"`
	MenuID           *int64                       `db:"menu_id"` // the active menu
	StripeAccount    org.Text                     `db:"stripe_account"`
	CashOnDelivery   bool                         `db:"cash_on_delivery"`
	Options          db.JSON[Options]             `db:"options"`
	Image            org.Text                     `db:"image"`        // blob name
	BannerImage      org.Text                     `db:"banner_image"` // blob name
	DeletedAt        span.Instant                 `db:"deleted_at"`
	Version          int64                        `db:"version"`
	CreatedAt        span.Instant                 `db:"created_at"`
	UpdatedAt        span.Instant                 `db:"updated_at"`
}

// Options are the rarer choices of a restaurant: packaging, other means of payment, the till.
type Options struct {
	DepositRefundEnabled   bool            `json:"depositRefundEnabled"`
	DepositRefundOptin     bool            `json:"depositRefundOptin"`
	LoopeatEnabled         bool            `json:"loopeatEnabled"`
	LoopeatMandatory       bool            `json:"loopeatMandatory"`
	LoopeatCredentials     json.RawMessage `json:"loopeatCredentials,omitempty"`
	VytalEnabled           bool            `json:"vytalEnabled"`
	MercadopagoAccount     json.RawMessage `json:"mercadopagoAccount,omitempty"`
	PaygreenShopID         org.Text        `json:"paygreenShopId"`
	EdenredEnabled         bool            `json:"edenredEnabled"`
	EdenredTRCardEnabled   bool            `json:"edenredTRCardEnabled"`
	EdenredSyncSent        bool            `json:"edenredSyncSent"`
	EdenredMerchantID      org.Text        `json:"edenredMerchantId"`
	BillingMethod          string          `json:"billingMethod"` // unit or percentage
	ZeltyAPIKey            org.Text        `json:"zeltyApiKey"`
	ZeltyOrdersEnabled     bool            `json:"zeltyOrdersEnabled"`
	ZeltyDeliveryFeeDishID *int64          `json:"zeltyDeliveryFeeDishId"`
	FailureReasonSetID     *int64          `json:"failureReasonSetId"`
}

// DefaultOptions are those of a new restaurant.
func DefaultOptions() Options {
	return Options{DepositRefundOptin: true, BillingMethod: "unit", ZeltyOrdersEnabled: true}
}

// DefaultPerimeter is the perimeter of a new restaurant.
const DefaultPerimeter = "distance < 3000"

// Method is how an order reaches the customer.
type Method string

// The fulfilment methods.
const (
	Delivery   Method = "delivery"
	Collection Method = "collection"
)

// Behavior says what opening hours mean to customers.
type Behavior string

// As soon as possible: any time within the hours. Time slot: each line of the hours is one slot.
const (
	ASAP     Behavior = "asap"
	TimeSlot Behavior = "time_slot"
)

// FulfillmentMethod is one way in which a restaurant's orders reach customers, with its own hours.
type FulfillmentMethod struct {
	Type          Method       `json:"type"`
	Enabled       bool         `json:"enabled"`
	OpeningHours  span.Hours   `json:"openingHours"`
	Behavior      Behavior     `json:"openingHoursBehavior"`
	MinimumAmount money.Amount `json:"minimumAmount"`
	DelayMinutes  int64        `json:"orderingDelayMinutes"` // notice that the kitchen wants
	PreOrdering   bool         `json:"preOrderingAllowed"`   // for other days than today
	RangeDuration int64        `json:"rangeDuration"`        // minutes
}

// DefaultMethod is a method as a new restaurant has it, without hours: delivery is on, collection off.
func DefaultMethod(m Method) FulfillmentMethod {
	return FulfillmentMethod{Type: m, Enabled: m == Delivery, OpeningHours: span.Hours{}, Behavior: ASAP, PreOrdering: true, RangeDuration: 10}
}

// Method gives the restaurant's fulfilment method of a type. One that it does not have is off.
func (r Restaurant) Method(m Method) FulfillmentMethod { return methodIn(r.Methods.V, m) }

func methodIn(list []FulfillmentMethod, m Method) FulfillmentMethod {
	for _, have := range list {
		if have.Type == m {
			return have
		}
	}
	off := DefaultMethod(m)
	off.Enabled = false
	return off
}

// Limit is how many pick-ups a restaurant takes in a stretch of time. Ok is false when it takes any number.
func (r Restaurant) Limit() (orders int64, within time.Duration, ok bool) {
	if r.RateLimitAmount == nil || r.RateLimitMinutes == nil || *r.RateLimitMinutes <= 0 {
		return 0, 0, false
	}
	return *r.RateLimitAmount, time.Duration(*r.RateLimitMinutes) * time.Minute, true
}

// IsFood tells whether it cooks or bakes: a restaurant rather than a shop.
func (r Restaurant) IsFood() bool { return slices.Contains(foodTypes, r.Type) }

// SchemaType is its type as a schema.org IRI.
func (r Restaurant) SchemaType() string {
	if r.Type == "Pharmacy" {
		return "https://schema.org/Pharmacy"
	}
	return "http://schema.org/" + r.Type
}

var foodTypes = []string{
	"Bakery", "BarOrPub", "Brewery", "CafeOrCoffeeShop", "Distillery", "FastFoodRestaurant", "IceCreamShop", "Restaurant", "Winery",
}

var otherTypes = []string{
	"AutoPartsStore", "BikeStore", "BookStore", "ClothingStore", "ComputerStore", "ConvenienceStore", "DepartmentStore", "ElectronicsStore",
	"Florist", "FurnitureStore", "GardenStore", "GroceryStore", "HardwareStore", "HobbyShop", "HomeGoodsStore", "JewelryStore", "LiquorStore",
	"MensClothingStore", "MobilePhoneStore", "MovieRentalStore", "MusicStore", "OfficeEquipmentStore", "OutletStore", "PawnShop", "Pharmacy",
	"PetStore", "ShoeStore", "SportingGoodsStore", "TireShop", "ToyStore", "WholesaleStore",
}

// Types lists what a restaurant can be, food first.
func Types() []string { return slices.Concat(foodTypes, otherTypes) }

// Badges are what a restaurant's card shows, in their fixed order; newDays is how long a restaurant counts as new.
func (r Restaurant) Badges(now time.Time, newDays int) []string {
	badges := []string{}
	o := r.Options.V
	for _, b := range []struct {
		name string
		on   bool
	}{
		{"exclusive", r.Exclusive},
		{"zero-waste", r.ZeroWaste()},
		{"edenred", o.EdenredEnabled && o.EdenredMerchantID != ""},
		{"vytal", o.VytalEnabled},
		{"new", now.Before(r.CreatedAt.AddDate(0, 0, newDays))},
	} {
		if b.on {
			badges = append(badges, b.name)
		}
	}
	return badges
}

// ZeroWaste tells whether it can pack in reusable boxes.
func (r Restaurant) ZeroWaste() bool {
	return r.Options.V.DepositRefundEnabled || r.Options.V.LoopeatEnabled
}

// Categories are the categories that a list of restaurants is filtered by, untranslated and in their fixed order.
func (r Restaurant) Categories() []string {
	list := []string{}
	for _, c := range []struct {
		name string
		on   bool
	}{{"exclusive", r.Exclusive}, {"featured", r.Featured}, {"zero_waste", r.ZeroWaste()}} {
		if c.on {
			list = append(list, c.name)
		}
	}
	return list
}

// Slug is the name as it stands in the storefront's paths.
func (r Restaurant) Slug() string {
	if s := org.Slug(r.Name); s != "" {
		return s
	}
	return strings.ToLower(r.Type)
}

// Path is the restaurant's page in the storefront.
func (r Restaurant) Path() string {
	kind := "shop"
	if r.IsFood() {
		kind = "restaurant"
	}
	return fmt.Sprintf("/%s/%d-%s", kind, r.ID, r.Slug())
}
