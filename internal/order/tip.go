package order

import "pignon.coop/internal/money"

// setTip gives the order a tip, or none.
func (c *Cart) setTip(amount money.Amount) {
	if amount == 0 {
		c.drop(Tip)
		return
	}
	c.upsert(Adjustment{Type: Tip, Label: tipLabel, Amount: amount})
}
