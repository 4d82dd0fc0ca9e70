package delivery

// share is what the aggregation of weights needs of one task of a delivery.
type share struct {
	ID         int64  `db:"id"`
	DeliveryID int64  `db:"delivery_id"`
	Type       Type   `db:"type"`
	Weight     *int64 `db:"weight"`
}

// shownWeight is the weight that a task shows among the tasks of its delivery: where everything is taken at one place that carries nothing of
// its own, the pick-up shows the sum of the others; where everything is left at one place, the drop-off does; otherwise each shows its own.
func shownWeight(id int64, delivery []share) (own *int64) {
	pickups, drops := 0, 0
	var sum *int64
	var mine share
	for _, s := range delivery {
		if s.Type == Pickup {
			pickups++
		} else {
			drops++
		}
		if s.ID == id {
			mine = s
			continue
		}
		if s.Weight != nil {
			total := *s.Weight
			if sum != nil {
				total += *sum
			}
			sum = &total
		}
	}
	switch {
	case pickups == 1 && drops >= 1 && mine.Type == Pickup, pickups > 1 && drops == 1 && mine.Type == Dropoff:
		return sum
	}
	return mine.Weight
}
