package order

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/shop"
)

// UsualTimes tells how long the kitchen and the ride took on average in the last fulfilled orders, to the minute; 0 and 0 without any.
func UsualTimes(tx *db.Tx) (preparation, shipping time.Duration, err error) {
	recent, err := recentTimes(tx)
	if err != nil || len(recent) == 0 {
		return 0, 0, err
	}
	for _, r := range recent {
		p, _ := shop.ParseDuration(r.Preparation) // an empty text counts as no time
		s, _ := shop.ParseDuration(r.Shipping)
		preparation, shipping = preparation+p, shipping+s
	}
	n := time.Duration(len(recent))
	return (preparation / n).Truncate(time.Minute), (shipping / n).Truncate(time.Minute), nil
}
