package order

import (
	"slices"

	"pignon.coop/internal/db"
)

// LoadOrder reads an order or basket by id; NotFound when there is none. It asks no policy.
func LoadOrder(tx *db.Tx, id int64) (Order, error) {
	return db.One[Order](tx, "SELECT * FROM orders WHERE id = ?", id)
}

func insertOrder(tx *db.Tx, o Order) error { return db.Insert(tx, "orders", o) }

func saveOrder(tx *db.Tx, o *Order) error {
	o.UpdatedAt = tx.Now()
	return db.Update(tx, "orders", o)
}

// LoadCart reads an order with its lines and adjustments. It asks no policy.
func LoadCart(tx *db.Tx, id int64) (Cart, error) {
	o, err := LoadOrder(tx, id)
	if err != nil {
		return Cart{}, err
	}
	carts, err := withLines(tx, []Order{o})
	if err != nil {
		return Cart{}, err
	}
	return carts[0], nil
}

// withLines completes orders, keeping their order.
func withLines(tx *db.Tx, orders []Order) ([]Cart, error) {
	ids := make([]int64, len(orders))
	at := map[int64]int{}
	carts := make([]Cart, len(orders))
	for i, o := range orders {
		ids[i], at[o.ID], carts[i] = o.ID, i, Cart{Order: o}
	}
	items, err := db.All[Item](tx, "SELECT * FROM order_items WHERE order_id IN (?) ORDER BY id", ids)
	if err != nil {
		return nil, err
	}
	adjustments, err := db.All[Adjustment](tx, "SELECT * FROM adjustments WHERE order_id IN (?) ORDER BY id", ids)
	if err != nil {
		return nil, err
	}
	for _, item := range items {
		c := &carts[at[item.OrderID]]
		c.Items = append(c.Items, item)
	}
	for _, a := range adjustments {
		c := &carts[at[a.OrderID]]
		if a.ItemID == nil {
			c.Adjustments = append(c.Adjustments, a)
		} else if item := c.Item(*a.ItemID); item != nil {
			item.Adjustments = append(item.Adjustments, a)
		}
	}
	return carts, nil
}

// saveCart writes an order with its lines and adjustments; only what changed is written. New adjustments get their ids in order: those of
// the order first.
func saveCart(tx *db.Tx, c *Cart) error {
	stored, err := withLines(tx, []Order{c.Order})
	if err != nil {
		return err
	}
	if err := saveOrder(tx, &c.Order); err != nil {
		return err
	}
	before := stored[0]
	c.recognise(before)
	if err := dropAdjustments(tx, before, *c); err != nil {
		return err
	}
	if err := saveItems(tx, before, c); err != nil {
		return err
	}
	w := adjustmentWriter{tx: tx, orderID: c.ID, stored: before.all()}
	if err := w.save(c.Adjustments, nil); err != nil {
		return err
	}
	for i := range c.Items {
		if err := w.save(c.Items[i].Adjustments, &c.Items[i].ID); err != nil {
			return err
		}
	}
	return saveVendors(tx, *c)
}

func saveItems(tx *db.Tx, before Cart, c *Cart) (err error) {
	for _, old := range before.Items {
		if c.Item(old.ID) == nil {
			if _, err := tx.Exec("DELETE FROM order_items WHERE id = ?", old.ID); err != nil {
				return err
			}
		}
	}
	for i := range c.Items {
		item := &c.Items[i]
		old := before.Item(item.ID)
		switch {
		case item.ID == 0:
			if item.ID, err = tx.ID("order_items"); err == nil {
				item.OrderID = c.ID
				err = db.Insert(tx, "order_items", item)
			}
		case !item.equals(*old):
			err = db.Update(tx, "order_items", item)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func dropAdjustments(tx *db.Tx, before, now Cart) error {
	kept := map[int64]bool{}
	for _, a := range now.all() {
		kept[a.ID] = true
	}
	var gone []int64
	for _, a := range before.all() {
		if !kept[a.ID] {
			gone = append(gone, a.ID)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	_, err := tx.Exec("DELETE FROM adjustments WHERE id IN (?)", gone)
	return err
}

// adjustmentWriter writes an order's adjustments, those alone that are new or changed.
type adjustmentWriter struct {
	tx      *db.Tx
	orderID int64
	stored  []Adjustment
}

// save writes the adjustments of one line, or of the order itself.
func (w adjustmentWriter) save(list []Adjustment, itemID *int64) (err error) {
	for i := range list {
		a := &list[i]
		a.OrderID, a.ItemID = w.orderID, itemID
		old := slices.IndexFunc(w.stored, func(s Adjustment) bool { return s.ID == a.ID })
		switch {
		case a.ID == 0:
			if a.ID, err = w.tx.ID("adjustments"); err == nil {
				err = db.Insert(w.tx, "adjustments", a)
			}
		case old < 0:
			err = db.Insert(w.tx, "adjustments", a)
		case !w.stored[old].same(*a):
			err = db.Update(w.tx, "adjustments", a)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// recognise gives adjustments that were made anew exactly as they are stored their old ids.
func (c *Cart) recognise(before Cart) {
	free := map[int64]bool{}
	for _, a := range before.all() {
		free[a.ID] = true
	}
	for _, a := range c.all() {
		delete(free, a.ID)
	}
	claim := func(list, stored []Adjustment) {
		for i := range list {
			for _, s := range stored {
				if list[i].ID == 0 && free[s.ID] && s.same(list[i]) {
					list[i].ID = s.ID
					delete(free, s.ID)
				}
			}
		}
	}
	claim(c.Adjustments, before.Adjustments)
	for _, item := range c.Items {
		if old := before.Item(item.ID); old != nil {
			claim(item.Adjustments, old.Adjustments)
		}
	}
}

func (c *Cart) all() []Adjustment {
	list := slices.Clone(c.Adjustments)
	for _, item := range c.Items {
		list = append(list, item.Adjustments...)
	}
	return list
}

func (a Adjustment) same(b Adjustment) bool {
	return a.Type == b.Type && a.Label == b.Label && a.Amount == b.Amount && a.Neutral == b.Neutral && a.Origin == b.Origin
}

func (i Item) equals(o Item) bool {
	return i.Quantity == o.Quantity && i.UnitPrice == o.UnitPrice && i.Total == o.Total && i.Name == o.Name && i.VariantName == o.VariantName
}

// plannedPickups lists when orders that nobody has picked up yet will be, from an hour ago on, and those of baskets whose time is kept.
func plannedPickups(tx *db.Tx, without int64, of db.Cond) ([]plannedPickup, error) {
	args := append([]any{without, tx.Now().Add(-pickupMemory)}, of.Args...)
	args = append(append(args, without, tx.Now()), of.Args...)
	return db.All[plannedPickup](tx, `SELECT o.restaurant_id, o.pickup_expected_at FROM orders o WHERE o.restaurant_id IS NOT NULL AND o.id <> ?
		AND o.state IN ('new', 'accepted', 'started', 'ready') AND o.pickup_expected_at > ? AND `+of.SQL+`
		AND NOT EXISTS (SELECT 1 FROM order_events e WHERE e.order_id = o.id AND e.type = 'order:picked')
		UNION ALL SELECT o.restaurant_id, h.pickup_at FROM slot_holds h JOIN orders o ON o.id = h.order_id
		WHERE o.restaurant_id IS NOT NULL AND o.id <> ? AND o.state = 'cart' AND h.until > ? AND `+of.SQL, args...)
}

// recentTimes gives what the last fulfilled orders took.
func recentTimes(tx *db.Tx) ([]usualTimes, error) {
	return db.All[usualTimes](tx, `SELECT preparation_time, COALESCE(shipping_time, '') AS shipping_time FROM orders
		WHERE state = 'fulfilled' AND preparation_time IS NOT NULL ORDER BY id DESC LIMIT 200`)
}

// dropoff tells whether the order has a delivery, and whether its last drop-off is done.
func dropoff(tx *db.Tx, orderID int64) (exists, done bool, err error) {
	statuses, err := db.All[string](tx, `SELECT t.status FROM tasks t JOIN deliveries d ON d.id = t.delivery_id
		WHERE d.order_id = ? AND t.type = 'DROPOFF' ORDER BY t.delivery_position DESC`, orderID)
	return len(statuses) > 0, len(statuses) > 0 && statuses[0] == "DONE", err
}

// MarkExported notes that orders were taken over into the books. It asks no policy.
func MarkExported(tx *db.Tx, ids []int64) error {
	for some := range slices.Chunk(ids, 1000) {
		if _, err := tx.Exec("UPDATE orders SET exported = TRUE WHERE id IN (?)", some); err != nil {
			return err
		}
	}
	return nil
}
