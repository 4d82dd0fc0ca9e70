package dispatch

import (
	"math"
	"slices"
	"strconv"

	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// TaskList is the plan of one courier for one day.
type TaskList struct {
	ID            int64        `db:"id"` // 0 when the courier has none yet
	CourierID     int64        `db:"courier_id"`
	Day           span.Day     `db:"day"`
	VehicleID     *int64       `db:"vehicle_id"`
	TrailerID     *int64       `db:"trailer_id"`
	Distance      int64        `db:"distance"` // metres
	Duration      int64        `db:"duration"` // seconds
	Polyline      string       `db:"polyline"`
	Version       int64        `db:"version"`
	RoutedVersion int64        `db:"routed_version"`
	ChangedBy     string       `db:"changed_by"` // who made the last edit
	CreatedAt     span.Instant `db:"created_at"`
	UpdatedAt     span.Instant `db:"updated_at"`
}

// Item is one element of a list: a task or a tour. Exactly one of the two is not 0.
type Item struct {
	Task int64 `json:"task,omitempty"`
	Tour int64 `json:"tour,omitempty"`
}

func (i Item) valid() bool { return (i.Task == 0) != (i.Tour == 0) }

// checkItems refuses what can be no list: an item of neither or both kinds, and, when strict, one that stands there twice.
func checkItems(items []Item, strict bool) error {
	seen := map[Item]bool{}
	for n, i := range items {
		switch {
		case !i.valid():
			return fail.At("items."+strconv.Itoa(n), "task_list.item.neither")
		case strict && seen[i]:
			return fail.At("items."+strconv.Itoa(n), "task_list.item.twice")
		}
		seen[i] = true
	}
	return nil
}

// distinct keeps the first of equal items.
func distinct(items []Item) []Item {
	kept := make([]Item, 0, len(items))
	for _, i := range items {
		if !slices.Contains(kept, i) {
			kept = append(kept, i)
		}
	}
	return kept
}

// Colour is the colour in which a courier is drawn: a pure function of the user name, the same in every client.
func Colour(username string) string {
	h := hashOf(username + "x")
	hue := h % 359
	levels := [...]float64{0.35, 0.5, 0.65}
	h = (h + 359) / 360
	saturation := levels[h%3]
	h = (h + 2) / 3
	return hex(float64(hue)/360, saturation, levels[h%3])
}

func hashOf(s string) int64 {
	const limit = (1<<53 - 1) / 137
	h := int64(0)
	for _, c := range s {
		if h > limit {
			h /= 137
		}
		h = h*131 + int64(c)
	}
	return h
}

// hex turns hue, saturation and lightness, each from 0 to 1, into #rrggbb.
func hex(hue, saturation, lightness float64) string {
	q := lightness + saturation - lightness*saturation
	if lightness < 0.5 {
		q = lightness * (1 + saturation)
	}
	p := 2*lightness - q
	text := "#"
	for _, shift := range []float64{1.0 / 3, 0, -1.0 / 3} {
		v := int64(math.Round(channel(p, q, hue+shift) * 255))
		text += strconv.FormatInt(v/16, 16) + strconv.FormatInt(v%16, 16)
	}
	return text
}

func channel(p, q, t float64) float64 {
	t -= math.Floor(t)
	switch {
	case t < 1.0/6:
		return p + (q-p)*6*t
	case t < 1.0/2:
		return q
	case t < 2.0/3:
		return p + (q-p)*(2.0/3-t)*6
	}
	return p
}
