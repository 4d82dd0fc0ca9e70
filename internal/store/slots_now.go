package store

import (
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Sendable lists the stores that the caller may send parcels for: every one for dispatchers, their own for those who hold the role of a store.
func Sendable(tx *db.Tx) ([]View, error) {
	switch {
	case tx.Who().Is(authz.Dispatcher):
		found, err := ListStores(tx, mostStores, 0)
		return found.Rows, err
	case tx.Who().Holds(authz.Store):
		return MyStores(tx)
	}
	return nil, nil
}

const mostStores = 1000

// SlotNow is a time slot of a store with what can be chosen now.
type SlotNow struct {
	TimeSlot
	Choices []span.Range
}

// SlotsNow lists the time slots of a store, in their order, with what can be chosen now; for those who may view it.
func SlotsNow(tx *db.Tx, storeID int64) (list []SlotNow, err error) {
	err = eachSlot(tx, storeID, func(s TimeSlot, now time.Time, holiday func(time.Time) bool) {
		list = append(list, SlotNow{s, s.Choices(now, holiday)})
	})
	return list, err
}

// SlotRefusal is a time slot with why a time cannot be chosen of it.
type SlotRefusal struct {
	TimeSlot
	Reason Refusal
}

// Refusals tells for each time slot of a store why a time cannot be chosen, for those who may view the store.
func Refusals(tx *db.Tx, storeID int64, at span.Instant) (list []SlotRefusal, err error) {
	err = eachSlot(tx, storeID, func(s TimeSlot, now time.Time, holiday func(time.Time) bool) {
		list = append(list, SlotRefusal{s, s.WhyNot(at.Time, now, holiday)})
	})
	return list, err
}

func eachSlot(tx *db.Tx, storeID int64, do func(TimeSlot, time.Time, func(time.Time) bool)) error {
	if _, err := LoadStore(tx, storeID); err != nil {
		return err
	}
	if err := MayView(tx, storeID); err != nil {
		return err
	}
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return err
	}
	slots, err := TimeSlotsOf(tx, storeID)
	for _, s := range slots {
		do(s, tx.Now().In(settings.Zone()), Holidays(settings.Country))
	}
	return err
}
