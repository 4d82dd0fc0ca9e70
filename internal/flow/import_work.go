package flow

import (
	"context"
	"slices"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	places "pignon.coop/internal/place"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/span"
	"pignon.coop/internal/store"
)

// Importer makes deliveries of tables.
type Importer struct {
	Parcels
	Geocoder func() places.Geocoder
}

// importing is an import at work.
type importing struct {
	Import
	who      authz.Actor
	table    sheet
	settings org.Settings
	kinds    []store.Package
	done     map[int64]bool
}

// Work makes the deliveries of an import, one row after the other. A row and what became of it are written together: work that was broken off goes
// on where it stopped, and makes nothing twice.
func (m Importer) Work(ctx context.Context, args ImportDeliveries) error {
	w, err := m.begin(ctx, args.ImportID)
	if err != nil || w == nil {
		return err
	}
	for n := range w.table.rows {
		if number := int64(n + 1); !w.done[number] {
			if err := m.row(ctx, w, number); err != nil {
				return err
			}
		}
	}
	return m.DB.Write(ctx, authz.System(), func(tx *db.Tx) error {
		rows, err := importRows(tx, w.ID)
		if err != nil {
			return err
		}
		i, err := loadImport(tx, w.ID)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(rows, func(r ImportRow) bool { return len(r.Errors.V) > 0 }) {
			return i.turn(tx, ImportFailed)
		}
		return i.turn(tx, ImportCompleted)
	})
}

// begin reads all that the rows need; nil when the import has ended already.
func (m Importer) begin(ctx context.Context, id int64) (w *importing, err error) {
	err = m.DB.Write(ctx, authz.System(), func(tx *db.Tx) error {
		w = &importing{done: map[int64]bool{}}
		if w.Import, err = loadImport(tx, id); err != nil {
			return err
		}
		if w.Status == ImportCompleted || w.Status == ImportFailed {
			w = nil
			return nil
		}
		return w.load(tx)
	})
	return w, err
}

func (w *importing) load(tx *db.Tx) (err error) {
	if err := w.turn(tx, ImportStarted); err != nil {
		return err
	}
	if w.who, err = w.actor(tx); err != nil {
		return err
	}
	rows, err := importRows(tx, w.ID)
	if err != nil {
		return err
	}
	for _, r := range rows {
		w.done[r.Number] = true
	}
	return w.read(tx)
}

// read reads the table and what its rows may name.
func (w *importing) read(tx *db.Tx) (err error) {
	if w.settings, err = org.LoadSettings(tx); err != nil {
		return err
	}
	if w.table, err = readSheet(w.Sheet); err != nil {
		return err
	}
	w.kinds, err = store.PackagesOf(tx, w.StoreID)
	return err
}

// row makes the delivery of a row, or writes down why not. An error is one that trying again may mend.
func (m Importer) row(ctx context.Context, w *importing, number int64) error {
	in, tour, err := m.parcel(ctx, w, number)
	if err == nil {
		_, err = m.ordered(ctx, w.who, in, func(tx *db.Tx, made delivery.Made) error { return w.keep(tx, m, number, tour, made) })
	}
	if err == nil || fail.Is(err, fail.Internal) || fail.Is(err, fail.Unavailable) || ctx.Err() != nil {
		return err
	}
	return m.DB.Write(ctx, authz.System(), func(tx *db.Tx) error {
		return db.Insert(tx, "delivery_import_rows", ImportRow{ImportID: w.ID, Number: number, Errors: db.JSON[[]string]{V: sentences(m.Words(), err)}})
	})
}

// parcel reads a row and looks up its addresses.
func (m Importer) parcel(ctx context.Context, w *importing, number int64) (in ParcelIn, tour string, err error) {
	r, wrong := readRow(w.table.cells(int(number)), w.settings.Zone(), w.kinds)
	if wrong != nil {
		return in, "", wrong
	}
	in = ParcelIn{StoreID: w.StoreID, Stops: r.stops[:]}
	for i := range in.Stops {
		if err := m.locate(ctx, w, &in.Stops[i]); err != nil {
			return in, "", err
		}
	}
	return in, r.tour, nil
}

// locate looks up the address of a stop. A pick-up that says none is at the store. What is not found by an integration is put where the co-op is,
// to be reviewed; people are told.
func (m Importer) locate(ctx context.Context, w *importing, s *StopIn) error {
	if s.Address.StreetAddress == nil && s.Type == delivery.Pickup {
		s.Address = nil
		return nil
	}
	column := map[delivery.Type]string{delivery.Pickup: "pickup.address", delivery.Dropoff: "dropoff.address"}[s.Type]
	street := ""
	if s.Address.StreetAddress != nil {
		street = *s.Address.StreetAddress
		hit, ok, err := m.Geocoder().Geocode(ctx, street, places.Options{Near: w.settings.Centre(), Lang: w.settings.Locale})
		if err != nil {
			return err
		}
		if ok {
			lat, lng := hit.Point.Degrees()
			s.Address.Position = &org.Position{Lat: lat, Lng: lng}
			return nil
		}
	}
	if w.AppID == nil {
		return fail.At(column, "import.address", "value", street)
	}
	lat, lng := w.settings.Centre().Degrees()
	invalid := "INVALID ADDRESS"
	s.Address.StreetAddress, s.Address.Position, s.Tags = &invalid, &org.Position{Lat: lat, Lng: lng}, append(s.Tags, "review-needed")
	return nil
}

// keep writes down what a row became, in the unit of work that makes it. A delivery that no rule prices is kept, and named.
func (w *importing) keep(tx *db.Tx, m Importer, number int64, tour string, made delivery.Made) error {
	row := ImportRow{ImportID: w.ID, Number: number, DeliveryID: &made.ID, Errors: db.JSON[[]string]{V: []string{}}}
	kept, _, err := pricing.KeptOf(tx, *made.OrderID)
	if err != nil {
		return err
	}
	if kept.RuleSetID != nil && !kept.Charges() {
		row.Errors.V = sentences(m.Words(), fail.New(fail.Invalid, "pricing.price.none"))
	}
	if tour != "" {
		if err := intoTour(tx.As(authz.System()), tour, made, w.settings); err != nil {
			return err
		}
	}
	return db.Insert(tx, "delivery_import_rows", row)
}

// intoTour puts the tasks of a delivery at the end of the tour of that name and day, which is made where there is none.
func intoTour(tx *db.Tx, name string, made delivery.Made, settings org.Settings) error {
	day := span.DayOf(made.Tasks[0].Before.Time, settings.Zone())
	tours, err := dispatch.ToursOf(tx, day)
	if err != nil {
		return err
	}
	in := dispatch.TourIn{Name: &name, Day: &day}
	for _, t := range tours {
		if t.Name == name {
			in = dispatch.TourIn{TourID: t.ID}
		}
	}
	if in.TourID != 0 {
		have, err := dispatch.TourTasks(tx, []int64{in.TourID})
		if err != nil {
			return err
		}
		in.Tasks = have[in.TourID]
	}
	for _, t := range made.Tasks {
		in.Tasks = append(in.Tasks, t.ID)
	}
	_, err = dispatch.SaveTour(tx, in)
	return err
}

// userActor is a user as they may act now; one who may not sign in any more may nothing.
func userActor(tx *db.Tx, id int64) (authz.Actor, error) {
	u, err := account.LoadUser(tx, id)
	if err != nil || !u.Enabled {
		return authz.Actor{}, err
	}
	return u.Actor(), nil
}
