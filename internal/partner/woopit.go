package partner

import (
	"fmt"
	"slices"
	"strconv"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Integration is a store that rides for Woopit, with what it takes. A limit that is nil, and an empty list of types, refuse nothing.
type Integration struct {
	ID            int64             `db:"id"`
	StoreID       int64             `db:"store_id"`
	WoopitStoreID string            `db:"woopit_store_id"`
	Name          org.Text          `db:"name"`
	MaxWeight     *int64            `db:"max_weight"` // grams
	MaxWidth      *int64            `db:"max_width"`  // tenths of a millimetre, as the others
	MaxHeight     *int64            `db:"max_height"`
	MaxLength     *int64            `db:"max_length"`
	ProductTypes  db.JSON[[]string] `db:"product_types"`
	ZoneID        *int64            `db:"zone_id"` // kept for Woopit's people; nothing asks for it
	CreatedAt     span.Instant      `db:"created_at"`
	UpdatedAt     span.Instant      `db:"updated_at"`
}

// How fine limits are kept: tenths of a millimetre in a centimetre, grams in a kilogram.
const (
	centimetre = 100
	kilogram   = 1000
)

// Measure is a length or a weight as Woopit writes it.
type Measure struct {
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// String writes it as packages are named: "60cm".
func (m Measure) String() string { return strconv.FormatFloat(m.Value, 'f', -1, 64) + m.Unit }

// in counts it in a unit of which so many are in a centimetre or a kilogram, which is what is meant where no unit is said.
func (m Measure) in(fine float64) int64 {
	factor := map[string]float64{"mm": 0.1, "m": 100, "g": 0.001}[m.Unit]
	if factor == 0 {
		factor = 1
	}
	return int64(min(m.Value*factor*fine, 1e12) + 0.5)
}

// Grams is a weight.
func (m Measure) Grams() int64 { return m.in(kilogram) }

// Package is a kind of package that Woopit wants carried.
type Package struct {
	ID       string    `json:"id"`
	Length   Measure   `json:"length"`
	Width    Measure   `json:"width"`
	Height   Measure   `json:"height"`
	Weight   Measure   `json:"weight"`
	Quantity *int64    `json:"quantity"`
	Products []Product `json:"products"`
}

// Product is what a package holds.
type Product struct {
	Type string `json:"type"`
}

// Name is what the kind is called in the set of packages.
func (p Package) Name() string {
	return fmt.Sprintf("%s x %s x %s, %s", p.Width, p.Height, p.Length, p.Weight)
}

// Units is how many there are of it, one where nobody said.
func (p Package) Units() int64 {
	if p.Quantity == nil {
		return 1
	}
	return *p.Quantity
}

// Reason is Woopit's code for why a delivery is not taken.
type Reason string

// The reasons.
const (
	Exception Reason = "REFUSED_EXCEPTION"
	Area      Reason = "REFUSED_AREA"
	TooHeavy  Reason = "REFUSED_TOO_HEAVY"
	TooLarge  Reason = "REFUSED_TOO_LARGE"
)

// Refusal says to Woopit why a delivery is not taken; its comment is in English as Woopit's people read it.
type Refusal struct {
	Reason   Reason
	Comment  string // empty: none
	Unpriced bool   // it would be taken, but no rule has a price for it
}

// Error says it in words.
func (r *Refusal) Error() string { return string(r.Reason) + ": " + r.Comment }

// Refuses gives why packages are not taken, nil when they are. The first reason counts.
func (i Integration) Refuses(packages []Package) error {
	for _, p := range packages {
		if i.MaxWeight != nil && p.Weight.Grams() > *i.MaxWeight {
			return &Refusal{Reason: TooHeavy}
		}
		for _, side := range []struct {
			is   Measure
			most *int64
		}{{p.Width, i.MaxWidth}, {p.Height, i.MaxHeight}, {p.Length, i.MaxLength}} {
			if side.most != nil && side.is.in(centimetre) > *side.most {
				return &Refusal{Reason: TooLarge, Comment: fmt.Sprintf("The size of one or more packages exceeds our acceptance limit of %.2f cm",
					float64(*side.most)/centimetre)}
			}
		}
		if err := i.refusesProducts(p); err != nil {
			return err
		}
	}
	return nil
}

func (i Integration) refusesProducts(p Package) error {
	for _, product := range p.Products {
		if types := i.ProductTypes.V; len(types) > 0 && !slices.Contains(types, product.Type) {
			return &Refusal{Reason: Exception, Comment: "No availability of product type " + product.Type}
		}
	}
	return nil
}
