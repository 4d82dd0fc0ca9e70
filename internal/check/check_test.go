package check_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/check"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/order"
)

// healthy is a co-op with one order that was paid by card and accepted, whose delivery is on a courier's list, and with an order of last week that
// was brought. Frozen hashes are written afterwards.
var healthy = []string{
	`INSERT INTO addresses (id, street_address, lat, lng, created_at, updated_at) VALUES (1, '1 Rue A', 42.5, 1.5, 1, 1)`,
	`INSERT INTO organizations (id, name, created_at, updated_at) VALUES (1, 'A', 1, 1)`,
	`INSERT INTO customers (id, email, email_canonical, tags, created_at, updated_at) VALUES (1, 'a@b.c', 'a@b.c', '[]', 1, 1), (2, 'd@b.c', 'd@b.c', '[]', 1, 1)`,
	`INSERT INTO users (id, username, username_canonical, email, email_canonical, roles, enabled, customer_id, version, created_at, updated_at)
		VALUES (1, 'ada', 'ada', 'a@b.c', 'a@b.c', '["ROLE_ADMIN"]', TRUE, 1, 1, 1, 1), (2, 'bob', 'bob', 'd@b.c', 'd@b.c', '["ROLE_COURIER"]', TRUE, 2, 1, 1, 1)`,
	`INSERT INTO tax_categories (id, code, name, created_at, updated_at) VALUES (1, 'food', 'food', 1, 1)`,
	`INSERT INTO tax_rates (id, code, category_id, name, amount, included_in_price, created_at, updated_at) VALUES (1, 'food', 1, 'food', 100000, TRUE, 1, 1)`,
	`INSERT INTO restaurants (id, name, type, address_id, organization_id, enabled, state, cuisines, featured, exclusive, fulfillment_methods,
		delivery_perimeter, quotes_allowed, auto_accept, cash_on_delivery, options, version, created_at, updated_at)
		VALUES (1, 'R', 'Restaurant', 1, 1, TRUE, 'normal', '[]', FALSE, FALSE, '[{"type":"delivery","enabled":true,"openingHours":["Mo-Su 11:30-14:30"],"openingHoursBehavior":"asap"}]',
		'distance < 3000', FALSE, FALSE, TRUE, '{}', 1, 1, 1)`,
	`INSERT INTO products (id, restaurant_id, code, name, enabled, diets, allergens, reusable_packaging_enabled, reusable_packagings, images, metadata, version, created_at, updated_at)
		VALUES (1, 1, 'Q', 'Q', TRUE, '[]', '[]', FALSE, '[]', '[]', '{}', 1, 1, 1)`,
	`INSERT INTO product_variants (id, product_id, code, name, price, tax_category_id, option_values, created_at, updated_at) VALUES (1, 1, 'Q1', 'Q', 450, 1, '[]', 1, 1)`,
	// preparation at 12:00 in Paris on 24 November 2026
	`INSERT INTO orders (id, number, state, restaurant_id, customer_id, fulfillment_method, shipping_address_id, shipping_from, shipping_to, items_total, total,
		reusable_packaging_enabled, preparation_expected_at, pickup_expected_at, dropoff_expected_at, exported, frozen_hash, version, created_at, updated_at)
		VALUES (1, '1', 'accepted', 1, 1, 'delivery', 1, 1795520400000000, 1795521000000000, 1000, 1350,
		FALSE, 1795518000000000, 1795519200000000, 1795520700000000, FALSE, 'x', 1, 10, 10),
		(2, '2', 'fulfilled', 1, 1, 'delivery', 1, NULL, NULL, 0, 0, FALSE, NULL, NULL, NULL, FALSE, NULL, 1, 10, 10)`,
	`INSERT INTO order_items (id, order_id, product_id, variant_id, name, variant_name, quantity, unit_price, total) VALUES (1, 1, 1, 1, 'Q', 'Q', 2, 450, 1000)`,
	`INSERT INTO adjustments (id, order_id, item_id, type, label, amount, neutral, origin) VALUES (1, 1, NULL, 'delivery', 'Livraison', 350, FALSE, NULL),
		(2, 1, 1, 'menu_item_modifier', '1 × X', 100, FALSE, NULL), (3, 1, 1, 'tax', 'TVA', 91, TRUE, 'food'), (4, 1, NULL, 'tax', 'TVA', 32, TRUE, 'food'),
		(5, 1, NULL, 'fee', '', 200, TRUE, NULL)`,
	`INSERT INTO order_events (id, order_id, type, data, actor, created_at) VALUES (1, 1, 'order:created', '[]', 'house', 20), (2, 1, 'order:accepted', '[]', 'user:1', 30)`,
	`INSERT INTO payment_methods (id, code, name, enabled, created_at, updated_at) VALUES (1, 'CARD', 'CARD', TRUE, 1, 1)`,
	`INSERT INTO payments (id, order_id, method_id, state, amount, currency, reference, intent, livemode, details, version, created_at, updated_at)
		VALUES (1, 1, 1, 'authorized', 1350, 'eur', 'r1', 'pi_1', FALSE, '{"status":"requires_capture"}', 1, 1, 1),
		(2, 2, 1, 'refunded_partially', 900, 'eur', 'r2', 'pi_2', FALSE, '{"status":"succeeded"}', 1, 1, 1)`,
	`INSERT INTO payment_attempts (id, payment_id, kind, number, provider_key, amount, call, state, created_at) VALUES
		(1, 1, 'authorize', 1, 'r1-authorize-1', 1350, '{"create":{"Amount":1350,"Destination":"acct_1","DestinationAmount":1150}}', 'succeeded', 1),
		(2, 2, 'authorize', 1, 'r2-authorize-1', 900, '{"create":{"Amount":900}}', 'succeeded', 1), (3, 2, 'capture', 1, 'r2-capture-1', 900, '{}', 'succeeded', 1)`,
	`INSERT INTO refunds (id, payment_id, amount, liable_party, comments, created_at) VALUES (1, 2, 350, 'platform', '', 1)`,
	`INSERT INTO ledger_transactions (id, kind, order_id, payment_id, refund_id, created_at) VALUES (1, 'sale', 1, NULL, NULL, 1), (2, 'payment', 2, 2, NULL, 1), (3, 'refund', 2, 2, 1, 1)`,
	`INSERT INTO ledger_entries (id, transaction_id, account, restaurant_id, amount) VALUES (1, 1, 'customer', NULL, -1350), (2, 1, 'shop', 1, 1059), (3, 1, 'coop', NULL, 168),
		(4, 1, 'tax', NULL, 123), (5, 2, 'customer', NULL, 900), (6, 2, 'provider', NULL, -900), (7, 3, 'customer', NULL, -350), (8, 3, 'provider', NULL, 350)`,
	`INSERT INTO deliveries (id, order_id, distance, duration, polyline, version, created_at, updated_at) VALUES (1, 1, 0, 0, '', 1, 1, 1), (2, 2, 0, 0, '', 1, 1, 1)`,
	`INSERT INTO tasks (id, type, status, address_id, after_at, before_at, comments, doorstep, tags, metadata, delivery_id, delivery_position, previous_id,
		emitted_co2, traveled_distance, version, created_at, updated_at) VALUES
		(1, 'PICKUP', 'TODO', 1, 1, 2, '', FALSE, '[]', '{}', 1, 1, NULL, 0, 0, 1, 1, 1), (2, 'DROPOFF', 'TODO', 1, 1, 2, '', FALSE, '[]', '{}', 1, 2, 1, 0, 0, 1, 1, 1),
		(3, 'PICKUP', 'DONE', 1, 1, 2, '', FALSE, '[]', '{}', 2, 1, NULL, 0, 0, 1, 1, 1), (4, 'DROPOFF', 'DONE', 1, 1, 2, '', FALSE, '[]', '{}', 2, 2, 3, 0, 0, 1, 1, 1)`,
	`INSERT INTO task_lists (id, courier_id, day, distance, duration, polyline, routed_version, version, created_at, updated_at) VALUES (1, 2, '2026-11-24', 0, 0, '', 0, 3, 1, 1)`,
	// what is done may stand behind what waits for it
	`INSERT INTO task_list_items (list_id, position, task_id) VALUES (1, 0, 1), (1, 1, 2), (1, 2, 4), (1, 3, 3)`,
	`INSERT INTO duties (id, courier_id, started_at, ended_at) VALUES (1, 2, 1000000000, 2000000000)`,
	`INSERT INTO position_trail (courier_id, at, lat, lng) VALUES (2, 1500000000, 42.5, 1.5)`,
	`INSERT INTO journal (seq, name, body, actor, at) VALUES (1, 'order.created', '{"orderId":1}', 'house', 1), (2, 'payment.authorized', '{"paymentId":1,"amount":1350}', 'house', 1),
		(3, 'order.accepted', '{"orderId":1}', 'user:1', 1), (4, 'task.created', '{"taskId":1}', 'house', 1), (5, 'task.created', '{"taskId":2}', 'house', 1),
		(6, 'task_list.changed', '{"listId":1,"version":1}', 'user:1', 1), (7, 'task_list.changed', '{"listId":1,"version":3}', 'user:1', 1),
		(8, 'task.done', '{"taskId":4}', 'user:2', 1), (9, 'order.fulfilled', '{"orderId":2}', 'house', 1), (10, 'payment.completed', '{"paymentId":2,"amount":900}', 'house', 1),
		(11, 'payment.refunded', '{"paymentId":2,"amount":900,"refund":350}', 'user:1', 1)`,
	`INSERT INTO relay_positions (reader, seq) VALUES ('notify', 11)`,
}

// told adds an entry to the journal.
func told(name, body string) string {
	return "INSERT INTO journal (seq, name, body, actor, at) VALUES (12, '" + name + "', '" + body + "', 'house', 1)"
}

// keptPrice keeps how the price of the second order was found: what it was, and what its one rule charged.
func keptPrice(price, charged string) string {
	return `INSERT INTO order_prices (order_id, total, supplements, trace, created_at) SELECT id, ` + price + `, '[]',
		'{"passes":[{"stop":-1,"target":"ORDER","rules":[{"amount":' || CAST(` + charged + ` AS TEXT) || '}]}]}', 1 FROM orders WHERE id = 2`
}

// incidents follows a statement with one that adds an open incident.
const incidents = `;INSERT INTO incidents (id, task_id, title, status, priority, metadata, tags, version, created_at, updated_at) VALUES (1, 1, 'I', 'OPEN', 2, '[]', '[]', 1, 1, 1)`

// offered keeps an offer of a store in a state, with its delivery.
func offered(stateAndDelivery string) string {
	return `INSERT INTO stores (id, name, enabled, address_id, organization_id, tags, options, version, created_at, updated_at) VALUES (1, 'S', TRUE, 1, 1, '[]', '{}', 1, 1, 1);
		INSERT INTO delivery_quotes (id, store_id, amount, payload, state, delivery_id, expires_at, created_at, updated_at) VALUES (1, 1, 0, '{}', ` + stateAndDelivery + `, 1, 1, 1)`
}

// coupon is one that each customer may use once.
const coupon = `INSERT INTO promotions (id, name, code, coupon_based, priority, exclusive, featured, usage_limit, used, rules, actions, version, created_at, updated_at)
		VALUES (1, 'P', 'P', TRUE, 0, FALSE, FALSE, 1, 1, '[]', '[]', 1, 1, 1);
	INSERT INTO promotion_coupons (id, promotion_id, code, usage_limit, per_customer_usage_limit, used, reusable_from_cancelled_orders, created_at, updated_at)
		VALUES (1, 1, 'C', 1, 1, 1, TRUE, 1, 1);`

// hubs makes the first order one of a hub.
const hubs = `INSERT INTO hubs (id, name, address_id, enabled, fulfillment_methods, delivery_perimeter, created_at, updated_at) VALUES (1, 'H', 1, TRUE, '[]', 'distance < 3000', 1, 1);
	UPDATE orders SET hub_id = 1 WHERE id = 1`

// Each mutation breaks one invariant, which must be reported. Where it cannot help to break others too, they are named after a slash.
var mutations = map[string][]string{
	"I01/I16":     {`UPDATE order_items SET total = total + 1`, `DELETE FROM adjustments WHERE id = 2`, `UPDATE adjustments SET neutral = TRUE WHERE id = 1`},
	"I01/I10 I16": {`UPDATE orders SET total = total + 1 WHERE id = 1`},
	"I01": {
		`UPDATE orders SET items_total = 1, total = 1 WHERE id = 2`,
		keptPrice(`total + 1`, `total + 1`), keptPrice(`total`, `total + 1`), keptPrice(`total`, `total`) + `; UPDATE orders SET arbitrary_price = '{}' WHERE id = 2`,
	},
	"I02/I16": {`INSERT INTO adjustments (id, order_id, type, label, amount, neutral) VALUES (9, 1, 'delivery', 'L', 0, FALSE)`},
	"I03":     {`INSERT INTO payments (id, order_id, method_id, state, amount, currency, reference, livemode, details, version, created_at, updated_at) VALUES (9, 1, 1, 'failed', 1, 'usd', 'r9', FALSE, '{}', 1, 1, 1)`},
	"I04": {
		`INSERT INTO payment_attempts (id, payment_id, kind, number, provider_key, amount, call, state, created_at) VALUES (9, 2, 'capture', 2, 'r2-capture-2', 0, '{}', 'succeeded', 1)`,
		`UPDATE payment_attempts SET amount = 9999 WHERE kind = 'capture'`,
	},
	"I05/I10":         {`INSERT INTO payments (id, order_id, method_id, state, amount, currency, reference, livemode, details, version, created_at, updated_at) VALUES (9, 1, 1, 'completed', 1350, 'eur', 'r9', FALSE, '{}', 1, 1, 1)`},
	"I06/I10":         {`UPDATE refunds SET amount = 901`},
	"I07/I10 I44 I08": {`UPDATE payments SET state = 'cancelled' WHERE id = 1`},
	"I08/I10": {
		`UPDATE payments SET state = 'authorized' WHERE id = 2; DELETE FROM journal WHERE seq >= 10; DELETE FROM relay_positions`,
		`UPDATE payments SET state = 'cart', details = '{}' WHERE id = 1; UPDATE orders SET state = 'refused' WHERE id = 1; DELETE FROM journal; DELETE FROM relay_positions`,
		`UPDATE payments SET state = 'failed' WHERE id = 1; UPDATE orders SET state = 'cancelled' WHERE id = 1; DELETE FROM journal; DELETE FROM relay_positions;
			INSERT INTO payment_attempts (id, payment_id, kind, number, provider_key, amount, call, state, created_at) VALUES (9, 1, 'cancel', 1, 'r1-cancel-1', 1350, '{}', 'open', 1)`,
	},
	"I09/I67": {`UPDATE ledger_entries SET amount = 122 WHERE id = 4`, `INSERT INTO ledger_transactions (id, kind, order_id, created_at) VALUES (9, 'fee', 1, 1)`},
	"I10": {
		`UPDATE ledger_entries SET amount = -1349 WHERE id = 1; UPDATE ledger_entries SET amount = 1058 WHERE id = 2`,
		`UPDATE ledger_entries SET amount = 899 WHERE id = 5; UPDATE ledger_entries SET amount = -899 WHERE id = 6`,
		`DELETE FROM ledger_entries WHERE transaction_id > 1; DELETE FROM ledger_transactions WHERE id > 1; INSERT INTO ledger_transactions (id, kind, order_id, created_at) VALUES (2, 'sale', 2, 1);
			INSERT INTO ledger_entries (id, transaction_id, account, amount) VALUES (5, 2, 'tax', 1), (6, 2, 'tip', -1)`,
		`DELETE FROM ledger_entries WHERE transaction_id = 1; DELETE FROM ledger_transactions WHERE id = 1`,
		`UPDATE payments SET amount = 1351 WHERE id = 1`,
		`INSERT INTO disputes (id, payment_id, provider_id, amount, withdrawn, fee, status, reason, created_at, updated_at) VALUES (1, 2, 'dp_1', 100, 100, 0, 'lost', 'x', 1, 1)`,
		`UPDATE payment_attempts SET call = '{"create":{"Amount":1350,"Destination":"acct_1","DestinationAmount":1151}}' WHERE id = 1`,
		`UPDATE payment_attempts SET call = '{"create":{"Amount":1350,"Account":"acct_1","ApplicationFee":201}}' WHERE id = 1`,
	},
	"I63/I64":     {`UPDATE fiscal_documents SET number = 3 WHERE id = 2`},
	"I63/I64 I66": {`UPDATE fiscal_documents SET day = '2025-11-23' WHERE id = 2`},
	"I64": {
		`UPDATE fiscal_documents SET content = '{}' WHERE id = 1`, `UPDATE fiscal_documents SET issued_at = 9 WHERE id = 3`, `UPDATE fiscal_chains SET hash = 'x'`,
		`UPDATE fiscal_files SET pdf = 'cGRn' WHERE document_id = 2`, `DELETE FROM fiscal_files WHERE document_id = 3`, `UPDATE fiscal_closures SET created_at = 2 WHERE id = 1`,
	},
	"I64/I66":     {`DELETE FROM fiscal_files WHERE document_id = 3; DELETE FROM fiscal_documents WHERE id = 3`},
	"I65/I64 I66": {`UPDATE fiscal_documents SET total = 901 WHERE id = 3`},
	"I65/I64":     {`UPDATE fiscal_documents SET corrects_id = NULL WHERE id = 3`, `UPDATE fiscal_documents SET order_id = 1 WHERE id = 3`},
	"I66/I64":     {`DELETE FROM fiscal_closures WHERE id = 1`, `UPDATE fiscal_closures SET perpetual = 1700 WHERE id = 2`},
	"I66":         {`UPDATE fiscal_closures SET sales = 1599, hash = '` + sealed(1599)[3].Hash + `' WHERE id = 4`},
	"I67/I09":     {`UPDATE ledger_entries SET amount = 122 WHERE id = 4`},
	"I12":         {`UPDATE payment_attempts SET provider_key = 'r1-authorize-2' WHERE id = 1`},
	"I13/I16":     {`UPDATE adjustments SET amount = 90 WHERE id = 3`, `UPDATE adjustments SET amount = 33 WHERE id = 4`},
	"I14": {
		coupon + `UPDATE promotions SET used = 2`, coupon + `UPDATE promotion_coupons SET used = 2`,
		coupon + `INSERT INTO promotion_uses (order_id, promotion_id, coupon_id, customer_id, given_back) VALUES (1, 1, 1, 1, FALSE), (2, 1, 1, 1, FALSE)`,
	},
	"I16": {
		`UPDATE order_items SET name = 'R'`, `UPDATE order_items SET quantity = 1, unit_price = 900; UPDATE product_variants SET price = 900`,
		`DELETE FROM adjustments WHERE id = 4`, `UPDATE addresses SET lat = 42.6`, `UPDATE addresses SET street_address = '2 Rue A'`,
		`UPDATE orders SET frozen_hash = NULL WHERE id = 1`,
	},
	"I19/I17 I44": {told("order.created", `{"orderId":1}`)},
	"I17/I44":     {told("order.restored", `{"orderId":2}`), told("payment.authorized", `{"paymentId":2,"amount":900}`)},
	"I18":         {`INSERT INTO order_events (id, order_id, type, data, actor, created_at) VALUES (9, 1, 'order:refused', '[]', 'user:1', 1)`},
	"I20":         {`UPDATE deliveries SET order_id = NULL WHERE id = 1`},
	"I21": {
		`INSERT INTO order_vendors (order_id, restaurant_id, accepted_at) VALUES (1, 1, 1)`,
		hubs + `; INSERT INTO order_vendors (order_id, restaurant_id) VALUES (1, 1)`, hubs,
	},
	"I20/I16 I23": {`UPDATE orders SET fulfillment_method = 'collection' WHERE id = 1`},
	"I22/I44 I23": {`UPDATE orders SET state = 'new', updated_at = 10, preparation_expected_at = 10, pickup_expected_at = 20, dropoff_expected_at = 30 WHERE id = 1`},
	"I23": {
		`UPDATE orders SET shipping_to = shipping_from WHERE id = 1`, `UPDATE orders SET preparation_expected_at = pickup_expected_at + 1 WHERE id = 1`,
		`UPDATE orders SET preparation_expected_at = preparation_expected_at + 14400000000, pickup_expected_at = pickup_expected_at + 14400000000,
			dropoff_expected_at = dropoff_expected_at + 14400000000 WHERE id = 1`,
		`INSERT INTO closing_rules (id, restaurant_id, starts_at, ends_at, created_at) VALUES (1, 1, 1795478400000000, 1795564800000000, 5)`,
	},
	"I24": {`INSERT INTO reusable_packagings (id, name, type, price, on_hand, on_hold, tracked, data, created_at, updated_at) VALUES (1, 'B', 'internal', 1, -1, 0, TRUE, '{}', 1, 1)`},
	"I25": {
		`UPDATE product_variants SET price = 451`, `UPDATE products SET enabled = FALSE`, `UPDATE order_items SET product_id = NULL`,
		`UPDATE products SET deleted_at = 1`,
	},
	"I27": {`INSERT INTO tours (id, name, day, distance, duration, polyline, version, created_at, updated_at) VALUES (9, 'T', '2026-11-24', 0, 0, '', 1, 1, 1);
		INSERT INTO tour_tasks (tour_id, task_id, position) VALUES (9, 1, 0); INSERT INTO task_list_items (list_id, position, tour_id) VALUES (1, 4, 9)`},
	"I28": {told("task.assigned", `{"taskId":3,"courierId":1}`), told("task.unassigned", `{"taskId":1,"courierId":2}`), told("task.assigned", `{"taskId":1,"courierId":2}`) + `; DELETE FROM task_list_items WHERE position = 0;
		UPDATE task_list_items SET position = position - 1`},
	"I29": {`UPDATE task_list_items SET position = 5 WHERE task_id = 2`},
	"I30": {`UPDATE task_list_items SET position = 1 - position WHERE position < 2`},
	"I31": {
		`INSERT INTO task_events (id, task_id, name, data, actor, created_at) VALUES (8, 1, 'task:done', '[]', '', 1), (9, 1, 'task:failed', '[]', '', 1)`,
		`UPDATE tasks SET status = 'FAILED' WHERE id = 4; ` + told("task.failed", `{"taskId":4}`),
	},
	"I32/I44": {`UPDATE tasks SET status = 'DONE' WHERE id = 2`},
	"I34/I44": {`UPDATE tasks SET status = 'DOING' WHERE id = 4`, `UPDATE orders SET state = 'ready' WHERE id = 2`},
	"I38":     {`INSERT INTO courier_reports (report_id, task_id, courier_id, kind, body, tapped_at, happened_at, received_at, outcome) VALUES ('r', 1, 2, 'done', '{}', 1, 1, 1, '')`},
	"I39": {
		`INSERT INTO courier_reports (report_id, task_id, courier_id, kind, body, tapped_at, happened_at, received_at, outcome) VALUES ('r', 1, 2, 'done', '{}', 9, 9, 8, 'applied')`,
		`INSERT INTO courier_reports (report_id, task_id, courier_id, kind, body, tapped_at, happened_at, received_at, outcome) VALUES ('r', 1, 2, 'done', '{}', 7, 6, 8, 'applied')`,
		`INSERT INTO courier_reports (report_id, task_id, courier_id, kind, body, tapped_at, happened_at, received_at, outcome) VALUES ('r', 1, 2, 'done', '{}', 1, 1, 259200000002, 'applied')`,
	},
	"I42":     {told("task_list.changed", `{"listId":1,"version":3}`), `UPDATE task_lists SET version = 2`},
	"I43":     {`INSERT INTO journal (seq, name, body, actor, at) VALUES (13, 'x', '{}', 'house', 1)`},
	"I44/I10": {`UPDATE orders SET state = 'started' WHERE id = 1`, `UPDATE payments SET state = 'completed' WHERE id = 1`, `UPDATE tasks SET status = 'DOING' WHERE id = 1`},
	"I45":     {`UPDATE relay_positions SET seq = 12`},
	"I46":     {`INSERT INTO jobs (id, kind, body, run_at, attempt, last_error, parked, created_at) VALUES (1, 'x', '{}', 1, 20, '', TRUE, 1)`},
	"I47": {
		webhooked + webhookCall + `INSERT INTO webhook_calls (id, webhook_id, message, object, event, sequence, state, tries, status, due_at, created_at)
			VALUES (2, 1, 'b', '/api/orders/1', 'order.created', 3, 'delivered', 1, 200, 1, 1)`,
		webhooked + webhookCall + `UPDATE webhook_calls SET state = 'waiting'`,
	},
	"I44": {
		told("incident.reported", `{"incidentId":1,"taskId":1,"status":"OPEN"}`) + incidents + `; UPDATE incidents SET status = 'CLOSED'`,
		told("incident.closed", `{"incidentId":1,"taskId":1}`) + incidents,
	},
	"I48": {`INSERT INTO jobs (id, kind, body, run_at, attempt, last_error, parked, created_at) VALUES (1, 'send_order_mail', '{"orderId":1,"letter":"order.sent","seq":13}', 1, 0, '', FALSE, 1)`},
	"I49": {`INSERT INTO jobs (id, kind, body, run_at, attempt, last_error, parked, created_at) VALUES (1, 'send_order_mail', '{"orderId":1,"letter":"order.sent","seq":1}', 1, 0, '', FALSE, 1),
		(2, 'send_order_mail', '{"orderId":1,"letter":"order.sent","seq":1}', 1, 0, '', FALSE, 1)`},
	"I53": {
		`UPDATE users SET enabled = FALSE WHERE id = 2; INSERT INTO sessions (token_hash, user_id, created_at, seen_at, expires_at) VALUES ('h', 2, 1, 1, 1)`,
		`UPDATE users SET enabled = FALSE WHERE id = 2; INSERT INTO refresh_tokens (id, user_id, token_hash, expires_at, created_at) VALUES (1, 2, 'h', 1, 1)`,
		`UPDATE users SET enabled = FALSE WHERE id = 2; INSERT INTO push_tokens (id, user_id, platform, token, created_at) VALUES (1, 2, 'ios', 't', 1)`,
	},
	"I55": {
		offered(`'confirmed', NULL`), offered(`'new', 1`),
		incidents[1:] + `; INSERT INTO incident_events (id, incident_id, type, metadata, created_at) VALUES (1, 1, 'accepted_suggestion', 'null', 1), (2, 1, 'accepted_suggestion', 'null', 1)`,
		offered(`'new', NULL`) + `; INSERT INTO delivery_imports (id, store_id, filename, sheet, status, version, created_at, updated_at) VALUES (1, 1, '', '', 'failed', 1, 1, 1);
			INSERT INTO delivery_import_rows (import_id, number, errors) VALUES (1, 1, '[]')`,
	},
	"I56": {`UPDATE journal SET actor = '' WHERE seq = 3`},
	"I57": {
		`INSERT INTO position_trail (courier_id, at, lat, lng) VALUES (2, 1, 42.5, 1.5)`, `INSERT INTO job_ticks (kind, tick) VALUES ('forget_positions', 498752)`,
		`INSERT INTO positions (courier_id, at, lat, lng) VALUES (2, 1, 42.5, 1.5); INSERT INTO job_ticks (kind, tick) VALUES ('forget_positions', 1000)`,
	},
	"I59": {
		`UPDATE customers SET given_name = 'Bob', email = 'anon1@pignon.invalid' WHERE id = 2; UPDATE users SET enabled = FALSE, email = 'anon1@pignon.invalid' WHERE id = 2`,
		`UPDATE users SET enabled = FALSE, email = 'anon1@pignon.invalid' WHERE id = 2`,
	},
	"I61": {told("task.dispatched", `{"tasks":[1],"courierId":2,"day":"2026-11-24","reason":""}`)},
	"I68": {`INSERT INTO warehouses (id, name, address_id, deleted_at, created_at, updated_at) VALUES (1, 'W', 1, 1, 1, 1);
		INSERT INTO vehicles (id, name, max_volume_units, max_weight, color, warehouse_id, created_at, updated_at) VALUES (1, 'V', 1, 1, '#000000', 1, 1, 1)`},
	"I62": {`UPDATE users SET roles = '[]'`},
}

func TestEveryMutationIsFound(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		for _, sound := range [][]string{nil, {keptPrice("total", "total")}} {
			if broken := after(t, w, sound...); len(broken) > 0 {
				t.Fatalf("a healthy co-op: %v", broken)
			}
		}
		for ids, list := range mutations {
			id, others, _ := strings.Cut(ids, "/")
			for _, mutation := range list {
				got := map[string]bool{}
				broken := after(t, w, strings.Split(mutation, ";")...)
				for _, b := range broken {
					got[b.ID] = true
				}
				if !got[id] {
					t.Errorf("%s is not found after %s: %v", id, mutation, broken)
				}
				delete(got, id)
				for other := range got {
					if !strings.Contains(others, other) {
						t.Errorf("%s is found too after %s: %v", other, mutation, broken)
					}
				}
			}
		}
	})
}

// after gives what is broken when statements follow on the healthy co-op, and undoes all.
func after(t *testing.T, w *dbtest.World, statements ...string) (broken []check.Broken) {
	t.Helper()
	undo := errors.New("undo")
	err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) (err error) {
		if err := build(tx); err != nil {
			return err
		}
		for _, s := range statements {
			if _, err := tx.Exec(s); err != nil {
				return fmt.Errorf("%s: %w", s, err)
			}
		}
		if broken, err = check.InWork(tx); err != nil {
			return err
		}
		return undo
	})
	if !errors.Is(err, undo) {
		t.Fatal(err)
	}
	return broken
}

// build writes the healthy co-op.
func build(tx *db.Tx) error {
	for _, s := range healthy {
		if _, err := tx.Exec(s); err != nil {
			return fmt.Errorf("%s: %w", s, err)
		}
	}
	if err := documents(tx); err != nil {
		return err
	}
	hash, err := order.Fingerprint(tx, 1)
	if err != nil {
		return err
	}
	_, err = tx.Exec("UPDATE orders SET frozen_hash = ? WHERE id = 1", hash)
	return err
}

const webhooked = `INSERT INTO api_apps (id, name, type, scopes, active, created_at, updated_at) VALUES (1, 'till', 'oauth', '[]', TRUE, 1, 1);
	INSERT INTO webhooks (id, app_id, event, url, secret, version, created_at, updated_at) VALUES (1, 1, 'order.created', 'https://example.org/', 's', 1, 1, 1);`

const webhookCall = `INSERT INTO webhook_calls (id, webhook_id, message, object, event, sequence, state, tries, status, due_at, created_at)
	VALUES (1, 1, 'a', '/api/orders/1', 'order.created', 1, 'delivered', 1, 200, 1, 1);`
