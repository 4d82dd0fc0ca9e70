package dialect

import (
	"errors"
	"fmt"
	"net/http"

	"pignon.coop/internal/db"
	"pignon.coop/internal/order"
	"pignon.coop/internal/routing"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

func (f *face) orderTimingEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "GET /api/orders/{id}/timing", Access: proven(), Serve: f.cartTiming},
		{Pattern: "POST /api/orders/timing", Access: web.Public, Serve: f.draftTiming},
	}
}

func (f *face) cartTiming(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var t order.Timing
	err = f.routed(c, f.read, func(tx *db.Tx, legs *routing.Legs) (err error) {
		t, err = order.TimingOf(tx, legs, id)
		return err
	})
	if err != nil {
		return err
	}
	return f.plainJSON(c, http.StatusOK, f.timingObject(t))
}

// errUndo ends a unit of work that only wanted to know.
var errUndo = errors.New("this was only a question")

// draftTiming tells when a basket could be there that nobody keeps.
func (f *face) draftTiming(c *web.Call) error {
	in, err := f.createOrderIn(c)
	if err != nil {
		return err
	}
	var t order.Timing
	err = f.routed(c, f.change, func(tx *db.Tx, legs *routing.Legs) error {
		var err error
		if t, err = order.Draft(tx, legs, in); err != nil {
			return err
		}
		return errUndo
	})
	if !errors.Is(err, errUndo) {
		return err
	}
	return f.plainJSON(c, http.StatusOK, f.timingObject(t))
}

func diffOf(a shop.Ahead) string { return fmt.Sprintf("%d - %d", a.From, a.To) }
