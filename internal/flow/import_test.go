package flow_test

import (
	"context"
	"fmt"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/place"
)

// found is a geocoder that finds every street at one place.
type found struct{ place.Geocoder }

func (found) Geocode(context.Context, string, place.Options) (place.Hit, bool, error) {
	return place.Hit{Point: geo.At(48.86, 2.36)}, true, nil
}

// Work that breaks off anywhere goes on where it stopped: no row is lost, none is made twice.
func TestImportGoesOnWhereItBrokeOff(t *testing.T) {
	t.Parallel()
	eachSender(t, func(s sender) {
		table := "pickup.timeslot,dropoff.address,dropoff.timeslot\n"
		for n := range 5 {
			table += fmt.Sprintf("2031-05-06 10:00 - 11:00,%d Rue B,2031-05-06 12:00 - 13:00\n", n)
		}
		table += "never,Rue C,2031-05-06 12:00 - 13:00\n"
		var i flow.Import
		s.as(bakery, func(tx *db.Tx) (err error) {
			i, err = flow.StartImport(tx, flow.StartImportIn{StoreID: 1, Sheet: table})
			return err
		})
		importer := flow.Importer{Parcels: s.Parcels, Geocoder: func() place.Geocoder { return found{} }}
		tried, err := importer.Try(context.Background(), bakery, flow.StartImportIn{StoreID: 1, Sheet: table})
		if err != nil || len(tried) != 6 || tried[0].Price == nil || len(tried[0].Errors) != 0 || len(tried[5].Errors) != 1 {
			s.t.Errorf("tried: %+v (%v)", tried, err)
		}
		s.as(authz.System(), func(tx *db.Tx) error { // rows 1 and 3 were made, then the lights went out
			_, err := tx.Exec(`INSERT INTO delivery_import_rows (import_id, number, errors) VALUES (?, 1, '[]'), (?, 3, '[]')`, i.ID, i.ID)
			return err
		})
		for range 2 { // the job may come twice
			if err := importer.Work(context.Background(), flow.ImportDeliveries{ImportID: i.ID}); err != nil {
				s.t.Fatal(err)
			}
		}
		s.as(authz.System(), func(tx *db.Tx) error {
			now, rows, err := flow.ReadImport(tx, i.ID)
			made, _ := db.One[int](tx, "SELECT COUNT(*) FROM deliveries")
			if now.Status != flow.ImportFailed || len(rows) != 6 || made != 3 || rows[5].DeliveryID != nil || rows[1].DeliveryID == nil {
				s.t.Errorf("%s, %d rows, %d deliveries: %+v", now.Status, len(rows), made, rows)
			}
			left, err2 := flow.WrongRows(now, rows)
			if left != "pickup.timeslot,dropoff.address,dropoff.timeslot\nnever,Rue C,2031-05-06 12:00 - 13:00\n" {
				s.t.Errorf("left %q (%v)", left, err2)
			}
			return err
		})
		for name, who := range map[string]authz.Actor{"another store": florist, "somebody": somebody} {
			if _, err := importer.Try(context.Background(), who, flow.StartImportIn{StoreID: 1, Sheet: table}); err == nil {
				s.t.Errorf("%s tried it", name)
			}
		}
	})
}
