package flow_test

import (
	"context"
	"encoding/json"
	"sync"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/org"
	"pignon.coop/internal/recurrence"
	"pignon.coop/internal/span"
)

// Schedulers that come at the same time make one order a rule and day between them; whoever is late makes nothing at all.
func TestSchedulersMakeOneOrderADay(t *testing.T) {
	t.Parallel()
	eachSender(t, func(s sender) {
		var rule recurrence.Rule
		s.as(authz.System(), func(tx *db.Tx) (err error) {
			text, shop := "FREQ=DAILY", int64(1)
			rule, err = recurrence.Save(tx, recurrence.SaveIn{StoreID: &shop, Rule: &text, Template: json.RawMessage(`{"@type":"Task","after":"09:00","before":"10:00"}`), Generates: true})
			return err
		})
		noon := span.At(s.Clock.Now().AddDate(0, 0, 1))
		street := "9 Rue Z"
		in := flow.OccurrenceIn{RuleID: rule.ID, Day: "2026-11-25", Parcel: flow.ParcelIn{StoreID: 1, Stops: []flow.StopIn{{Type: delivery.Pickup, Before: noon},
			{Type: delivery.Dropoff, Before: noon, Address: &org.AddressIn{StreetAddress: &street, Position: &org.Position{Lat: 48.86, Lng: 2.36}}}}}}
		const schedulers = 6
		errs := make([]error, schedulers)
		var all sync.WaitGroup
		for n := range schedulers {
			all.Add(1)
			go func() {
				defer all.Done()
				_, errs[n] = s.OrderOccurrence(context.Background(), authz.System(), in)
			}()
		}
		all.Wait()
		made := 0
		for _, err := range errs {
			switch {
			case err == nil:
				made++
			case !fail.Has(err, "recurrence.day.taken"):
				s.t.Errorf("late with %v", err)
			}
		}
		s.as(authz.System(), func(tx *db.Tx) error {
			for _, table := range []string{"deliveries", "orders", "recurrence_runs"} {
				if n, err := db.One[int](tx, "SELECT COUNT(*) FROM "+table); err != nil || n != 1 || made != 1 {
					s.t.Errorf("%d %s, %d schedulers made one (%v)", n, table, made, err)
				}
			}
			if n, err := db.One[int](tx, "SELECT COUNT(*) FROM tasks"); err != nil || n != 2 {
				s.t.Errorf("%d tasks (%v)", n, err)
			}
			return nil
		})
	})
}
