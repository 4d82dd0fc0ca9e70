package shop

import (
	"pignon.coop/internal/db"
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
