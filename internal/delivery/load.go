package delivery

// share is what the aggregation of weights and packages needs of one task of a delivery.
type share struct {
	ID         int64  `db:"id"`
	DeliveryID int64  `db:"delivery_id"`
	Type       Type   `db:"type"`
	Weight     *int64 `db:"weight"`
	Loaded     bool   `db:"-"` // has packages of its own
}

// sumsUp tells whether a task shows what the other tasks of its delivery carry instead of its own: a single pick-up does, and a single drop-off
// of several pick-ups, unless, of more than two stops, it carries packages itself.
func sumsUp(id int64, delivery []share) bool {
	pickups, drops := 0, 0
	var mine share
	for _, s := range delivery {
		if s.Type == Pickup {
			pickups++
		} else {
			drops++
		}
		if s.ID == id {
			mine = s
		}
	}
	switch {
	case pickups == 1 && drops == 1:
		return mine.Type == Pickup
	case pickups == 1 && drops > 1:
		return mine.Type == Pickup && !mine.Loaded
	case pickups > 1 && drops == 1:
		return mine.Type == Dropoff && !mine.Loaded
	}
	return false
}

// shownWeight is the weight that a task shows: its own, or the sum of the others'; nil when none has one.
func shownWeight(id int64, delivery []share) (shown *int64) {
	sum := sumsUp(id, delivery)
	for _, s := range delivery {
		if s.Weight == nil || (s.ID == id) == sum {
			continue
		}
		total := *s.Weight
		if shown != nil {
			total += *shown
		}
		shown = &total
	}
	return shown
}
