package meals

import (
	"bufio"
	"fmt"
	"io/fs"
	"math"
	"strconv"
	"strings"
)

const (
	most    = 100_000 // rows of a file
	longest = 1e7     // any number of a file
)

// Read reads an instance from a folder with the four files of the public collection: restaurants, orders, couriers and
// instance_parameters, each tab separated under a line of headings.
func Read(folder fs.FS) (*Instance, error) {
	in := &Instance{}
	known := map[string]int{}
	for _, file := range []struct {
		name    string
		columns int
		row     func(*row)
	}{
		{"instance_parameters.txt", 7, in.readRules},
		{"restaurants.txt", 3, func(r *row) {
			known[r.text(0)] = len(in.Restaurants)
			in.Restaurants = append(in.Restaurants, r.place(1))
		}},
		{"orders.txt", 6, func(r *row) {
			at, ok := known[r.text(4)]
			if !ok {
				r.fail("there is no restaurant %q", r.text(4))
			}
			in.Orders = append(in.Orders, Order{ID: r.text(0), Door: r.place(1), Placed: r.whole(3), Restaurant: at, Ready: r.whole(5)})
		}},
		{"couriers.txt", 5, func(r *row) {
			in.Couriers = append(in.Couriers, Courier{ID: r.text(0), Start: r.place(1), On: r.whole(3), Off: r.whole(4)})
		}},
	} {
		if err := readRows(folder, file.name, file.columns, file.row); err != nil {
			return nil, err
		}
	}
	if in.Rules.MetresPerMinute < 1 {
		return nil, fmt.Errorf("instance_parameters.txt: couriers need a speed of a metre a minute or more")
	}
	return in, nil
}

func (in *Instance) readRules(r *row) {
	in.Rules = Rules{
		MetresPerMinute: r.number(0), PickupService: r.whole(1), DropService: r.whole(2), Target: r.whole(3), Maximum: r.whole(4),
		PayPerOrder: r.number(5), GuaranteedHour: r.number(6),
	}
}

func readRows(folder fs.FS, name string, columns int, each func(*row)) error {
	f, err := folder.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for n := 1; lines.Scan() && n <= most; n++ {
		fields := strings.Split(strings.TrimRight(lines.Text(), "\r"), "\t")
		if n == 1 || len(fields) == 1 && strings.TrimSpace(fields[0]) == "" {
			continue
		}
		r := row{fields: fields}
		if len(fields) < columns {
			r.fail("it has %d columns, %d are needed", len(fields), columns)
		} else {
			each(&r)
		}
		if r.err != nil {
			return fmt.Errorf("%s, line %d: %w", name, n, r.err)
		}
	}
	return lines.Err()
}

// row is a line of a file; it keeps the first thing that is wrong with it.
type row struct {
	fields []string
	err    error
}

func (r *row) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format, args...)
	}
}

func (r *row) text(at int) string { return r.fields[at] }

func (r *row) number(at int) float64 {
	v, err := strconv.ParseFloat(strings.TrimSpace(r.fields[at]), 64)
	if err != nil || math.IsNaN(v) || math.Abs(v) > longest {
		r.fail("%q is not a number up to %g", r.fields[at], float64(longest))
		return 0
	}
	return v
}

func (r *row) whole(at int) int {
	v := r.number(at)
	if v < 0 || v != math.Trunc(v) {
		r.fail("%q is not a whole number from 0 on", r.fields[at])
	}
	return int(v)
}

func (r *row) place(at int) Place { return Place{r.number(at), r.number(at + 1)} }
