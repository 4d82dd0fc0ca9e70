package billing

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
)

// ExportLinesIn says which orders are taken over, and the id under which the caller asked for them.
type ExportLinesIn struct {
	Orders    order.ListIn
	RequestID string
}

const longestRequestID = 200

// ExportLines gives the lines of all orders that are asked for, and notes on each that the caller took it over. Doing it again notes it again.
// Only administrators may, and only people: who did it is kept.
func ExportLines(tx *db.Tx, in ExportLinesIn) ([]Line, error) {
	in.Orders.Limit, in.Orders.Offset = 0, 0
	found, err := ListLines(tx, in.Orders)
	if err != nil {
		return nil, err
	}
	if tx.Who().UserID == 0 {
		return nil, fail.New(fail.Forbidden, "auth.forbidden")
	}
	id, err := tx.ID("order_exports")
	if err != nil {
		return nil, err
	}
	e := Export{ID: id, RequestID: in.RequestID[:min(len(in.RequestID), longestRequestID)], CreatedAt: tx.Now()}
	if err := insertExport(tx, e, tx.Who().UserID); err != nil {
		return nil, err
	}
	var ids []int64
	for i, l := range found.Rows {
		ids = append(ids, l.OrderID)
		e.OrderID = l.OrderID
		found.Rows[i].Exports = append(l.Exports, e)
		if err := insertExported(tx, e); err != nil {
			return nil, err
		}
	}
	if err := order.MarkExported(tx, ids); err != nil {
		return nil, err
	}
	return found.Rows, tx.Emit(LinesExported{ExportID: id, Orders: len(ids)})
}
