package shop

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// UpdateRestaurantIn says what changes on a restaurant. nil stays as it is. Version, when not 0, is the one that the caller saw.
type UpdateRestaurantIn struct {
	ID      int64
	Version int64
	State   *State // Normal or Rush
	MenuID  *int64 // the menu to make active; one of another restaurant is passed over
	Fields  Fields
}

// UpdateRestaurant changes a restaurant for its owners and for administrators.
func UpdateRestaurant(tx *db.Tx, in UpdateRestaurantIn) (Restaurant, error) {
	r, err := LoadRestaurant(tx, in.ID)
	if err != nil {
		return Restaurant{}, err
	}
	if err := MayEdit(tx, r.ID); err != nil {
		return Restaurant{}, err
	}
	if in.Version != 0 && in.Version != r.Version {
		return Restaurant{}, fail.New(fail.Stale, "row.stale")
	}
	if err := r.pace(in.State); err != nil {
		return Restaurant{}, err
	}
	if err := r.activate(tx, in.MenuID); err != nil {
		return Restaurant{}, err
	}
	if err := in.Fields.apply(tx, &r); err != nil {
		return Restaurant{}, err
	}
	if err := saveRestaurant(tx, &r); err != nil {
		return Restaurant{}, err
	}
	return r, tx.Emit(RestaurantChanged{RestaurantID: r.ID})
}

func (r *Restaurant) pace(wanted *State) error {
	if wanted == nil {
		return nil
	}
	verb, ok := map[State]Verb{Normal: Calm, Rush: Hurry}[*wanted]
	if !ok {
		return fail.At("state", "value.choice", "value", string(*wanted))
	}
	_, err := r.turn(verb)
	return err
}

func (r *Restaurant) activate(tx *db.Tx, menuID *int64) error {
	if menuID == nil {
		return nil
	}
	m, err := LoadMenu(tx, *menuID)
	if fail.Is(err, fail.NotFound) {
		return fail.New(fail.Invalid, "restaurant.menu.unknown", "menu", *menuID)
	}
	if err == nil && m.RestaurantID == r.ID {
		r.MenuID = &m.ID
	}
	return err
}
