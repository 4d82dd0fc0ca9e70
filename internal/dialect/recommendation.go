package dialect

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

func (f *face) recommendationEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/orders/{id}/product_recommendations", Access: proven(), Serve: f.recommendForOrder},
		{Pattern: "GET /api/customers/{id}/recommendations", Access: web.Needs(authz.User), Serve: f.recommendForCustomer},
		{Pattern: "GET /api/products/{id}/recommendations", Access: web.Public, Serve: f.recommendForProduct},
	}
}

const (
	usualRecommendations = 5
	mostRecommendations  = 30
)

// recommend answers with the products that a unit of work finds for the thing of the path.
func (f *face) recommend(c *web.Call, ask func(*db.Tx, int64) (order.RecommendIn, error)) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var found []int64
	err = f.read(c, func(tx *db.Tx) error {
		in, err := ask(tx, id)
		if err != nil {
			return err
		}
		in.Limit = recommendationsIn(c.R.URL.Query())
		found, err = order.Recommend(tx, in)
		return err
	})
	if err != nil {
		return err
	}
	products := []string{}
	for _, id := range found {
		products = append(products, iri("products", id))
	}
	return f.write(c, http.StatusOK, computed(c, "Recommendation", Obj("products", products)))
}

func recommendationsIn(q url.Values) int64 {
	n, err := strconv.ParseInt(q.Get("n"), 10, 64)
	if err != nil || n < 1 {
		return usualRecommendations
	}
	return min(n, mostRecommendations)
}

// recommendForOrder: what others had beside what is in the basket, of the same restaurant.
func (f *face) recommendForOrder(c *web.Call) error {
	return f.recommend(c, func(tx *db.Tx, id int64) (order.RecommendIn, error) {
		v, err := order.ViewCart(tx, id)
		in := order.RecommendIn{}
		if err != nil || v.RestaurantID == nil {
			return in, err
		}
		in.RestaurantID = *v.RestaurantID
		for _, i := range v.Items {
			if i.ProductID != nil {
				in.Beside = append(in.Beside, *i.ProductID)
			}
		}
		return in, nil
	})
}

func (f *face) recommendForCustomer(c *web.Call) error {
	return f.recommend(c, func(tx *db.Tx, id int64) (order.RecommendIn, error) {
		q := c.R.URL.Query()
		in := order.RecommendIn{CustomerID: id, RestaurantID: relatedID("restaurants", q.Get("restaurant"))}
		for _, text := range slices.Concat(q["exclude[]"], q["exclude"]) {
			in.Without = append(in.Without, relatedID("products", text))
		}
		_, err := account.OpenCustomer(tx, id)
		return in, err
	})
}

// relatedID reads an IRI or a bare id; 0 for anything else.
func relatedID(collection, text string) int64 {
	if id := idOf(collection, text); id != 0 {
		return id
	}
	id, _ := strconv.ParseInt(text, 10, 64) // what is no number names nothing
	return id
}

func (f *face) recommendForProduct(c *web.Call) error {
	return f.recommend(c, func(tx *db.Tx, id int64) (order.RecommendIn, error) {
		p, err := shop.LoadProduct(tx, id)
		in := order.RecommendIn{Beside: []int64{id}}
		if err == nil && p.RestaurantID != nil {
			in.RestaurantID = *p.RestaurantID
		}
		return in, err
	})
}
