package pricing

import "pignon.coop/internal/db"

// Holds tells whether a condition that stands alone holds for a parcel as a whole. One that cannot be read never does.
func Holds(condition string, p Parcel) bool {
	t := alone(condition)
	holds, _ := t.Once(t.set.Rules[0].ID, p)
	return holds
}

// ZonesOf reads the zones that a condition speaks of.
func ZonesOf(tx *db.Tx, condition string) (Zones, error) {
	return zonesNamed(tx, alone(condition).ZoneNames())
}

// alone makes a tariff of one condition that charges nothing.
func alone(condition string) *Tariff {
	return Compile(RuleSet{Strategy: First, Rules: []Rule{{ID: 1, Target: ForDelivery, Expression: condition, Price: "0"}}})
}
