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
