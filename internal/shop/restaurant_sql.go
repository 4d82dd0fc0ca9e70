package shop

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

const notDeleted = " AND deleted_at IS NULL"

// LoadRestaurant reads a restaurant, disabled or not; NotFound when there is none or it was deleted. Whether the caller may see it is
// MayView's to say.
func LoadRestaurant(tx *db.Tx, id int64) (Restaurant, error) {
	return db.One[Restaurant](tx, "SELECT * FROM restaurants WHERE id = ?"+notDeleted, id)
}

// LoadRestaurants reads restaurants by id, deleted ones too: old orders still point to them. Unknown ids are missing in the map.
func LoadRestaurants(tx *db.Tx, ids []int64) (map[int64]Restaurant, error) {
	rows, err := db.All[Restaurant](tx, "SELECT * FROM restaurants WHERE id IN (?)", ids)
	found := make(map[int64]Restaurant, len(rows))
	for _, r := range rows {
		found[r.ID] = r
	}
	return found, err
}

// ListRestaurants gives the restaurants that are open to the public, by id.
func ListRestaurants(tx *db.Tx) ([]Restaurant, error) {
	return db.All[Restaurant](tx, "SELECT * FROM restaurants WHERE enabled AND state <> ? AND deleted_at IS NULL ORDER BY id", Pledge)
}

// ListAllRestaurants gives every restaurant that was not deleted, by id, for the people of the co-op.
func ListAllRestaurants(tx *db.Tx) ([]Restaurant, error) {
	if err := mayAdminister(tx.Who()); err != nil {
		return nil, err
	}
	return db.All[Restaurant](tx, "SELECT * FROM restaurants WHERE deleted_at IS NULL ORDER BY id")
}

// ListOwnRestaurants gives the restaurants that a user owns, by id.
func ListOwnRestaurants(tx *db.Tx, userID int64) ([]Restaurant, error) {
	return db.All[Restaurant](tx, `SELECT r.* FROM restaurants r JOIN restaurant_owners o ON o.restaurant_id = r.id
		WHERE o.user_id = ? AND r.deleted_at IS NULL ORDER BY r.id`, userID)
}

// OwnersOf gives the ids of the users who own a restaurant, in order.
func OwnersOf(tx *db.Tx, restaurantID int64) ([]int64, error) {
	return db.All[int64](tx, "SELECT user_id FROM restaurant_owners WHERE restaurant_id = ? ORDER BY user_id", restaurantID)
}

// OwnedBy gives the ids of the restaurants that a user owns, in order.
func OwnedBy(tx *db.Tx, userID int64) ([]int64, error) {
	return db.All[int64](tx, "SELECT restaurant_id FROM restaurant_owners WHERE user_id = ? ORDER BY restaurant_id", userID)
}

// SetOwners makes a user the owner of exactly these restaurants. It asks nobody: seeds and the people's screens call it.
func SetOwners(tx *db.Tx, userID int64, restaurantIDs []int64) error {
	if _, err := tx.Exec("DELETE FROM restaurant_owners WHERE user_id = ?", userID); err != nil {
		return err
	}
	for _, id := range restaurantIDs {
		if _, err := tx.Exec("INSERT INTO restaurant_owners (restaurant_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING", id, userID); err != nil {
			return err
		}
	}
	return nil
}

func saveRestaurant(tx *db.Tx, r *Restaurant) error {
	r.UpdatedAt = tx.Now()
	return db.Update(tx, "restaurants", r)
}

// closingsOf reads the closures of restaurants that are not over yet.
func closingsOf(tx *db.Tx, ids []int64) (map[int64][]ClosingRule, error) {
	rows, err := db.All[ClosingRule](tx, "SELECT * FROM closing_rules WHERE restaurant_id IN (?) AND ends_at > ? ORDER BY starts_at, id", ids, tx.Now())
	found := map[int64][]ClosingRule{}
	for _, c := range rows {
		found[c.RestaurantID] = append(found[c.RestaurantID], c)
	}
	return found, err
}

// LoadClosingRule reads a closure; NotFound when there is none.
func LoadClosingRule(tx *db.Tx, id int64) (ClosingRule, error) {
	return db.One[ClosingRule](tx, "SELECT * FROM closing_rules WHERE id = ?", id)
}

func deleteClosingRule(tx *db.Tx, id int64) error {
	_, err := tx.Exec("DELETE FROM closing_rules WHERE id = ?", id)
	return err
}

// LoadContract reads a contract; ok is false when the restaurant has none.
func LoadContract(tx *db.Tx, r Restaurant) (c Contract, ok bool, err error) {
	return contractByID(tx, r.ContractID)
}

func contractByID(tx *db.Tx, id *int64) (c Contract, ok bool, err error) {
	if id == nil {
		return Contract{}, false, nil
	}
	return db.Maybe[Contract](tx, "SELECT * FROM contracts WHERE id = ?", *id)
}

func contractsOf(tx *db.Tx, ids []int64) (map[int64]Contract, error) {
	rows, err := db.All[Contract](tx, "SELECT * FROM contracts WHERE id IN (?)", ids)
	found := make(map[int64]Contract, len(rows))
	for _, c := range rows {
		found[c.ID] = c
	}
	return found, err
}

// rushing gives the restaurants that are in a hurry.
// rushing lists the restaurants in a rush that nobody has touched since an instant.
func rushing(tx *db.Tx, since span.Instant) ([]Restaurant, error) {
	return db.All[Restaurant](tx, "SELECT * FROM restaurants WHERE state = ? AND updated_at < ?"+notDeleted+" ORDER BY id", Rush, since)
}
