package payment

import (
	"encoding/json"
	"fmt"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
)

// MethodKind declares the seed rows of means of payment.
func MethodKind() seed.Kind {
	return seed.Kind{
		Name: "payment_method", Table: "payment_methods",
		Fields: []seed.Field{seed.Req("code", "text"), seed.Opt("name", "text"), seed.Opt("enabled", "bool")},
		Insert: func(tx *db.Tx, r seed.Row) error {
			code := r.Text("code")
			return db.Insert(tx, "payment_methods", Method{
				ID: r.ID, Code: Code(code), Name: r.TextOr("name", code), Enabled: r.Bool("enabled", true), CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
			})
		},
		Update: updateMethod,
		Rows: func(tx *db.Tx) ([]map[string]any, error) {
			methods, err := Methods(tx)
			rows := []map[string]any{}
			for _, m := range methods {
				rows = append(rows, map[string]any{"id": m.ID, "code": m.Code, "name": m.Name, "enabled": m.Enabled, "createdAt": m.CreatedAt, "updatedAt": m.UpdatedAt})
			}
			return rows, err
		},
	}
}

func updateMethod(tx *db.Tx, r seed.Row) error {
	m, err := loadMethod(tx, r.ID)
	if err != nil {
		return err
	}
	if r.Has("code") {
		m.Code = Code(r.Text("code"))
	}
	m.Name, m.Enabled, m.UpdatedAt = r.TextOr("name", m.Name), r.Bool("enabled", m.Enabled), r.UpdatedAt
	return db.Update(tx, "payment_methods", m)
}

// Seed writes the payments of a seeded order, rows of the shape `payment`, in place of those that it has. A payment whose means has no payment_method
// row is not made.
func Seed(tx *db.Tx, orderID int64, total money.Amount, rows []seed.Row) error {
	if err := deleteOf(tx, orderID); err != nil {
		return err
	}
	for _, r := range rows {
		p, known, err := seeded(tx, orderID, total, r)
		if err != nil {
			return err
		}
		if !known {
			continue
		}
		if err := insertPayment(tx, p); err != nil {
			return err
		}
		if err := seedRefunds(tx, p.ID, r.JSON("refunds")); err != nil {
			return err
		}
	}
	return nil
}

func seeded(tx *db.Tx, orderID int64, total money.Amount, r seed.Row) (p Payment, known bool, err error) {
	m, ok, err := methodOf(tx, Code(r.Text("method")))
	if err != nil || !ok {
		return p, false, err
	}
	if p, err = newPayment(tx, orderID, m, total); err != nil {
		return p, false, err
	}
	if id := r.Int("id"); id != 0 {
		p.ID = id
		err = tx.UseID("payments", id)
	}
	p.Amount = money.Amount(r.IntOr("amount", int64(total)))
	if p.State = State(r.TextOr("state", string(IsCart))); !p.State.known() {
		return p, false, refuseSeed(fmt.Sprintf("%q is no state of a payment", p.State))
	}
	p.Intent, p.Account = org.Text(r.Text("paymentIntent")), org.Text(r.Text("connectedAccount"))
	return p, true, err
}

func seedRefunds(tx *db.Tx, paymentID int64, raw json.RawMessage) error {
	if raw == nil {
		return nil
	}
	var rows []struct {
		Amount   money.Amount `json:"amount"`
		Liable   string       `json:"liableParty"`
		Comments string       `json:"comments"`
	}
	if err := json.Unmarshal(raw, &rows); err != nil {
		return refuseSeed(`refunds: must be a list of {"amount", "liableParty", "comments"}`)
	}
	for _, r := range rows {
		if r.Amount <= 0 {
			return refuseSeed("refunds: amount must be more than 0")
		}
		if r.Liable != "merchant" && r.Liable != "platform" {
			return refuseSeed(fmt.Sprintf("refunds: liableParty is merchant or platform, not %q", r.Liable))
		}
		id, err := tx.ID("refunds")
		if err != nil {
			return err
		}
		if err := insertRefund(tx, Refund{ID: id, PaymentID: paymentID, Amount: r.Amount, Liable: r.Liable, Comments: r.Comments, CreatedAt: tx.Now()}); err != nil {
			return err
		}
	}
	return nil
}

func refuseSeed(why string) error {
	return &seed.Refusal{Message: "payments: " + why, Row: -1, Field: "payments"}
}

// SeedRows writes the payments of orders as a seed document would, by order.
func SeedRows(tx *db.Tx, orderIDs []int64) (map[int64][]map[string]any, error) {
	all, err := PaymentsOfOrders(tx, orderIDs)
	if err != nil {
		return nil, err
	}
	refunds, err := refundRows(tx, all)
	rows := map[int64][]map[string]any{}
	for order, payments := range all {
		for _, p := range payments {
			rows[order] = append(rows[order], map[string]any{
				"id": p.ID, "method": p.Code, "amount": p.Amount, "state": p.State, "paymentIntent": orNil(p.Intent), "connectedAccount": orNil(p.Account),
				"refunds": append([]map[string]any{}, refunds[p.ID]...),
			})
		}
	}
	return rows, err
}

// refundRows writes the refunds of payments, by payment.
func refundRows(tx *db.Tx, all map[int64][]Payment) (map[int64][]map[string]any, error) {
	var ids []int64
	for _, payments := range all {
		for _, p := range payments {
			ids = append(ids, p.ID)
		}
	}
	rows := map[int64][]map[string]any{}
	if len(ids) == 0 {
		return rows, nil
	}
	refunds, err := RefundsOf(tx, ids)
	for _, r := range refunds {
		rows[r.PaymentID] = append(rows[r.PaymentID], map[string]any{"amount": r.Amount, "liableParty": r.Liable, "comments": r.Comments})
	}
	return rows, err
}

func orNil(t org.Text) any {
	if t == "" {
		return nil
	}
	return string(t)
}
