package webhook

import (
	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/store"
)

// mayCreate: OAuth2 clients; no people and no keys.
func mayCreate(who authz.Actor) error {
	if who.Kind == authz.App && !who.ByKey {
		return nil
	}
	return refusal(who)
}

// mayUse: the client that made it.
func mayUse(who authz.Actor, w Webhook) error {
	if who.Kind == authz.App && !who.ByKey && who.AppID == w.AppID {
		return nil
	}
	return refusal(who)
}

// mayTend: people who look after an integration: administrators, and those who may act for its store.
func mayTend(tx *db.Tx, a account.App) error {
	if a.StoreID == nil {
		return tx.Who().Must(authz.Admin)
	}
	return store.MayEdit(tx, *a.StoreID)
}

func refusal(who authz.Actor) error {
	if !who.Known() {
		return fail.New(fail.Unauthenticated, "auth.required")
	}
	return fail.New(fail.Forbidden, "auth.forbidden")
}
