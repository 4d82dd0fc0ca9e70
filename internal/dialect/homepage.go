package dialect

import (
	"encoding/json"
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

func (f *face) homepageEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/ui/homepage", Access: web.Needs(authz.Admin), Serve: f.homepage},
		{Pattern: "PUT /api/ui/homepage", Access: web.Needs(authz.Admin), Serve: f.publishHomepage},
		{Pattern: "GET /api/ui/homepage/blocks", Access: web.Needs(authz.User), Serve: f.homepageBlocks},
		{Pattern: "PUT /api/ui/homepage/blocks", Access: web.Needs(authz.Admin), Serve: f.saveHomepage},
		{Pattern: "GET /api/ui/homepage/blocks/{id}", Access: web.Needs(authz.User), Serve: f.homepageBlock},
	}
}

func homepageBlockObject(b shop.HomepageBlock) *Object {
	return Obj("@id", iri("ui/homepage/blocks", b.ID), "@type", "Homepage", "type", b.Type, "data", b.Data.V)
}

// homepage tells whether the blocks are published.
func (f *face) homepage(c *web.Call) error {
	s, err := worked(c, f.read, org.LoadSettings)
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Homepage", Obj("@id", "/api/ui/homepage", "@type", "Homepage", "published", s.HomepagePublished))
}

func (f *face) publishHomepage(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	var published bool
	if err := b.into("published", &published); err != nil {
		return err
	}
	if b.has("published") {
		err := f.change(c, func(tx *db.Tx) error { return org.SaveSettings(tx, map[string]any{"homepage_published": published}) })
		if err != nil {
			return err
		}
	}
	return f.homepage(c)
}

func (f *face) homepageBlocks(c *web.Call) error {
	return f.listHomepage(c)(worked(c, f.read, shop.ListHomepageBlocks))
}

// listHomepage answers with the blocks that a unit of work gave.
func (f *face) listHomepage(c *web.Call) func([]shop.HomepageBlock, error) error {
	return func(blocks []shop.HomepageBlock, err error) error {
		if err != nil {
			return err
		}
		members := []*Object{}
		for _, b := range blocks {
			members = append(members, homepageBlockObject(b))
		}
		return f.list(c, http.StatusOK, collection{Context: "Homepage", Members: members, Total: len(members)})
	}
}

func (f *face) homepageBlock(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := worked(c, f.read, func(tx *db.Tx) (shop.HomepageBlock, error) { return shop.LoadHomepageBlock(tx, id) })
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Homepage", homepageBlockObject(b))
}

func (f *face) saveHomepage(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	var sent []struct {
		Type string          `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := b.into("blocks", &sent); err != nil {
		return err
	}
	blocks := make([]shop.HomepageBlockIn, len(sent))
	for i, s := range sent {
		blocks[i] = shop.HomepageBlockIn{Type: s.Type, Data: s.Data}
	}
	return f.listHomepage(c)(worked(c, f.change, func(tx *db.Tx) ([]shop.HomepageBlock, error) { return shop.SaveHomepage(tx, blocks) }))
}
