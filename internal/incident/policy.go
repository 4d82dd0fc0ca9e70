package incident

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
)

// mayReport: couriers report what went wrong with any task; who found a parcel need not be who carries it.
func mayReport(who authz.Actor) error { return who.Must(authz.Courier) }

// mayDecide: what an incident leads to is decided by dispatchers, and by the courier who carries the task, prices aside.
func mayDecide(tx *db.Tx, i Incident, act Act) error {
	who := tx.Who()
	if who.Is(authz.Courier) && act != PriceDiffed && act != Accepted {
		courier, err := delivery.CourierOf(tx, i.TaskID)
		if err != nil || courier == who.UserID {
			return err
		}
	}
	return who.Must(authz.Dispatcher)
}

// MayView: couriers see incidents, and an integration with the scope `tasks` those of its store's deliveries.
func MayView(tx *db.Tx, i Incident) error {
	who := tx.Who()
	if who.Scoped(authz.Tasks) && who.StoreID != 0 {
		s, err := delivery.LoadSheet(tx, i.TaskID)
		if err != nil || s.StoreID != nil && *s.StoreID == who.StoreID {
			return err
		}
		return fail.New(fail.Forbidden, "auth.forbidden")
	}
	return who.Must(authz.Courier)
}
