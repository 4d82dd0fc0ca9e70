package order

import (
	"slices"

	"pignon.coop/internal/money"
)

// Cart is an order with its lines and adjustments, in memory: what use cases edit and the pricing works on.
type Cart struct {
	Order
	Items       []Item
	Adjustments []Adjustment // of the order itself
}

// Item finds a line by its id, nil when the order has no such line.
func (c *Cart) Item(id int64) *Item {
	for i := range c.Items {
		if c.Items[i].ID == id {
			return &c.Items[i]
		}
	}
	return nil
}

// Sum adds up the order's own adjustments of a type.
func (c *Cart) Sum(t AdjustmentType) (sum money.Amount) {
	for _, a := range c.Adjustments {
		if a.Type == t {
			sum += a.Amount
		}
	}
	return sum
}

// TaxTotal adds up all taxes, those of the lines too, whether they are part of the prices or come on top.
func (c *Cart) TaxTotal() money.Amount {
	sum := c.Sum(Tax)
	for _, item := range c.Items {
		for _, a := range item.Adjustments {
			if a.Type == Tax {
				sum += a.Amount
			}
		}
	}
	return sum
}

// upsert gives the order's only adjustment of a type a new amount, under its old id, or adds it.
func (c *Cart) upsert(a Adjustment) {
	for i := range c.Adjustments {
		if c.Adjustments[i].Type == a.Type {
			c.Adjustments[i].Amount, c.Adjustments[i].Neutral = a.Amount, a.Neutral
			return
		}
	}
	c.Adjustments = append(c.Adjustments, a)
}

func (c *Cart) drop(t AdjustmentType) { c.Adjustments = without(c.Adjustments, t) }

func without(list []Adjustment, t AdjustmentType) []Adjustment {
	return slices.DeleteFunc(list, func(a Adjustment) bool { return a.Type == t })
}

// total brings the totals of the lines and of the order up to date. A total never falls below zero, but for a line of a parcel, which may be a
// reduction of the others.
func (c *Cart) total() {
	c.ItemsTotal = 0
	for i := range c.Items {
		item := &c.Items[i]
		item.Total = money.Amount(item.Quantity)*item.UnitPrice + effective(item.Adjustments)
		if c.sold() {
			item.Total = max(0, item.Total)
		}
		c.ItemsTotal += item.Total
	}
	c.Total = max(0, c.ItemsTotal+effective(c.Adjustments))
}

func effective(list []Adjustment) (sum money.Amount) {
	for _, a := range list {
		if !a.Neutral {
			sum += a.Amount
		}
	}
	return sum
}
