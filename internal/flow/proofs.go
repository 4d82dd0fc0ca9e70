package flow

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/incident"
	"pignon.coop/internal/span"
	"pignon.coop/internal/store"
)

// Proof is a drop-off of a store's delivery, with the photos that show it and what went wrong.
type Proof struct {
	delivery.Sheet
	Comment   string // what the courier noted at its end
	Incidents []incident.View
}

// Proved gives whoever may edit a store the ids of its deliveries of which a photo of a drop-off was taken within a range, newest first.
func Proved(tx *db.Tx, storeID int64, within span.Range) ([]int64, error) {
	if _, err := store.LoadStore(tx, storeID); err != nil {
		return nil, err
	}
	if err := store.MayEdit(tx, storeID); err != nil {
		return nil, err
	}
	return delivery.ProvedOfStore(tx, storeID, within)
}

// Proofs are the drop-offs of a delivery. Who may ask is for the caller to say.
func Proofs(tx *db.Tx, deliveryID int64) (list []Proof, err error) {
	tx = tx.As(authz.System())
	stops, _, err := delivery.ListSheets(tx, delivery.SheetQuery{Delivery: deliveryID})
	if err != nil {
		return nil, err
	}
	for _, s := range stops {
		if s.Type != delivery.Dropoff {
			continue
		}
		p := Proof{Sheet: s}
		history, err := delivery.History(tx, s.ID)
		if err != nil {
			return nil, err
		}
		for _, e := range history {
			if notes, ok := e.Data.V["notes"].(string); ok && e.Name == "task:done" {
				p.Comment = notes
			}
		}
		found, err := incident.List(tx, incident.Query{Tasks: []int64{s.ID}, Order: incident.ByAge})
		if err != nil {
			return nil, err
		}
		p.Incidents = found.Rows
		list = append(list, p)
	}
	return list, nil
}
