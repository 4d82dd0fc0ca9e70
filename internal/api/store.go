package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
	"pignon.coop/internal/store"
	"pignon.coop/internal/web"
)

// OwnStores are the stores that the caller sends parcels for.
type OwnStores struct {
	Stores []OwnStore `json:"stores" doc:"By id; every store for dispatchers"`
}

// OwnStore is one of them, with what its form asks for.
type OwnStore struct {
	ID               int64       `json:"id"`
	Name             string      `json:"name"`
	Address          string      `json:"address"`
	WeightRequired   bool        `json:"weightRequired"`
	PackagesRequired bool        `json:"packagesRequired"`
	SeveralDrops     bool        `json:"severalDrops" doc:"One delivery may go to several places"`
	Priced           bool        `json:"priced" doc:"It has a price list"`
	Packages         []string    `json:"packages" doc:"Kinds of packages, by name"`
	Can              []string    `json:"can" enum:"address" doc:"address: save one in the address book"`
	Slots            []StoreSlot `json:"slots" doc:"Time slots in their order; without any, windows are free"`
}

// StoreSlot is a time slot with what can be chosen now.
type StoreSlot struct {
	ID      int64    `json:"id"`
	Name    string   `json:"name"`
	Choices []Window `json:"choices"`
}

// WhyNot tells for each time slot of a store why a time cannot be chosen.
type WhyNot struct {
	Slots []SlotRefusal `json:"slots"`
}

// SlotRefusal is the reason of one slot.
type SlotRefusal struct {
	ID     int64  `json:"id"`
	Name   string `json:"name"`
	Reason string `json:"reason" enum:",past,no_work_day,too_far,cut_off,no_window,too_late" doc:"Empty: it can be chosen"`
	Why    string `json:"why" doc:"A sentence for people"`
}

// Addresses are places with what a courier must know of them.
type Addresses struct {
	Addresses []SavedAddress `json:"addresses"`
}

// SavedAddress is one of them.
type SavedAddress struct {
	Place
	PostalCode string `json:"postalCode"`
	Locality   string `json:"locality"`
}

type (
	addressIn struct {
		PathID
		Body AddressFields
	}
	whyNotIn struct {
		PathID
		At span.Instant `query:"at" required:"true"`
	}
)

func (f *face) storeRoutes() {
	tags := []string{"stores"}
	users := web.Needs(authz.User)
	register(f, users, huma.Operation{Method: http.MethodGet, Path: "/v1/stores/mine", Tags: tags, Summary: "The stores that the caller sends parcels for"}, f.ownStores)
	register(f, users, huma.Operation{Method: http.MethodGet, Path: "/v1/stores/{id}/why-not", Tags: tags, Summary: "Why a time cannot be chosen"}, f.whyNot)
	register(f, users, huma.Operation{Method: http.MethodGet, Path: "/v1/stores/{id}/addresses", Tags: tags, Summary: "The address book of a store"}, f.addressBook)
	register(f, users, huma.Operation{Method: http.MethodPost, Path: "/v1/stores/{id}/addresses", Tags: tags, Summary: "Save an address in the book of a store",
		DefaultStatus: http.StatusCreated}, f.saveAddress)
}

// sender refuses whoever may not send parcels for a store.
func (f *face) sender(ctx context.Context, who authz.Actor, id int64) error {
	return f.read(ctx, who, func(tx *db.Tx) error {
		if _, err := store.LoadStore(tx, id); err != nil {
			return err
		}
		return hidden(store.MayView(tx, id))
	})
}

func (f *face) ownStores(ctx context.Context, who authz.Actor, _ *struct{}) (*answer[OwnStores], error) {
	out := OwnStores{Stores: []OwnStore{}}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		list, err := store.Sendable(tx)
		if err != nil {
			return err
		}
		for _, v := range list {
			one, err := ownStore(tx, v)
			if err != nil {
				return err
			}
			out.Stores = append(out.Stores, one)
		}
		return nil
	})
	return &answer[OwnStores]{out}, err
}

func ownStore(tx *db.Tx, v store.View) (OwnStore, error) {
	o := v.Options.V
	out := OwnStore{ID: v.ID, Name: v.Name, Address: v.Address.StreetAddress, WeightRequired: o.WeightRequired, PackagesRequired: o.PackagesNeeded,
		SeveralDrops: o.MultiDrop || tx.Who().Is(authz.Dispatcher), Priced: v.PricingID != nil, Packages: []string{}, Can: []string{}, Slots: []StoreSlot{}}
	if store.MayEdit(tx, v.ID) == nil {
		out.Can = append(out.Can, "address")
	}
	kinds, err := store.PackagesOf(tx, v.ID)
	if err != nil {
		return out, err
	}
	for _, k := range kinds {
		out.Packages = append(out.Packages, k.Name)
	}
	offers, err := store.SlotsNow(tx, v.ID)
	for _, s := range offers {
		slot := StoreSlot{ID: s.ID, Name: s.Name, Choices: []Window{}}
		for _, c := range s.Choices {
			slot.Choices = append(slot.Choices, Window{From: c.From, To: c.To})
		}
		out.Slots = append(out.Slots, slot)
	}
	return out, err
}

func (f *face) whyNot(ctx context.Context, who authz.Actor, in *whyNotIn) (*answer[WhyNot], error) {
	out := WhyNot{Slots: []SlotRefusal{}}
	words := f.words(ctx)
	err := f.read(ctx, who, func(tx *db.Tx) error {
		list, err := store.Refusals(tx, in.ID, in.At)
		for _, r := range list {
			one := SlotRefusal{ID: r.ID, Name: r.Name, Reason: string(r.Reason)}
			if r.Reason != "" {
				one.Why = words.T("time_slot.refusal."+string(r.Reason), nil)
			}
			out.Slots = append(out.Slots, one)
		}
		return err
	})
	return &answer[WhyNot]{out}, hidden(err)
}

func (f *face) addressBook(ctx context.Context, who authz.Actor, in *PathID) (*answer[Addresses], error) {
	out := Addresses{Addresses: []SavedAddress{}}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		list, err := store.AddressBook(tx, in.ID)
		for _, a := range list {
			out.Addresses = append(out.Addresses, savedAddress(a))
		}
		return err
	})
	return &answer[Addresses]{out}, hidden(err)
}

func (f *face) saveAddress(ctx context.Context, who authz.Actor, in *addressIn) (*answer[Addresses], error) {
	if err := f.sender(ctx, who, in.ID); err != nil {
		return nil, err
	}
	err := f.change(ctx, who, func(tx *db.Tx) error {
		_, err := store.AddAddress(tx, store.AddAddressIn{StoreID: in.ID, Address: *in.Body.in(nil)})
		return err
	})
	if err != nil {
		return nil, err
	}
	return f.addressBook(ctx, who, &in.PathID)
}

func savedAddress(a org.Address) SavedAddress {
	return SavedAddress{Place: placeOf(a), PostalCode: string(a.PostalCode), Locality: string(a.Locality)}
}
