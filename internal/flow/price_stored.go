package flow

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/store"
)

// PriceStoredIn names a delivery that exists and the order that it is sold by. Supplements are what people charge by hand, Fixed the price that
// somebody fixed.
type PriceStoredIn struct {
	OrderID, DeliveryID int64
	Supplements         []pricing.Supplement
	Fixed               *FixedPrice
}

// PriceStored finds the lines of an order whose delivery exists, as it stands now, and keeps how the price was found. It asks nobody's leave.
func PriceStored(tx *db.Tx, words *locale.Printer, in PriceStoredIn) ([]order.ParcelLine, error) {
	d, err := stored(tx, in)
	if err != nil {
		return nil, err
	}
	e := d.estimate()
	if in.Fixed != nil {
		err = pricing.Forget(tx, in.OrderID)
	} else {
		err = pricing.Keep(tx, in.OrderID, e.Price, in.Supplements)
	}
	return d.lines(words, e), err
}

// stored makes a draft of a delivery that exists.
func stored(tx *db.Tx, in PriceStoredIn) (*draft, error) {
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return nil, err
	}
	row, err := delivery.LoadDelivery(tx, in.DeliveryID)
	if err != nil {
		return nil, err
	}
	d := &draft{in: ParcelIn{Fixed: in.Fixed}}
	d.parcel = pricing.Parcel{Distance: row.Distance, Now: tx.Now().Time, Zone: settings.Zone(), Supplements: in.Supplements}
	if d.tax, err = taxOfDeliveries(tx, settings); err != nil {
		return nil, err
	}
	if err := d.storedList(tx, row.StoreID); err != nil {
		return nil, err
	}
	if row.StoreID != nil {
		if err := d.slots.load(tx, *row.StoreID, settings); err != nil {
			return nil, err
		}
	}
	return d, d.storedStops(tx, row.ID)
}

// storedList reads the price list of a store, be it deleted meanwhile.
func (d *draft) storedList(tx *db.Tx, id *int64) error {
	if id == nil {
		return nil
	}
	list, err := store.PricingOf(tx, *id)
	if err != nil || list == nil {
		return err
	}
	d.tariff, d.parcel.Zones, err = pricing.Ready(tx, *list)
	return err
}

func (d *draft) storedStops(tx *db.Tx, id int64) error {
	tasks, err := delivery.TasksOf(tx, id)
	if err != nil {
		return err
	}
	var ids, addresses []int64
	for _, t := range tasks {
		ids, addresses = append(ids, t.ID), append(addresses, t.AddressID)
	}
	places, err := org.LoadAddresses(tx, addresses)
	if err != nil {
		return err
	}
	loads, err := delivery.ParcelsOf(tx, ids)
	for _, t := range tasks {
		place := places[t.AddressID]
		stop := pricing.Stop{Type: string(t.Type), Cancelled: t.Status == delivery.Cancelled, Created: t.CreatedAt.Time, After: t.After.Time, Before: t.Before.Time,
			Doorstep: t.Doorstep, Weight: t.Weight, Place: &pricing.Place{Name: string(place.Name), Point: place.Point()}}
		stop.TimeSlot = d.slots.of("", t.After, t.Before)
		for _, p := range loads[t.ID] {
			stop.Packages = append(stop.Packages, pricing.Packages{Name: p.Name, Quantity: p.Quantity, MaxVolume: p.MaxVolume})
		}
		d.parcel.Stops = append(d.parcel.Stops, stop)
	}
	return err
}
