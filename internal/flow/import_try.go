package flow

import (
	"context"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/store"
)

// TriedRow is what would become of a row.
type TriedRow struct {
	Number int64
	Price  *money.Amount // nil: the store has no price list, or the row is wrong
	Errors []string
}

// Try tells what would become of the rows of a table, and keeps nothing. Whoever may start the import may try it.
func (m Importer) Try(ctx context.Context, who authz.Actor, in StartImportIn) ([]TriedRow, error) {
	w := &importing{who: who, done: map[int64]bool{}}
	w.StoreID = in.StoreID
	if who.Kind == authz.App {
		w.AppID = &who.AppID
	}
	var err error
	if w.Sheet, err = tableText(in.Sheet); err != nil {
		return nil, err
	}
	err = m.DB.Read(ctx, who, func(tx *db.Tx) error {
		if _, err := store.LoadStore(tx, in.StoreID); err != nil {
			return err
		}
		if err := store.MayView(tx, in.StoreID); err != nil {
			return err
		}
		return w.read(tx.As(authz.System()))
	})
	if err != nil {
		return nil, err
	}
	list := make([]TriedRow, len(w.table.rows))
	for n := range list {
		if list[n], err = m.try(ctx, w, int64(n+1)); err != nil {
			return nil, err
		}
	}
	return list, nil
}

func (m Importer) try(ctx context.Context, w *importing, number int64) (TriedRow, error) {
	row := TriedRow{Number: number, Errors: []string{}}
	in, _, err := m.parcel(ctx, w, number)
	var d *draft
	if err == nil {
		d, err = m.draft(ctx, w.who, in)
	}
	if err == nil {
		err = d.check(w.who)
	}
	if err == nil && d.tariff != nil {
		price := d.estimate().Price
		if row.Price = &price.Total; !price.Found() {
			row.Price, err = nil, fail.New(fail.Invalid, "pricing.price.none")
		}
	}
	if err == nil || fail.Is(err, fail.Internal) || fail.Is(err, fail.Unavailable) {
		return row, err
	}
	row.Errors = sentences(m.Words(), err)
	return row, nil
}
