package dialect

import (
	"net/http"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/web"
)

func (f *face) customerEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/customers/{id}", Access: web.Needs(authz.User), Serve: f.customer},
		{Pattern: "PUT /api/customers/{id}", Access: web.Needs(authz.User), Serve: f.changeCustomer},
		{Pattern: "GET /api/customers/{id}/insights", Access: web.Needs(authz.Admin), Serve: f.customerInsights},
	}
}

// customerObject is a customer as orders and their own page show them; username is empty for a guest.
func customerObject(c account.Customer, username string) *Object {
	return Obj("@id", iri("customers", c.ID), "@type", "Customer", "email", c.Email, "phoneNumber", c.Telephone, "telephone", c.Telephone,
		"username", org.Text(username), "fullName", c.FullName())
}

func (f *face) customer(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var found account.Customer
	var u account.User
	err = f.read(c, func(tx *db.Tx) (err error) {
		if found, err = account.OpenCustomer(tx, id); err != nil {
			return err
		}
		u, _, err = account.UserOfCustomer(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "Customer", customerObject(found, u.Username))
}

func (f *face) changeCustomer(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if err := f.changeTelephone(c, account.ChangeTelephoneIn{CustomerID: id}); err != nil {
		return err
	}
	return f.customer(c)
}

func (f *face) customerInsights(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var in account.Insights
	err = f.read(c, func(tx *db.Tx) (err error) {
		in, err = account.InsightsOf(tx, id)
		return err
	})
	if err != nil {
		return err
	}
	return f.write(c, http.StatusOK, computed(c, "CustomerInsightsDto", Obj("averageOrderTotal", in.AverageTotal, "firstOrderedAt", f.at(in.First.Time), "lastOrderedAt", f.at(in.Last.Time), "numberOfOrders", in.Orders,
		"favoriteRestaurant", maybeIRI("restaurants", in.Favourite))))
}
