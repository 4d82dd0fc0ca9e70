package order

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
)

// ChargeIncidentIn is by how much an incident makes an order dearer, or cheaper.
type ChargeIncidentIn struct {
	OrderID int64
	Amount  money.Amount
}

const incidentLabel = "order.adjustment.incident"

// ChargeIncident changes the total of a placed order because of an incident; dispatchers may. A total below zero is Invalid.
func ChargeIncident(tx *db.Tx, in ChargeIncidentIn) (Cart, error) {
	c, err := LoadCart(tx, in.OrderID)
	if err != nil {
		return c, err
	}
	if err := tx.Who().Must(authz.Dispatcher); err != nil {
		return c, err
	}
	if c.Total+in.Amount < 0 {
		return c, fail.New(fail.Invalid, "order.total.negative")
	}
	before, tax := c.Total, c.TaxTotal()
	c.Adjustments = append(c.Adjustments, Adjustment{Type: Incident, Label: incidentLabel, Amount: in.Amount})
	c.total()
	return c, tellPrice(tx, &c, before, tax)
}
