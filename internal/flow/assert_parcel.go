package flow

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/pricing"
)

// Assert tells whether a delivery could be ordered: whether nothing lacks, and whether it fulfils the store's own condition. Nothing is kept. What
// is wrong is Invalid with the fields that are.
func (p Parcels) Assert(ctx context.Context, who authz.Actor, in ParcelIn) error {
	d, err := p.draft(ctx, who, in)
	switch {
	case err != nil:
		return err
	case d.store == nil:
		return fail.At("store", "value.missing")
	}
	if err := d.check(who); err != nil {
		return err
	}
	if ok, err := p.fulfils(ctx, who, d); err != nil || !ok {
		return orRefused(err)
	}
	return nil
}

func orRefused(err error) error {
	if err != nil {
		return err
	}
	return fail.At("items", "delivery.check.refused")
}

// fulfils tells whether a delivery fulfils its store's own condition.
func (p Parcels) fulfils(ctx context.Context, who authz.Actor, d *draft) (bool, error) {
	condition := string(d.store.Options.V.CheckExpression)
	if condition == "" {
		return true, nil
	}
	parcel := d.parcel
	err := p.DB.Read(ctx, who, func(tx *db.Tx) (err error) {
		parcel.Zones, err = pricing.ZonesOf(tx, condition)
		return err
	})
	return err == nil && pricing.Holds(condition, parcel), err
}
