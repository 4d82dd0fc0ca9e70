package meals

import (
	"cmp"
	"encoding/csv"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"pignon.coop/internal/datatest"
)

// nearest gives each order that is ready within ten minutes, the first ready first, to who of those free within five can fetch it first.
type nearest struct{}

func (nearest) Decide(s *Scene) (out []Instruction) {
	open := slices.Clone(s.Open)
	slices.SortStableFunc(open, func(a, b int) int { return cmp.Compare(s.Orders[a].Ready, s.Orders[b].Ready) })
	busy := map[int]bool{}
	for _, o := range open {
		if s.Orders[o].Ready > s.Now+10 {
			continue
		}
		best, soonest := -1, math.MaxInt
		for c, spot := range s.Spots {
			ride := s.Rules.Ride(spot.Place, s.Restaurants[s.Orders[o].Restaurant])
			fetch := max(s.Orders[o].Ready, max(s.Now, spot.Free)+ride+2)
			if busy[c] || spot.Free > s.Now+5 || s.Couriers[c].Off < fetch {
				continue
			}
			if value := fetch*1000 + ride; value < soonest {
				best, soonest = c, value
			}
		}
		if best >= 0 {
			busy[best] = true
			out = append(out, Instruction{best, []int{o}})
		}
	}
	return out
}

func load(t testing.TB, name string) *Instance {
	in, err := Read(os.DirFS(datatest.Path(t, "vrp/mdrp/"+name)))
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// The rules are those of the measured baseline: a simple policy under both scores alike on every instance, up to what ties decide.
func TestPlayAgreesWithTheBaseline(t *testing.T) {
	t.Parallel()
	f, err := os.Open(datatest.Path(t, "vrp/baseline/mdrp_greedy_f5.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]float64{}
	for _, row := range rows[1:] {
		want[row[0]], _ = strconv.ParseFloat(row[4], 64)
	}
	var got, known float64
	for _, name := range instances(t) {
		in := load(t, name)
		trips, err := Play(in, nearest{}, 5)
		if err != nil {
			t.Fatal(err)
		}
		if err := Check(in, trips); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		got += Measure(in, trips).ClickToDoor
		known += want[name]
	}
	if math.Abs(got-known) > 0.01*known {
		t.Errorf("the sum of click-to-door is %.1f, the baseline's %.1f", got, known)
	}
}

// instances names those of the paper's base set that are there: full travel times, full preparation times.
func instances(t testing.TB) (names []string) {
	found, err := filepath.Glob(filepath.Join(datatest.Path(t, "vrp/mdrp"), "*t100*p100"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		names = append(names, filepath.Base(path))
	}
	return names
}

// Nobody can deliver an order that is ready only when everybody has gone home: of the undelivered, these are not the policy's fault. The
// test tells how many there are on the public days (-v), since they bound what any policy reaches.
func TestOrdersThatNobodyCanDeliver(t *testing.T) {
	t.Parallel()
	orders, late := 0, 0
	for _, name := range instances(t) {
		in := load(t, name)
		orders += len(in.Orders)
		n := 0
		for _, o := range in.Orders {
			if !slices.ContainsFunc(in.Couriers, func(c Courier) bool { return c.Off >= o.Ready }) {
				n++
			}
		}
		if got := Measure(in, nil).Hopeless; got != n {
			t.Errorf("%s: %d orders count as hopeless, %d are", name, got, n)
		}
		late += n
	}
	t.Logf("%d of %d orders, %.3f %%", late, orders, 100*float64(late)/float64(orders))
}
