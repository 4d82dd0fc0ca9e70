package flow

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/partner"
)

// HubParcelIn is a delivery as a partner's hub asks for it.
type HubParcelIn struct {
	Hub       string // of Urbantz's; the caller's own store where nobody mapped it
	Reference string // the partner's id of it
	Parcel    ParcelIn
}

// OrderForHub makes the delivery that a hub asks for, for the store that the hub stands for. Asked again under the same reference it gives the
// delivery that there is. Only integrations with a key may.
func (p Parcels) OrderForHub(ctx context.Context, who authz.Actor, in HubParcelIn) (id int64, err error) {
	if err := mustBePartner(who); err != nil {
		return 0, err
	}
	err = p.DB.Read(ctx, who, func(tx *db.Tx) error {
		if l, ok, err := partner.LinkedBy(tx, who.AppID, partner.Urbantz, in.Reference); err != nil || ok {
			id = l.DeliveryID
			return err
		}
		store, ok, err := partner.StoreOfHub(tx, in.Hub)
		if ok {
			who.StoreID = store
		}
		return err
	})
	if err != nil || id != 0 {
		return id, err
	}
	in.Parcel.StoreID = who.StoreID
	made, err := p.ordered(ctx, who, in.Parcel, func(tx *db.Tx, made delivery.Made) error {
		if err := partner.Tie(tx, made.ID, partner.Urbantz, in.Reference); err != nil {
			return err
		}
		return partner.Tell(tx, partner.News{DeliveryID: made.ID, Verb: partner.Announced})
	})
	return made.ID, err
}

// CancelForPartner takes all of a delivery out of the plan that the calling integration asked for, or that is its store's. What is done stays
// done. It is NotFound where the delivery is another's.
func CancelForPartner(tx *db.Tx, id int64) error {
	if err := mustBePartner(tx.Who()); err != nil {
		return err
	}
	if _, err := partner.OwnDelivery(tx, id); err != nil {
		return err
	}
	tasks, err := delivery.TasksOf(tx, id)
	if err != nil {
		return err
	}
	for _, t := range tasks {
		if !t.Status.Open() {
			continue
		}
		if _, err := delivery.CancelTask(tx.As(authz.System()), t.ID); err != nil {
			return err
		}
	}
	return nil
}

func mustBePartner(who authz.Actor) error {
	if !who.Known() {
		return fail.New(fail.Unauthenticated, "auth.required")
	}
	if who.Kind != authz.App || !who.ByKey {
		return fail.New(fail.Forbidden, "auth.forbidden")
	}
	return nil
}
