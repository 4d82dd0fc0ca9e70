package read

import (
	"errors"
	"io"

	"pignon.coop/vrp"
)

// LiLim reads a pick-up and delivery problem with time windows in the format of Li and Lim's instances.
func LiLim(r io.Reader, c Convention) (*vrp.Problem, error) {
	t := newTable(r)
	fields, err := t.next()
	if err != nil {
		return nil, t.errorf("the file is empty: %v", err)
	}
	head, err := t.numbers(fields, 3)
	if err != nil {
		return nil, err
	}
	if head[0] < 1 || head[0] > maxVehicles || head[1] < 0 {
		return nil, t.errorf("%g vehicles with a capacity of %g make no sense", head[0], head[1])
	}
	var rows []liLimRow
	for {
		fields, err := t.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		row, err := t.liLimRow(fields, c)
		if err != nil {
			return nil, err
		}
		if rows = append(rows, row); len(rows) > maxPoints {
			return nil, t.errorf("more than %d places", maxPoints)
		}
	}
	return liLimProblem(rows, c, head)
}

type liLimRow struct {
	point
	line   int
	amount float64
	stop   vrp.Stop
	drop   int // row of the drop-off, 0 if this is one
}

func (t *table) liLimRow(fields []string, c Convention) (liLimRow, error) {
	n, err := t.numbers(fields, 9)
	if err != nil {
		return liLimRow{}, err
	}
	w, err := t.window(n[4], n[5], c)
	if err != nil {
		return liLimRow{}, err
	}
	if n[6] < 0 {
		return liLimRow{}, t.errorf("the service takes %g", n[6])
	}
	stop := vrp.Stop{Windows: []vrp.Window{w}, Service: int32(n[6]) * c.scale()}
	return liLimRow{point{n[1], n[2]}, t.line, n[3], stop, int(n[8])}, nil
}

func liLimProblem(rows []liLimRow, c Convention, head []float64) (*vrp.Problem, error) {
	if len(rows) == 0 {
		return nil, errors.New("there is no depot")
	}
	var p vrp.Problem
	points := make([]point, len(rows))
	for i, r := range rows {
		points[i] = r.point
		rows[i].stop.Place = i
	}
	p.Profiles = []vrp.Profile{profile(points, c.distance)}
	seen := map[int]bool{}
	for i, r := range rows[1:] {
		if r.drop == 0 {
			continue
		}
		at := table{line: r.line}
		if r.drop < 0 || r.drop >= len(rows) || rows[r.drop].drop != 0 || seen[r.drop] || r.drop == i+1 {
			return nil, at.errorf("its drop-off %d is no place, no drop-off or taken", r.drop)
		}
		seen[r.drop] = true
		amount, err := at.amount(r.amount)
		if err != nil {
			return nil, err
		}
		p.Shipments = append(p.Shipments, vrp.Shipment{Terms: vrp.Terms{ID: int64(i + 1)}, Pickup: rows[i+1].stop, Drop: rows[r.drop].stop, Amount: amount})
	}
	for i := range int(head[0]) {
		p.Vehicles = append(p.Vehicles, vrp.Vehicle{ID: int64(i), Shift: rows[0].stop.Windows[0], Capacity: []int32{int32(head[1])}})
	}
	return &p, nil
}
