package order

import (
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// ChangeItemIn is a line's new quantity; 0 takes it away.
type ChangeItemIn struct {
	OrderID, ItemID int64
	Quantity        int64
}

// ChangeItem changes how many pieces a line has. A line that the basket does not have is NotFound.
func ChangeItem(tx *db.Tx, in ChangeItemIn) (Cart, error) {
	c, err := LoadCart(tx, in.OrderID)
	if err != nil {
		return c, err
	}
	item := c.Item(in.ItemID)
	if item == nil {
		return c, fail.New(fail.NotFound, "row.not_found")
	}
	if c, err = cartFor(tx, in.OrderID, mayAdd); err != nil {
		return c, err
	}
	item = c.Item(in.ItemID)
	if err := mayTouch(tx.Who(), *item); err != nil {
		return c, err
	}
	if in.Quantity < 0 || in.Quantity > mostPieces {
		return c, fail.At("quantity", "order.item.quantity", "limit", mostPieces)
	}
	item.Quantity = in.Quantity
	c.Items = slices.DeleteFunc(c.Items, func(i Item) bool { return i.Quantity == 0 })
	return c, settle(tx, &c)
}
