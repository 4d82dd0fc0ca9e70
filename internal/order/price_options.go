package order

import (
	"fmt"

	"pignon.coop/internal/money"
)

// withOptions lists the options of each line with what they cost; those that cost nothing are listed too.
func withOptions(c *Cart, cat Catalogue) {
	for i := range c.Items {
		item := &c.Items[i]
		item.Adjustments = without(item.Adjustments, Modifier)
		if item.VariantID == nil {
			continue
		}
		for _, chosen := range cat.Variants[*item.VariantID].OptionValues.V {
			value, ok := cat.Values[chosen.ID]
			if !ok {
				continue
			}
			charge := cat.Options[value.OptionID].Charge(value)
			item.Adjustments = append(item.Adjustments, Adjustment{
				Type: Modifier, Label: fmt.Sprintf("%d × %s", chosen.Quantity, value.Value),
				Amount: charge * money.Amount(chosen.Quantity*item.Quantity),
			})
		}
	}
}
