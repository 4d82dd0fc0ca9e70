package read

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"pignon.coop/vrp"
)

// Convention says how a benchmark turns coordinates into whole distances.
type Convention int

// The conventions. Int rounds distances to the nearest whole number and leaves times alone; Dimacs cuts off ten times the distance and
// multiplies times by ten; K1000 rounds a thousand times the distance and multiplies times by a thousand.
const (
	Int Convention = iota
	Dimacs
	K1000
)

func (c Convention) scale() int32 {
	switch c {
	case Dimacs:
		return 10
	case K1000:
		return 1000
	}
	return 1
}

func (c Convention) distance(a, b point) int32 {
	d := math.Hypot(a.x-b.x, a.y-b.y) * float64(c.scale())
	if c == Dimacs {
		return int32(d)
	}
	return int32(d + 0.5)
}

type point struct{ x, y float64 }

// Bounds of what a benchmark file may hold, so that a broken one does not ask for all the memory there is.
const (
	maxPoints   = 5000
	maxVehicles = 5000
	maxNumber   = 50_000
)

// profile computes the table between all points.
func profile(points []point, distance func(a, b point) int32) vrp.Profile {
	n := len(points)
	f := vrp.Profile{Places: n, Durations: make([]int32, n*n)}
	for i, a := range points {
		for j, b := range points {
			if i != j {
				f.Durations[i*n+j] = distance(a, b)
			}
		}
	}
	return f
}

// table reads lines of numbers and keeps count of them for its errors.
type table struct {
	lines *bufio.Scanner
	line  int
}

func newTable(r io.Reader) *table { return &table{lines: bufio.NewScanner(r)} }

// next returns the fields of the next line that is not blank; io.EOF at the end.
func (t *table) next() ([]string, error) {
	for t.lines.Scan() {
		t.line++
		if fields := strings.Fields(t.lines.Text()); len(fields) > 0 {
			return fields, nil
		}
	}
	if err := t.lines.Err(); err != nil {
		return nil, t.errorf("%v", err)
	}
	return nil, io.EOF
}

func (t *table) errorf(format string, args ...any) error {
	return fmt.Errorf("line %d: %s", t.line, fmt.Sprintf(format, args...))
}

// numbers parses a line of at least n numbers.
func (t *table) numbers(fields []string, n int) ([]float64, error) {
	if len(fields) < n {
		return nil, t.errorf("it has %d numbers, %d are needed", len(fields), n)
	}
	out := make([]float64, len(fields))
	for i, f := range fields {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil || math.IsNaN(v) || math.Abs(v) > maxNumber {
			return nil, t.errorf("%q is not a number up to %d", f, maxNumber)
		}
		out[i] = v
	}
	return out, nil
}

// amount is one load as whole number, negative ones refused.
func (t *table) amount(v float64) ([]int32, error) {
	if v < 0 || v != math.Trunc(v) {
		return nil, t.errorf("the amount %g is not a whole number from 0 on", v)
	}
	return []int32{int32(v)}, nil
}

// window scales an opening time and a due time.
func (t *table) window(from, to float64, c Convention) (vrp.Window, error) {
	w := vrp.Window{From: int32(from * float64(c.scale())), To: int32(to * float64(c.scale()))}
	if from < 0 || to < from {
		return w, t.errorf("the window from %g to %g ends before it begins or begins below 0", from, to)
	}
	return w, nil
}
