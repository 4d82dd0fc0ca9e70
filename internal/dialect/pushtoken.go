package dialect

import (
	"net/http"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/web"
)

func (f *face) pushTokenEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "POST /api/me/remote_push_tokens", Access: web.Needs(authz.User), Serve: f.addPushToken},
		{Pattern: "DELETE /api/me/remote_push_tokens/{token}", Access: web.Needs(authz.User), Serve: f.removePushToken},
	}
}

func (f *face) addPushToken(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	var in account.AddPushTokenIn
	if in.Platform, err = b.text("platform"); err != nil {
		return err
	}
	if in.Token, err = b.text("token"); err != nil {
		return err
	}
	var p account.PushToken
	err = f.change(c, func(tx *db.Tx) (err error) {
		p, err = account.AddPushToken(tx, in)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "RemotePushToken", Obj("@id", iri("remote_push_tokens", p.ID), "@type", "RemotePushToken",
		"user", iri("users", p.UserID), "platform", p.Platform, "token", p.Token, "createdAt", f.at(p.CreatedAt.Time)))
}

func (f *face) removePushToken(c *web.Call) error {
	err := f.change(c, func(tx *db.Tx) error { return account.RemovePushToken(tx, c.Path("token")) })
	if err != nil {
		return err
	}
	c.W.WriteHeader(http.StatusNoContent)
	return nil
}
