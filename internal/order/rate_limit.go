package order

import (
	"time"

	"pignon.coop/internal/span"
)

// pickupMemory is how long a pick-up that is over still counts.
const pickupMemory = time.Hour

type pickup = span.Instant

type times struct {
	Preparation string `db:"preparation_time"`
	Shipping    string `db:"shipping_time"`
}
