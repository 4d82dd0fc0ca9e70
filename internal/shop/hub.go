package shop

import (
	"fmt"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Hub is several restaurants at one place that can be ordered from together, with hours, perimeter and contract of its own.
type Hub struct {
	ID         int64                        `db:"id"`
	Name       string                       `db:"name"`
	AddressID  int64                        `db:"address_id"`
	ContractID *int64                       `db:"contract_id"`
	Enabled    bool                         `db:"enabled"`
	Methods    db.JSON[[]FulfillmentMethod] `db:"fulfillment_methods"`
	Perimeter  string                       `db:"delivery_perimeter"` // expression, "distance < 3000"
	CreatedAt  span.Instant                 `db:"created_at"`
	UpdatedAt  span.Instant                 `db:"updated_at"`
}

// Method is what the hub says of a way to get an order; one that it does not list is off.
func (h Hub) Method(m Method) FulfillmentMethod { return methodIn(h.Methods.V, m) }

// Contract reads the hub's contract; ok is false when it has none.
func (h Hub) Contract(tx *db.Tx) (c Contract, ok bool, err error) {
	return contractByID(tx, h.ContractID)
}

// LoadHub reads a hub; NotFound when there is none.
func LoadHub(tx *db.Tx, id int64) (Hub, error) { return oneRow[Hub](tx, "hubs", id) }

// Delivers tells whether an address at the end of this way lies in the hub's perimeter.
func (h Hub) Delivers(w Way) bool { return inPerimeter(h.Perimeter, w) }

// Path is the hub's page in the storefront.
func (h Hub) Path() string { return fmt.Sprintf("/hub/%d-%s", h.ID, org.Slug(h.Name)) }

// ShopsOfHub gives the shops of a hub that are open to the public, by id.
func ShopsOfHub(tx *db.Tx, hubID int64) ([]Restaurant, error) {
	return db.All[Restaurant](tx, "SELECT * FROM restaurants WHERE hub_id = ? AND enabled AND state <> ?"+notDeleted+" ORDER BY id", hubID, Pledge)
}

// HubView is a hub with some of its shops, as it stands at the time of the unit of work.
type HubView struct {
	Hub
	Address org.Address
	Shops   []View // those that something is ordered from
	Now     span.Instant
	Zone    *time.Location
}

// HubViewOf completes a hub for an order from some of its shops.
func HubViewOf(tx *db.Tx, h Hub, shops []View) (HubView, error) {
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return HubView{}, err
	}
	addresses, err := org.LoadAddresses(tx, []int64{h.AddressID})
	return HubView{Hub: h, Address: addresses[h.AddressID], Shops: shops, Now: tx.Now(), Zone: settings.Zone()}, err
}

// Timetable tells when the hub can serve a basket: in its own hours, but not while one of the shops is closed, and as fast as the slowest kitchen.
// How many orders a shop takes in a time is for its own orders only.
func (h HubView) Timetable(in BasketIn) Timetable {
	if in.Shipping == 0 {
		in.Shipping = NoAddressShipping
	}
	t := Timetable{Now: h.Now.Time, Method: h.Method(in.Method), Shipping: in.Shipping, DispatchDelay: in.Pace.DispatchDelay, Offset: in.Pace.Offset}
	var closings []ClosingRule
	for _, v := range h.Shops {
		t.Preparation = max(t.Preparation, v.Preparation(in.Total))
		closings = append(closings, v.Closings...)
	}
	t.Schedule = ScheduleOf(t.Method, closings, h.Zone)
	return t
}
