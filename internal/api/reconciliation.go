package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/web"
)

// Reconciliation is a nightly comparison of the payments of 30 days with the payment providers'.
type Reconciliation struct {
	ID          int64     `json:"id"`
	At          time.Time `json:"at"`
	Compared    int64     `json:"compared" doc:"How many payments"`
	Differences []string  `json:"differences" doc:"What is missing here or there, or of another amount or state; empty when all is well"`
	Skipped     string    `json:"skipped" doc:"Why not all could be compared; usually empty"`
}

// Dispute is a charge that its customer contests at the bank.
type Dispute struct {
	ID        int64      `json:"id"`
	Payment   int64      `json:"payment"`
	Order     int64      `json:"order"`
	Number    string     `json:"number" doc:"Of the order"`
	Amount    int64      `json:"amount" doc:"Minor units"`
	Withdrawn int64      `json:"withdrawn" doc:"What the provider took back, as things stand; minor units"`
	Fee       int64      `json:"fee" doc:"What it charged for that; minor units"`
	Status    string     `json:"status" doc:"As the provider words it"`
	Reason    string     `json:"reason"`
	Due       *time.Time `json:"due" doc:"Until when evidence can be given"`
	CreatedAt time.Time  `json:"createdAt"`
}

func (f *face) reconciliationRoutes() {
	tags := []string{"money"}
	register(f, web.Needs(authz.Admin), huma.Operation{Method: http.MethodGet, Path: "/v1/reconciliations", Tags: tags, Summary: "Comparisons with the payment providers"}, f.reconciliations)
	register(f, web.Needs(authz.Dispatcher), huma.Operation{Method: http.MethodGet, Path: "/v1/disputes", Tags: tags, Summary: "Charges that customers contest"}, f.disputes)
}

func (f *face) reconciliations(ctx context.Context, who authz.Actor, _ *struct{}) (*answer[[]Reconciliation], error) {
	list := []Reconciliation{}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		all, err := payment.ListReconciliations(tx)
		for _, r := range all {
			list = append(list, Reconciliation{r.ID, r.CreatedAt.In(f.house.Zone()), r.Compared, append([]string{}, r.Differences.V...), string(r.Skipped)})
		}
		return err
	})
	return &answer[[]Reconciliation]{list}, err
}

func (f *face) disputes(ctx context.Context, who authz.Actor, _ *struct{}) (*answer[[]Dispute], error) {
	list := []Dispute{}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		all, err := payment.ListDisputes(tx)
		for _, d := range all {
			out := Dispute{d.ID, d.PaymentID, d.OrderID, d.Number, int64(d.Amount), int64(d.Withdrawn), int64(d.Fee), d.Status, d.Reason, nil, d.CreatedAt.In(f.house.Zone())}
			if !d.DueAt.IsZero() {
				due := d.DueAt.In(f.house.Zone())
				out.Due = &due
			}
			list = append(list, out)
		}
		return err
	})
	return &answer[[]Dispute]{list}, err
}
