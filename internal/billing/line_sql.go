package billing

import (
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
)

// atATime is how many orders are asked about at once: databases bound the values of a statement.
const atATime = 1000

// linesOf makes the lines of orders, in their order.
func linesOf(tx *db.Tx, orders []order.Order) ([]Line, error) {
	lines := make([]Line, 0, len(orders))
	for some := range slices.Chunk(orders, atATime) {
		part, err := someLines(tx, some)
		if err != nil {
			return nil, err
		}
		lines = append(lines, part...)
	}
	return lines, nil
}

func someLines(tx *db.Tx, orders []order.Order) ([]Line, error) {
	lines, at := make([]Line, len(orders)), map[int64]*Line{}
	var ids []int64
	for i, o := range orders {
		lines[i] = Line{OrderID: o.ID, Number: o.Number, Date: o.To, Total: o.Total}
		if o.To.IsZero() {
			lines[i].Date = o.CreatedAt
		}
		at[o.ID] = &lines[i]
		ids = append(ids, o.ID)
	}
	for _, fill := range []func(*db.Tx, []int64, map[int64]*Line) error{fillStores, fillTaxes, fillItems, fillExports} {
		if err := fill(tx, ids, at); err != nil {
			return nil, err
		}
	}
	return lines, nil
}

func fillStores(tx *db.Tx, ids []int64, at map[int64]*Line) error {
	type buyer struct {
		OrderID int64  `db:"order_id"`
		StoreID int64  `db:"id"`
		Name    string `db:"name"`
	}
	rows, err := db.All[buyer](tx, "SELECT d.order_id, s.id, s.name FROM deliveries d JOIN stores s ON s.id = d.store_id WHERE d.order_id IN (?)", ids)
	for _, r := range rows {
		at[r.OrderID].StoreID, at[r.OrderID].StoreName = r.StoreID, r.Name
	}
	return err
}

func fillTaxes(tx *db.Tx, ids []int64, at map[int64]*Line) error {
	type tax struct {
		OrderID int64        `db:"order_id"`
		Amount  money.Amount `db:"amount"`
	}
	rows, err := db.All[tax](tx, "SELECT order_id, SUM(amount) AS amount FROM adjustments WHERE type = 'tax' AND order_id IN (?) GROUP BY order_id", ids)
	for _, r := range rows {
		at[r.OrderID].Tax = r.Amount
	}
	return err
}

func fillItems(tx *db.Tx, ids []int64, at map[int64]*Line) error {
	items, err := db.All[Item](tx, "SELECT id, order_id, name, variant_name FROM order_items WHERE order_id IN (?) ORDER BY id", ids)
	if err != nil {
		return err
	}
	parts, err := db.All[Part](tx, "SELECT item_id, label, amount FROM adjustments WHERE item_id IS NOT NULL AND type IN (?, ?) AND order_id IN (?) ORDER BY id",
		order.ParcelPrice, order.ParcelSupplement, ids)
	if err != nil {
		return err
	}
	of := map[int64][]Part{}
	for _, p := range parts {
		of[p.ItemID] = append(of[p.ItemID], p)
	}
	for _, item := range items {
		item.Parts = of[item.ID]
		at[item.OrderID].Items = append(at[item.OrderID].Items, item)
	}
	return nil
}

func fillExports(tx *db.Tx, ids []int64, at map[int64]*Line) error {
	rows, err := db.All[Export](tx, `SELECT e.id, x.order_id, e.request_id, e.created_at FROM exported_orders x JOIN order_exports e ON e.id = x.export_id
		WHERE x.order_id IN (?) ORDER BY e.id`, ids)
	for _, e := range rows {
		at[e.OrderID].Exports = append(at[e.OrderID].Exports, e)
	}
	return err
}

func insertExport(tx *db.Tx, e Export, by int64) error {
	_, err := tx.Exec("INSERT INTO order_exports (id, user_id, request_id, created_at) VALUES (?, ?, ?, ?)", e.ID, by, e.RequestID, e.CreatedAt)
	return err
}

func insertExported(tx *db.Tx, e Export) error {
	_, err := tx.Exec("INSERT INTO exported_orders (order_id, export_id) VALUES (?, ?)", e.OrderID, e.ID)
	return err
}
