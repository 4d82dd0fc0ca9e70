package road

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// ringError tells what is wrong with an area's rings: open ends, a wrong direction, lines that cross or touch.
func ringError(areas []Polygon) error {
	type side struct {
		a, b       Point
		ring, step int
	}
	var sides []side
	rings := 0
	for _, p := range areas {
		for i, ring := range p {
			if len(ring) < 4 || ring[0] != ring[len(ring)-1] {
				return fmt.Errorf("a ring of %d points that does not end where it begins", len(ring))
			}
			if (area(ring) > 0) != (i == 0) {
				return fmt.Errorf("ring %d runs in the wrong direction", i)
			}
			if i > 0 && !inRing(p[0], ring[0]) {
				return fmt.Errorf("hole %d lies outside", i)
			}
			for j := range ring[1:] {
				sides = append(sides, side{ring[j], ring[j+1], rings, j})
			}
			rings++
		}
	}
	// Sides are compared with those that share a cell with them.
	cells := map[[2]int32][]int{}
	for i, s := range sides {
		const size = 4000
		for lat := min(s.a.Lat, s.b.Lat)/size - 1; lat <= max(s.a.Lat, s.b.Lat)/size+1; lat++ {
			for lng := min(s.a.Lng, s.b.Lng)/size - 1; lng <= max(s.a.Lng, s.b.Lng)/size+1; lng++ {
				for _, other := range cells[[2]int32{lat, lng}] {
					o := sides[other]
					shared := s.a == o.b || s.b == o.a
					if shared && s.ring == o.ring && (s.a == o.a || s.b == o.b) {
						return fmt.Errorf("the line %v to %v runs back on itself", s.a, s.b)
					}
					if !shared && meet(s.a, s.b, o.a, o.b) {
						return fmt.Errorf("the line %v to %v meets %v to %v", s.a, s.b, o.a, o.b)
					}
				}
				cells[[2]int32{lat, lng}] = append(cells[[2]int32{lat, lng}], i)
			}
		}
	}
	return nil
}

// meet tells whether two straight lines have a point in common.
func meet(a, b, c, d Point) bool {
	side := func(a, b, c Point) float64 {
		return sign(float64(b.Lng-a.Lng)*float64(c.Lat-a.Lat) - float64(b.Lat-a.Lat)*float64(c.Lng-a.Lng))
	}
	overlap := func(a, b, c, d int32) bool { return max(min(a, b), min(c, d)) <= min(max(a, b), max(c, d)) }
	return side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b) &&
		overlap(a.Lat, b.Lat, c.Lat, d.Lat) && overlap(a.Lng, b.Lng, c.Lng, d.Lng)
}

func TestContoursOfChance(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		random := rand.New(rand.NewPCG(seed, 1))
		f := newField(planeAt(Point{Lat: 485000000, Lng: 23000000}), 0, 0, 400, 300, 20, 0)
		for row := 1; row < f.rows-1; row++ {
			for column := 1; column < f.columns-1; column++ {
				if random.IntN(5) > 0 {
					f.values[row*f.columns+column] = math.Floor(20 * random.Float64())
				}
			}
		}
		areas := f.below(10)
		if err := ringError(areas); err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		for i, value := range f.values {
			p := f.plane.point(f.west+f.cell*float64(i%f.columns), f.south+f.cell*float64(i/f.columns))
			inside := 0
			for _, a := range areas {
				if a.Contains(p) {
					inside++
				}
			}
			if want := value <= 10; (inside == 1) != want || inside > 1 {
				t.Fatalf("seed %d: a point of %g lies in %d areas of at most 10", seed, value, inside)
			}
		}
	}
}

func TestContourOfACone(t *testing.T) {
	t.Parallel()
	f := newField(planeAt(Point{}), 0, 0, 0, 0, 5, 130)
	f.lower(cone{value: 10, flat: 20, slope: 0.5, most: 50})
	areas := f.below(50)
	if err := ringError(areas); err != nil || len(areas) != 1 || len(areas[0]) != 1 {
		t.Fatalf("%d areas, %v", len(areas), err)
	}
	for _, p := range areas[0][0] {
		if x, y := f.plane.flat(p); math.Abs(math.Hypot(x, y)-100) > 5 {
			t.Errorf("a border %.1f m away, want 100", math.Hypot(x, y))
		}
	}
	if none := f.below(9); len(none) != 0 {
		t.Errorf("%d areas below the lowest value", len(none))
	}
}
