package fleet

import (
	"regexp"
	"strings"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// Warehouse is where vehicles stand and where parcels change hands.
type Warehouse struct {
	ID        int64        `db:"id"`
	Name      string       `db:"name"`
	AddressID int64        `db:"address_id"`
	DeletedAt span.Instant `db:"deleted_at"`
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// Body is what vehicles and trailers have in common.
type Body struct {
	Name          string `db:"name"`
	MaxVolume     int64  `db:"max_volume_units"`
	MaxWeight     int64  `db:"max_weight"` // grams
	Color         string `db:"color"`      // #rrggbb or a colour's name
	Electric      *bool  `db:"is_electric"`
	ElectricRange *int64 `db:"electric_range"` // kilometres
}

// Vehicle is a bike or another thing with a motor or none that carries parcels.
type Vehicle struct {
	ID int64 `db:"id"`
	Body
	CO2         *int64       `db:"co2_emissions"` // grams a kilometre
	WarehouseID int64        `db:"warehouse_id"`
	DeletedAt   span.Instant `db:"deleted_at"`
	CreatedAt   span.Instant `db:"created_at"`
	UpdatedAt   span.Instant `db:"updated_at"`
}

// Trailer is pulled by vehicles that it is made for.
type Trailer struct {
	ID int64 `db:"id"`
	Body
	DeletedAt span.Instant `db:"deleted_at"`
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// BodyIn changes what is set and leaves the rest.
type BodyIn struct {
	Name          *string
	MaxVolume     *int64
	MaxWeight     *int64
	Color         *string
	Electric      **bool
	ElectricRange **int64
}

func (in BodyIn) change(b *Body) {
	set(&b.Name, in.Name)
	set(&b.MaxVolume, in.MaxVolume)
	set(&b.MaxWeight, in.MaxWeight)
	set(&b.Color, in.Color)
	set(&b.Electric, in.Electric)
	set(&b.ElectricRange, in.ElectricRange)
}

func set[T any](field *T, value *T) {
	if value != nil {
		*field = *value
	}
}

var colour = regexp.MustCompile(`^(#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,30})$`)

const longestName = 255

// check names everything that is wrong with it. Of a new one, whose fields nobody named is missing.
func (b Body) check(in BodyIn, fresh bool) *fail.Error {
	wrong := checkName(b.Name)
	for _, n := range []struct {
		path  string
		value int64
		given bool
	}{{"maxVolumeUnits", b.MaxVolume, in.MaxVolume != nil}, {"maxWeight", b.MaxWeight, in.MaxWeight != nil}} {
		switch {
		case fresh && !n.given:
			wrong = wrong.Add(n.path, "value.missing")
		case n.value < 0:
			wrong = wrong.Add(n.path, "value.invalid")
		}
	}
	switch {
	case b.Color == "":
		wrong = wrong.Add("color", "value.blank")
	case !colour.MatchString(b.Color):
		wrong = wrong.Add("color", "value.invalid")
	}
	if b.ElectricRange != nil && *b.ElectricRange < 0 {
		wrong = wrong.Add("electricRange", "value.invalid")
	}
	return wrong
}

func checkName(name string) *fail.Error {
	switch {
	case strings.TrimSpace(name) == "":
		return fail.At("name", "value.blank")
	case len(name) > longestName:
		return fail.At("name", "value.too_long", "limit", longestName)
	}
	return nil
}
