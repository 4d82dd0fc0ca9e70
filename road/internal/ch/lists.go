package ch

import "slices"

// lists holds a list of links for every node. The lists lie in pieces of memory, none across two of them. One that outgrows its room
// moves to the last piece; when too much is left behind, all of them move together.
type lists struct {
	spans  []span
	pieces [][]link
	used   int // links in all lists
	room   int // links that the pieces have room for
}

// span says where a list is. Its place is the number of its piece, times pieceSize, and where it begins there.
type span struct{ place, length, room uint32 }

// pieceSize is how many links a piece has room for at most, but for one that a longer list has for itself.
const (
	pieceShift = 18
	pieceSize  = 1 << pieceShift
)

// newLists makes empty lists with room for so many links each.
func newLists(room []uint32) lists {
	l := lists{spans: make([]span, len(room))}
	for node, wanted := range room {
		l.spans[node] = l.take(wanted)
	}
	return l
}

// take makes an empty list at the end of the last piece, or in a new one.
func (l *lists) take(room uint32) span {
	if !l.fits(room) {
		size := max(int(room), min(pieceSize, l.room/4+64))
		l.pieces = append(l.pieces, make([]link, 0, size))
		l.room += size
	}
	last := len(l.pieces) - 1
	piece := &l.pieces[last]
	at := len(*piece)
	*piece = (*piece)[:at+int(room)]
	return span{place: uint32(last<<pieceShift + at), room: room}
}

// fits tells whether the last piece has room left for so many links.
func (l *lists) fits(room uint32) bool {
	last := len(l.pieces) - 1
	return last >= 0 && len(l.pieces[last])+int(room) <= cap(l.pieces[last])
}

func (l *lists) of(node uint32) []link {
	s := &l.spans[node]
	return l.at(*s)[:s.length]
}

// at is all the room of a list.
func (l *lists) at(s span) []link {
	if s.room == 0 {
		return nil
	}
	at := s.place % pieceSize
	return l.pieces[s.place>>pieceShift][at : at+s.room]
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
	if s := &l.spans[node]; s.length == s.room {
		l.widen(node)
	}
	s := &l.spans[node]
	l.at(*s)[s.length] = added
	s.length++
	l.used++
}

// widen gives a list more room.
func (l *lists) widen(node uint32) {
	room := l.spans[node].room
	room += max(2, room/2)
	if !l.fits(room) && l.used < l.room/4*3 {
		l.compact()
	}
	wider, old := l.take(room), l.of(node)
	wider.length = uint32(copy(l.at(wider), old))
	l.spans[node] = wider
}

// compact moves all lists together, in the order in which they lie, and leaves them no more room than they need.
func (l *lists) compact() {
	var order []uint64 // place and node
	for node, s := range l.spans {
		if s.length > 0 {
			order = append(order, uint64(s.place)<<32|uint64(node))
		} else {
			l.spans[node] = span{}
		}
	}
	slices.Sort(order)
	old, done := l.pieces, uint32(0)
	l.pieces, l.room = nil, 0
	for _, o := range order {
		s := &l.spans[uint32(o)]
		number, at := s.place>>pieceShift, s.place%pieceSize
		for ; done < number; done++ {
			old[done] = nil
		}
		moved := l.take(s.length)
		moved.length = uint32(copy(l.at(moved), old[number][at:at+s.length]))
		*s = moved
	}
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
