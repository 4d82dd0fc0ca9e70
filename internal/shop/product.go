package shop

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Product is something that a restaurant sells. Its price is that of its default variant.
type Product struct {
	ID                 int64                    `db:"id"`
	RestaurantID       *int64                   `db:"restaurant_id"`
	Code               string                   `db:"code"` // what clients send back
	Name               string                   `db:"name"`
	Description        org.Text                 `db:"description"`
	Enabled            bool                     `db:"enabled"`
	DisabledUntil      span.Instant             `db:"disabled_until"` // when it comes back by itself
	Diets              db.JSON[[]string]        `db:"diets"`          // "HALAL_DIET"
	Allergens          db.JSON[[]string]        `db:"allergens"`      // "NUTS"
	ReusablePackaging  bool                     `db:"reusable_packaging_enabled"`
	ReusablePackagings db.JSON[[]Packaging]     `db:"reusable_packagings"`
	Images             db.JSON[[]Image]         `db:"images"`
	Metadata           db.JSON[json.RawMessage] `db:"metadata"`
	DeletedAt          span.Instant             `db:"deleted_at"`
	Version            int64                    `db:"version"`
	CreatedAt          span.Instant             `db:"created_at"`
	UpdatedAt          span.Instant             `db:"updated_at"`
}

// Packaging says how many units of a reusable box one piece of a product fills.
type Packaging struct {
	Packaging string  `json:"packaging"` // "@reusable_packaging:3"
	Units     float64 `json:"units"`
}

// Image is a picture in one shape: "1:1" or "16:9". It is a blob of ours, or lies elsewhere.
type Image struct {
	Ratio string `json:"ratio"`
	Blob  string `json:"blob,omitempty"`
	URL   string `json:"url,omitempty"`
}

// Diets and allergens that a product can declare.
var (
	diets = []string{
		"DIABETIC_DIET", "GLUTEN_FREE_DIET", "HALAL_DIET", "HINDU_DIET", "KOSHER_DIET", "LOW_CALORIE_DIET", "LOW_FAT_DIET", "LOW_LACTOSE_DIET",
		"LOW_SALT_DIET", "VEGAN_DIET", "VEGETARIAN_DIET", "EGG_FREE_DIET",
	}
	allergens = []string{
		"CEREALS_CONTAINING_GLUTEN", "CRUSTACEANS", "EGGS", "FISH", "PEANUTS", "SOYBEANS", "MILK", "NUTS", "CELERY", "MUSTARD", "SESAME_SEEDS",
		"SULPHUR_DIOXIDE_SULPHITES", "LUPIN", "MOLLUSCS",
	}
)

// Variant is one concrete form of a product: itself, or itself with options chosen. Orders hold variants.
type Variant struct {
	ID            int64             `db:"id"`
	ProductID     int64             `db:"product_id"`
	Code          string            `db:"code"`
	Name          string            `db:"name"`
	Price         money.Amount      `db:"price"`
	TaxCategoryID int64             `db:"tax_category_id"`
	OptionValues  db.JSON[[]Chosen] `db:"option_values"` // by id; empty is the product itself
	CreatedAt     span.Instant      `db:"created_at"`
	UpdatedAt     span.Instant      `db:"updated_at"`
}

// Chosen is an option value within a variant, so many times for each piece.
type Chosen struct {
	ID       int64 `json:"id"`
	Quantity int64 `json:"quantity"`
}

// Strategy says what option values cost.
type Strategy string

// Free values cost nothing; the others cost their own price.
const (
	Free     Strategy = "free"
	PerValue Strategy = "option_value"
)

// Option is a choice that a product offers: its size, its toppings. An additional one may be left out or taken several times.
type Option struct {
	ID           int64        `db:"id"`
	RestaurantID *int64       `db:"restaurant_id"`
	Code         string       `db:"code"`
	Name         string       `db:"name"`
	Strategy     Strategy     `db:"strategy"`
	Additional   bool         `db:"additional"`
	RangeLower   *int64       `db:"range_lower"` // least number of values, nil when there is no range
	RangeUpper   *int64       `db:"range_upper"` // most, nil when unbounded
	CreatedAt    span.Instant `db:"created_at"`
	UpdatedAt    span.Instant `db:"updated_at"`
}

// OptionValue is one answer to an option.
type OptionValue struct {
	ID        int64                    `db:"id"`
	OptionID  int64                    `db:"option_id"`
	Position  int64                    `db:"position"`
	Code      string                   `db:"code"`
	Value     string                   `db:"value"` // its name
	Price     money.Amount             `db:"price"`
	Enabled   bool                     `db:"enabled"`
	DependsOn db.JSON[[]int64]         `db:"depends_on"` // shown only once one of these is chosen
	Metadata  db.JSON[json.RawMessage] `db:"metadata"`
	CreatedAt span.Instant             `db:"created_at"`
	UpdatedAt span.Instant             `db:"updated_at"`
}

// Charge is what one piece of the value adds to a line, by its option's strategy.
func (o Option) Charge(v OptionValue) money.Amount {
	if o.Strategy == PerValue {
		return v.Price
	}
	return 0
}
