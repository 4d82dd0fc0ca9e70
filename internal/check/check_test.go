package check_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/check"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
)

// healthy is a co-op with one paid, accepted order whose delivery is on a courier's list.
var healthy = []string{
	`INSERT INTO addresses (id, street_address, lat, lng, created_at, updated_at) VALUES (1, '1 Rue A', 42.5, 1.5, 1, 1)`,
	`INSERT INTO organizations (id, name, created_at, updated_at) VALUES (1, 'A', 1, 1)`,
	`INSERT INTO customers (id, email, email_canonical, tags, created_at, updated_at) VALUES (1, 'a@b.c', 'a@b.c', '[]', 1, 1), (2, 'd@b.c', 'd@b.c', '[]', 1, 1)`,
	`INSERT INTO users (id, username, username_canonical, email, email_canonical, roles, enabled, customer_id, version, created_at, updated_at)
		VALUES (1, 'ada', 'ada', 'a@b.c', 'a@b.c', '["ROLE_ADMIN"]', TRUE, 1, 1, 1, 1), (2, 'bob', 'bob', 'd@b.c', 'd@b.c', '["ROLE_COURIER"]', TRUE, 2, 1, 1, 1)`,
	`INSERT INTO restaurants (id, name, type, address_id, organization_id, enabled, state, cuisines, featured, exclusive, fulfillment_methods,
		delivery_perimeter, quotes_allowed, auto_accept, cash_on_delivery, options, version, created_at, updated_at)
		VALUES (1, 'R', 'Restaurant', 1, 1, TRUE, 'normal', '[]', FALSE, FALSE, '[]', 'distance < 3000', FALSE, FALSE, TRUE, '{}', 1, 1, 1)`,
	`INSERT INTO orders (id, number, state, restaurant_id, customer_id, fulfillment_method, shipping_address_id, items_total, total,
		reusable_packaging_enabled, exported, version, created_at, updated_at) VALUES (1, '1', 'accepted', 1, 1, 'delivery', 1, 1000, 1350, FALSE, FALSE, 1, 1, 1)`,
	`INSERT INTO order_items (id, order_id, name, variant_name, quantity, unit_price, total) VALUES (1, 1, 'Q', 'Q', 2, 450, 1000)`,
	`INSERT INTO adjustments (id, order_id, item_id, type, label, amount, neutral) VALUES (1, 1, NULL, 'delivery', 'Livraison', 350, FALSE),
		(2, 1, 1, 'menu_item_modifier', '1 × X', 100, FALSE), (3, 1, 1, 'tax', 'TVA', 90, TRUE)`,
	`INSERT INTO order_events (id, order_id, type, data, actor, created_at) VALUES (1, 1, 'order:accepted', '[]', 'user:1', 1)`,
	`INSERT INTO payment_methods (id, code, name, enabled, created_at, updated_at) VALUES (1, 'CARD', 'CARD', TRUE, 1, 1)`,
	`INSERT INTO payments (id, order_id, method_id, state, amount, currency, reference, livemode, details, version, created_at, updated_at) VALUES (1, 1, 1, 'completed', 1350, 'eur', 'r1', FALSE, '{}', 1, 1, 1)`,
	`INSERT INTO payment_attempts (id, payment_id, kind, number, provider_key, amount, call, state, created_at) VALUES (1, 1, 'capture', 1, 'k', 1350, '{}', 'succeeded', 1)`,
	`INSERT INTO refunds (id, payment_id, amount, liable_party, comments, created_at) VALUES (1, 1, 350, 'platform', '', 1)`,
	`INSERT INTO deliveries (id, order_id, distance, duration, polyline, version, created_at, updated_at) VALUES (1, 1, 0, 0, '', 1, 1, 1)`,
	`INSERT INTO tasks (id, type, status, address_id, after_at, before_at, comments, doorstep, tags, metadata, delivery_id, delivery_position, previous_id,
		emitted_co2, traveled_distance, version, created_at, updated_at) VALUES
		(1, 'PICKUP', 'TODO', 1, 1, 2, '', FALSE, '[]', '{}', 1, 1, NULL, 0, 0, 1, 1, 1), (2, 'DROPOFF', 'TODO', 1, 1, 2, '', FALSE, '[]', '{}', 1, 2, 1, 0, 0, 1, 1, 1)`,
	`INSERT INTO task_lists (id, courier_id, day, distance, duration, polyline, routed_version, version, created_at, updated_at) VALUES (1, 2, '2026-11-24', 0, 0, '', 0, 1, 1, 1)`,
	`INSERT INTO task_list_items (list_id, position, task_id) VALUES (1, 0, 1), (1, 1, 2)`,
	`INSERT INTO duties (id, courier_id, started_at, ended_at) VALUES (1, 2, 1000000000, 2000000000)`,
	`INSERT INTO position_trail (courier_id, at, lat, lng) VALUES (2, 1500000000, 42.5, 1.5)`,
	`INSERT INTO journal (seq, name, body, actor, at) VALUES (1, 'x', '{}', 'house', 1)`,
}

// Each mutation breaks one invariant, which must be the one that is reported.
var mutations = map[string][]string{
	"I01": {`UPDATE orders SET total = total + 1`, `UPDATE order_items SET total = total + 1`, `DELETE FROM adjustments WHERE id = 2`, `UPDATE adjustments SET neutral = TRUE WHERE id = 1`},
	"I02": {`INSERT INTO adjustments (id, order_id, type, label, amount, neutral) VALUES (9, 1, 'delivery', 'L', 0, FALSE)`},
	"I03": {`INSERT INTO payments (id, order_id, method_id, state, amount, currency, reference, livemode, details, version, created_at, updated_at) VALUES (9, 1, 1, 'failed', 1, 'usd', 'r9', FALSE, '{}', 1, 1, 1)`},
	"I04": {`INSERT INTO payment_attempts (id, payment_id, kind, number, provider_key, amount, call, state, created_at) VALUES (9, 1, 'capture', 2, 'k2', 1, '{}', 'succeeded', 1)`, `UPDATE payment_attempts SET amount = 9999`},
	"I05": {`INSERT INTO payments (id, order_id, method_id, state, amount, currency, reference, livemode, details, version, created_at, updated_at) VALUES (9, 1, 1, 'authorized', 1, 'eur', 'r9', FALSE, '{}', 1, 1, 1)`},
	"I06": {`UPDATE refunds SET amount = 1351`},
	"I07": {`UPDATE payments SET state = 'cancelled'`},
	"I18": {`INSERT INTO order_events (id, order_id, type, data, actor, created_at) VALUES (9, 1, 'order:refused', '[]', 'user:1', 1)`},
	"I20": {`UPDATE deliveries SET order_id = NULL`, `UPDATE orders SET fulfillment_method = 'collection'`},
	"I27": {`INSERT INTO tours (id, name, day, distance, duration, polyline, version, created_at, updated_at) VALUES (9, 'T', '2026-11-24', 0, 0, '', 1, 1, 1);
		INSERT INTO tour_tasks (tour_id, task_id, position) VALUES (9, 1, 0); INSERT INTO task_list_items (list_id, position, tour_id) VALUES (1, 2, 9)`},
	"I29": {`UPDATE task_list_items SET position = 5 WHERE task_id = 2`},
	"I30": {`UPDATE task_list_items SET position = CASE position WHEN 0 THEN 1 ELSE 0 END`},
	"I31": {`INSERT INTO task_events (id, task_id, name, data, actor, created_at) VALUES (8, 1, 'task:done', '[]', '', 1), (9, 1, 'task:failed', '[]', '', 1)`},
	"I32": {`UPDATE tasks SET status = 'DONE' WHERE id = 2`},
	"I38": {`INSERT INTO courier_reports (report_id, task_id, courier_id, kind, body, tapped_at, happened_at, received_at, outcome) VALUES ('r', 1, 2, 'done', '{}', 1, 1, 1, '')`},
	"I43": {`INSERT INTO journal (seq, name, body, actor, at) VALUES (3, 'x', '{}', 'house', 1)`},
	"I53": {`UPDATE users SET enabled = FALSE WHERE id = 2; INSERT INTO sessions (token_hash, user_id, created_at, seen_at, expires_at) VALUES ('h', 2, 1, 1, 1)`},
	"I57": {`INSERT INTO position_trail (courier_id, at, lat, lng) VALUES (2, 1, 42.5, 1.5)`},
	"I62": {`UPDATE users SET roles = '[]'`},
}

func TestEveryMutationIsFound(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		if broken := after(t, w); len(broken) > 0 {
			t.Fatalf("a healthy co-op: %v", broken)
		}
		for id, list := range mutations {
			for _, mutation := range list {
				broken := after(t, w, strings.Split(mutation, ";")...)
				if !slices.ContainsFunc(broken, func(b check.Broken) bool { return b.ID == id }) {
					t.Errorf("%s is not found after %s: %v", id, mutation, broken)
				}
			}
		}
		broken, checked, err := check.Run(context.Background(), w.DB)
		if err != nil || len(broken) > 0 || checked < len(mutations) {
			t.Errorf("an empty co-op: %v of %d, %v", broken, checked, err)
		}
	})
}

// after gives what is broken when statements follow on the healthy co-op, and undoes all.
func after(t *testing.T, w *dbtest.World, statements ...string) (broken []check.Broken) {
	t.Helper()
	undo := errors.New("undo")
	err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) (err error) {
		for _, s := range append(slices.Clone(healthy), statements...) {
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
