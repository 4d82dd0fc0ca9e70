package order

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
)

// Bookmark keeps an order for dispatchers to find again, or takes it from what they keep. Administrators share theirs, and so do dispatchers.
func Bookmark(tx *db.Tx, orderID int64, keep bool) error {
	role, err := planner(tx.Who())
	if err != nil {
		return err
	}
	if keep {
		_, err = tx.Exec("INSERT INTO order_bookmarks (order_id, role, created_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", orderID, role, tx.Now())
	} else {
		_, err = tx.Exec("DELETE FROM order_bookmarks WHERE order_id = ? AND role = ?", orderID, role)
	}
	return err
}

// Bookmarked tells whether those of the caller's role keep an order; others keep none.
func Bookmarked(tx *db.Tx, orderID int64) (bool, error) {
	role, err := planner(tx.Who())
	if err != nil {
		return false, nil //nolint:nilerr // it says who keeps none
	}
	return db.One[bool](tx, "SELECT EXISTS (SELECT 1 FROM order_bookmarks WHERE order_id = ? AND role = ?)", orderID, role)
}

func planner(who authz.Actor) (authz.Role, error) {
	if who.Is(authz.Admin) {
		return authz.Admin, nil
	}
	return authz.Dispatcher, who.Must(authz.Dispatcher)
}
