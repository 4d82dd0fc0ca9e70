package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/store"
	"pignon.coop/internal/web"
)

// StoresSetup are all stores, with what can be chosen for them.
type StoresSetup struct {
	Stores     []StoreSetup `json:"stores" doc:"By id"`
	PriceLists []Named      `json:"priceLists"`
	Packages   []Named      `json:"packageSets"`
	Slots      []Named      `json:"timeSlots"`
	People     []Named      `json:"people" doc:"Who holds the role of a store"`
}

// Named is something with a name.
type Named struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// StoreSetup is how a store is set up.
type StoreSetup struct {
	ID      int64 `json:"id"`
	Address Place `json:"address"`
	StoreBody
}

// StoreBody is what is said of a store.
type StoreBody struct {
	Name             string  `json:"name" maxLength:"255"`
	PriceListID      *int64  `json:"priceListId" doc:"null: prices on request"`
	PackageSetID     *int64  `json:"packageSetId"`
	TimeSlots        []int64 `json:"timeSlotIds" maxItems:"100" doc:"In their order; none: free windows"`
	WeightRequired   bool    `json:"weightRequired"`
	PackagesRequired bool    `json:"packagesRequired"`
	SeveralDrops     bool    `json:"severalDrops"`
	Owners           []int64 `json:"ownerIds" maxItems:"100" doc:"Users who may act for it"`
}

type (
	newStoreIn struct {
		Body struct {
			Name    string        `json:"name" maxLength:"255"`
			Address AddressFields `json:"address"`
		}
	}
	storeIn struct {
		PathID
		Body struct {
			StoreBody
			Address *AddressFields `json:"address,omitempty" doc:"Where it stands from now on"`
		}
	}
)

const everyChoice = 1000

func (f *face) storeSetupRoutes() {
	tags, admin := []string{"stores"}, web.Needs(authz.Admin)
	register(f, admin, huma.Operation{Method: http.MethodGet, Path: "/v1/stores", Tags: tags, Summary: "How stores are set up"}, f.storesSetup)
	register(f, admin, huma.Operation{Method: http.MethodPost, Path: "/v1/stores", Tags: tags, Summary: "Add a store", DefaultStatus: http.StatusCreated}, f.addStore)
	register(f, admin, huma.Operation{Method: http.MethodPut, Path: "/v1/stores/{id}", Tags: tags, Summary: "Change a store"}, f.editStore)
}

func (f *face) storesSetup(ctx context.Context, who authz.Actor, _ *struct{}) (*answer[StoresSetup], error) {
	out := StoresSetup{Stores: []StoreSetup{}, PriceLists: []Named{}, Packages: []Named{}, Slots: []Named{}, People: []Named{}}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		list, err := store.ListStores(tx, everyChoice, 0)
		if err != nil {
			return err
		}
		for _, v := range list.Rows {
			owners, err := store.Owners(tx, v.ID)
			if err != nil {
				return err
			}
			out.Stores = append(out.Stores, storeSetup(v, owners))
		}
		return out.choices(tx)
	})
	return &answer[StoresSetup]{out}, err
}

func storeSetup(v store.View, owners []int64) StoreSetup {
	o := v.Options.V
	return StoreSetup{v.ID, placeOf(v.Address), StoreBody{v.Name, v.PricingID, v.PackageSetID, append([]int64{}, v.TimeSlots...), o.WeightRequired, o.PackagesNeeded,
		o.MultiDrop, append([]int64{}, owners...)}}
}

func (out *StoresSetup) choices(tx *db.Tx) error {
	lists, err := pricing.ListRuleSets(tx, everyChoice, 0)
	if err != nil {
		return err
	}
	for _, l := range lists.Rows {
		out.PriceLists = append(out.PriceLists, Named{l.ID, l.Name})
	}
	sets, err := store.ListPackageSets(tx, everyChoice, 0)
	if err != nil {
		return err
	}
	for _, s := range sets.Rows {
		out.Packages = append(out.Packages, Named{s.ID, s.Name})
	}
	slots, err := store.ListTimeSlots(tx, everyChoice, 0)
	if err != nil {
		return err
	}
	for _, s := range slots.Rows {
		out.Slots = append(out.Slots, Named{s.ID, s.Name})
	}
	people, err := account.ListUsers(tx, authz.Store)
	for _, u := range people {
		out.People = append(out.People, Named{u.ID, u.Username})
	}
	return err
}

func (f *face) addStore(ctx context.Context, who authz.Actor, in *newStoreIn) (*answer[StoresSetup], error) {
	err := f.change(ctx, who, func(tx *db.Tx) error {
		_, err := store.AddStore(tx, store.AddStoreIn{Name: in.Body.Name, Address: *in.Body.Address.in(nil)})
		return err
	})
	if err != nil {
		return nil, err
	}
	return f.storesSetup(ctx, who, nil)
}

func (f *face) editStore(ctx context.Context, who authz.Actor, in *storeIn) (*answer[StoresSetup], error) {
	b := in.Body
	err := f.change(ctx, who, func(tx *db.Tx) error {
		_, err := store.EditStore(tx, store.EditStoreIn{ID: in.ID, Name: &b.Name, Address: b.Address.in(nil), Pricing: &b.PriceListID, Packages: &b.PackageSetID,
			TimeSlots: &b.TimeSlots, Owners: &b.Owners,
			Flags: store.FlagsIn{WeightRequired: &b.WeightRequired, PackagesNeeded: &b.PackagesRequired, MultiDrop: &b.SeveralDrops}})
		return err
	})
	if err != nil {
		return nil, err
	}
	return f.storesSetup(ctx, who, nil)
}
