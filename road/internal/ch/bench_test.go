package ch

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
)

// grid is a town of straight streets, expanded by turns as road does it: its nodes are the directions of its street pieces, its edges
// the turns between them, turning round included.
type grid struct {
	side    int
	lengths []uint32 // by node, in milliseconds
}

// Directions are numbered clockwise: a node is 4 times its junction plus the direction in which it leaves it.
var steps = [4][2]int{{0, 1}, {1, 0}, {0, -1}, {-1, 0}}

// newGrid makes a town of side times side junctions. Every tenth street is a quick one.
func newGrid(side int) grid {
	r := rand.New(rand.NewPCG(1, 1))
	g := grid{side, make([]uint32, 4*side*side)}
	for node := range g.lengths {
		if end, ok := g.end(uint32(node)); ok && end < uint32(node/4) {
			g.lengths[node] = g.lengths[4*end+uint32(node+2)%4]
			continue
		}
		pace := uint32(200)
		if street := []int{node / 4 / side, node / 4 % side}[node%2]; street%10 == 0 {
			pace = 120
		}
		g.lengths[node] = (40 + r.Uint32N(110)) * pace
	}
	return g
}

// end is the junction to which a node leads, if that is in town.
func (g grid) end(node uint32) (junction uint32, ok bool) {
	step := steps[node%4]
	row, column := int(node/4)/g.side+step[0], int(node/4)%g.side+step[1]
	inTown := row >= 0 && column >= 0 && row < g.side && column < g.side
	return uint32(max(0, row*g.side+column)), inTown
}

func (g grid) graph() Graph {
	graph := Graph{First: []uint32{0}}
	for node := range uint32(len(g.lengths)) {
		if end, ok := g.end(node); ok {
			for turn, price := range []uint32{0, 3000, 20000, 3000} {
				next := 4*end + (node+uint32(turn))%4
				if _, ok := g.end(next); ok {
					ms := price + g.lengths[next]
					graph.Head, graph.Cost = append(graph.Head, next), append(graph.Cost, Cost{ms, ms, ms / 2})
				}
			}
		}
		graph.First = append(graph.First, uint32(len(graph.Head)))
	}
	return graph
}

// places picks street pieces at random and stands somewhere on them.
func (g grid) places(count int) (from, to [][]Seed) {
	r := rand.New(rand.NewPCG(2, 2))
	for len(from) < count {
		node := r.Uint32N(uint32(len(g.lengths)))
		end, ok := g.end(node)
		if !ok {
			continue
		}
		back, part := 4*end+(node+2)%4, int32(r.Uint32N(g.lengths[node]))
		rest := int32(g.lengths[node]) - part
		from = append(from, []Seed{{node, rest, rest, rest}, {back, part, part, part}})
		to = append(to, []Seed{{node, -rest, -rest, -rest}, {back, -part, -part, -part}})
	}
	return from, to
}

func contracted(b *testing.B, g Graph, workers int) *Hierarchy {
	b.Helper()
	h, err := Contract(context.Background(), g, Options{Workers: workers})
	if err != nil {
		b.Fatal(err)
	}
	return h
}

const benchSide = 40

func BenchmarkContract(b *testing.B) {
	g := newGrid(benchSide).graph()
	for _, workers := range []int{1, 2} {
		b.Run(fmt.Sprint("workers=", workers), func(b *testing.B) {
			for b.Loop() {
				h := contracted(b, g, workers)
				b.ReportMetric(float64(len(h.Up)+len(h.Down))/float64(len(g.Head)), "arcs/edge")
			}
		})
	}
}

func BenchmarkQuery(b *testing.B) {
	g := newGrid(benchSide)
	from, to := g.places(1000)
	q := NewQuery(contracted(b, g.graph(), 2))
	b.Run("weight", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; b.Loop(); i++ {
			q.Run(from[i%1000], to[(i*7+1)%1000])
		}
	})
	b.Run("path", func(b *testing.B) {
		b.ReportAllocs()
		var buffer []uint32
		for i := 0; b.Loop(); i++ {
			q.Run(from[i%1000], to[(i*7+1)%1000])
			buffer = q.Path(buffer[:0])
		}
	})
}

func BenchmarkTables(b *testing.B) {
	g := newGrid(benchSide)
	tables := NewTables(contracted(b, g.graph(), 2))
	for _, size := range []int{100, 500, 1000} {
		from, to := g.places(size)
		for _, o := range []TableOptions{{}, {Full: true}, {Workers: 2}} {
			b.Run(fmt.Sprintf("%d/full=%t/workers=%d", size, o.Full, max(1, o.Workers)), func(b *testing.B) {
				for b.Loop() {
					if err := tables.Run(context.Background(), from, to, o); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}
