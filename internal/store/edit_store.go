package store

import (
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
)

// EditStoreIn says what changes on a store; a nil field stays. A relation that points to nil is taken away.
type EditStoreIn struct {
	ID        int64
	Name      *string
	Enabled   *bool
	Address   *org.AddressIn
	Pricing   **int64
	TimeSlot  **int64
	TimeSlots *[]int64 // in their order
	Packages  **int64  // its package set
	Owners    *[]int64 // users who may act for it
	Flags     FlagsIn
}

// FlagsIn are what a store's form asks for.
type FlagsIn struct {
	PrefillPickup, WeightRequired, PackagesNeeded, MultiDrop, MultiPickup, CashOnDelivery *bool
}

// EditStore changes a store; administrators may. A relation that leads nowhere is Invalid.
func EditStore(tx *db.Tx, in EditStoreIn) (View, error) {
	s, err := LoadStore(tx, in.ID)
	if err != nil {
		return View{}, err
	}
	if err := tx.Who().Must(authz.Admin); err != nil {
		return View{}, err
	}
	if err := in.apply(tx, &s); err != nil {
		return View{}, err
	}
	s.UpdatedAt = tx.Now()
	if err := db.Update(tx, "stores", s); err != nil {
		return View{}, err
	}
	if in.TimeSlots != nil {
		if err := in.saveSlots(tx); err != nil {
			return View{}, err
		}
	}
	if in.Owners != nil {
		if err := in.saveOwners(tx); err != nil {
			return View{}, err
		}
	}
	if err := tx.Emit(StoreEdited{StoreID: s.ID}); err != nil {
		return View{}, err
	}
	return ReadStore(tx, s.ID)
}

func (in EditStoreIn) apply(tx *db.Tx, s *Store) error {
	if in.Name != nil {
		s.Name = strings.TrimSpace(*in.Name)
		if s.Name == "" {
			return fail.At("name", "value.blank")
		}
	}
	if in.Enabled != nil {
		s.Enabled = *in.Enabled
	}
	in.Flags.apply(&s.Options.V)
	if in.Address != nil {
		a, err := org.PlaceAddress(tx, *in.Address)
		if err != nil {
			return org.Named(err, "addresses", in.Address.ID)
		}
		s.AddressID = a.ID
	}
	return in.relate(tx, s)
}

func (in EditStoreIn) relate(tx *db.Tx, s *Store) error {
	if in.Pricing != nil {
		s.PricingID = *in.Pricing
		if id := *in.Pricing; id != nil {
			if _, err := pricing.LoadRuleSet(tx, *id); err != nil {
				return org.Named(err, "pricing_rule_sets", *id)
			}
		}
	}
	if in.TimeSlot != nil {
		s.TimeSlotID = *in.TimeSlot
		if id := *in.TimeSlot; id != nil {
			if _, err := LoadTimeSlot(tx, *id); err != nil {
				return org.Named(err, "time_slots", *id)
			}
		}
	}
	if in.Packages != nil {
		s.PackageSetID = *in.Packages
		if id := *in.Packages; id != nil {
			if _, err := loadSet(tx, *id); err != nil {
				return org.Named(err, "package_sets", *id)
			}
		}
	}
	return nil
}

func (in EditStoreIn) saveSlots(tx *db.Tx) error {
	for _, id := range *in.TimeSlots {
		if _, err := LoadTimeSlot(tx, id); err != nil {
			return org.Named(err, "time_slots", id)
		}
	}
	return setTimeSlots(tx, in.ID, *in.TimeSlots)
}

func (in FlagsIn) apply(o *Options) {
	for _, flag := range []struct{ from, to *bool }{
		{in.PrefillPickup, &o.PrefillPickup}, {in.WeightRequired, &o.WeightRequired}, {in.PackagesNeeded, &o.PackagesNeeded},
		{in.MultiDrop, &o.MultiDrop}, {in.MultiPickup, &o.MultiPickup}, {in.CashOnDelivery, &o.CashOnDelivery},
	} {
		if flag.from != nil {
			*flag.to = *flag.from
		}
	}
}
