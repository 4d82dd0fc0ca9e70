package dialect

import (
	"fmt"
	"net/http"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

// reaching keeps the restaurants that deliver to the place that ?coordinate names; all of them without it.
func (f *face) reaching(c *web.Call, views []shop.View) ([]shop.View, error) {
	text := c.Query("coordinate")
	if text == "" {
		return views, nil
	}
	place, err := placeOf(text)
	if err != nil {
		return nil, err
	}
	near := []shop.View{}
	for _, v := range views {
		ok, err := f.delivers(c, v, place)
		if err != nil {
			return nil, err
		}
		if ok {
			near = append(near, v)
		}
	}
	return near, nil
}

func placeOf(text string) (geo.Point, error) {
	p, err := geo.Parse(text)
	if err != nil {
		return geo.Point{}, fail.Wrap(err, fail.Invalid, "request.place", "value", text)
	}
	return p, nil
}

// delivers asks for the way by road, outside any unit of work.
func (f *face) delivers(c *web.Call, v shop.View, place geo.Point) (bool, error) {
	route, err := f.house.Planner().Route(c.R.Context(), []geo.Point{v.Address.Point(), place})
	if err != nil {
		return false, err
	}
	return v.Delivers(shop.Way{Distance: float64(route.Metres), Dropoff: place}), nil
}

func (f *face) canDeliver(c *web.Call) error {
	place, err := placeOf(c.Path("place"))
	if err != nil {
		return err
	}
	v, err := f.restaurantView(c)
	if err != nil {
		return err
	}
	ok, err := f.delivers(c, v, place)
	switch {
	case err != nil:
		return err
	case ok:
		return f.plainJSON(c, http.StatusOK, "yes")
	}
	return f.plainJSON(c, http.StatusBadRequest, "no")
}

func (f *face) restaurantTiming(c *web.Call) error {
	v, err := f.restaurantView(c)
	if err != nil {
		return err
	}
	var pace shop.Pace
	err = f.read(c, func(tx *db.Tx) (err error) {
		pace, err = f.pace(tx)
		return err
	})
	if err != nil {
		return err
	}
	info := func(m shop.Method) any {
		r := v.FirstRange(m, pace)
		if r.IsZero() {
			return nil
		}
		return f.timeInfo(c, shop.AheadOf(r, v.Now.Time, v.Zone))
	}
	return f.write(c, http.StatusOK, computed(c, "Timing", Obj("delivery", info(shop.Delivery), "collection", info(shop.Collection))))
}

// timeInfo says when something can be there, seen from now.
func (f *face) timeInfo(c *web.Call, a shop.Ahead) *Object {
	var window any
	if !a.Range.IsZero() {
		window = []any{f.at(a.Range.From.Time), f.at(a.Range.To.Time)}
	}
	return computed(c, "TimeInfo", Obj("range", window, "today", a.Today, "fast", a.Fast, "diff", fmt.Sprintf("%d - %d", a.From, a.To)))
}
