package order

import "pignon.coop/internal/db"

// RememberPicked notes that the rider has the order. The same once more changes nothing.
func RememberPicked(tx *db.Tx, orderID int64) error {
	return once(tx, orderID, "order:picked", func(f Fact) db.Event { return Picked{f} })
}

// RememberDropped notes that the order was handed over. The same once more changes nothing.
func RememberDropped(tx *db.Tx, orderID int64) error {
	return once(tx, orderID, "order:dropped", func(f Fact) db.Event { return Dropped{f} })
}

func once(tx *db.Tx, orderID int64, history string, event func(Fact) db.Event) error {
	o, err := LoadOrder(tx, orderID)
	if err != nil {
		return err
	}
	if there, err := happened(tx, orderID, history); err != nil || there {
		return err
	}
	if err := Remember(tx, orderID, history, nil); err != nil {
		return err
	}
	return tx.Emit(event(o.fact()))
}
