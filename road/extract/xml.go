package extract

import (
	"context"
	"fmt"
	"io"
	"math"

	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmxml"
)

func readXML(ctx context.Context, r io.Reader) (x *Extract, err error) {
	// The XML scanner runs in this goroutine; whatever a hostile file does to it ends here.
	defer func() {
		if p := recover(); p != nil {
			x, err = nil, fmt.Errorf("%w (XML: %v)", ErrDamaged, p)
		}
	}()
	scanner := osmxml.New(ctx, r)
	defer scanner.Close()
	c := collector{x: &Extract{}, words: newWords()}
	for scanner.Scan() {
		if err := c.add(scanner.Object()); err != nil {
			return nil, err
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err := scanner.Err(); err != nil {
		return nil, fmt.Errorf("%w (XML: %w)", ErrDamaged, err)
	}
	return c.x, nil
}

// collector takes the scanner's objects into an extract.
type collector struct {
	x     *Extract
	words *words
}

func (c *collector) add(object osm.Object) error {
	switch o := object.(type) {
	case *osm.Node:
		return c.node(o)
	case *osm.Way:
		ids := make([]int64, len(o.Nodes))
		for i, n := range o.Nodes {
			ids[i] = int64(n.ID)
		}
		c.x.Ways = append(c.x.Ways, Way{ID: int64(o.ID), Tags: c.tags(o.Tags), Nodes: ids})
	case *osm.Relation:
		c.x.Relations = append(c.x.Relations, Relation{ID: int64(o.ID), Tags: c.tags(o.Tags), Members: c.members(o.Members)})
	}
	return nil
}

func (c *collector) node(o *osm.Node) error {
	p, ok := pointOf(int64(math.Round(o.Lat*1e7)), int64(math.Round(o.Lon*1e7)))
	if !ok {
		return fmt.Errorf("%w (node %d lies outside the world)", ErrDamaged, o.ID)
	}
	n := Node{ID: int64(o.ID), Point: p}
	c.x.Nodes = append(c.x.Nodes, n)
	if tags := c.tags(o.Tags); len(tags) > 0 {
		c.x.Tagged = append(c.x.Tagged, TaggedNode{Node: n, Tags: tags})
	}
	return nil
}

func (c *collector) tags(in osm.Tags) Tags {
	var out Tags
	for _, t := range in {
		if !dropped(t.Key) {
			out = append(out, Tag{Key: c.words.one(t.Key), Value: c.words.one(t.Value)})
		}
	}
	return out
}

func (c *collector) members(in osm.Members) []Member {
	out := make([]Member, 0, len(in))
	for _, m := range in {
		kind := KindNode
		switch m.Type {
		case osm.TypeWay:
			kind = KindWay
		case osm.TypeRelation:
			kind = KindRelation
		}
		out = append(out, Member{Kind: kind, ID: m.Ref, Role: c.words.one(m.Role)})
	}
	return out
}

// pointOf checks that a place is on Earth.
func pointOf(lat, lng int64) (Point, bool) {
	if lat < -90e7 || lat > 90e7 || lng < -180e7 || lng > 180e7 {
		return Point{}, false
	}
	return Point{Lat: int32(lat), Lng: int32(lng)}, true
}
