package check

// invariant is a statement and the query that gives one text per thing that breaks it.
type invariant struct{ id, words, query string }

var invariants = []invariant{
	{"I01", "an order's total is its items and its adjustments", `
		SELECT 'order ' || CAST(o.id AS TEXT) FROM orders o
		LEFT JOIN (SELECT order_id, SUM(amount) AS amount FROM adjustments WHERE item_id IS NULL AND NOT neutral GROUP BY order_id) a ON a.order_id = o.id
		WHERE o.total <> CASE WHEN o.items_total + COALESCE(a.amount, 0) < 0 THEN 0 ELSE o.items_total + COALESCE(a.amount, 0) END`},
	{"I01", "an order's items add up", `
		SELECT 'order ' || CAST(o.id AS TEXT) FROM orders o
		LEFT JOIN (SELECT order_id, SUM(total) AS total FROM order_items GROUP BY order_id) i ON i.order_id = o.id
		WHERE o.items_total <> COALESCE(i.total, 0)`},
	{"I01", "an item's total is its quantity, its price and its adjustments", `
		SELECT 'item ' || CAST(i.id AS TEXT) FROM order_items i
		LEFT JOIN (SELECT item_id, SUM(amount) AS amount FROM adjustments WHERE NOT neutral GROUP BY item_id) a ON a.item_id = i.id
		WHERE i.total <> CASE WHEN i.quantity * i.unit_price + COALESCE(a.amount, 0) < 0 THEN 0 ELSE i.quantity * i.unit_price + COALESCE(a.amount, 0) END`},
	{"I02", "an order has one delivery fee, one platform fee and one tip at most", `
		SELECT 'order ' || CAST(order_id AS TEXT) || ' ' || type FROM adjustments WHERE item_id IS NULL AND type IN ('delivery', 'fee', 'tip')
		GROUP BY order_id, type HAVING COUNT(*) > 1`},
	{"I03", "no total is below zero", `SELECT 'order ' || CAST(id AS TEXT) FROM orders WHERE total < 0`},
	{"I03", "an order is paid in one currency", `
		SELECT 'order ' || CAST(order_id AS TEXT) FROM payments GROUP BY order_id HAVING COUNT(DISTINCT currency) > 1`},
	{"I04", "a payment is captured once at most, and never above its amount", `
		SELECT 'payment ' || CAST(p.id AS TEXT) FROM payments p JOIN payment_attempts a ON a.payment_id = p.id
		WHERE a.kind = 'capture' AND a.state = 'succeeded' GROUP BY p.id, p.amount HAVING COUNT(*) > 1 OR SUM(a.amount) > p.amount`},
	{"I05", "one payment of an order and method is live at most", `
		SELECT 'order ' || CAST(order_id AS TEXT) FROM payments WHERE state IN ('authorized', 'completed')
		GROUP BY order_id, method_id HAVING COUNT(*) > 1`},
	{"I06", "no more is given back than was taken", `
		SELECT 'payment ' || CAST(p.id AS TEXT) FROM payments p JOIN refunds r ON r.payment_id = p.id
		GROUP BY p.id, p.amount HAVING SUM(r.amount) > p.amount`},
	{"I07", "an order with a price has a payment", `
		SELECT 'order ' || CAST(o.id AS TEXT) FROM orders o WHERE o.state IN ('new', 'accepted', 'started', 'ready', 'fulfilled')
		AND o.restaurant_id IS NOT NULL AND o.total > 0 AND o.number IS NOT NULL
		AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id AND p.state NOT IN ('failed', 'cancelled', 'void'))`},
	{"I18", "an order is accepted and refused by one of the two at most", `
		SELECT 'order ' || CAST(order_id AS TEXT) FROM order_events WHERE type IN ('order:accepted', 'order:refused')
		GROUP BY order_id HAVING COUNT(*) > 1`},
	{"I20", "an accepted order to be delivered has its delivery, one to be collected has none", `
		SELECT 'order ' || CAST(o.id AS TEXT) FROM orders o LEFT JOIN deliveries d ON d.order_id = o.id
		WHERE o.restaurant_id IS NOT NULL AND o.state IN ('accepted', 'started', 'ready')
		AND ((o.fulfillment_method = 'delivery' AND o.shipping_address_id IS NOT NULL AND d.id IS NULL) OR (o.fulfillment_method = 'collection' AND d.id IS NOT NULL))`},
	{"I27", "a task is on one list at most", `
		SELECT 'task ' || CAST(task_id AS TEXT) FROM (
			SELECT task_id FROM task_list_items WHERE task_id IS NOT NULL
			UNION ALL SELECT t.task_id FROM task_list_items i JOIN tour_tasks t ON t.tour_id = i.tour_id) placed
		GROUP BY task_id HAVING COUNT(*) > 1`},
	{"I29", "the positions of a list have no hole and no repeat", `
		SELECT 'task list ' || CAST(list_id AS TEXT) FROM task_list_items GROUP BY list_id
		HAVING COUNT(*) <> COUNT(DISTINCT position) OR MIN(position) <> 0 OR MAX(position) <> COUNT(*) - 1`},
	{"I30", "on a list a pick-up comes before its drop-off", `
		SELECT 'task ' || CAST(t.id AS TEXT) FROM tasks t JOIN task_list_items d ON d.task_id = t.id JOIN task_list_items p ON p.task_id = t.previous_id
		WHERE d.list_id = p.list_id AND d.position < p.position AND t.status IN ('TODO', 'DOING')`},
	{"I31", "a task is done or failed, not both", `
		SELECT 'task ' || CAST(task_id AS TEXT) FROM task_events e WHERE name = 'task:failed'
		AND EXISTS (SELECT 1 FROM task_events d WHERE d.task_id = e.task_id AND d.name = 'task:done' AND d.id < e.id)
		AND NOT EXISTS (SELECT 1 FROM task_events r WHERE r.task_id = e.task_id AND r.name IN ('task:restored', 'task:rescheduled'))`},
	{"I32", "a done task's previous task is completed", `
		SELECT 'task ' || CAST(t.id AS TEXT) FROM tasks t JOIN tasks p ON p.id = t.previous_id WHERE t.status = 'DONE' AND p.status IN ('TODO', 'DOING')`},
	{"I38", "every report of a courier has an outcome", `SELECT 'report ' || report_id FROM courier_reports WHERE outcome = ''`},
	{"I43", "the journal has no hole", `
		SELECT 'journal' FROM (SELECT COUNT(*) AS entries, COALESCE(MAX(seq), 0) AS newest FROM journal) j WHERE entries <> newest`},
	{"I53", "nobody whose account is closed is signed in", `
		SELECT 'user ' || CAST(u.id AS TEXT) FROM users u WHERE NOT u.enabled AND EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id)`},
	{"I57", "no position is kept from outside a courier's duty", `
		SELECT 'courier ' || CAST(p.courier_id AS TEXT) FROM position_trail p
		WHERE EXISTS (SELECT 1 FROM duties d WHERE d.courier_id = p.courier_id)
		AND NOT EXISTS (SELECT 1 FROM duties d WHERE d.courier_id = p.courier_id AND p.at >= d.started_at - 300000000
			AND (d.ended_at IS NULL OR p.at <= d.ended_at + 300000000)) GROUP BY p.courier_id`},
	{"I62", "somebody administers the co-op", `
		SELECT 'users' FROM (SELECT COUNT(*) AS people, COALESCE(SUM(CASE WHEN enabled AND roles LIKE '%ROLE_ADMIN%' THEN 1 ELSE 0 END), 0) AS admins
			FROM users) u WHERE people > 0 AND admins = 0`},
}
