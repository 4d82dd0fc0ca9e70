package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/money"
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
	Priced           bool        `json:"priced" doc:"It has a price list"`
	Packages         []string    `json:"packages" doc:"Kinds of packages, by name"`
	Slots            []StoreSlot `json:"slots" doc:"Time slots in their order; without any, windows are free"`
}

// StoreSlot is a time slot with what can be chosen now.
type StoreSlot struct {
	ID      int64    `json:"id"`
	Name    string   `json:"name"`
	Choices []Window `json:"choices"`
}

// ParcelBody is a parcel from a store to one place.
type ParcelBody struct {
	Address  AddressFields `json:"address"`
	Window   *Window       `json:"window,omitempty" doc:"When it is to be there; may be missing for a quote"`
	SlotID   *int64        `json:"slotId,omitempty" doc:"The time slot that the window is a choice of"`
	Comments string        `json:"comments,omitempty" maxLength:"5000"`
	Weight   *int64        `json:"weight,omitempty" minimum:"0" maximum:"1000000000" doc:"Grams"`
	Packages []Packed      `json:"packages,omitempty" maxItems:"50"`
}

// Packed is so many packages of a kind.
type Packed struct {
	Name     string `json:"name" maxLength:"255"`
	Quantity int64  `json:"quantity" minimum:"1" maximum:"10000"`
}

// ParcelQuote is what a parcel would cost.
type ParcelQuote struct {
	Total  int64 `json:"total" doc:"Minor units, tax included"`
	Tax    int64 `json:"tax"`
	Metres int64 `json:"metres" doc:"Length of the way"`
}

// StoreDeliveries is a page of what a store sends, newest first.
type StoreDeliveries struct {
	Deliveries []StoreDelivery `json:"deliveries"`
	Total      int             `json:"total"`
}

// StoreDelivery is one of them.
type StoreDelivery struct {
	ID       int64    `json:"id"`
	State    string   `json:"state" enum:"planned,under_way,done,failed,cancelled" doc:"Of its stops together"`
	To       string   `json:"to"`
	Name     string   `json:"name"`
	Window   Window   `json:"window"`
	Number   string   `json:"number" doc:"Of its order"`
	Total    *int64   `json:"total" doc:"Minor units; null where it is not sold"`
	Label    string   `json:"label" doc:"Path of the label of its parcel"`
	Tracking string   `json:"tracking" doc:"Path of the page for whoever waits for it"`
	Can      []string `json:"can" doc:"cancel"`
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

type (
	parcelIn struct {
		PathID
		Body ParcelBody
	}
	storePageIn struct {
		PathID
		Offset int `query:"offset" minimum:"0"`
	}
	whyNotIn struct {
		PathID
		At span.Instant `query:"at" required:"true"`
	}
)

const storePage = 30

func (f *face) storeRoutes() {
	tags := []string{"stores"}
	users := web.Needs(authz.User)
	register(f, users, huma.Operation{Method: http.MethodGet, Path: "/v1/stores/mine", Tags: tags, Summary: "The stores that the caller sends parcels for"}, f.ownStores)
	register(f, users, huma.Operation{Method: http.MethodGet, Path: "/v1/stores/{id}/deliveries", Tags: tags, Summary: "What a store sends, newest first"}, f.storeDeliveries)
	register(f, users, huma.Operation{Method: http.MethodGet, Path: "/v1/stores/{id}/why-not", Tags: tags, Summary: "Why a time cannot be chosen"}, f.whyNot)
	register(f, users, phased(huma.Operation{Method: http.MethodPost, Path: "/v1/stores/{id}/quote", Tags: tags, Summary: "What a parcel would cost; keeps nothing"}), f.quoteParcel)
	register(f, users, phased(huma.Operation{Method: http.MethodPost, Path: "/v1/stores/{id}/deliveries", Tags: tags, Summary: "Send a parcel",
		DefaultStatus: http.StatusCreated}), f.sendParcel)
	register(f, users, huma.Operation{Method: http.MethodDelete, Path: "/v1/deliveries/{id}", Tags: tags, Summary: "Take a delivery back", DefaultStatus: http.StatusNoContent}, f.takeBack)
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

func (f *face) parcels() flow.Parcels {
	return flow.Parcels{DB: f.house.DB, Planner: f.house.Planner, Words: f.house.Words}
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
		Priced: v.PricingID != nil, Packages: []string{}, Slots: []StoreSlot{}}
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

func (f *face) storeDeliveries(ctx context.Context, who authz.Actor, in *storePageIn) (*answer[StoreDeliveries], error) {
	out := StoreDeliveries{Deliveries: []StoreDelivery{}}
	if err := f.sender(ctx, who, in.ID); err != nil {
		return nil, err
	}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		ids, total, err := delivery.ListOfStore(tx, delivery.StoreQuery{StoreID: in.ID, Limit: storePage, Offset: in.Offset})
		out.Total = total
		for _, id := range ids {
			d, err := f.storeDelivery(ctx, tx, id)
			if err != nil {
				return err
			}
			out.Deliveries = append(out.Deliveries, d)
		}
		return err
	})
	return &answer[StoreDeliveries]{out}, err
}

func (f *face) storeDelivery(ctx context.Context, tx *db.Tx, id int64) (out StoreDelivery, err error) {
	stops, _, err := delivery.ListSheets(tx.As(authz.System()), delivery.SheetQuery{Delivery: id})
	if err != nil {
		return out, err
	}
	salt := f.house.Settings().PublicIDSalt
	out = StoreDelivery{ID: id, State: string(delivery.StateOf(stops)), Can: []string{}}
	if delivery.Untouched(stops) {
		out.Can = append(out.Can, "cancel")
	}
	for _, s := range stops {
		if s.Type != delivery.Dropoff {
			continue
		}
		out.To, out.Name, out.Window = s.Place.StreetAddress, textOf(s.Place.Name), Window{From: s.After, To: s.Before}
		out.Number, out.Total, out.Label = textOf(s.OrderNumber), s.OrderTotal, delivery.LabelPath(salt, s.ID)
	}
	public, err := delivery.PublicID(salt, id)
	out.Tracking = "/" + f.words(ctx).Language() + "/pub/d/" + public
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

func (in *parcelIn) parcel() flow.ParcelIn {
	b := in.Body
	drop := flow.StopIn{Type: delivery.Dropoff, Address: b.Address.in(nil), Comments: b.Comments, Weight: b.Weight}
	if b.Window != nil {
		drop.After, drop.Before = b.Window.From, b.Window.To
	}
	if b.SlotID != nil {
		drop.TimeSlot = flow.SlotPath(*b.SlotID)
	}
	for _, p := range b.Packages {
		drop.Packages = append(drop.Packages, flow.PackagesIn{Name: p.Name, Quantity: p.Quantity})
	}
	return flow.ParcelIn{StoreID: in.ID, Stops: []flow.StopIn{{Type: delivery.Pickup}, drop}}
}

func (f *face) quoteParcel(ctx context.Context, who authz.Actor, in *parcelIn) (*answer[ParcelQuote], error) {
	if err := f.sender(ctx, who, in.ID); err != nil {
		return nil, err
	}
	e, err := f.parcels().Estimate(ctx, who, in.parcel())
	if err != nil {
		return nil, err
	}
	return &answer[ParcelQuote]{ParcelQuote{Total: int64(e.Price.Total), Tax: int64(e.Tax.Of(money.Amount(e.Price.Total))), Metres: e.Parcel.Distance}}, nil
}

func (f *face) sendParcel(ctx context.Context, who authz.Actor, in *parcelIn) (*answer[StoreDelivery], error) {
	if err := f.sender(ctx, who, in.ID); err != nil {
		return nil, err
	}
	made, err := f.parcels().Order(ctx, who, in.parcel())
	if err != nil {
		return nil, err
	}
	var out StoreDelivery
	err = f.read(ctx, who, func(tx *db.Tx) (err error) {
		out, err = f.storeDelivery(ctx, tx, made.ID)
		return err
	})
	return &answer[StoreDelivery]{out}, err
}

func (f *face) takeBack(ctx context.Context, who authz.Actor, in *PathID) (*struct{}, error) {
	return nil, f.change(ctx, who, func(tx *db.Tx) error { return hidden(flow.CancelDelivery(tx, in.ID)) })
}
