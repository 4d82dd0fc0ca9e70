package ch

import "testing"

func TestViasLieOnWaysOfTheirWeight(t *testing.T) {
	t.Parallel()
	// Two ways from 0 to 3: over 1 and over 2.
	g := Graph{First: []uint32{0, 2, 3, 4, 4}, Head: []uint32{1, 2, 3, 3}, Cost: []Cost{{10, 0, 0}, {12, 0, 0}, {10, 0, 0}, {12, 0, 0}}}
	h, err := Contract(t.Context(), g, Options{Workers: 1})
	if err != nil {
		t.Fatal(err)
	}
	q := NewQuery(h)
	from, to := []Seed{{Node: 0, Weight: 5}}, []Seed{{Node: 3, Weight: -1}}
	best, ok := q.Run(from, to)
	if !ok || best.Weight != 24 {
		t.Fatalf("%+v %v", best, ok)
	}
	for _, v := range q.Vias(from, to, 40, nil) {
		ahead, _ := q.Run(from, []Seed{{Node: v.Node}})
		behind, _ := q.Run([]Seed{{Node: v.Node}}, to)
		if ahead.Weight+behind.Weight != v.Weight || v.Weight < 24 || v.Weight >= 40 {
			t.Errorf("%+v: %d and %d", v, ahead.Weight, behind.Weight)
		}
	}
	if vias := q.Vias(from, to, 4, nil); len(vias) != 0 {
		t.Errorf("%v", vias)
	}
}
