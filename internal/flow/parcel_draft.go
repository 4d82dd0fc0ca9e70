package flow

import (
	"context"
	"fmt"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/store"
)

// draft is a delivery with all that its price depends on.
type draft struct {
	in     ParcelIn
	store  *store.Store
	tariff *pricing.Tariff // nil: no price list
	places []*org.Address  // of the stops, nil where nobody said any; without id where it is new
	packed [][]pricing.Packages
	ids    [][]delivery.Packed
	route  routing.Route
	parcel pricing.Parcel
	tax    Tax
	slots  slots
}

// draft reads what a delivery is about and finds its way. Nothing is kept.
func (p Parcels) draft(ctx context.Context, who authz.Actor, in ParcelIn) (*draft, error) {
	d := &draft{in: in}
	if err := p.DB.Read(ctx, who, d.load); err != nil {
		return nil, err
	}
	if err := d.findWay(ctx, p.Planner()); err != nil {
		return nil, err
	}
	d.describe()
	return d, nil
}

func (d *draft) load(tx *db.Tx) error {
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return err
	}
	d.parcel.Now, d.parcel.Zone = tx.Now().Time, settings.Zone()
	if err := d.loadStore(tx); err != nil {
		return err
	}
	if d.in.Cash && (d.store == nil || !d.store.TakesCash(settings)) {
		return fail.New(fail.Invalid, "order.payment_method.invalid")
	}
	if err := d.loadStops(tx); err != nil {
		return err
	}
	if err := d.loadSlots(tx, settings); err != nil {
		return err
	}
	d.tax, err = taxOfDeliveries(tx, settings)
	return err
}

func taxOfDeliveries(tx *db.Tx, settings org.Settings) (t Tax, err error) {
	rates, err := shop.LoadTaxRates(tx)
	if found := rates.ForCode(shop.ServiceCategory(settings.SubjectToVAT)); err == nil && len(found) > 0 {
		t = Tax{Code: found[0].Code, Name: found[0].Name, Rate: found[0].Amount, Within: true}
	}
	return t, err
}

// loadStore reads the store and its price list. Whoever may neither act for it nor dispatch is Forbidden.
func (d *draft) loadStore(tx *db.Tx) error {
	id := d.in.StoreID
	if id == 0 {
		id = tx.Who().StoreID
	}
	if id == 0 {
		return nil
	}
	s, err := store.LoadStore(tx, id)
	if err != nil {
		return org.Named(err, "stores", id)
	}
	if err := store.MayView(tx, id); err != nil {
		return err
	}
	d.store = &s
	if s.PricingID != nil {
		if d.tariff, d.parcel.Zones, err = pricing.Ready(tx, *s.PricingID); err != nil {
			return err
		}
	}
	return d.loadSupplements(tx)
}

// loadSupplements looks at what is charged by hand: dispatchers alone may, others' is left out, but wrong ones are named to everybody.
func (d *draft) loadSupplements(tx *db.Tx) error {
	if d.in.StoreNamed && len(d.in.Supplements) > 0 {
		if err := d.checkSupplements(tx); err != nil {
			return err
		}
	}
	if tx.Who().Is(authz.Dispatcher) {
		d.parcel.Supplements = d.in.Supplements
	}
	return nil
}

func (d *draft) checkSupplements(tx *db.Tx) error {
	if d.tariff == nil {
		return fail.At("order.manualSupplements", "pricing.supplements.no_list")
	}
	var wrong *fail.Error
	for i, s := range d.in.Supplements {
		path := fmt.Sprintf("order.manualSupplements[%d][pricingRule]", i)
		r, _, err := pricing.LoadRule(tx, s.RuleID)
		if err != nil && !fail.Is(err, fail.NotFound) {
			return err
		}
		if err != nil || !r.Supplement() {
			wrong = wrong.Add(path, "pricing.supplement.invalid")
		}
		if err == nil && r.RuleSetID != d.tariff.Set().ID {
			wrong = wrong.Add(path, "pricing.supplement.foreign", "iri", fmt.Sprintf("/api/pricing_rules/%d", r.ID))
		}
	}
	return wrong.Or()
}

func (d *draft) loadStops(tx *db.Tx) error {
	var names []string
	for i := range d.in.Stops {
		s := &d.in.Stops[i]
		if s.Type == delivery.Pickup && s.Address == nil && d.store != nil {
			s.Address = &org.AddressIn{ID: d.store.AddressID}
		}
		place, err := placeMeant(tx, d.store, s.Address)
		if err != nil {
			return err
		}
		d.places = append(d.places, place)
		for _, p := range s.Packages {
			names = append(names, p.Name)
		}
	}
	known := map[string]store.Package{}
	if d.store != nil {
		var err error
		if known, err = store.PackagesNamed(tx, *d.store, names); err != nil {
			return err
		}
	}
	for _, s := range d.in.Stops {
		d.pack(s, known)
	}
	return nil
}

func (d *draft) pack(s StopIn, known map[string]store.Package) {
	packed, ids := packOf(s, known)
	d.packed, d.ids = append(d.packed, packed), append(d.ids, ids)
}

// packOf is what a stop carries of the kinds that are known, for its price and for its task.
func packOf(s StopIn, known map[string]store.Package) (packed []pricing.Packages, ids []delivery.Packed) {
	for _, p := range s.Packages {
		if kind, ok := known[p.Name]; ok && p.Quantity > 0 {
			packed = append(packed, pricing.Packages{Name: p.Name, Quantity: p.Quantity, MaxVolume: kind.MaxVolume})
			ids = append(ids, delivery.Packed{PackageID: kind.ID, Quantity: p.Quantity})
		}
	}
	return packed, ids
}

// placeMeant is where an address is, nil when nobody said or found where. A store may name an address that exists as long as it is not private to
// others: what it may not name is as unknown as what there is not.
func placeMeant(tx *db.Tx, s *store.Store, in *org.AddressIn) (*org.Address, error) {
	if in == nil {
		return nil, nil
	}
	if in.ID != 0 {
		a, err := org.LoadAddress(tx, in.ID)
		strange := false
		if err == nil && s != nil && !tx.Who().Is(authz.Dispatcher) {
			strange, err = store.StrangeAddress(tx, s.ID, in.ID)
		}
		if strange || fail.Is(err, fail.NotFound) {
			err = org.UnknownRelation("addresses", in.ID)
		}
		return &a, err
	}
	if in.Position == nil {
		return nil, nil
	}
	a := org.Address{Lat: in.Position.Lat, Lng: in.Position.Lng}
	if in.StreetAddress != nil {
		a.StreetAddress = *in.StreetAddress
	}
	for to, from := range map[*org.Text]*string{
		&a.Name: in.Name, &a.ContactName: in.ContactName, &a.Telephone: in.Telephone, &a.Description: in.Description, &a.Provider: in.Provider,
	} {
		if from != nil {
			*to = org.Text(*from)
		}
	}
	return &a, nil
}

// findWay finds the way through the stops, and when the pick-ups have to be over at the latest where nobody says it: the ride before each
// drop-off. It asks the router, so it runs between units of work.
func (d *draft) findWay(ctx context.Context, planner *routing.Planner) (err error) {
	if d.route, err = planner.Route(ctx, d.points()); err != nil {
		return err
	}
	for i := range d.in.Stops {
		s := &d.in.Stops[i]
		if s.Type == delivery.Pickup && s.Before.IsZero() {
			if s.Before, err = d.fetchBy(ctx, planner, d.places[i]); err != nil {
				return err
			}
		}
	}
	return nil
}

// fetchBy is when whoever fetches at a place has to leave it for every drop-off to be in time; zero where the last one has no time.
func (d *draft) fetchBy(ctx context.Context, planner *routing.Planner, from *org.Address) (by span.Instant, err error) {
	for i, s := range d.in.Stops {
		if s.Type != delivery.Dropoff {
			continue
		}
		if s.Before.IsZero() {
			by = span.Instant{}
			continue
		}
		ride := routing.Route{}
		if from != nil && d.places[i] != nil {
			if ride, err = planner.Route(ctx, []geo.Point{from.Point(), d.places[i].Point()}); err != nil {
				return by, err
			}
		}
		leave := s.Before.Add(-time.Duration(ride.Seconds) * time.Second)
		if by.IsZero() || leave.Before(by.Time) {
			by = leave
		}
	}
	return by, nil
}

// points are the places of the stops, none when one is not known: half a way would have a wrong price.
func (d *draft) points() []geo.Point {
	var points []geo.Point
	for _, place := range d.places {
		if place == nil {
			return nil
		}
		points = append(points, place.Point())
	}
	return points
}

// describe brings the delivery into the form in which prices are found.
func (d *draft) describe() {
	d.parcel.Distance = int64(d.route.Metres)
	for i, s := range d.in.Stops {
		stop := pricing.Stop{Type: string(s.Type), After: s.After.Time, Before: s.Before.Time, Doorstep: s.Doorstep, Weight: s.Weight,
			Packages: d.packed[i]}
		if stop.After.IsZero() && !stop.Before.IsZero() {
			stop.After = stop.Before.Add(-shortest)
		}
		stop.TimeSlot = d.slots.of(s.TimeSlot, s.After, s.Before)
		if place := d.places[i]; place != nil {
			stop.Place = &pricing.Place{Name: string(place.Name), Point: place.Point()}
		}
		d.parcel.Stops = append(d.parcel.Stops, stop)
	}
}

// shortest is how long a window is of which only the end is said.
const shortest = 15 * time.Minute
