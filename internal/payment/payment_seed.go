package payment

import (
	"crypto/rand"
	"encoding/json"

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

// seeded is the shape `payment` of a seed document.
type seeded struct {
	ID               int64         `json:"id"`
	Method           Code          `json:"method"`
	Amount           *money.Amount `json:"amount"`
	State            State         `json:"state"`
	PaymentIntent    string        `json:"paymentIntent"`
	ConnectedAccount string        `json:"connectedAccount"`
	Refunds          []struct {
		Amount   money.Amount `json:"amount"`
		Liable   string       `json:"liableParty"`
		Comments string       `json:"comments"`
	} `json:"refunds"`
}

// Seed writes the payments of a seeded order, in the shape `payment` of the seed document, in place of those that it has. A means that has no row
// is refused.
func Seed(tx *db.Tx, orderID int64, total money.Amount, raw []json.RawMessage) error {
	if err := deleteOf(tx, orderID); err != nil {
		return err
	}
	for _, text := range raw {
		var in seeded
		if err := json.Unmarshal(text, &in); err != nil {
			return &seed.Refusal{Message: "payments: " + err.Error(), Row: -1, Field: "payments"}
		}
		if err := in.insert(tx, orderID, total); err != nil {
			return err
		}
	}
	return nil
}

func (in seeded) insert(tx *db.Tx, orderID int64, total money.Amount) error {
	m, ok, err := methodOf(tx, in.Method)
	if err != nil {
		return err
	}
	if !ok {
		return &seed.Refusal{Message: "payments: there is no payment_method row with the code " + string(in.Method), Row: -1, Field: "payments"}
	}
	p, err := newPayment(tx, orderID, m, total)
	if err != nil {
		return err
	}
	if in.ID != 0 {
		p.ID = in.ID
		if err := tx.UseID("payments", in.ID); err != nil {
			return err
		}
	}
	if in.Amount != nil {
		p.Amount = *in.Amount
	}
	if in.State != "" {
		p.State = in.State
	}
	p.Intent, p.Account, p.Reference = org.Text(in.PaymentIntent), org.Text(in.ConnectedAccount), rand.Text()
	if err := insertPayment(tx, p); err != nil {
		return err
	}
	for _, r := range in.Refunds {
		id, err := tx.ID("refunds")
		if err != nil {
			return err
		}
		if err := insertRefund(tx, Refund{ID: id, PaymentID: p.ID, Amount: r.Amount, Liable: r.Liable, Comments: r.Comments, CreatedAt: tx.Now()}); err != nil {
			return err
		}
	}
	return nil
}

// SeedRows writes an order's payments as a seed document would.
func SeedRows(tx *db.Tx, orderID int64) ([]map[string]any, error) {
	all, err := PaymentsOf(tx, orderID)
	rows := []map[string]any{}
	for _, p := range all {
		refunds, err := RefundsOf(tx, []int64{p.ID})
		if err != nil {
			return nil, err
		}
		given := []map[string]any{}
		for _, r := range refunds {
			given = append(given, map[string]any{"amount": r.Amount, "liableParty": r.Liable, "comments": r.Comments})
		}
		rows = append(rows, map[string]any{
			"id": p.ID, "method": p.Code, "amount": p.Amount, "state": p.State, "paymentIntent": orNil(p.Intent), "connectedAccount": orNil(p.Account), "refunds": given,
		})
	}
	return rows, err
}

func orNil(t org.Text) any {
	if t == "" {
		return nil
	}
	return string(t)
}
