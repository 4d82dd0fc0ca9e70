package delivery

import (
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

const storeDeliveries = ` FROM deliveries d
	LEFT JOIN tasks p ON p.id = (SELECT t.id FROM tasks t WHERE t.delivery_id = d.id AND t.type = 'PICKUP' ORDER BY t.delivery_position, t.id LIMIT 1)
	LEFT JOIN tasks o ON o.id = (SELECT t.id FROM tasks t WHERE t.delivery_id = d.id AND t.type = 'DROPOFF' ORDER BY t.delivery_position DESC, t.id DESC LIMIT 1)
	WHERE d.store_id = ?`

const storeSearch = ` AND (EXISTS (SELECT 1 FROM tasks t JOIN addresses a ON a.id = t.address_id WHERE t.delivery_id = d.id AND t.type = 'DROPOFF'
		AND LOWER(a.street_address || ' ' || COALESCE(a.name, '') || ' ' || COALESCE(a.contact_name, '')) LIKE ? ESCAPE '!')
	OR EXISTS (SELECT 1 FROM orders r WHERE r.id = d.order_id AND r.number = ?))`

var escapeLike = strings.NewReplacer("!", "!!", "%", "!%", "_", "!_")

// ListOfStore gives the ids of a page of a store's deliveries, and how many there are. Who may ask is for the caller to say.
func ListOfStore(tx *db.Tx, q StoreQuery) (ids []int64, total int, err error) {
	where, args := storeDeliveries, []any{q.StoreID}
	for _, c := range q.Where {
		if signs[c.Sign] {
			where, args = where+" AND "+string(c.Bound)+" "+c.Sign+" ?", append(args, c.At)
		}
	}
	if q.Text != "" {
		where, args = where+storeSearch, append(args, "%"+escapeLike.Replace(strings.ToLower(q.Text))+"%", q.Text)
	}
	if total, err = db.One[int](tx, "SELECT COUNT(*)"+where, args...); err != nil {
		return nil, 0, err
	}
	by, direction := "d.created_at", "DESC"
	if q.ByDropoff {
		by = string(DropoffBefore)
	}
	if q.Ascending {
		direction = "ASC"
	}
	ids, err = db.All[int64](tx, "SELECT d.id"+where+" ORDER BY "+by+" "+direction+", d.id "+direction+" LIMIT ? OFFSET ?", append(args, q.Limit, q.Offset)...)
	return ids, total, err
}

// ProvedOfStore gives the ids of the deliveries of a store of which a photo of a drop-off was taken within a range, ends included; newest first.
// Who may ask is for the caller to say.
func ProvedOfStore(tx *db.Tx, storeID int64, within span.Range) ([]int64, error) {
	return db.All[int64](tx, `SELECT d.id FROM deliveries d WHERE d.store_id = ? AND EXISTS (SELECT 1 FROM tasks t JOIN task_images m ON m.task_id = t.id
		WHERE t.delivery_id = d.id AND t.type = 'DROPOFF' AND m.created_at >= ? AND m.created_at <= ?) ORDER BY d.created_at DESC, d.id DESC`,
		storeID, within.From, within.To)
}
