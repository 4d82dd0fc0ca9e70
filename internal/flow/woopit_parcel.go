package flow

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/partner"
	"pignon.coop/internal/store"
)

// WoopitIn is a delivery as Woopit asks for it. What it carries goes to the drop-off.
type WoopitIn struct {
	Store    string // Woopit's id of it
	Packages []partner.Package
	Parcel   ParcelIn
	Asked    json.RawMessage // the whole, for the offer
}

// WoopitOffer is a price that Woopit was offered.
type WoopitOffer struct {
	QuoteID       int64
	Included, Tax money.Amount
}

// OfferWoopit says what a delivery would cost and keeps that. What is not taken is a *partner.Refusal. Only integrations with a key may.
func (p Parcels) OfferWoopit(ctx context.Context, who authz.Actor, in WoopitIn) (o WoopitOffer, err error) {
	d, acting, err := p.woopit(ctx, who, in, `"`+in.Store+`"`)
	if err != nil {
		return o, err
	}
	e := d.estimate()
	if !e.Price.Found() {
		return o, &partner.Refusal{Reason: partner.Exception, Comment: "Price could not be calculated", Unpriced: true}
	}
	err = p.DB.Write(ctx, acting, func(tx *db.Tx) error {
		q, err := store.Offer(tx, store.OfferIn{StoreID: d.store.ID, Amount: e.Price.Total, Payload: in.Asked})
		o = WoopitOffer{QuoteID: q.ID, Included: q.Amount, Tax: e.Tax.Of(q.Amount)}
		return err
	})
	return o, err
}

// OrderWoopit makes the delivery of an offer, with no order: Woopit pays for many at once. An offer that was taken gives its delivery again.
func (p Parcels) OrderWoopit(ctx context.Context, who authz.Actor, in WoopitIn, quoteID int64) (id int64, err error) {
	d, acting, err := p.woopit(ctx, who, in, in.Store)
	if err != nil {
		return 0, err
	}
	err = p.DB.Write(ctx, acting, func(tx *db.Tx) error {
		q, err := store.LoadQuote(tx, quoteID)
		if fail.Is(err, fail.NotFound) || fail.Is(err, fail.Forbidden) || err == nil && q.StoreID != d.store.ID {
			return &partner.Refusal{Reason: partner.Exception, Comment: "The quote does not exist"}
		}
		if err != nil {
			return err
		}
		if q.State == store.Confirmed {
			id = *q.DeliveryID
			return nil
		}
		id, err = d.carryOut(tx, q)
		return err
	})
	return id, err
}

// carryOut makes the delivery of an offer.
func (d *draft) carryOut(tx *db.Tx, q store.Quote) (int64, error) {
	stops, err := d.place(tx)
	if err != nil {
		return 0, err
	}
	made, err := delivery.CreateDelivery(tx, d.delivery(nil, stops))
	if err != nil {
		return 0, err
	}
	if err := partner.Tie(tx, made.ID, partner.Woopit, fmt.Sprint(q.ID)); err != nil {
		return 0, err
	}
	if _, err := store.Take(tx, q, made.ID); err != nil {
		return 0, err
	}
	return made.ID, d.giveToCourier(tx, made)
}

// woopit reads a delivery for the store that Woopit means, and who acts for that store; named is how the store is called when there is none.
func (p Parcels) woopit(ctx context.Context, who authz.Actor, in WoopitIn, named string) (*draft, authz.Actor, error) {
	if err := mustBePartner(who); err != nil {
		return nil, who, err
	}
	var i partner.Integration
	var known bool
	err := p.DB.Read(ctx, who, func(tx *db.Tx) (err error) {
		i, known, err = partner.WoopitStore(tx, in.Store)
		return err
	})
	switch {
	case err != nil:
		return nil, who, err
	case !known:
		return nil, who, &partner.Refusal{Reason: partner.Exception, Comment: "The store with ID " + named + " does not exist"}
	}
	acting := who
	acting.StoreID = i.StoreID
	d, err := p.draft(ctx, acting, in.Parcel)
	if err != nil {
		return nil, who, err
	}
	if err := d.check(acting); err != nil {
		return nil, who, err
	}
	d.carry(in.Packages, unkept(in.Packages))
	if err := p.mayReach(ctx, who, d); err != nil {
		return nil, who, err
	}
	if err := i.Refuses(in.Packages); err != nil {
		return nil, who, err
	}
	return d, acting, p.DB.Write(ctx, acting, func(tx *db.Tx) error {
		kept, err := keepWoopitPackages(tx, in.Packages)
		d.carry(in.Packages, kept)
		return err
	})
}

// mayReach asks the condition of the store that rides, then that of the store whose key asks.
func (p Parcels) mayReach(ctx context.Context, who authz.Actor, d *draft) error {
	ok, err := p.fulfils(ctx, who, d)
	if ok && who.StoreID != 0 && who.StoreID != d.store.ID {
		own := *d
		err = p.DB.Read(ctx, who, func(tx *db.Tx) error {
			s, err := store.LoadStore(tx, who.StoreID)
			own.store = &s
			return err
		})
		if err != nil {
			return err
		}
		ok, err = p.fulfils(ctx, who, &own)
	}
	if err == nil && !ok {
		return &partner.Refusal{Reason: partner.Area, Comment: "The collection address is in an area that is not covered by our teams"}
	}
	return err
}

// carry puts packages onto the drop-off, of kinds that are known by name.
func (d *draft) carry(packages []partner.Package, known map[string]store.Package) {
	at := slices.IndexFunc(d.in.Stops, func(s StopIn) bool { return s.Type == delivery.Dropoff })
	d.in.Stops[at].Packages = nil
	for _, p := range packages {
		d.in.Stops[at].Packages = append(d.in.Stops[at].Packages, PackagesIn{Name: p.Name(), Quantity: p.Units()})
	}
	d.packed, d.ids, d.parcel.Stops = nil, nil, nil
	for _, s := range d.in.Stops {
		d.pack(s, known)
	}
	d.describe()
}

// woopitSet is the set that Woopit's kinds of package are kept in.
const woopitSet = "Woopit"

func keepWoopitPackages(tx *db.Tx, packages []partner.Package) (map[string]store.Package, error) {
	if len(packages) == 0 {
		return nil, nil
	}
	return store.KeepPackages(tx, woopitSet, slices.Collect(kindsOf(packages)))
}

func unkept(packages []partner.Package) map[string]store.Package {
	known := map[string]store.Package{}
	for kind := range kindsOf(packages) {
		known[kind.Name] = kind
	}
	return known
}

func kindsOf(packages []partner.Package) func(func(store.Package) bool) {
	return func(yield func(store.Package) bool) {
		for _, p := range packages {
			grams, name := p.Weight.Grams(), p.Name()
			if !yield(store.Package{Name: name, Color: "#ffffff", ShortCode: string([]rune(name)[:2]), AverageVolume: 1, MaxVolume: 1,
				AverageWeight: &grams, MaxWeight: &grams}) {
				return
			}
		}
	}
}

// EditWoopit changes a delivery that the calling integration asked for, and adds packages to its drop-off.
func (p Parcels) EditWoopit(ctx context.Context, who authz.Actor, in EditParcelIn, packages []partner.Package) error {
	acting, err := p.actingFor(ctx, who, in.DeliveryID)
	if err != nil {
		return err
	}
	if err := p.Edit(ctx, acting, in); err != nil || len(packages) == 0 {
		return err
	}
	return p.DB.Write(ctx, acting, func(tx *db.Tx) error {
		kept, err := keepWoopitPackages(tx, packages)
		if err != nil {
			return err
		}
		tasks, err := delivery.TasksOf(tx, in.DeliveryID)
		if err != nil {
			return err
		}
		drop := endOf(tasks, delivery.Dropoff)
		parcels, err := delivery.ParcelsOf(tx, []int64{drop})
		if err != nil {
			return err
		}
		var carried []delivery.Packed
		for _, have := range parcels[drop] {
			carried = append(carried, delivery.Packed{PackageID: have.PackageID, Quantity: have.Quantity})
		}
		for _, more := range packages {
			carried = append(carried, delivery.Packed{PackageID: kept[more.Name()].ID, Quantity: more.Units()})
		}
		return delivery.CarryJust(tx, drop, carried)
	})
}

// CancelWoopit takes back a delivery that the calling integration asked for; once a courier has any of it, that is Forbidden.
func (p Parcels) CancelWoopit(ctx context.Context, who authz.Actor, id int64) error {
	if _, err := p.actingFor(ctx, who, id); err != nil {
		return err
	}
	err := p.DB.Write(ctx, who, func(tx *db.Tx) error { return delivery.CancelDelivery(tx, id) })
	if fail.Has(err, "delivery.cancel.assigned") {
		return fail.New(fail.Forbidden, "delivery.cancel.assigned")
	}
	return err
}

// actingFor is the calling integration in the place of the store whose delivery it is.
func (p Parcels) actingFor(ctx context.Context, who authz.Actor, deliveryID int64) (authz.Actor, error) {
	if err := mustBePartner(who); err != nil {
		return who, err
	}
	err := p.DB.Read(ctx, who, func(tx *db.Tx) error {
		d, err := partner.OwnDelivery(tx, deliveryID)
		if err == nil && d.StoreID != nil {
			who.StoreID = *d.StoreID
		}
		return err
	})
	return who, err
}
