package cch

import (
	"cmp"
	"math"
	"slices"

	"pignon.coop/road/extract"
)

// directions are those along which junctions are lined up; a cut is sought across each.
var directions = [...]struct{ east, north int64 }{{1, 0}, {0, 1}, {1, 1}, {1, -1}}

// cell is a part of the street network that is still to be dissected.
type cell struct {
	streets
	lines [len(directions)][]uint32 // the junctions along each direction
}

// lineUp sorts the junctions of the whole network along each direction.
func lineUp(points []extract.Point) (lines [len(directions)][]uint32) {
	middle := int64(0)
	for _, p := range points {
		middle += int64(p.Lat)
	}
	shrink := math.Cos(float64(middle) / float64(max(1, len(points))) / 1e7 * math.Pi / 180)
	key := make([]int64, len(points))
	for i, d := range directions {
		for v, p := range points {
			key[v] = d.east*int64(float64(p.Lng)*shrink) + d.north*int64(p.Lat)
		}
		line := make([]uint32, len(points))
		for v := range line {
			line[v] = uint32(v)
		}
		slices.SortFunc(line, func(v, w uint32) int { return cmp.Or(cmp.Compare(key[v], key[w]), cmp.Compare(v, w)) })
		lines[i] = line
	}
	return lines
}

// cutter is one worker's memory for cutting cells.
type cutter struct {
	flow   flow
	side   []bool
	trial  []bool
	number []uint32
	links  []uint32
}

// balance is the part of a cell's junctions at either end of a line that a cut must leave together. Between 0.2 and 0.35 it makes no
// difference of more than a few per cent on real cities.
const balance = 0.3

// cut divides a connected cell of two junctions or more by one of the minimum cuts between the first and the last junctions along a
// direction: the one with the fewest states in proportion to the smaller side. It returns who is on the first side, valid until the
// next call.
func (c *cutter) cut(s *cell) []bool {
	n := s.count()
	c.side, c.trial = sized(c.side, n), sized(c.trial, n)
	ends := max(1, int(float64(n)*balance))
	size, smaller := math.MaxInt32, 1
	for _, line := range s.lines {
		sources, sinks := line[:ends], line[n-ends:]
		trial, ok := c.flow.run(&s.streets, sources, sinks, size*(n/2)/smaller+1)
		if !ok {
			continue
		}
		for end := range 2 {
			count := c.flow.reach(&s.streets, [2][]uint32{sources, sinks}[end], c.trial, end == 1)
			if rest := min(count, n-count); trial*smaller < size*rest {
				size, smaller = trial, rest
				c.side, c.trial = c.trial, c.side
			}
		}
	}
	return c.side
}

// parts finds the connected parts of a cell. For a cell in one part it returns nil; else it gathers about half of the junctions,
// in whole parts, on the first side. The result is valid until the next call.
func (c *cutter) parts(s *cell) []bool {
	n := s.count()
	c.side = sized(c.side, n)
	clear(c.side)
	done, last := 0, 0
	queue := c.flow.queue[:0]
	for v := range uint32(n) {
		if c.side[v] {
			continue
		}
		if done > 0 && 2*done >= n {
			return c.side
		}
		last = done
		c.side[v] = true
		queue = append(queue[:0], v)
		for i := 0; i < len(queue); i++ {
			for _, w := range s.head[s.first[queue[i]]:s.first[queue[i]+1]] {
				if !c.side[w] {
					c.side[w] = true
					queue = append(queue, w)
				}
			}
		}
		c.flow.queue = queue
		done += len(queue)
	}
	if last == 0 {
		return nil
	}
	for _, v := range queue { // all but the last part
		c.side[v] = false
	}
	return c.side
}

// take makes a cell of the junctions on one side.
func (c *cutter) take(s *cell, side []bool, wanted bool) *cell {
	n := s.count()
	c.number, c.links = sized(c.number, n), sized(c.links, len(s.head))
	junctions, links := c.renumber(s, side, wanted)
	memory := make([]uint32, junctions*(2+len(directions))+1+2*links)
	piece := func(length int) []uint32 {
		part := memory[:0:length]
		memory = memory[length:]
		return part
	}
	t := &cell{streets: streets{id: piece(junctions), first: piece(junctions + 1), head: piece(links), back: piece(links)}}
	t.size = make([]int32, 0, links)
	for v := range n {
		if side[v] != wanted {
			continue
		}
		t.id, t.first = append(t.id, s.id[v]), append(t.first, uint32(len(t.head)))
		for link := s.first[v]; link < s.first[v+1]; link++ {
			if w := s.head[link]; side[w] == wanted {
				t.head, t.back, t.size = append(t.head, c.number[w]), append(t.back, c.links[s.back[link]]), append(t.size, s.size[link])
			}
		}
	}
	t.first = append(t.first, uint32(links))
	for i, line := range s.lines {
		t.lines[i] = piece(junctions)
		for _, v := range line {
			if side[v] == wanted {
				t.lines[i] = append(t.lines[i], c.number[v])
			}
		}
	}
	return t
}

// renumber gives the junctions on one side, and the links among them, new numbers, and counts both.
func (c *cutter) renumber(s *cell, side []bool, wanted bool) (junctions, links int) {
	for v := range s.count() {
		if side[v] != wanted {
			continue
		}
		c.number[v] = uint32(junctions)
		junctions++
		for link := s.first[v]; link < s.first[v+1]; link++ {
			if side[s.head[link]] == wanted {
				c.links[link] = uint32(links)
				links++
			}
		}
	}
	return junctions, links
}
