package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

type named struct {
	ID   int64  `db:"id"`
	Name string `db:"name"`
}

func usernames(tx *db.Tx, customerIDs []int64) (map[int64]string, error) {
	return names(db.All[named](tx, "SELECT customer_id AS id, username AS name FROM users WHERE customer_id IN (?)", customerIDs))
}

// paymentMethods gives the code of each order's last payment.
func paymentMethods(tx *db.Tx, orderIDs []int64) (map[int64]string, error) {
	return names(db.All[named](tx, `SELECT p.order_id AS id, m.code AS name FROM payments p JOIN payment_methods m ON m.id = p.method_id
		WHERE p.order_id IN (?) ORDER BY p.id`, orderIDs))
}

// invoicedOf tells which orders have an invoice.
func invoicedOf(tx *db.Tx, orderIDs []int64) (map[int64]bool, error) {
	ids, err := db.All[int64](tx, "SELECT DISTINCT order_id FROM fiscal_documents WHERE order_id IN (?)", orderIDs)
	found := map[int64]bool{}
	for _, id := range ids {
		found[id] = true
	}
	return found, err
}

// names makes a map of rows; of several with one id the last counts.
func names(rows []named, err error) (map[int64]string, error) {
	found := map[int64]string{}
	for _, r := range rows {
		found[r.ID] = r.Name
	}
	return found, err
}

// rideRow is one task of the delivery of an order.
type rideRow struct {
	OrderID  int64   `db:"order_id"`
	StoreID  *int64  `db:"store_id"`
	Type     string  `db:"type"`
	Status   string  `db:"status"`
	Username *string `db:"username"` // of its courier
}

// ride is what is known of the delivery of an order.
type rideOf struct {
	storeID       *int64
	pickupCourier string
	dropCourier   string
	delivered     bool
}

func (r rideOf) courier() string {
	if r.dropCourier != "" {
		return r.dropCourier
	}
	return r.pickupCourier
}

// ridesOf reads the deliveries of orders.
func ridesOf(tx *db.Tx, orderIDs []int64) (map[int64]rideOf, error) {
	rows, err := db.All[rideRow](tx, `SELECT d.order_id, d.store_id, t.type, t.status, u.username
		FROM deliveries d JOIN tasks t ON t.delivery_id = d.id
		LEFT JOIN tour_tasks tt ON tt.task_id = t.id
		LEFT JOIN task_list_items i ON i.task_id = t.id OR i.tour_id = tt.tour_id
		LEFT JOIN task_lists l ON l.id = i.list_id LEFT JOIN users u ON u.id = l.courier_id
		WHERE d.order_id IN (?) ORDER BY t.delivery_position, t.id`, orderIDs)
	rides := map[int64]rideOf{}
	for _, r := range rows {
		ride := rides[r.OrderID]
		ride.storeID = r.StoreID
		if r.Type == "DROPOFF" {
			ride.delivered = r.Status == "DONE" // the last one counts
		}
		if r.Username != nil && r.Type == "DROPOFF" && ride.dropCourier == "" {
			ride.dropCourier = *r.Username
		}
		if r.Username != nil && r.Type == "PICKUP" && ride.pickupCourier == "" {
			ride.pickupCourier = *r.Username
		}
		rides[r.OrderID] = ride
	}
	return rides, err
}

// ListIn selects orders. The zero value selects all.
type ListIn struct {
	States        []State
	Window        span.Range // promised for a time that touches it; baskets are left out
	Exported      *bool
	StoreIDs      []int64 // deliveries that these stores bought
	RestaurantID  int64
	CustomerID    int64
	WithoutCarts  bool
	Newest        bool // newest first, instead of by id
	ByWindow      bool // earliest promise first
	Limit, Offset int  // 0 is all
}

func (in ListIn) cond() db.Cond {
	var all []db.Cond
	and := func(on bool, sql string, args ...any) {
		if on {
			all = append(all, db.Cond{SQL: sql, Args: args})
		}
	}
	and(len(in.States) > 0, "o.state IN (?)", in.States)
	and(!in.Window.IsZero(), "o.shipping_from < ? AND o.shipping_to > ?", in.Window.To, in.Window.From)
	and(in.WithoutCarts || !in.Window.IsZero(), "o.state <> 'cart'")
	and(in.RestaurantID != 0, "(o.restaurant_id = ? OR o.id IN (SELECT order_id FROM order_vendors WHERE restaurant_id = ? AND accepted_at IS NOT NULL))",
		in.RestaurantID, in.RestaurantID)
	and(in.CustomerID != 0, "o.customer_id = ?", in.CustomerID)
	and(len(in.StoreIDs) > 0, "o.id IN (SELECT order_id FROM deliveries WHERE store_id IN (?))", in.StoreIDs)
	if in.Exported != nil {
		and(true, "o.exported = ?", *in.Exported)
	}
	return db.And(all...)
}

func (in ListIn) order() string {
	switch {
	case in.Newest:
		return " ORDER BY o.created_at DESC, o.id DESC"
	case in.ByWindow:
		return " ORDER BY o.shipping_from, o.id"
	}
	return " ORDER BY o.id"
}

// List gives a page of the orders that the actor may see.
func List(tx *db.Tx, in ListIn) (org.Page[Order], error) {
	where := db.And(Visible(tx.Who()), in.cond())
	total, err := db.One[int](tx, "SELECT COUNT(*) FROM orders o WHERE "+where.SQL, where.Args...)
	if err != nil {
		return org.Page[Order]{}, err
	}
	query := "SELECT o.* FROM orders o WHERE " + where.SQL + in.order()
	args := where.Args
	if in.Limit > 0 {
		query += " LIMIT ? OFFSET ?"
		args = append(args, in.Limit, in.Offset)
	}
	rows, err := db.All[Order](tx, query, args...)
	return org.Page[Order]{Rows: rows, Total: total}, err
}

// Row is an order as long lists show it.
type Row struct {
	Order
	StoreID *int64 // who bought a delivery that is sold by itself
	Courier string
}

// ListRows is List without the lines, for long lists.
func ListRows(tx *db.Tx, in ListIn) (org.Page[Row], error) {
	orders, err := List(tx, in)
	if err != nil {
		return org.Page[Row]{}, err
	}
	rides, err := ridesOf(tx, idsOf(orders.Rows))
	page := org.Page[Row]{Rows: make([]Row, len(orders.Rows)), Total: orders.Total}
	for i, o := range orders.Rows {
		page.Rows[i] = Row{Order: o, StoreID: rides[o.ID].storeID, Courier: rides[o.ID].courier()}
	}
	return page, err
}

// LastSeq is the journal's last position in this unit of work.
func LastSeq(tx *db.Tx) (int64, error) {
	return db.One[int64](tx, "SELECT COALESCE(MAX(seq), 0) FROM journal")
}
