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
	condition := string(d.store.Options.V.CheckExpression)
	if condition == "" {
		return nil
	}
	err = p.DB.Read(ctx, who, func(tx *db.Tx) (err error) {
		d.parcel.Zones, err = pricing.ZonesOf(tx, condition)
		return err
	})
	if err == nil && !pricing.Holds(condition, d.parcel) {
		return fail.At("items", "delivery.check.refused")
	}
	return err
}
