package cch

// streets is a part of the street network: junctions numbered from 0, joined by links in both directions.
type streets struct {
	id    []uint32 // junction -> its number in the whole network
	first []uint32 // junction -> its links, as a range of head
	head  []uint32 // link -> the junction it leads to
	back  []uint32 // link -> the same link from the other end
	size  []int32  // link -> how many states run along it, in either direction
}

func (s *streets) count() int { return len(s.id) }

// flow is working memory for maximum flows, by the method of Dinitz: levels by breadth, then augmenting paths by depth.
type flow struct {
	residual []int32
	level    []int32 // distance from the sources; unseen where flow cannot reach
	next     []uint32
	queue    []uint32
	path     []uint32 // links
	kind     []uint8
}

const (
	unseen = -1

	inner  = 0
	source = 1
	sink   = 2
)

func (f *flow) reset(s *streets, sources, sinks []uint32) {
	n := s.count()
	f.residual = append(f.residual[:0], s.size...)
	f.level = sized(f.level, n)
	f.next = sized(f.next, n)
	f.kind = sized(f.kind, n)
	clear(f.kind)
	for _, v := range sources {
		f.kind[v] = source
	}
	for _, v := range sinks {
		f.kind[v] = sink
	}
}

// sized gives a slice a length, keeping its memory where that suffices. What it holds is anything.
func sized[T any](slice []T, length int) []T {
	if cap(slice) < length {
		return make([]T, length+length/4)[:length]
	}
	return slice[:length]
}

// run pushes as much as the links carry from sources to sinks. It gives up, with false, once that is limit or more.
func (f *flow) run(s *streets, sources, sinks []uint32, limit int) (int, bool) {
	f.reset(s, sources, sinks)
	total := 0
	for f.levels(s, sources) {
		copy(f.next, s.first)
		for _, v := range sources {
			for pushed := f.augment(s, v); pushed > 0; pushed = f.augment(s, v) {
				if total += pushed; total >= limit {
					return total, false
				}
			}
		}
	}
	return total, true
}

// levels measures how far junctions are from the sources, until it meets a sink.
func (f *flow) levels(s *streets, sources []uint32) bool {
	for v := range f.level {
		f.level[v] = unseen
	}
	f.queue = f.queue[:0]
	for _, v := range sources {
		f.level[v] = 0
		f.queue = append(f.queue, v)
	}
	for i := 0; i < len(f.queue); i++ {
		v := f.queue[i]
		for link := s.first[v]; link < s.first[v+1]; link++ {
			w := s.head[link]
			if f.level[w] != unseen || f.residual[link] == 0 {
				continue
			}
			f.level[w] = f.level[v] + 1
			if f.kind[w] == sink {
				return true
			}
			f.queue = append(f.queue, w)
		}
	}
	return false
}

// augment finds one path from v that climbs level by level to a sink, fills it and tells with how much; 0 if there is none left.
func (f *flow) augment(s *streets, v uint32) int {
	f.path = f.path[:0]
	for {
		if f.kind[v] == sink {
			return f.fill(s)
		}
		if link, ok := f.ahead(s, v); ok {
			f.path = append(f.path, link)
			v = s.head[link]
			continue
		}
		if len(f.path) == 0 {
			return 0
		}
		last := f.path[len(f.path)-1]
		f.path = f.path[:len(f.path)-1]
		v = s.head[s.back[last]]
		f.next[v]++
	}
}

// ahead is the next link of v that leads a level further.
func (f *flow) ahead(s *streets, v uint32) (uint32, bool) {
	for link := f.next[v]; link < s.first[v+1]; link++ {
		if w := s.head[link]; f.residual[link] > 0 && f.level[w] == f.level[v]+1 {
			f.next[v] = link
			return link, true
		}
	}
	f.next[v] = s.first[v+1]
	return 0, false
}

func (f *flow) fill(s *streets) int {
	pushed := f.residual[f.path[0]]
	for _, link := range f.path {
		pushed = min(pushed, f.residual[link])
	}
	for _, link := range f.path {
		f.residual[link] -= pushed
		f.residual[s.back[link]] += pushed
	}
	return int(pushed)
}

// reach marks the junctions that flow can still reach from the sources, or those that can still reach the sinks when backwards, and
// counts them. After a complete run they are one side of a minimum cut: the nearest to where they are counted from.
func (f *flow) reach(s *streets, from []uint32, side []bool, backwards bool) int {
	clear(side)
	f.queue = append(f.queue[:0], from...)
	for _, v := range from {
		side[v] = true
	}
	for i := 0; i < len(f.queue); i++ {
		v := f.queue[i]
		for link := s.first[v]; link < s.first[v+1]; link++ {
			left := f.residual[link]
			if backwards {
				left = f.residual[s.back[link]]
			}
			if w := s.head[link]; left > 0 && !side[w] {
				side[w] = true
				f.queue = append(f.queue, w)
			}
		}
	}
	return len(f.queue)
}
