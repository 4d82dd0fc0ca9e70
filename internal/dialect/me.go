package dialect

import (
	"net/http"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/web"
)

func (f *face) meEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/me", Access: web.Needs(authz.User, authz.APIApp), Serve: f.me},
		{Pattern: "DELETE /api/me", Access: web.Needs(authz.User), Serve: f.deleteMe},
		{Pattern: "POST /api/me/addresses", Access: web.Needs(authz.User), Serve: f.addMyAddress},
	}
}

func (f *face) me(c *web.Call) error {
	if c.Who.Kind == authz.App {
		return f.myApp(c)
	}
	o, err := f.openUser(c, c.Who.UserID)
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "User", o.Only("@id", "@type", "addresses", "username", "email", "roles", "telephone", "skills"))
}

func (f *face) myApp(c *web.Call) error {
	var a account.App
	err := f.read(c, func(tx *db.Tx) (err error) {
		a, err = account.LoadApp(tx, c.Who.AppID)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "ApiApp", Obj("@id", iri("api_apps", a.ID), "@type", "http://schema.org/SoftwareApplication",
		"store", maybeIRI("stores", a.StoreID), "shop", maybeIRI("restaurants", a.ShopID), "name", a.Name))
}

func (f *face) deleteMe(c *web.Call) error {
	err := f.change(c, func(tx *db.Tx) error { return account.DeleteMe(tx, f.house.Door.TokenNow()) })
	if err != nil {
		return err
	}
	c.W.WriteHeader(http.StatusNoContent)
	return nil
}

func (f *face) addMyAddress(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	fields, err := addressFields(b)
	if err != nil {
		return err
	}
	fields.ID = 0
	in, err := f.located(c.R.Context(), fields, false)
	if err != nil && !fail.Is(err, fail.Unavailable) {
		return err
	}
	var a org.Address
	err = f.change(c, func(tx *db.Tx) (err error) {
		a, err = account.AddMyAddress(tx, *in)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "Address", addressObject(a))
}
