package shift

import (
	"fmt"
	"math"
	"testing"
)

func TestForecast(t *testing.T) {
	t.Parallel()
	steady := make([]float64, lookbackWeeks)
	for i := range steady {
		steady[i] = 7
	}
	if got := forecast(steady, 0.8); math.Abs(got-7) > 1e-9 {
		t.Errorf("always seven: %v", got)
	}
	if got := forecast(make([]float64, lookbackWeeks), 0.8); got != 0 {
		t.Errorf("never: %v", got)
	}
	// one sample of 10 in the newest of two weeks: weights 1 and 0.8409
	w := math.Pow(0.5, 0.25)
	mean := 10 / (1 + w)
	sd := math.Sqrt(((10-mean)*(10-mean) + w*mean*mean) / (1 + w))
	if got, want := forecast([]float64{10, 0}, 0.8), mean+0.8416212335729143*sd; math.Abs(got-want) > 1e-9 {
		t.Errorf("two weeks: %v, want %v", got, want)
	}
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	need := func(at map[int]int) []int {
		list := make([]int, hours)
		for hour, n := range at {
			list[hour-openHour] = n
		}
		return list
	}
	all := map[int]int{}
	for h := openHour; h < closeHour; h++ {
		all[h] = 1
	}
	for _, c := range []struct {
		name string
		need map[int]int
		want string
	}{
		{"nothing", nil, "[]"},
		{"one hour is padded", map[int]int{12: 1}, "[{11 14 1}]"},
		{"two hours are padded behind", map[int]int{12: 1, 13: 1}, "[{12 15 1}]"},
		{"at opening", map[int]int{8: 1}, "[{8 11 1}]"},
		{"at closing", map[int]int{21: 1}, "[{19 22 1}]"},
		{"a whole day is cut", all, "[{8 15 1} {15 22 1}]"},
		{"two together", map[int]int{11: 2, 12: 2, 13: 2}, "[{11 14 2}]"},
		{"the last who came goes first", map[int]int{10: 1, 11: 2, 12: 2, 13: 2, 14: 1}, "[{10 15 1} {11 14 1}]"},
	} {
		if got := fmt.Sprint(blocksFor(need(c.need))); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
