package store

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Store is a business that sends parcels.
type Store struct {
	ID             int64             `db:"id"`
	Name           string            `db:"name"`
	Enabled        bool              `db:"enabled"`
	AddressID      int64             `db:"address_id"`
	OrganizationID int64             `db:"organization_id"`
	PricingID      *int64            `db:"pricing_rule_set_id"` // nil: its deliveries have no price of their own
	PackageSetID   *int64            `db:"package_set_id"`
	TimeSlotID     *int64            `db:"time_slot_id"`          // the usual one
	ReasonsID      *int64            `db:"failure_reason_set_id"` // why its tasks may fail; nil: the usual reasons
	Telephone      org.Text          `db:"telephone"`
	Website        org.Text          `db:"website"`
	Tags           db.JSON[[]string] `db:"tags"` // slugs, given to all its tasks
	Options        db.JSON[Options]  `db:"options"`
	DeletedAt      span.Instant      `db:"deleted_at"`
	Version        int64             `db:"version"`
	CreatedAt      span.Instant      `db:"created_at"`
	UpdatedAt      span.Instant      `db:"updated_at"`
}

// Options are what a store's form asks for, and its links to the outside.
type Options struct {
	PrefillPickup   bool     `json:"prefillPickupAddress"`
	WeightRequired  bool     `json:"weightRequired"`
	PackagesNeeded  bool     `json:"packagesRequired"`
	MultiDrop       bool     `json:"multiDropEnabled"`
	MultiPickup     bool     `json:"multiPickupEnabled"`
	CashOnDelivery  bool     `json:"cashOnDeliveryEnabled"`
	CheckExpression org.Text `json:"checkExpression"` // what a delivery must fulfil to be taken
	DefaultCourier  *int64   `json:"defaultCourier"`  // who is given all its tasks
	Document        org.Text `json:"document"`
	BillingMethod   string   `json:"billingMethod"` // unit or percentage
	Transporter     org.Text `json:"transporter"`
}

// TakesCash tells whether the courier may take the price of its deliveries at the door.
func (s Store) TakesCash(settings org.Settings) bool {
	return s.Options.V.CashOnDelivery || settings.CashOnDeliveryEnabled
}

// PackageSet is a list of kinds of packages.
type PackageSet struct {
	ID        int64        `db:"id"`
	Name      string       `db:"name"`
	DeletedAt span.Instant `db:"deleted_at"`
	CreatedAt span.Instant `db:"created_at"`
	UpdatedAt span.Instant `db:"updated_at"`
}

// Package is a kind of package of a set: how much room it takes on average, and at most.
type Package struct {
	ID            int64             `db:"id"`
	PackageSetID  int64             `db:"package_set_id"`
	Name          string            `db:"name"`
	Slug          string            `db:"slug"`
	Description   org.Text          `db:"description"`
	Color         string            `db:"color"`
	ShortCode     string            `db:"short_code"`
	AverageVolume int64             `db:"average_volume_units"`
	MaxVolume     int64             `db:"max_volume_units"`
	AverageWeight *int64            `db:"average_weight"` // grams
	MaxWeight     *int64            `db:"max_weight"`     // grams
	Tags          db.JSON[[]string] `db:"tags"`
	DeletedAt     span.Instant      `db:"deleted_at"`
	CreatedAt     span.Instant      `db:"created_at"`
	UpdatedAt     span.Instant      `db:"updated_at"`
}

// DeliveryForm is a form with which anybody asks the co-op for a delivery.
type DeliveryForm struct {
	ID           int64        `db:"id"`
	PricingID    *int64       `db:"pricing_rule_set_id"`
	PackageSetID *int64       `db:"package_set_id"`
	TimeSlotID   *int64       `db:"time_slot_id"`
	WithVehicle  bool         `db:"with_vehicle"`
	WithWeight   bool         `db:"with_weight"`
	ShowHomepage bool         `db:"show_homepage"`
	CreatedAt    span.Instant `db:"created_at"`
	UpdatedAt    span.Instant `db:"updated_at"`
}
