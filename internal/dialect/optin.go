package dialect

import (
	"net/http"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/web"
)

func (f *face) optinEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/me/optin-consents", Access: web.Needs(authz.User), Serve: f.consents},
		{Pattern: "PUT /api/me/optin-consents", Access: web.Needs(authz.User), Serve: f.answerConsent},
	}
}

func (f *face) consents(c *web.Call) error {
	var list []account.Consent
	err := f.read(c, func(tx *db.Tx) (err error) {
		list, err = account.MyConsents(tx)
		return err
	})
	if err != nil {
		return err
	}
	return f.answerConsents(c, list)
}

func (f *face) answerConsent(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	var in account.AnswerConsentIn
	for key, dst := range map[string]any{"type": &in.Type, "accepted": &in.Accepted, "asked": &in.Asked} {
		if err := b.into(key, dst); err != nil {
			return err
		}
	}
	var list []account.Consent
	err = f.change(c, func(tx *db.Tx) (err error) {
		list, err = account.AnswerConsent(tx, in)
		return err
	})
	if err != nil {
		return err
	}
	return f.answerConsents(c, list)
}

func (f *face) answerConsents(c *web.Call, list []account.Consent) error {
	members := make([]*Object, len(list))
	for i, o := range list {
		members[i] = Obj("@id", iri("optin_consents", o.ID), "@type", "OptinConsent", "id", o.ID, "user", iri("users", o.UserID), "type", o.Type,
			"createdAt", f.at(o.CreatedAt.Time), "withdrawedAt", f.at(o.WithdrawnAt.Time), "accepted", o.Accepted, "asked", o.Asked)
	}
	return f.list(c, http.StatusOK, collection{Context: "OptinConsent", Members: members, Total: len(members)})
}
