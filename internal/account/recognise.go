package account

import (
	"context"
	"slices"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// Accept says which proofs a path takes.
type Accept uint8

// The three classes of paths.
const (
	AcceptNone   Accept = iota // nothing is looked at: everybody is anonymous
	AcceptPerson               // a user's token and no other
	AcceptAll                  // a user, an integration, or a guest with a basket
)

// Proof is what a request carries.
type Proof struct {
	Accept Accept
	Bearer string // user token, API key, integration's token or cart token
	Cart   string // cart token beside a user token
	Player string // token of somebody invited to a group order
}

// Recognise tells who sends a request. No proof is anonymous, a proof that is wrong, too old, or not taken here is Unauthenticated:
// auth.token.invalid or auth.token.expired. The user is read anew each time, so what was taken away is gone at once.
func (d *Door) Recognise(ctx context.Context, p Proof) (who authz.Actor, err error) {
	if p.Accept == AcceptPerson {
		p.Cart, p.Player = "", ""
	}
	if p.Accept == AcceptNone || p.Bearer+p.Cart+p.Player == "" {
		return authz.Actor{}, nil
	}
	err = d.db.Read(ctx, authz.Actor{}, func(tx *db.Tx) error {
		who, err = d.recognise(tx, p)
		return err
	})
	return who, err
}

func (d *Door) recognise(tx *db.Tx, p Proof) (authz.Actor, error) {
	who, err := d.bearer(tx, p)
	if err != nil {
		return authz.Actor{}, err
	}
	if p.Cart != "" && (who.Kind == authz.Person || who.Kind == authz.Anonymous) {
		c, err := d.read(p.Cart)
		if err != nil {
			return authz.Actor{}, err
		}
		basket, err := guest(tx, c)
		if err != nil {
			return authz.Actor{}, err
		}
		if who.Kind == authz.Anonymous {
			who = basket
		}
		who.OrderID = basket.OrderID
	}
	if p.Player != "" {
		return d.player(tx, p.Player)
	}
	return who, nil
}

func (d *Door) bearer(tx *db.Tx, p Proof) (authz.Actor, error) {
	switch {
	case p.Bearer == "":
		return authz.Actor{}, nil
	case strings.HasPrefix(p.Bearer, "ak_"):
		if p.Accept != AcceptAll {
			return authz.Actor{}, badToken()
		}
		return keyed(tx, p.Bearer)
	}
	c, err := d.read(p.Bearer)
	switch {
	case err != nil:
		return authz.Actor{}, err
	case c.ofUser():
		return d.person(tx, c)
	case p.Accept == AcceptAll && c.ofApp():
		return app(tx, c)
	case p.Accept == AcceptAll && c.ofCart():
		return guest(tx, c)
	}
	return authz.Actor{}, badToken()
}

func (d *Door) person(tx *db.Tx, c claims) (authz.Actor, error) {
	u, ok, err := UserByName(tx, c.Username)
	if err != nil {
		return authz.Actor{}, err
	}
	if !ok || !u.Enabled || c.IssuedAt.Before(u.TokensFrom.Time) {
		return authz.Actor{}, fail.New(fail.Unauthenticated, "auth.user.gone")
	}
	return d.actor(tx, u)
}

func guest(tx *db.Tx, c claims) (authz.Actor, error) {
	id := c.orderID()
	if !c.ofCart() || id == 0 {
		return authz.Actor{}, badToken()
	}
	exists, err := orderExists(tx, id)
	if err != nil || !exists {
		return authz.Actor{}, orElse(err, badToken())
	}
	return authz.Actor{Kind: authz.Basket, OrderID: id}, nil
}

func (d *Door) player(tx *db.Tx, token string) (authz.Actor, error) {
	c, err := d.read(token)
	if err != nil {
		return authz.Actor{}, err
	}
	order, customer := lastID(c.Order, "/api/orders/"), lastID(c.Player, "/api/customers/")
	if !c.ofPlayer() || order == 0 || customer == 0 {
		return authz.Actor{}, badToken()
	}
	exists, err := orderExists(tx, order)
	if err != nil || !exists {
		return authz.Actor{}, orElse(err, badToken())
	}
	return authz.Actor{Kind: authz.Player, OrderID: order, CustomerID: customer}, nil
}

func app(tx *db.Tx, c claims) (authz.Actor, error) {
	a, ok, err := appByClient(tx, c.Audience[0])
	if err != nil {
		return authz.Actor{}, err
	}
	if !ok || !a.Active {
		return authz.Actor{}, badToken()
	}
	who := a.actor()
	for _, s := range c.Scopes {
		if slices.Contains(a.Scopes.V, authz.Scope(s)) {
			who.Scopes = append(who.Scopes, authz.Scope(s))
		}
	}
	return who, nil
}

func keyed(tx *db.Tx, key string) (authz.Actor, error) {
	a, ok, err := appByKey(tx, key)
	if err != nil {
		return authz.Actor{}, err
	}
	if !ok || !a.Active {
		return authz.Actor{}, badToken()
	}
	who := a.actor()
	who.ByKey = true
	return who, nil
}

func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
