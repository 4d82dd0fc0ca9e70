package read

import (
	"errors"
	"io"
	"strings"

	"pignon.coop/vrp"
)

// CVRPLIB reads a capacitated problem in the TSPLIB-like format of CVRPLIB: planar coordinates, distances rounded to whole numbers, as
// many vehicles as are ever useful.
func CVRPLIB(r io.Reader) (*vrp.Problem, error) {
	b := cvrplib{table: newTable(r)}
	for {
		fields, err := b.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if err := b.entry(fields); err != nil {
			return nil, err
		}
	}
	return b.build()
}

type cvrplib struct {
	*table
	section  string
	capacity int32
	points   []point
	demands  []int32
}

// entry reads one line: a keyword with its value, the head of a section, or a row of it.
func (b *cvrplib) entry(fields []string) error {
	word := strings.TrimSuffix(fields[0], ":")
	value := fields[len(fields)-1]
	switch {
	case strings.HasSuffix(word, "_SECTION") || word == "EOF":
		b.section = word
		return nil
	case word == "CAPACITY":
		n, err := b.numbers([]string{value}, 1)
		if err == nil {
			b.capacity = int32(n[0])
		}
		return err
	case word == "EDGE_WEIGHT_TYPE" && value != "EUC_2D":
		return b.errorf("distances are of type %s: only EUC_2D is known", value)
	case b.section == "NODE_COORD_SECTION":
		n, err := b.numbers(fields, 3)
		if err != nil {
			return err
		}
		b.points = append(b.points, point{n[1], n[2]})
		if int(n[0]) != len(b.points) || len(b.points) > maxPoints {
			return b.errorf("place %g comes as number %d: they go from 1 to %d at most, in order", n[0], len(b.points), maxPoints)
		}
	case b.section == "DEMAND_SECTION":
		n, err := b.numbers(fields, 2)
		if err != nil {
			return err
		}
		amount, err := b.amount(n[1])
		if err != nil || int(n[0]) != len(b.demands)+1 {
			return b.errorf("demand %g of place %g: places go in order and demands are whole numbers from 0 on", n[1], n[0])
		}
		b.demands = append(b.demands, amount[0])
	}
	return nil
}

func (b *cvrplib) build() (*vrp.Problem, error) {
	if len(b.points) < 1 || len(b.demands) != len(b.points) {
		return nil, b.errorf("there are %d places and %d demands: both are needed, and for each place", len(b.points), len(b.demands))
	}
	p := &vrp.Problem{Profiles: []vrp.Profile{profile(b.points, Int.distance)}}
	sum := 0
	for i, d := range b.demands[1:] {
		if d > b.capacity {
			return nil, b.errorf("place %d asks for %d, more than the capacity %d", i+2, d, b.capacity)
		}
		sum += int(d)
		p.Jobs = append(p.Jobs, vrp.Job{Terms: vrp.Terms{ID: int64(i + 2)}, Stop: vrp.Stop{Place: i + 1}, Delivery: []int32{d}})
	}
	vehicles := min(len(p.Jobs), 5+sum*5/4/max(1, int(b.capacity)))
	for i := range vehicles {
		p.Vehicles = append(p.Vehicles, vrp.Vehicle{ID: int64(i), Capacity: []int32{b.capacity}})
	}
	return p, nil
}
