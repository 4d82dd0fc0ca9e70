package store

import "pignon.coop/internal/db"

// LoadTimeSlot reads a time slot; NotFound when there is none.
func LoadTimeSlot(tx *db.Tx, id int64) (TimeSlot, error) {
	return db.One[TimeSlot](tx, "SELECT * FROM time_slots WHERE id = ?", id)
}

// TimeSlotsOf lists the time slots of a store, in their order.
func TimeSlotsOf(tx *db.Tx, storeID int64) ([]TimeSlot, error) {
	return db.All[TimeSlot](tx, "SELECT t.* FROM time_slots t JOIN store_time_slots s ON s.time_slot_id = t.id WHERE s.store_id = ? ORDER BY s.position", storeID)
}

func setTimeSlots(tx *db.Tx, id int64, slots []int64) error {
	if _, err := tx.Exec("DELETE FROM store_time_slots WHERE store_id = ?", id); err != nil {
		return err
	}
	for position, slot := range slots {
		_, err := tx.Exec("INSERT INTO store_time_slots (store_id, time_slot_id, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", id, slot, position)
		if err != nil {
			return err
		}
	}
	return nil
}

// timeSlotIDs gives the ids of the time slots of stores, each store's in their order.
func timeSlotIDs(tx *db.Tx, stores []int64) (map[int64][]int64, error) {
	rows, err := db.All[struct {
		StoreID    int64 `db:"store_id"`
		TimeSlotID int64 `db:"time_slot_id"`
	}](tx, "SELECT store_id, time_slot_id FROM store_time_slots WHERE store_id IN (?) ORDER BY store_id, position", stores)
	of := map[int64][]int64{}
	for _, r := range rows {
		of[r.StoreID] = append(of[r.StoreID], r.TimeSlotID)
	}
	return of, err
}

func pageOfSlots(tx *db.Tx, limit, offset int) (rows []TimeSlot, total int, err error) {
	if total, err = db.One[int](tx, "SELECT COUNT(*) FROM time_slots"); err != nil {
		return nil, 0, err
	}
	if limit == 0 {
		limit = total
	}
	rows, err = db.All[TimeSlot](tx, "SELECT * FROM time_slots ORDER BY id LIMIT ? OFFSET ?", limit, offset)
	return rows, total, err
}

// storesOffering lists the stores that have a time slot, as their usual one or in their list.
func storesOffering(tx *db.Tx, slot int64) ([]int64, error) {
	return db.All[int64](tx, `
		SELECT id FROM stores WHERE deleted_at IS NULL AND (time_slot_id = ?
			OR id IN (SELECT store_id FROM store_time_slots WHERE time_slot_id = ?)) ORDER BY id`, slot, slot)
}

// deleteSlot takes a time slot away, also from stores that are deleted or have it as their usual one.
func deleteSlot(tx *db.Tx, id int64) error {
	for _, statement := range []string{
		"UPDATE stores SET time_slot_id = NULL WHERE time_slot_id = ?", "DELETE FROM store_time_slots WHERE time_slot_id = ?", "DELETE FROM time_slots WHERE id = ?",
	} {
		if _, err := tx.Exec(statement, id); err != nil {
			return err
		}
	}
	return nil
}
