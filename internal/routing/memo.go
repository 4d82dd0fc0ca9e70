package routing

import (
	"container/list"
	"encoding/binary"
	"sync"

	"pignon.coop/internal/geo"
)

// memo remembers the routes asked for last.
type memo struct {
	mu    sync.Mutex
	size  int
	order *list.List // of memoItem, the last used first
	items map[string]*list.Element
}

type memoItem struct {
	key   string
	route Route
}

func newMemo(size int) *memo {
	return &memo{size: size, order: list.New(), items: make(map[string]*list.Element)}
}

func memoKey(points []geo.Point) string {
	key := make([]byte, 0, 8*len(points))
	for _, p := range points {
		key = binary.LittleEndian.AppendUint32(key, uint32(p.Lat))
		key = binary.LittleEndian.AppendUint32(key, uint32(p.Lng))
	}
	return string(key)
}

func (m *memo) find(key string) (Route, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	element, ok := m.items[key]
	if !ok {
		return Route{}, false
	}
	m.order.MoveToFront(element)
	return element.Value.(memoItem).route, true
}

func (m *memo) keep(key string, route Route) {
	if m.size <= 0 {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if element, ok := m.items[key]; ok {
		element.Value = memoItem{key, route}
		return
	}
	m.items[key] = m.order.PushFront(memoItem{key, route})
	if m.order.Len() > m.size {
		last := m.order.Remove(m.order.Back()).(memoItem)
		delete(m.items, last.key)
	}
}
