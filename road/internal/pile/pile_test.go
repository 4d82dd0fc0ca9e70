package pile_test

import (
	"testing"

	"pignon.coop/road/internal/pile"
)

func TestPile(t *testing.T) {
	t.Parallel()
	var p pile.Pile[int]
	const many = 200000
	for i := range many {
		p.Add(i)
	}
	first := p.At(0)
	*p.At(70000) = -1
	if p.Len() != many || *first != 0 || *p.At(many - 1) != many-1 {
		t.Fatalf("%d items, the first %d, the last %d", p.Len(), *first, *p.At(many - 1))
	}
	all := p.Slice()
	if len(all) != many || all[70000] != -1 || all[70001] != 70001 || p.Len() != 0 {
		t.Errorf("%d items, %d and %d, %d left", len(all), all[70000], all[70001], p.Len())
	}
	p.Add(5)
	if *p.At(0) != 5 {
		t.Errorf("%d after emptying", *p.At(0))
	}
}
