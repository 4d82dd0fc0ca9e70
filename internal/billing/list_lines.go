package billing

import (
	"cmp"
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
)

// ListLines gives a page of the lines of the orders that are asked for, by the order's id. Only administrators may.
func ListLines(tx *db.Tx, in order.ListIn) (org.Page[Line], error) {
	if err := mayBill(tx.Who()); err != nil {
		return org.Page[Line]{}, err
	}
	found, err := order.List(tx, in)
	if err != nil {
		return org.Page[Line]{}, err
	}
	lines, err := linesOf(tx, found.Rows)
	return org.Page[Line]{Rows: lines, Total: found.Total}, err
}

// StoreTotal sums up the lines of a store.
type StoreTotal struct {
	StoreID    int64
	Name       string
	Orders     int
	Total, Tax money.Amount
}

// SubTotal is the total without tax.
func (t StoreTotal) SubTotal() money.Amount { return t.Total - t.Tax }

// TotalsByStore sums up by store the orders that are asked for, all pages of them, by name. What no store ordered is left out. Only
// administrators may.
func TotalsByStore(tx *db.Tx, in order.ListIn) ([]StoreTotal, error) {
	in.Limit, in.Offset = 0, 0
	found, err := ListLines(tx, in)
	if err != nil {
		return nil, err
	}
	sums := map[int64]StoreTotal{}
	for _, l := range found.Rows {
		if l.StoreID == 0 {
			continue
		}
		t := sums[l.StoreID]
		sums[l.StoreID] = StoreTotal{StoreID: l.StoreID, Name: l.StoreName, Orders: t.Orders + 1, Total: t.Total + l.Total, Tax: t.Tax + l.Tax}
	}
	var list []StoreTotal
	for _, t := range sums {
		list = append(list, t)
	}
	slices.SortFunc(list, func(a, b StoreTotal) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.StoreID, b.StoreID))
	})
	return list, nil
}
