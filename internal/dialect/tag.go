package dialect

import (
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/web"
)

func (f *face) tagEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/tags", Access: web.Needs(authz.Courier), Serve: f.tags},
		{Pattern: "GET /api/tags/{id}", Access: web.Needs(authz.User), Serve: f.tag},
	}
}

func tagObject(t org.Tag) *Object {
	return Obj("@id", iri("tags", t.ID), "@type", "Tag", "name", t.Name, "slug", t.Slug, "color", t.Color)
}

func (f *face) tags(c *web.Call) error {
	members := []*Object{}
	err := f.read(c, func(tx *db.Tx) error {
		list, err := org.ListTags(tx)
		for _, t := range list {
			members = append(members, tagObject(t))
		}
		return err
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Tag", Members: members, Total: len(members)})
}

func (f *face) tag(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var t org.Tag
	err = f.read(c, func(tx *db.Tx) (err error) {
		t, err = org.LoadTag(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Tag", tagObject(t))
}
