package app

import "pignon.coop/internal/db"

// reactions lists what happens in the same unit of work as an event of another module, in this order.
func (c *Coop) reactions() []db.Reaction {
	return []db.Reaction{}
}
