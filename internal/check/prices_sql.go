package check

import (
	"fmt"

	"pignon.coop/internal/db"
	"pignon.coop/internal/pricing"
)

// untruePrices finds prices of deliveries whose trace tells another sum.
func untruePrices(l *look) ([]string, error) {
	all, err := db.All[pricing.Kept](l.Tx, "SELECT * FROM order_prices ORDER BY order_id")
	var wrong []string
	for _, k := range all {
		if told := max(0, k.Trace.V.Sum()); told != k.Total {
			wrong = append(wrong, fmt.Sprintf("order %d: %d, and its rules give %d", k.OrderID, k.Total, told))
		}
	}
	return wrong, err
}
