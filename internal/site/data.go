package site

import (
	"encoding/json"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/order"
	"pignon.coop/internal/web"
)

// ownData is what the co-op holds of a customer, as it gives it to them: readable by people and programs.
type ownData struct {
	Account   ownAccount `json:"account"`
	Addresses []ownPlace `json:"addresses"`
	Consents  []ownWord  `json:"consents"`
	Passkeys  []ownKey   `json:"passkeys"`
	Orders    []ownOrder `json:"orders"`
}

type (
	ownAccount struct {
		Username   string   `json:"username"`
		Email      string   `json:"email"`
		GivenName  string   `json:"givenName"`
		FamilyName string   `json:"familyName"`
		Telephone  string   `json:"telephone"`
		Language   string   `json:"language"`
		Roles      []string `json:"roles"`
		Since      string   `json:"since"`
	}
	ownPlace struct {
		Name        string `json:"name"`
		Street      string `json:"street"`
		Contact     string `json:"contact"`
		Telephone   string `json:"telephone"`
		Description string `json:"description"`
	}
	ownWord struct {
		About    string `json:"about"`
		Accepted bool   `json:"accepted"`
		Asked    bool   `json:"asked"`
	}
	ownKey struct {
		Name string `json:"name"`
		Made string `json:"made"`
	}
	ownOrder struct {
		Number string    `json:"number"`
		Shop   string    `json:"shop"`
		State  string    `json:"state"`
		Placed string    `json:"placed"`
		Notes  string    `json:"notes"`
		Items  []ownItem `json:"items"`
		Total  int64     `json:"total"` // minor units
	}
	ownItem struct {
		Name     string `json:"name"`
		Quantity int    `json:"quantity"`
		Total    int64  `json:"total"`
	}
)

const stamp = "2006-01-02T15:04:05Z07:00"

// takeAway gives a customer everything that the co-op holds of them, as a file.
func (f *face) takeAway(c *web.Call) error {
	out := ownData{Addresses: []ownPlace{}, Consents: []ownWord{}, Passkeys: []ownKey{}, Orders: []ownOrder{}}
	security, err := f.house.Door.SecurityOf(c.R.Context(), c.Who, "")
	if err != nil {
		return err
	}
	for _, k := range security.Passkeys {
		out.Passkeys = append(out.Passkeys, ownKey{k.Name, k.CreatedAt.UTC().Format(stamp)})
	}
	err = f.read(c, func(tx *db.Tx) error {
		p, err := account.OpenUser(tx, c.Who.UserID)
		if err != nil {
			return err
		}
		out.Account = accountOf(p)
		if err := out.addPersonal(tx, p.Customer.ID); err != nil {
			return err
		}
		return out.addOrders(tx, p.Customer.ID)
	})
	if err != nil {
		return err
	}
	c.W.Header().Set("Content-Type", "application/json; charset=utf-8")
	c.W.Header().Set("Content-Disposition", `attachment; filename="my-data.json"`)
	pretty := json.NewEncoder(c.W)
	pretty.SetIndent("", "  ")
	return pretty.Encode(out)
}

func accountOf(p account.Profile) ownAccount {
	a := ownAccount{Username: p.User.Username, Email: p.User.Email, GivenName: string(p.Customer.GivenName), FamilyName: string(p.Customer.FamilyName),
		Telephone: string(p.Customer.Telephone), Language: string(p.Customer.Language), Since: p.User.CreatedAt.UTC().Format(stamp)}
	for _, r := range p.User.AllRoles() {
		a.Roles = append(a.Roles, string(r))
	}
	return a
}

func (d *ownData) addPersonal(tx *db.Tx, customerID int64) error {
	book, err := account.AddressesOf(tx, customerID)
	if err != nil {
		return err
	}
	for _, a := range book {
		d.Addresses = append(d.Addresses, ownPlace{string(a.Name), a.StreetAddress, string(a.ContactName), string(a.Telephone), string(a.Description)})
	}
	consents, err := account.MyConsents(tx)
	for _, o := range consents {
		d.Consents = append(d.Consents, ownWord{o.Type, o.Accepted, o.Asked})
	}
	return err
}

func (d *ownData) addOrders(tx *db.Tx, customerID int64) error {
	page, err := order.List(tx, order.ListIn{CustomerID: customerID, WithoutCarts: true, Newest: true})
	if err != nil {
		return err
	}
	views, err := order.ViewOrders(tx, page.Rows)
	for _, v := range views {
		o := ownOrder{Number: string(v.Number), State: string(v.State), Placed: v.CreatedAt.UTC().Format(stamp), Notes: string(v.Notes), Items: []ownItem{}, Total: int64(v.Total)}
		if v.Shop != nil {
			o.Shop = v.Shop.Name
		}
		for _, i := range v.Items {
			o.Items = append(o.Items, ownItem{i.Name, int(i.Quantity), int64(i.Total)})
		}
		d.Orders = append(d.Orders, o)
	}
	return err
}
