package shop

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
)

// CreateRestaurantIn describes a new restaurant. Name and Address are required; its organisation is made when there is none.
type CreateRestaurantIn struct {
	Address        org.AddressIn
	OrganizationID int64
	Fields         Fields
}

// CreateRestaurant adds a restaurant: disabled until an administrator enables it, delivering without opening hours.
func CreateRestaurant(tx *db.Tx, in CreateRestaurantIn) (Restaurant, error) {
	if err := mayAdminister(tx.Who()); err != nil {
		return Restaurant{}, err
	}
	r := NewRestaurant()
	if in.Fields.Name == nil {
		return Restaurant{}, fail.At("name", "value.blank")
	}
	if err := in.Fields.apply(tx, &r); err != nil {
		return Restaurant{}, err
	}
	address, err := org.PlaceAddress(tx, in.Address)
	if err != nil {
		return Restaurant{}, err
	}
	r.AddressID, r.OrganizationID = address.ID, in.OrganizationID
	if r.ID, err = tx.ID("restaurants"); err != nil {
		return Restaurant{}, err
	}
	if err := insertRestaurant(tx, &r); err != nil {
		return Restaurant{}, err
	}
	return r, tx.Emit(RestaurantChanged{RestaurantID: r.ID})
}

// NewRestaurant is a restaurant with every default, disabled, without name and address.
func NewRestaurant() Restaurant {
	r := Restaurant{Type: "Restaurant", State: Flow().Initial, Perimeter: DefaultPerimeter, Version: 1}
	r.Cuisines.V = []string{}
	r.Methods.V = []FulfillmentMethod{DefaultMethod(Delivery), DefaultMethod(Collection)}
	r.PreparationRules.V = []PreparationRule{}
	r.Options.V = DefaultOptions()
	return r
}

// insertRestaurant writes a new restaurant and makes its organisation when it has none.
func insertRestaurant(tx *db.Tx, r *Restaurant) error {
	if r.OrganizationID == 0 {
		o, err := org.AddOrganization(tx, r.Name)
		if err != nil {
			return err
		}
		r.OrganizationID = o.ID
	}
	if r.CreatedAt.IsZero() {
		r.CreatedAt, r.UpdatedAt = tx.Now(), tx.Now()
	}
	return db.Insert(tx, "restaurants", r)
}
