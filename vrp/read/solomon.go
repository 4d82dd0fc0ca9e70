package read

import (
	"errors"
	"io"

	"pignon.coop/vrp"
)

// Solomon reads a vehicle routing problem with time windows in the format of Solomon's and of Gehring and Homberger's instances.
func Solomon(r io.Reader, c Convention) (*vrp.Problem, error) {
	t := newTable(r)
	var vehicles, capacity int
	for {
		fields, err := t.next()
		if errors.Is(err, io.EOF) {
			return nil, t.errorf("the file ends before the line with the number of vehicles and their capacity")
		}
		if err != nil {
			return nil, err
		}
		if n, err := t.numbers(fields, 2); err == nil && len(n) == 2 {
			vehicles, capacity = int(n[0]), int(n[1])
			break
		}
	}
	if vehicles < 1 || vehicles > maxVehicles || capacity < 0 {
		return nil, t.errorf("%d vehicles with a capacity of %d make no sense", vehicles, capacity)
	}
	b := solomon{table: t, convention: c}
	if err := b.rows(); err != nil {
		return nil, err
	}
	b.fleet(vehicles, int32(capacity))
	return &b.problem, nil
}

type solomon struct {
	*table
	convention Convention
	points     []point
	shift      vrp.Window
	problem    vrp.Problem
}

// rows reads the depot and the customers.
func (b *solomon) rows() error {
	for {
		fields, err := b.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		n, err := b.numbers(fields, 7)
		if err != nil {
			if len(b.points) == 0 {
				continue // a heading
			}
			return err
		}
		if err := b.row(n); err != nil {
			return err
		}
	}
	if len(b.points) == 0 {
		return b.errorf("there is no depot")
	}
	b.problem.Profiles = []vrp.Profile{profile(b.points, b.convention.distance)}
	return nil
}

func (b *solomon) row(n []float64) error {
	if len(b.points) == maxPoints {
		return b.errorf("more than %d places", maxPoints)
	}
	amount, err := b.amount(n[3])
	if err != nil {
		return err
	}
	w, err := b.window(n[4], n[5], b.convention)
	if err != nil {
		return err
	}
	if n[6] < 0 {
		return b.errorf("the service takes %g", n[6])
	}
	b.points = append(b.points, point{n[1], n[2]})
	if len(b.points) == 1 {
		b.shift = w
		return nil
	}
	stop := vrp.Stop{Place: len(b.points) - 1, Windows: []vrp.Window{w}, Service: int32(n[6]) * b.convention.scale()}
	b.problem.Jobs = append(b.problem.Jobs, vrp.Job{Terms: vrp.Terms{ID: int64(n[0])}, Stop: stop, Delivery: amount})
	return nil
}

func (b *solomon) fleet(count int, capacity int32) {
	for i := range count {
		b.problem.Vehicles = append(b.problem.Vehicles, vrp.Vehicle{ID: int64(i), Shift: b.shift, Capacity: []int32{capacity}})
	}
}
