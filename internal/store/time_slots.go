package store

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// ListTimeSlots gives administrators a page of the time slots, by id; a limit of 0 is all.
func ListTimeSlots(tx *db.Tx, limit, offset int) (page org.Page[TimeSlot], err error) {
	if err := tx.Who().Must(authz.Admin); err != nil {
		return page, err
	}
	page.Rows, page.Total, err = pageOfSlots(tx, limit, offset)
	return page, err
}

// Offered lists the windows of a time slot that can be chosen now, for couriers, dispatchers, and those who act for a store that has it.
func Offered(tx *db.Tx, id int64) ([]span.Range, error) {
	s, err := LoadTimeSlot(tx, id)
	if err != nil {
		return nil, err
	}
	if err := mayChoose(tx, id); err != nil {
		return nil, err
	}
	return s.offered(tx)
}

// OfferedToMe is Offered for the usual time slot of the integration that asks; nothing where its store has none.
func OfferedToMe(tx *db.Tx) ([]span.Range, error) {
	if !tx.Who().Scoped(authz.Deliveries) {
		return nil, fail.New(fail.Forbidden, "auth.forbidden")
	}
	s, err := LoadStore(tx, tx.Who().StoreID)
	if fail.Is(err, fail.NotFound) || err == nil && s.TimeSlotID == nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return Offered(tx, *s.TimeSlotID)
}

// offered asks the engine for now, in the co-op's zone and with its holidays.
func (s TimeSlot) offered(tx *db.Tx) ([]span.Range, error) {
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return nil, err
	}
	return s.Choices(tx.Now().In(settings.Zone()), Holidays(settings.Country)), nil
}

func mayChoose(tx *db.Tx, slot int64) error {
	if tx.Who().Is(authz.Courier) {
		return nil
	}
	stores, err := storesOffering(tx, slot)
	if err != nil {
		return err
	}
	for _, id := range stores {
		if MayView(tx, id) == nil {
			return nil
		}
	}
	return fail.New(fail.Forbidden, "auth.forbidden")
}

// DeleteTimeSlotIn names a time slot.
type DeleteTimeSlotIn struct{ ID int64 }

// DeleteTimeSlot takes a time slot away, unless a store lists it or a form has it: Invalid then, with a field error for each. A store that merely
// has it as its usual one loses it.
func DeleteTimeSlot(tx *db.Tx, in DeleteTimeSlotIn) error {
	if _, err := LoadTimeSlot(tx, in.ID); err != nil {
		return err
	}
	if err := tx.Who().Must(authz.Admin); err != nil {
		return err
	}
	users, err := usersOfSlot(tx, in.ID)
	if err != nil {
		return err
	}
	if err := used("time_slot.used", users); err != nil {
		return err
	}
	if err := deleteSlot(tx, in.ID); err != nil {
		return err
	}
	return tx.Emit(TimeSlotDeleted{TimeSlotID: in.ID})
}

// used names each user in a field error; nil without users.
func used(code string, users []User) error {
	var wrong *fail.Error
	for _, u := range users {
		wrong = wrong.Add("", code, "by", u.Kind, "id", u.ID)
	}
	return wrong.Or()
}
