package shop

import (
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// owns tells whether a user is in a restaurant's list of owners.
func owns(who authz.Actor, owners []int64) bool {
	if who.Kind != authz.Person {
		return false
	}
	for _, id := range owners {
		if id == who.UserID {
			return true
		}
	}
	return false
}

// mayEdit: administrators, and owners who also hold the role of a restaurant.
func mayEdit(who authz.Actor, owners []int64) error {
	if who.Holds(authz.Restaurant) && owns(who, owners) {
		return nil
	}
	return who.Must(authz.Admin)
}

// mayView: everybody when the restaurant is enabled, otherwise those who may edit it.
func mayView(who authz.Actor, r Restaurant, owners []int64) error {
	if r.Enabled {
		return nil
	}
	return mayEdit(who, owners)
}

func mayAdminister(who authz.Actor) error { return who.Must(authz.Admin) }

// MayView refuses a caller who may not see the restaurant: Unauthenticated when anonymous, Forbidden otherwise.
func MayView(tx *db.Tx, r Restaurant) error {
	if r.Enabled {
		return nil
	}
	owners, err := OwnersOf(tx, r.ID)
	if err != nil {
		return err
	}
	return mayView(tx.Who(), r, owners)
}

// MayEdit refuses a caller who may not change the restaurant: Unauthenticated when anonymous, Forbidden otherwise.
func MayEdit(tx *db.Tx, restaurantID int64) error {
	owners, err := OwnersOf(tx, restaurantID)
	if err != nil {
		return err
	}
	return mayEdit(tx.Who(), owners)
}

// mayEditAny lets in who may change one of several restaurants; with none, administrators alone.
func mayEditAny(tx *db.Tx, restaurantIDs []int64) error {
	for _, id := range restaurantIDs {
		if err := MayEdit(tx, id); err == nil || !fail.Is(err, fail.Forbidden) {
			return err
		}
	}
	return mayAdminister(tx.Who())
}

func mayEditProduct(tx *db.Tx, p Product) error {
	if p.RestaurantID == nil {
		return mayAdminister(tx.Who())
	}
	return MayEdit(tx, *p.RestaurantID)
}

// mayAsk lets products ask the options of their own restaurant, and those that its products ask already: whoever asks an option may switch
// its values. Administrators choose freely.
func mayAsk(tx *db.Tx, p Product, optionIDs []int64) error {
	if tx.Who().Is(authz.Admin) {
		return nil
	}
	for _, id := range optionIDs {
		restaurants, err := restaurantsOfOption(tx, id)
		if err != nil {
			return err
		}
		if p.RestaurantID == nil || !slices.Contains(restaurants, *p.RestaurantID) {
			return fail.At("options", "value.choice")
		}
	}
	return nil
}
