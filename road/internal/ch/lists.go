package ch

// lists holds a list of links for every node in one arena. A list that outgrows its room moves to the arena's end; when the arena is
// full of what such lists left behind, all of them move together.
type lists struct {
	spans []span
	arena []link
	used  int // links in all lists
}

type span struct{ first, length, room uint32 }

// newLists makes empty lists with room for so many links each.
func newLists(room []uint32) lists {
	l := lists{spans: make([]span, len(room))}
	total := uint32(0)
	for node, wanted := range room {
		l.spans[node] = span{first: total, room: wanted}
		total += wanted
	}
	l.arena = make([]link, total, total+total/4)
	return l
}

func (l *lists) of(node uint32) []link {
	s := &l.spans[node]
	return l.arena[s.first : s.first+s.length]
}

// find returns a node's link to a neighbour, nil where there is none. It is valid until the next push.
func (l *lists) find(node, neighbour uint32) *link {
	links := l.of(node)
	for i := range links {
		if links[i].node == neighbour {
			return &links[i]
		}
	}
	return nil
}

func (l *lists) push(node uint32, added link) {
	s := &l.spans[node]
	if s.length == s.room {
		l.move(s, s.room+max(2, s.room/2))
	}
	l.arena[s.first+s.length] = added
	s.length++
	l.used++
}

// move gives a list more room.
func (l *lists) move(s *span, room uint32) {
	if len(l.arena)+int(room) > cap(l.arena) && l.used < len(l.arena)/4*3 {
		l.compact()
	}
	first := uint32(len(l.arena))
	l.arena = append(l.arena, make([]link, room)...)
	copy(l.arena[first:], l.arena[s.first:s.first+s.length])
	s.first, s.room = first, room
}

// compact moves all lists together, in the order in which they lie, and leaves them no more room than they need.
func (l *lists) compact() {
	owner := make([]uint32, len(l.arena)) // where a list begins -> its node and 1
	for node := range l.spans {
		if s := &l.spans[node]; s.length > 0 {
			owner[s.first] = uint32(node) + 1
		} else {
			*s = span{}
		}
	}
	end := uint32(0)
	for _, node := range owner {
		if node == 0 {
			continue
		}
		s := &l.spans[node-1]
		copy(l.arena[end:], l.arena[s.first:s.first+s.length])
		s.first, s.room = end, s.length
		end += s.length
	}
	l.arena = l.arena[:end]
}

func (l *lists) drop(node, neighbour uint32) {
	links := l.of(node)
	for i := range links {
		if links[i].node == neighbour {
			links[i] = links[len(links)-1]
			l.spans[node].length--
			l.used--
			return
		}
	}
}
