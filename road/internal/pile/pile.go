// Package pile keeps many items of one kind in pieces of memory that never move, so that growing needs no second copy: where a slice
// holds hundreds of megabytes, that is the difference between fitting into memory and not.
package pile

const (
	shift = 16
	size  = 1 << shift
)

// Pile is a list that grows at its end. The zero Pile is empty. Items may be read by several goroutines while nobody adds any.
type Pile[T any] struct {
	pieces [][]T
	length int
}

// Len tells how many items there are.
func (p *Pile[T]) Len() int { return p.length }

// Add appends an item.
func (p *Pile[T]) Add(item T) {
	if p.length%size == 0 {
		p.pieces = append(p.pieces, make([]T, 0, size))
	}
	last := &p.pieces[len(p.pieces)-1]
	*last = append(*last, item)
	p.length++
}

// At returns an item's place, which stays the same as long as the pile.
func (p *Pile[T]) At(i uint32) *T { return &p.pieces[i>>shift][i%size] }

// Slice copies all items into one slice and empties the pile, piece by piece.
func (p *Pile[T]) Slice() []T {
	all := make([]T, 0, p.length)
	for i, piece := range p.pieces {
		all = append(all, piece...)
		p.pieces[i] = nil
	}
	*p = Pile[T]{}
	return all
}
