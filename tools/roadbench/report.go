package main

import (
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
)

// bar is what is known of a row before it is measured: the figures of others as published with the issue, and the figure to reach.
type bar struct {
	osrm, routingKit string
	reach            float64 // in the row's unit, 0 for none
}

// bars are for the extract of Milan, by the names of rows.
var bars = map[string]bar{
	"import, CPU s":                                  {"41-46", "~16", 15},
	"distance of two snapped places, CPU ms":         {"-", "0.037-0.047", 0.045},
	"table 100, CPU ms":                              {"-", "9", 6},
	"table 500, CPU ms":                              {"-", "60", 35},
	"table 1000, CPU ms":                             {"-", "136-173", 85},
	"HTTP route, CPU ms":                             {"0.45-0.59", "-", 0.25},
	"HTTP route, p50 ms":                             {"0.71", "-", 0},
	"HTTP route + steps + geometry, CPU ms":          {"1.0", "-", 0.6},
	"HTTP route + steps + geometry, p50 ms":          {"1.46", "-", 0},
	"HTTP table 100, CPU ms":                         {"30", "-", 9},
	"HTTP table 500, CPU ms":                         {"200-286", "-", 50},
	"HTTP table 1000, CPU ms":                        {"600-800", "-", 120},
	"another profile, CPU ms":                        {"700 (MLD)", "66 (CCH)", 60},
	"a vehicle for other streets, CPU ms":            {"700 (MLD)", "66 (CCH)", 60},
	"closure on the stored profile, CPU ms":          {"700 (MLD)", "66 (CCH)", 60},
	"closure on a profile worked out before, CPU ms": {"700 (MLD)", "66 (CCH)", 60},
	"open to first route, ms":                        {"56-115", "-", 10},
	"private memory after 1000 routes, MB":           {"1.2 (mmap)", "-", 5},
}

// speedup is the bar of one table over HTTP with two threads, against one.
const speedup = 1.7

// row is a measurement.
type row struct {
	name   string
	values samples
}

// report is what was measured on one map.
type report struct {
	town string
	rows []row
	note []string
}

func (r *report) add(name string, values samples) { r.rows = append(r.rows, row{name, values}) }

func (r *report) say(format string, args ...any) {
	r.note = append(r.note, fmt.Sprintf(format, args...))
}

// print writes the rows with their bars, or beside the same rows of another map where there is one.
func (r *report) print(beside *report) {
	fmt.Printf("\n%s\n", r.town)
	table := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
	if beside == nil {
		fmt.Fprintln(table, "\tOSRM\tRoutingKit\tbar\tleast\tmedian\tleast / bar")
	} else {
		fmt.Fprintf(table, "\tleast\tmedian\ttimes %s\n", beside.town)
	}
	for _, row := range r.rows {
		if beside == nil {
			row.printBar(table)
		} else {
			row.printGrowth(table, beside)
		}
	}
	table.Flush()
	for _, line := range r.note {
		fmt.Println(line)
	}
}

func (r row) printBar(table *tabwriter.Writer) {
	b, known := bars[r.name]
	if !known {
		b = bar{osrm: "-", routingKit: "-"}
	}
	reach, ratio := "-", "-"
	if b.reach > 0 {
		reach, ratio = number(b.reach), fmt.Sprintf("%.2f", r.values.least()/b.reach)
	}
	fmt.Fprintln(table, strings.Join([]string{r.name, b.osrm, b.routingKit, reach, number(r.values.least()), number(r.values.median()), ratio}, "\t"))
}

func (r row) printGrowth(table *tabwriter.Writer, beside *report) {
	ratio := "-"
	for _, other := range beside.rows {
		if other.name == r.name {
			ratio = fmt.Sprintf("%.1f", r.values.least()/other.values.least())
		}
	}
	fmt.Fprintln(table, strings.Join([]string{r.name, number(r.values.least()), number(r.values.median()), ratio}, "\t"))
}

// number writes three digits that matter.
func number(v float64) string {
	switch {
	case v < 1:
		return fmt.Sprintf("%.3f", v)
	case v < 100:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.0f", v)
}
