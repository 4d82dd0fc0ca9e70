package billing_test

import (
	"context"
	"fmt"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/billing"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
)

// newBooks are two orders of the store Fleurs and one of nobody's.
func newBooks(t *testing.T, w *dbtest.World) authz.Actor {
	t.Helper()
	ada := authz.Actor{Kind: authz.Person, UserID: 1, Roles: []authz.Role{authz.Admin}}
	err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
		for _, query := range []string{
			`INSERT INTO customers (id, email, email_canonical, tags, created_at, updated_at) VALUES (1, 'ada', 'ada', '[]', 1, 1)`,
			`INSERT INTO users (id, username, username_canonical, email, email_canonical, roles, enabled, customer_id, version, created_at, updated_at)
				VALUES (1, 'ada', 'ada', 'ada', 'ada', '["ROLE_ADMIN"]', TRUE, 1, 1, 1, 1)`,
			`INSERT INTO addresses (id, street_address, lat, lng, created_at, updated_at) VALUES (1, '1 Rue X', 0, 0, 1, 1)`,
			`INSERT INTO organizations (id, name, created_at, updated_at) VALUES (1, 'Fleurs', 1, 1)`,
			`INSERT INTO stores (id, name, enabled, address_id, organization_id, tags, options, version, created_at, updated_at)
				VALUES (7, 'Fleurs', TRUE, 1, 1, '[]', '{}', 1, 1, 1)`,
		} {
			if _, err := tx.Exec(query); err != nil {
				return fmt.Errorf("%s: %w", query, err)
			}
		}
		for id := int64(1); id <= 3; id++ {
			if _, err := tx.Exec(`INSERT INTO orders (id, number, state, fulfillment_method, items_total, total, reusable_packaging_enabled, exported, priced, version, created_at, updated_at)
				VALUES (?, ?, 'new', 'delivery', 600, 600, FALSE, FALSE, TRUE, 1, 1, 1)`, id, fmt.Sprint("A", id)); err != nil {
				return err
			}
			for range 2 {
				adjustment, err := tx.ID("adjustments")
				if err != nil {
					return err
				}
				if _, err := tx.Exec("INSERT INTO adjustments (id, order_id, type, label, amount, neutral) VALUES (?, ?, 'tax', 'TVA', 50, TRUE)", adjustment, id); err != nil {
					return err
				}
			}
			if id == 3 {
				continue
			}
			if _, err := tx.Exec(`INSERT INTO deliveries (id, store_id, order_id, distance, duration, polyline, version, created_at, updated_at)
				VALUES (?, 7, ?, 0, 0, '', 1, 1, 1)`, id, id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return ada
}

func TestLinesAndTotals(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ada := newBooks(t, w)
		err := w.Write(context.Background(), ada, func(tx *db.Tx) error {
			page, err := billing.ListLines(tx, order.ListIn{Limit: 2})
			if err != nil || page.Total != 3 || len(page.Rows) != 2 || page.Rows[0].SubTotal() != 500 || page.Rows[0].StoreID != 7 {
				t.Errorf("%+v, %v", page, err)
			}
			totals, err := billing.TotalsByStore(tx, order.ListIn{})
			if err != nil || len(totals) != 1 || totals[0] != (billing.StoreTotal{StoreID: 7, Name: "Fleurs", Orders: 2, Total: 1200, Tax: 200}) {
				t.Errorf("%+v, %v", totals, err)
			}
			lines, err := billing.ExportLines(tx, billing.ExportLinesIn{Orders: order.ListIn{StoreIDs: []int64{7}}, RequestID: "r"})
			if err != nil || len(lines) != 2 || len(lines[0].Exports) != 1 {
				t.Errorf("%+v, %v", lines, err)
			}
			yes := true
			page, err = billing.ListLines(tx, order.ListIn{Exported: &yes})
			if err != nil || page.Total != 2 || page.Rows[1].Exports[0].RequestID != "r" {
				t.Errorf("exported %+v, %v", page, err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		err = w.Read(context.Background(), authz.Actor{Kind: authz.Person, UserID: 1, Roles: []authz.Role{authz.Dispatcher}}, func(tx *db.Tx) error {
			_, err := billing.TotalsByStore(tx, order.ListIn{})
			return err
		})
		if !fail.Is(err, fail.Forbidden) {
			t.Errorf("a dispatcher read the books: %v", err)
		}
	})
}
