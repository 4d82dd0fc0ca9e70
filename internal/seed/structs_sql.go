package seed

import "pignon.coop/internal/db"

// Structs is a kind whose rows are structs: made new, filled from a row's fields, written, and shown again.
type Structs[T any] struct {
	Kind
	Fresh func() T
	Fill  func(*db.Tx, Row, *T) error // writes the fields that the row has over the struct
	Stamp func(Row, *T)               // id and times of a new row
	After Consequence[T]              // of every written row
	Born  Consequence[T]              // of a new row besides
	Show  func(*db.Tx, []T) ([]map[string]any, error)
}

// Make gives the kind.
func (k Structs[T]) Make() Kind {
	k.Insert = func(tx *db.Tx, r Row) error {
		thing := k.Fresh()
		k.Stamp(r, &thing)
		if err := k.Fill(tx, r, &thing); err != nil {
			return err
		}
		if err := db.Insert(tx, k.Table, thing); err != nil {
			return err
		}
		if err := k.Born.run(tx, r, thing); err != nil {
			return err
		}
		return k.After.run(tx, r, thing)
	}
	k.Update = func(tx *db.Tx, r Row) error {
		thing, err := db.One[T](tx, "SELECT * FROM "+k.Table+" WHERE id = ?", r.ID)
		if err != nil {
			return err
		}
		if err := k.Fill(tx, r, &thing); err != nil {
			return err
		}
		if err := db.Update(tx, k.Table, &thing); err != nil {
			return err
		}
		return k.After.run(tx, r, thing)
	}
	k.Rows = func(tx *db.Tx) ([]map[string]any, error) {
		list, err := db.All[T](tx, "SELECT * FROM "+k.Table+" ORDER BY id")
		if err != nil {
			return nil, err
		}
		return k.Show(tx, list)
	}
	return k.Kind
}

// Consequence is what follows from a row by itself; nil: nothing.
type Consequence[T any] func(*db.Tx, Row, T) error

func (c Consequence[T]) run(tx *db.Tx, r Row, thing T) error {
	if c == nil {
		return nil
	}
	return c(tx, r, thing)
}

// Each shows every struct by itself.
func Each[T any](show func(T) map[string]any) func(*db.Tx, []T) ([]map[string]any, error) {
	return func(_ *db.Tx, list []T) ([]map[string]any, error) {
		rows := make([]map[string]any, len(list))
		for i, thing := range list {
			rows[i] = show(thing)
		}
		return rows, nil
	}
}

// Given writes a field's value over a place when the row has the field.
func Given[T any](r Row, field string, to *T, value func(string) T) {
	if r.Has(field) {
		*to = value(field)
	}
}

// GivenBool writes a field's value over a place when the row has the field and it is not null.
func GivenBool(r Row, field string, to *bool) {
	if r.Has(field) {
		*to = r.Bool(field, *to)
	}
}

// GivenText writes a text over a place when the row has the field; null is empty.
func GivenText[T ~string](r Row, field string, to *T) {
	Given(r, field, to, func(f string) T { return T(r.Text(f)) })
}
