package elevation

import "container/list"

// cache keeps the grids that were used last, up to a number of bytes, and always the very last one.
type cache struct {
	room   int
	recent *list.List // of entry, the last used in front
	byName map[string]*list.Element
}

type entry struct {
	name string
	grid grid
}

func newCache(bytes int) cache {
	return cache{room: bytes, recent: list.New(), byName: map[string]*list.Element{}}
}

func (c *cache) find(name string) (grid, bool) {
	e := c.byName[name]
	if e == nil {
		return grid{}, false
	}
	c.recent.MoveToFront(e)
	return e.Value.(entry).grid, true
}

func (c *cache) add(name string, g grid) {
	c.byName[name] = c.recent.PushFront(entry{name: name, grid: g})
	c.room -= len(g.data)
	for c.room < 0 && c.recent.Len() > 1 {
		old := c.recent.Remove(c.recent.Back()).(entry)
		delete(c.byName, old.name)
		c.room += len(old.grid.data)
	}
}
