package dialect

import (
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/store"
	"pignon.coop/internal/web"
)

func (f *face) packageSetEndpoints() []web.Endpoint {
	admin := web.Needs(authz.Admin)
	return []web.Endpoint{
		{Pattern: "GET /api/package_sets", Access: admin, Serve: f.packageSets},
		{Pattern: "POST /api/package_sets", Access: admin, Serve: f.addPackageSet},
		{Pattern: "GET /api/package_sets/{id}", Access: web.Needs(authz.User), Serve: noItem},
		{Pattern: "GET /api/package_sets/{id}/applications", Access: web.Needs(authz.User), Serve: f.packageSetApplications},
		{Pattern: "DELETE /api/package_sets/{id}", Access: web.Needs(authz.User), Serve: f.deletePackageSet},
		{Pattern: "GET /api/packages/{id}", Access: web.Needs(authz.User), Serve: f.packageItem},
	}
}

// noItem answers for what has a path but cannot be read by itself.
func noItem(*web.Call) error { return fail.New(fail.NotFound, "row.not_found") }

func packageSetObject(s store.PackageSet) *Object {
	return Obj("@id", iri("package_sets", s.ID), "@type", "PackageSet", "id", s.ID, "name", s.Name)
}

func (f *face) packageSets(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	found, err := worked(c, f.read, func(tx *db.Tx) (org.Page[store.PackageSet], error) {
		return store.ListPackageSets(tx, p.Size, p.Offset())
	})
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, s := range found.Rows {
		members = append(members, packageSetObject(s))
	}
	return f.list(c, http.StatusOK, collection{Context: "PackageSet", Members: members, Total: found.Total, Page: p})
}

func (f *face) addPackageSet(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	name, err := b.text("name")
	if err != nil {
		return err
	}
	s, err := worked(c, f.change, func(tx *db.Tx) (store.PackageSet, error) {
		return store.AddPackageSet(tx, store.AddPackageSetIn{Name: name})
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "PackageSet", packageSetObject(s))
}

func (f *face) deletePackageSet(c *web.Call) error {
	return f.remove(c, func(tx *db.Tx, id int64) error { return store.DeletePackageSet(tx, store.DeletePackageSetIn{ID: id}) })
}

func (f *face) packageSetApplications(c *web.Call) error {
	users, err := storeRead(f, c, store.SetApplications)
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, u := range users {
		o, err := f.application(u.Kind, u.Name, u.ID)
		if err != nil {
			return err
		}
		members = append(members, o)
	}
	return f.list(c, http.StatusOK, collection{Context: "PackageSet", Members: members, Total: len(members)})
}

// application is something that uses a price list or a package set. A form has no name but its public id.
func (f *face) application(kind, name string, id int64) (o *Object, err error) {
	if kind == "DeliveryForm" {
		name, err = delivery.ShortID(f.house.Settings().PublicIDSalt, delivery.FormIDLength, id)
	}
	return Obj("entity", userClasses[kind], "name", name, "id", id), err
}

func (f *face) packageItem(c *web.Call) error {
	p, err := storeRead(f, c, store.LoadPackage)
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Package", Obj("@id", iri("packages", p.ID), "@type", "Package", "name", p.Name, "volumeUnits", p.AverageVolume,
		"packageSet", iri("package_sets", p.PackageSetID)))
}
