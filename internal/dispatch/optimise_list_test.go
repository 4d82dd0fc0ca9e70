package dispatch

import (
	"context"
	"fmt"
	"testing"
	"time"

	"pignon.coop/internal/delivery"
	"pignon.coop/internal/geo"
)

func TestOptimiseList(t *testing.T) {
	t.Parallel()
	one := func(task int64, place int, due time.Duration) Stop {
		return free(task, 0, delivery.Dropoff, place, due)
	}
	inTour := func(s Stop) Stop {
		s.Item = Item{Tour: 8}
		return s
	}
	for name, c := range map[string]struct {
		stops []Stop
		want  string
		late  int
	}{
		"the shortest way from the first one on": {[]Stop{one(1, 0, 9*time.Hour), one(2, 20, 9*time.Hour), one(3, 5, 9*time.Hour)}, "[{1 0} {3 0} {2 0}]", 0},
		"in time before short":                   {[]Stop{one(1, 0, 9*time.Hour), one(3, 5, 9*time.Hour), one(2, 20, 22*time.Minute)}, "[{1 0} {3 0} {2 0}]", 0},
		"too late for one goes last":             {[]Stop{one(1, 0, 9*time.Hour), one(2, 40, 22*time.Minute), one(3, 5, 9*time.Hour)}, "[{1 0} {3 0} {2 0}]", 1},
		"a tour stays whole":                     {[]Stop{one(1, 0, 9*time.Hour), inTour(one(2, 9, 9*time.Hour)), inTour(one(3, 2, 9*time.Hour)), one(4, 5, 9*time.Hour)}, "[{1 0} {4 0} {0 8}]", 0},
		"pick up first":                          {append([]Stop{one(7, 10, 9*time.Hour)}, pair(1, 1, 20, 11, 9*time.Hour)...), "[{7 0} {1 0} {2 0}]", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Rider{CourierID: 1}
			for _, s := range c.stops {
				r.Items = distinct(append(r.Items, s.Item))
			}
			d := dayOf([]Rider{r}, c.stops)
			d.Points = make([]geo.Point, 50)
			got, err := OptimiseList(context.Background(), d, apart)
			if err != nil || fmt.Sprint(got.Items) != c.want || got.Late != c.late {
				t.Errorf("%+v, %v, want %s and %d late", got, err, c.want, c.late)
			}
		})
	}
}
