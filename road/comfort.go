package road

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"pignon.coop/road/extract"
	"pignon.coop/road/internal/form"
)

// A factor makes a street seem longer or shorter than it is: a profile multiplies the time by those that its tags call for. They are
// about riding; "mode" has those of pushing the vehicle ("push") and of ferries ("ferry").
var factorKeys = []string{
	"highway", "maxspeed", "lanes", "hgv", // of the traffic
	"cycleway", "surface", "smoothness", "tracktype", "lit", "service", "bicycle", "bicycle_road", "cyclestreet", "segregated",
	"motor_vehicle", "tunnel", "mode",
}

// trafficKeys is how many of the keys above do not count where a cycleway keeps the traffic away.
const trafficKeys = 4

// factorTables says what a profile file may hold of each.
func factorTables() map[string]form.Table {
	tables := make(map[string]form.Table)
	for _, key := range factorKeys {
		t := form.Table{Low: leastPart, High: mostTimes}
		switch key {
		case "highway":
			t.Known = streetClasses
		case "maxspeed", "lanes":
			t.Numbers = true
		case "smoothness":
			t.Known = smoothnesses
		case "tracktype":
			t.Known = trackGrades
		case "mode":
			t.Known = []string{"push", "ferry"}
		}
		tables[key] = t
	}
	return tables
}

// comfort multiplies the factors of riding in one direction.
func (p *Profile) comfort(r reading, beside string) float64 {
	factor := 1.0
	keys := factorKeys
	if slices.Contains(p.Sheltered, beside) {
		keys = keys[trafficKeys:]
	}
	for _, key := range keys {
		if table := p.Factors[key]; table != nil {
			factor *= factorOf(table, key, r, beside)
		}
	}
	return factor
}

func factorOf(table map[string]float64, key string, r reading, beside string) float64 {
	said := ""
	switch key {
	case "mode":
		return 1
	case "cycleway":
		said = beside
	case "lit":
		if r.at.Dark {
			said = r.value(key)
		}
	case "maxspeed":
		return threshold(table, signedSpeed(r.value(key)))
	case "lanes":
		return threshold(table, numberOf(r.value(key)))
	default:
		said = r.value(key)
	}
	if factor, ok := table[said]; ok && said != "" {
		return factor
	}
	return 1
}

// threshold gives the factor that begins at the largest number not above n.
func threshold(table map[string]float64, n float64) float64 {
	best, factor := math.Inf(-1), 1.0
	if n <= 0 {
		return factor
	}
	for written, f := range table {
		if from, err := strconv.ParseFloat(written, 64); err == nil && from <= n && from > best {
			best, factor = from, f
		}
	}
	return factor
}

// beside gives the kind of cycleway on the side on which one rides in a direction: "lane", "track" and the like.
func (p *Profile) beside(tags extract.Tags, forward bool) string {
	side := "cycleway:right"
	if forward == (p.DriveOn == "left") {
		side = "cycleway:left"
	}
	for _, key := range [...]string{side, "cycleway:both", "cycleway"} {
		value := tags.Value(key)
		against, opposite := strings.CutPrefix(value, "opposite_")
		switch {
		case opposite && key != side && !forward:
			return against
		case opposite && key == side:
			return against
		case value != "" && !opposite && value != "opposite":
			return value
		}
	}
	return ""
}
