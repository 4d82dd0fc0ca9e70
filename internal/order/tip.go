package order

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
)

// TipIn is what a customer adds for who rides; 0 takes it away.
type TipIn struct {
	OrderID int64
	Amount  money.Amount
}

// mostTip is how far a tip may lie above the rest of the order: more is a slip of the finger.
const mostTip = 5000

// GiveTip sets a basket's tip and prices it.
func GiveTip(tx *db.Tx, in TipIn) (Cart, error) {
	c, err := cartFor(tx, in.OrderID, mayEdit)
	if err != nil {
		return c, err
	}
	if err := c.tip(in.Amount); err != nil {
		return c, err
	}
	return c, settle(tx, &c)
}

func (c *Cart) tip(amount money.Amount) error {
	if rest := c.Total - c.Sum(Tip); amount < 0 || amount > rest+mostTip {
		return fail.At("tipAmount", "order.tip.out_of_range", "limit", rest+mostTip)
	}
	c.setTip(amount)
	return nil
}

func (c *Cart) setTip(amount money.Amount) {
	if amount == 0 {
		c.drop(Tip)
		return
	}
	c.upsert(Adjustment{Type: Tip, Label: tipLabel, Amount: amount})
}
