package shift

import (
	"math"
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

const (
	lookbackWeeks = 104
	openHour      = 8
	closeHour     = 22
	hours         = closeHour - openHour
	shortest      = 3 // hours of a shift
	longest       = 8
	halfLife      = 4.0 // weeks after which a sample weighs half
	deliveries    = "delivery"
)

// Suggestion is what a week needs, as far as past weeks tell, and the shifts that would cover it. Nothing of it is saved.
type Suggestion struct {
	Shifts       []SuggestedShift
	Days         []DayDemand
	Settings     Settings
	Observations int
}

// SuggestedShift is a block of hours on a day.
type SuggestedShift struct {
	Activity string
	Day      span.Day
	From, To int // hours on the clock
	Slots    int
}

// DayDemand are the hours of a day.
type DayDemand struct {
	Day     span.Day
	Buckets []Bucket
}

// Bucket is one hour: how many couriers it needs, and how many the suggestion gives.
type Bucket struct {
	Hour     int
	Demand   float64
	Coverage int
}

// LookbackWeeks is how far back the suggestion looks.
func LookbackWeeks() int { return lookbackWeeks }

// SuggestWeek forecasts the week of a day from the drop-offs of the past two years.
func SuggestWeek(tx *db.Tx, day span.Day) (out Suggestion, err error) {
	if err := mayPlan(tx.Who()); err != nil {
		return out, err
	}
	if out.Settings, err = loadSettings(tx); err != nil {
		return out, err
	}
	zone, err := zoneOf(tx)
	if err != nil {
		return out, err
	}
	monday := Monday(day)
	drops, err := dropsIn(tx, span.Range{From: monday.Plus(-7 * lookbackWeeks).In(zone).From, To: monday.In(zone).From})
	if err != nil {
		return out, err
	}
	var counts [7][hours][lookbackWeeks]float64
	for _, at := range drops {
		d, hour := span.DayOf(at.Time, zone), at.In(zone).Hour()
		if hour < openHour || hour >= closeHour {
			continue
		}
		counts[isoDay(d)-1][hour-openHour][daysBetween(Monday(d), monday)/7-1]++
		out.Observations++
	}
	for i := range counts {
		out.day(monday.Plus(i), counts[i])
	}
	return out, nil
}

// day adds what one day of the week needs.
func (s *Suggestion) day(d span.Day, counts [hours][lookbackWeeks]float64) {
	demand := DayDemand{Day: d}
	var need [hours]int
	for h := range counts {
		want := forecast(counts[h][:], s.Settings.ServiceLevel) / s.Settings.Throughput
		need[h] = int(math.Ceil(want - 1e-9))
		demand.Buckets = append(demand.Buckets, Bucket{Hour: openHour + h, Demand: hundredth(want)})
	}
	for _, b := range blocksFor(need[:]) {
		s.Shifts = append(s.Shifts, SuggestedShift{Activity: deliveries, Day: d, From: b.from, To: b.to, Slots: b.slots})
		for h := b.from; h < b.to; h++ {
			demand.Buckets[h-openHour].Coverage += b.slots
		}
	}
	s.Days = append(s.Days, demand)
}

// forecast is what an hour will bring at most with the probability of the service level, from what it brought so many weeks ago, this week's
// neighbour first.
func forecast(counts []float64, level float64) float64 {
	var weights, sum float64
	weight := func(ago int) float64 { return math.Pow(0.5, float64(ago)/halfLife) }
	for ago, n := range counts {
		weights += weight(ago)
		sum += weight(ago) * n
	}
	mean, spread := sum/weights, 0.0
	for ago, n := range counts {
		spread += weight(ago) * (n - mean) * (n - mean)
	}
	z := math.Sqrt2 * math.Erfinv(2*level-1)
	return max(0, mean+z*math.Sqrt(spread/weights))
}

// block is a row of hours on the clock with so many places.
type block struct{ from, to, slots int }

// blocksFor cuts the need of a day's hours into shifts: who is needed when it falls is who came last.
func blocksFor(need []int) []block {
	var open []int
	var out []block
	for h := 0; h <= len(need); h++ {
		n := 0
		if h < len(need) {
			n = need[h]
		}
		for len(open) < n {
			open = append(open, h)
		}
		for len(open) > n {
			out = append(out, fitting(openHour+open[len(open)-1], openHour+h)...)
			open = open[:len(open)-1]
		}
	}
	slices.SortFunc(out, func(a, b block) int { return (a.from-b.from)*24 + a.to - b.to })
	var merged []block
	for _, b := range out {
		if last := len(merged) - 1; last >= 0 && merged[last].from == b.from && merged[last].to == b.to {
			merged[last].slots++
			continue
		}
		merged = append(merged, b)
	}
	return merged
}

// fitting makes of an interval shifts that are neither too short nor too long.
func fitting(from, to int) (out []block) {
	if missing := shortest - (to - from); missing > 0 {
		from = min(max(from-missing/2, openHour), closeHour-shortest)
		return []block{{from, from + shortest, 1}}
	}
	pieces := (to - from + longest - 1) / longest
	size := (to - from + pieces - 1) / pieces
	for ; from < to; from += size {
		out = append(out, block{from, min(from+size, to), 1})
	}
	return out
}
