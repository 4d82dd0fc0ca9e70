package flow

import (
	"fmt"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
	"pignon.coop/internal/store"
)

// slots are the time slots of a store, in their order, with what can be chosen now.
type slots []offered

type offered struct {
	path    string
	choices []span.Range
}

func (s *slots) load(tx *db.Tx, storeID int64, settings org.Settings) error {
	list, err := store.TimeSlotsOf(tx, storeID)
	for _, slot := range list {
		*s = append(*s, offered{SlotPath(slot.ID), choicesNow(tx, slot, settings)})
	}
	return err
}

func choicesNow(tx *db.Tx, slot store.TimeSlot, settings org.Settings) []span.Range {
	return slot.Choices(tx.Now().In(settings.Zone()), store.Holidays(settings.Country))
}

const slotPrefix = "/api/time_slots/"

// SlotPath is how a time slot is named in prices and stops.
func SlotPath(id int64) string { return fmt.Sprint(slotPrefix, id) }

// of is the time slot of a window: the named one, or the first that offers it; "" for none.
func (s slots) of(named string, from, to span.Instant) string {
	if named != "" {
		return named
	}
	for _, slot := range s {
		if store.Offers(slot.choices, span.Range{From: from, To: to}) {
			return slot.path
		}
	}
	return ""
}

// loadSlots reads the store's time slots, and refuses stops whose window is not one that the named slot offers now.
func (d *draft) loadSlots(tx *db.Tx, settings org.Settings) error {
	for _, s := range d.in.Stops {
		if s.TimeSlot == "" {
			continue
		}
		if err := checkSlot(tx, s, settings); err != nil {
			return err
		}
	}
	if d.store == nil {
		return nil
	}
	return d.slots.load(tx, d.store.ID, settings)
}

func checkSlot(tx *db.Tx, s StopIn, settings org.Settings) error {
	unknown := fail.New(fail.Invalid, "request.relation_unknown", "iri", s.TimeSlot)
	var id int64
	if _, err := fmt.Sscanf(s.TimeSlot, slotPrefix+"%d", &id); err != nil || strings.TrimSpace(s.TimeSlot) != SlotPath(id) {
		return unknown
	}
	slot, err := store.LoadTimeSlot(tx, id)
	if fail.Is(err, fail.NotFound) {
		return unknown
	}
	if err != nil || s.After.IsZero() || s.Before.IsZero() {
		return err
	}
	if !store.Offers(choicesNow(tx, slot, settings), span.Range{From: s.After, To: s.Before}) {
		return fail.New(fail.Invalid, "task.slot.invalid")
	}
	return nil
}
