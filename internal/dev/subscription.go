package dev

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/order"
	"pignon.coop/internal/recurrence"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/span"
)

// subscribing lets rows of orders say by which recurrence rule they were made, for the day on which they are brought.
func subscribing(k seed.Kind) seed.Kind {
	after := func(write func(*db.Tx, seed.Row) error) func(*db.Tx, seed.Row) error {
		return func(tx *db.Tx, r seed.Row) error {
			if err := write(tx, r); err != nil || !r.Has("subscription") {
				return err
			}
			o, err := order.LoadOrder(tx, r.ID)
			if err != nil {
				return err
			}
			day := o.Window().To
			if day.IsZero() {
				day = o.CreatedAt
			}
			return recurrence.SeedRun(tx, r.MaybeRef("subscription"), recurrence.Run{Day: span.DayOf(day.Time, r.Env.Zone), OrderID: o.ID, CreatedAt: o.CreatedAt})
		}
	}
	k.Insert, k.Update = after(k.Insert), after(k.Update)
	show := k.Rows
	k.Rows = func(tx *db.Tx) ([]map[string]any, error) {
		rows, err := show(tx)
		if err != nil {
			return nil, err
		}
		rules, err := recurrence.RulesOfOrders(tx)
		for _, row := range rows {
			if rule, ok := rules[row["id"].(int64)]; ok {
				row["subscription"] = seed.Rel("recurrence_rule", &rule)
			}
		}
		return rows, err
	}
	return k
}
