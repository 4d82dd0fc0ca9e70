package check

// query is a statement and the SQL that gives one text per thing that breaks it.
type query struct {
	statement
	sql string
}

// queries look at placed orders where they have a frozen_hash: others were stated by a seed document, in whatever state it likes.
var queries = []query{
	{statement{"I01", "an order's total is its items and its adjustments"}, `
		SELECT 'order ' || CAST(o.id AS TEXT) FROM orders o
		LEFT JOIN (SELECT order_id, SUM(amount) AS amount FROM adjustments WHERE item_id IS NULL AND NOT neutral GROUP BY order_id) a ON a.order_id = o.id
		WHERE o.priced AND (o.state = 'cart' OR o.frozen_hash IS NOT NULL)
		AND o.total <> CASE WHEN o.items_total + COALESCE(a.amount, 0) < 0 THEN 0 ELSE o.items_total + COALESCE(a.amount, 0) END`},
	{statement{"I01", "an order's items add up"}, `
		SELECT 'order ' || CAST(o.id AS TEXT) FROM orders o
		LEFT JOIN (SELECT order_id, SUM(total) AS total FROM order_items GROUP BY order_id) i ON i.order_id = o.id
		WHERE o.items_total <> COALESCE(i.total, 0)`},
	{statement{"I01", "an item's total is its quantity, its price and its adjustments"}, `
		SELECT 'item ' || CAST(i.id AS TEXT) FROM order_items i JOIN orders o ON o.id = i.order_id
		LEFT JOIN (SELECT item_id, SUM(amount) AS amount FROM adjustments WHERE NOT neutral GROUP BY item_id) a ON a.item_id = i.id
		WHERE i.total <> CASE WHEN i.quantity * i.unit_price + COALESCE(a.amount, 0) < 0 AND (o.restaurant_id IS NOT NULL OR o.hub_id IS NOT NULL) THEN 0
			ELSE i.quantity * i.unit_price + COALESCE(a.amount, 0) END`},
	{statement{"I01", "a delivery sold by rules costs what its trace says, and what incidents made of it"}, `
		SELECT 'order ' || CAST(o.id AS TEXT) FROM order_prices p JOIN orders o ON o.id = p.order_id
		LEFT JOIN (SELECT order_id, SUM(amount) AS amount FROM adjustments WHERE type = 'incident' GROUP BY order_id) a ON a.order_id = o.id
		WHERE o.priced AND o.total <> p.total + COALESCE(a.amount, 0)`},
	{statement{"I01", "a delivery with a fixed price has no trace of rules"}, `
		SELECT 'order ' || CAST(o.id AS TEXT) FROM order_prices p JOIN orders o ON o.id = p.order_id WHERE o.arbitrary_price IS NOT NULL`},
	{statement{"I02", "a placed order has one delivery fee, one platform fee and one tip at most"}, `
		SELECT 'order ' || CAST(a.order_id AS TEXT) || ' ' || a.type FROM adjustments a JOIN orders o ON o.id = a.order_id
		WHERE a.item_id IS NULL AND a.type IN ('delivery', 'fee', 'tip') AND o.state <> 'cart' GROUP BY a.order_id, a.type HAVING COUNT(*) > 1`},
	{statement{"I03", "no total is below zero"}, `SELECT 'order ' || CAST(id AS TEXT) FROM orders WHERE total < 0`},
	{statement{"I03", "an order is paid in one currency"}, `
		SELECT 'order ' || CAST(order_id AS TEXT) FROM payments GROUP BY order_id HAVING COUNT(DISTINCT currency) > 1`},
	{statement{"I04", "a payment is captured once at most, and never above its amount"}, `
		SELECT 'payment ' || CAST(p.id AS TEXT) FROM payments p JOIN payment_attempts a ON a.payment_id = p.id
		WHERE a.kind = 'capture' AND a.state = 'succeeded' GROUP BY p.id, p.amount HAVING COUNT(*) > 1 OR SUM(a.amount) > p.amount`},
	{statement{"I05", "one payment of an order and method is live at most"}, `
		SELECT 'order ' || CAST(order_id AS TEXT) FROM payments WHERE state IN ('authorized', 'completed')
		GROUP BY order_id, method_id HAVING COUNT(*) > 1`},
	{statement{"I06", "no more is given back than was taken"}, `
		SELECT 'payment ' || CAST(p.id AS TEXT) FROM payments p JOIN refunds r ON r.payment_id = p.id
		GROUP BY p.id, p.amount HAVING SUM(r.amount) > p.amount`},
	{statement{"I07", "an order with a price has a payment"}, `
		SELECT 'order ' || CAST(o.id AS TEXT) FROM orders o WHERE o.state IN ('new', 'accepted', 'started', 'ready', 'fulfilled')
		AND o.frozen_hash IS NOT NULL AND o.total > 0
		AND NOT EXISTS (SELECT 1 FROM payments p WHERE p.order_id = o.id AND p.state NOT IN ('failed', 'cancelled', 'void'))`},
	{statement{"I09", "the entries of each transaction add up to zero"}, `
		SELECT 'transaction ' || CAST(t.id AS TEXT) FROM ledger_transactions t LEFT JOIN ledger_entries e ON e.transaction_id = t.id
		GROUP BY t.id HAVING COALESCE(SUM(e.amount), 0) <> 0 OR COUNT(e.id) = 0`},
	{statement{"I10", "an order is booked at its total, one that will not be at nothing"}, `
		SELECT 'order ' || CAST(o.id AS TEXT) FROM orders o JOIN (SELECT t.order_id, -SUM(e.amount) AS sold FROM ledger_transactions t
			JOIN ledger_entries e ON e.transaction_id = t.id WHERE t.kind = 'sale' AND e.account = 'customer' GROUP BY t.order_id) s ON s.order_id = o.id
		WHERE s.sold <> CASE o.state WHEN 'refused' THEN 0 ELSE o.total END AND (s.sold <> 0 OR o.state <> 'cancelled')`},
	{statement{"I10", "money that came in and went back is booked"}, `
		SELECT 'payment ' || CAST(p.id AS TEXT) FROM payments p
		LEFT JOIN (SELECT t.payment_id, -SUM(e.amount) AS held FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
			WHERE e.account IN ('provider', 'cash') AND t.kind <> 'dispute' GROUP BY t.payment_id) b ON b.payment_id = p.id
		LEFT JOIN (SELECT r.payment_id, SUM(r.amount) AS given FROM refunds r GROUP BY r.payment_id) g ON g.payment_id = p.id
		WHERE b.held IS NOT NULL AND b.held <> p.amount - COALESCE(g.given, 0)
			OR b.held IS NULL AND EXISTS (SELECT 1 FROM ledger_transactions t WHERE t.order_id = p.order_id)
				AND p.state IN ('completed', 'refunded', 'refunded_partially')`},
	{statement{"I10", "what is paid for a placed order is its total"}, `
		SELECT 'order ' || CAST(o.id AS TEXT) FROM orders o WHERE o.frozen_hash IS NOT NULL AND o.total > 0 AND o.state NOT IN ('cart', 'refused', 'cancelled')
		AND o.total <> COALESCE((SELECT SUM(p.amount) FROM payments p WHERE p.order_id = o.id AND p.state NOT IN ('failed', 'cancelled', 'void')), 0)`},
	{statement{"I63", "the documents of a series are numbered from 1 without hole or repeat, in the order of their days"}, `
		SELECT series FROM fiscal_documents GROUP BY series HAVING MIN(number) <> 1 OR MAX(number) <> COUNT(*)
		UNION ALL SELECT a.series || ' ' || CAST(a.number AS TEXT) FROM fiscal_documents a
			JOIN fiscal_documents b ON b.series = a.series AND b.number = a.number + 1 WHERE b.day < a.day`},
	{statement{"I65", "no more of an invoice is taken back than stood on it"}, `
		SELECT 'document ' || CAST(i.id AS TEXT) FROM fiscal_documents i JOIN fiscal_documents c ON c.corrects_id = i.id
		GROUP BY i.id, i.total, i.tax, i.kind, i.order_id HAVING SUM(c.total) > i.total OR i.kind <> 'invoice' OR MIN(c.order_id) <> i.order_id
			OR MAX(c.order_id) <> i.order_id
		UNION ALL SELECT 'document ' || CAST(id AS TEXT) FROM fiscal_documents WHERE (kind = 'credit_note') <> (corrects_id IS NOT NULL)`},
	{statement{"I10", "what a provider took back in disputes is booked"}, `
		SELECT 'payment ' || CAST(d.payment_id AS TEXT) FROM disputes d GROUP BY d.payment_id HAVING SUM(d.withdrawn) <> (SELECT COALESCE(SUM(e.amount), 0)
			FROM ledger_transactions t JOIN ledger_entries e ON e.transaction_id = t.id
			WHERE t.payment_id = d.payment_id AND t.kind = 'dispute' AND e.account = 'provider')`},
	{statement{"I12", "a call to the payment provider has the key of its payment, kind and number"}, `
		SELECT 'payment ' || CAST(p.id AS TEXT) || ': ' || a.provider_key FROM payment_attempts a JOIN payments p ON p.id = a.payment_id
		WHERE a.provider_key <> p.reference || '-' || a.kind || '-' || CAST(a.number AS TEXT)`},
	{statement{"I14", "a promotion or coupon is used as often as it may be, at most"}, `
		SELECT 'promotion ' || p.code FROM promotions p WHERE p.used < 0 OR p.used > p.usage_limit
		UNION ALL SELECT 'coupon ' || c.code FROM promotion_coupons c WHERE c.used < 0 OR c.used > c.usage_limit
		UNION ALL SELECT 'coupon ' || c.code || ' of customer ' || CAST(u.customer_id AS TEXT) FROM promotion_coupons c
			JOIN promotion_uses u ON u.coupon_id = c.id AND NOT u.given_back WHERE u.customer_id IS NOT NULL
			GROUP BY c.id, c.code, u.customer_id, c.per_customer_usage_limit HAVING COUNT(*) > c.per_customer_usage_limit`},
	{statement{"I18", "an order is accepted and refused by one of the two at most"}, `
		SELECT 'order ' || CAST(order_id AS TEXT) FROM order_events WHERE type IN ('order:accepted', 'order:refused')
		GROUP BY order_id HAVING COUNT(*) > 1`},
	{statement{"I20", "an accepted order to be delivered has its delivery, one to be collected has none"}, `
		SELECT 'order ' || CAST(o.id AS TEXT) FROM orders o LEFT JOIN deliveries d ON d.order_id = o.id
		WHERE (o.restaurant_id IS NOT NULL OR o.hub_id IS NOT NULL) AND o.state IN ('accepted', 'started', 'ready')
		AND ((o.fulfillment_method = 'delivery' AND o.shipping_address_id IS NOT NULL AND d.id IS NULL) OR (o.fulfillment_method = 'collection' AND d.id IS NOT NULL))`},
	{statement{"I21", "an order of a hub was accepted for each of its shops, and waits until each is ready"}, `
		SELECT 'order ' || CAST(o.id AS TEXT) || ', restaurant ' || CAST(v.restaurant_id AS TEXT) FROM orders o JOIN order_vendors v ON v.order_id = o.id
		WHERE (o.state IN ('accepted', 'started', 'ready', 'fulfilled') AND v.accepted_at IS NULL) OR (o.state IN ('cart', 'new') AND v.accepted_at IS NOT NULL)
		OR (o.state = 'ready' AND v.ready_at IS NULL) OR o.hub_id IS NULL
		UNION ALL SELECT 'order ' || CAST(o.id AS TEXT) FROM orders o JOIN order_items i ON i.order_id = o.id JOIN products p ON p.id = i.product_id
		WHERE o.hub_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM order_vendors v WHERE v.order_id = o.id AND v.restaurant_id = p.restaurant_id)`},
	{statement{"I23", "the times that an order is promised for follow each other"}, `
		SELECT 'order ' || CAST(id AS TEXT) FROM orders WHERE frozen_hash IS NOT NULL AND (restaurant_id IS NOT NULL OR hub_id IS NOT NULL)
		AND (shipping_from IS NULL OR shipping_to <= shipping_from OR preparation_expected_at > pickup_expected_at OR pickup_expected_at > dropoff_expected_at)`},
	{statement{"I24", "no stock is below zero"}, `SELECT 'packaging ' || CAST(id AS TEXT) FROM reusable_packagings WHERE on_hand < 0 OR on_hold < 0`},
	{statement{"I25", "a line of a placed order has the product and the price of its variant"}, `
		SELECT 'order ' || CAST(o.id AS TEXT) || ': ' || i.name FROM order_items i JOIN orders o ON o.id = i.order_id JOIN product_variants v ON v.id = i.variant_id
		WHERE o.frozen_hash IS NOT NULL AND (v.product_id <> i.product_id OR i.product_id IS NULL OR (v.updated_at < o.created_at AND v.price <> i.unit_price))`},
	{statement{"I25", "a product of a placed order could be had"}, `
		SELECT 'order ' || CAST(o.id AS TEXT) || ': ' || i.name FROM order_items i JOIN orders o ON o.id = i.order_id JOIN products p ON p.id = i.product_id
		WHERE o.frozen_hash IS NOT NULL AND p.updated_at < o.created_at AND (NOT p.enabled OR p.deleted_at IS NOT NULL)`},
	{statement{"I27", "a task is on one list at most"}, `
		SELECT 'task ' || CAST(task_id AS TEXT) FROM (
			SELECT task_id FROM task_list_items WHERE task_id IS NOT NULL
			UNION ALL SELECT t.task_id FROM task_list_items i JOIN tour_tasks t ON t.tour_id = i.tour_id) placed
		GROUP BY task_id HAVING COUNT(*) > 1`},
	{statement{"I29", "the positions of a list have no hole and no repeat"}, `
		SELECT 'task list ' || CAST(list_id AS TEXT) FROM task_list_items GROUP BY list_id
		HAVING COUNT(*) <> COUNT(DISTINCT position) OR MIN(position) <> 0 OR MAX(position) <> COUNT(*) - 1`},
	{statement{"I30", "on a list a pick-up that is still to be done comes before its drop-off"}, `
		SELECT 'task ' || CAST(t.id AS TEXT) FROM tasks t JOIN task_list_items d ON d.task_id = t.id JOIN task_list_items p ON p.task_id = t.previous_id
		JOIN tasks b ON b.id = p.task_id
		WHERE d.list_id = p.list_id AND d.position < p.position AND t.status IN ('TODO', 'DOING') AND b.status IN ('TODO', 'DOING')`},
	{statement{"I31", "a task is done or failed, not both"}, `
		SELECT 'task ' || CAST(task_id AS TEXT) FROM task_events e WHERE name = 'task:failed'
		AND EXISTS (SELECT 1 FROM task_events d WHERE d.task_id = e.task_id AND d.name = 'task:done' AND d.id < e.id)
		AND NOT EXISTS (SELECT 1 FROM task_events r WHERE r.task_id = e.task_id AND r.name IN ('task:restored', 'task:rescheduled'))`},
	{statement{"I32", "a done task's previous task is completed"}, `
		SELECT 'task ' || CAST(t.id AS TEXT) FROM tasks t JOIN tasks p ON p.id = t.previous_id WHERE t.status = 'DONE' AND p.status IN ('TODO', 'DOING')`},
	{statement{"I38", "every report of a courier has an outcome"}, `SELECT 'report ' || report_id FROM courier_reports WHERE outcome = ''`},
	{statement{"I39", "a report happened when the courier tapped, within the three days before it came in"}, `
		SELECT 'report ' || report_id FROM courier_reports WHERE happened_at > received_at OR happened_at < received_at - 259200000000
		OR (tapped_at BETWEEN received_at - 259200000000 AND received_at AND happened_at <> tapped_at)`},
	{statement{"I43", "the journal has no hole"}, `
		SELECT 'journal' FROM (SELECT COUNT(*) AS entries, COALESCE(MAX(seq), 0) AS newest FROM journal) j WHERE entries <> newest`},
	{statement{"I45", "no reader of the journal is ahead of it, so that none misses an entry"}, `
		SELECT 'reader ' || reader FROM relay_positions WHERE seq > (SELECT COALESCE(MAX(seq), 0) FROM journal)`},
	{statement{"I46", "a job that was given up says why"}, `SELECT 'job ' || CAST(id AS TEXT) || ' ' || kind FROM jobs WHERE parked AND last_error = ''`},
	{statement{"I47", "the calls of a webhook about an object are numbered without a hole"}, `
		SELECT 'webhook ' || CAST(webhook_id AS TEXT) || ' ' || object FROM webhook_calls GROUP BY webhook_id, object
		HAVING MAX(sequence) - MIN(sequence) + 1 <> COUNT(*)`},
	{statement{"I47", "a call that waits has a job that makes it"}, `
		SELECT 'webhook call ' || CAST(c.id AS TEXT) FROM webhook_calls c WHERE c.state = 'waiting'
		AND NOT EXISTS (SELECT 1 FROM jobs j WHERE j.kind = 'call_webhook' AND j.body = '{"id":' || CAST(c.id AS TEXT) || '}')`},
	{statement{"I49", "no mail waits twice"}, `
		SELECT kind || ' ' || body FROM jobs WHERE kind LIKE 'send!_%!_mail' ESCAPE '!' GROUP BY kind, body HAVING COUNT(*) > 1`},
	{statement{"I53", "nobody whose account is closed is signed in, or can be reached by telephone"}, `
		SELECT 'user ' || CAST(u.id AS TEXT) FROM users u WHERE NOT u.enabled AND (EXISTS (SELECT 1 FROM sessions s WHERE s.user_id = u.id)
		OR EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.user_id = u.id) OR EXISTS (SELECT 1 FROM push_tokens p WHERE p.user_id = u.id))`},
	{statement{"I56", "each entry of the journal says whose doing it was"}, `SELECT 'journal entry ' || CAST(seq AS TEXT) FROM journal WHERE actor = ''`},
	{statement{"I57", "no position is kept from outside a courier's duty"}, `
		SELECT 'courier ' || CAST(p.courier_id AS TEXT) FROM position_trail p
		WHERE EXISTS (SELECT 1 FROM duties d WHERE d.courier_id = p.courier_id)
		AND NOT EXISTS (SELECT 1 FROM duties d WHERE d.courier_id = p.courier_id AND p.at >= d.started_at - 300000000
			AND (d.ended_at IS NULL OR p.at <= d.ended_at + 300000000)) GROUP BY p.courier_id`},
	{statement{"I57", "no position is kept beyond its term"}, `
		SELECT 'courier ' || CAST(p.courier_id AS TEXT) FROM position_trail p JOIN job_ticks k ON k.kind = 'forget_positions'
		WHERE p.at < k.tick * 3600000000 - 5270400000000 GROUP BY p.courier_id`},
	{statement{"I55", "an offer that was taken has its delivery, an open one has none"}, `
		SELECT 'quote ' || CAST(id AS TEXT) FROM delivery_quotes WHERE (state = 'confirmed') <> (delivery_id IS NOT NULL)`},
	{statement{"I55", "a row of an import is right and has its delivery, or is wrong and says why"}, `
		SELECT 'import ' || CAST(import_id AS TEXT) || ' row ' || CAST(number AS TEXT) FROM delivery_import_rows WHERE delivery_id IS NULL AND errors = '[]'`},
	{statement{"I55", "a suggestion of an incident is accepted once"}, `
		SELECT 'incident ' || CAST(incident_id AS TEXT) FROM incident_events WHERE type = 'accepted_suggestion' GROUP BY incident_id HAVING COUNT(*) > 1`},
	{statement{"I57", "the latest place of a courier is forgotten after three days at most"}, `
		SELECT 'courier ' || CAST(p.courier_id AS TEXT) FROM positions p JOIN job_ticks k ON k.kind = 'forget_positions' WHERE p.at < k.tick * 3600000000 - 259200000000`},
	{statement{"I59", "of a deleted account nothing personal is left"}, `
		SELECT 'user ' || CAST(u.id AS TEXT) FROM users u JOIN customers c ON c.id = u.customer_id WHERE NOT u.enabled AND u.email LIKE 'anon%@pignon.invalid'
		AND (c.given_name IS NOT NULL OR c.family_name IS NOT NULL OR c.telephone IS NOT NULL OR u.password_hash IS NOT NULL OR c.email <> u.email
			OR EXISTS (SELECT 1 FROM customer_addresses a WHERE a.customer_id = c.id) OR EXISTS (SELECT 1 FROM optin_consents o WHERE o.user_id = u.id))`},
	{statement{"I61", "what a courier was given by itself says why"}, `
		SELECT 'journal entry ' || CAST(seq AS TEXT) FROM journal WHERE name = 'task.dispatched' AND (body LIKE '%"reason":""%' OR body NOT LIKE '%"reason":%')`},
	{statement{"I68", "a vehicle in use stands at a warehouse in use"}, `
		SELECT 'vehicle ' || CAST(v.id AS TEXT) FROM vehicles v JOIN warehouses w ON w.id = v.warehouse_id WHERE v.deleted_at IS NULL AND w.deleted_at IS NOT NULL`},
	{statement{"I62", "somebody administers the co-op"}, `
		SELECT 'users' FROM (SELECT COUNT(*) AS people, COALESCE(SUM(CASE WHEN enabled AND roles LIKE '%ROLE_ADMIN%' THEN 1 ELSE 0 END), 0) AS admins
			FROM users) u WHERE people > 0 AND admins = 0`},
}
