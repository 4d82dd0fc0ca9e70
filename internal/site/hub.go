package site

import (
	"slices"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

// hubPage lists the shops of a hub, which fill one basket.
type hubPage struct {
	frame
	Name    string
	Address string
	Shops   []card
}

func (*hubPage) template() string { return "hub" }

func (f *face) hub(c *web.Call) error {
	number, _, _ := strings.Cut(c.Path("name"), "-")
	id, err := web.ParseID(number)
	if err != nil {
		return err
	}
	p := &hubPage{frame: f.frame(c)}
	var v shop.HubView
	var pace shop.Pace
	err = f.read(c, func(tx *db.Tx) error {
		h, err := openHub(tx, &id)
		if err != nil || h == nil {
			return orMissing(err)
		}
		list, err := shop.ShopsOfHub(tx, h.ID)
		if err != nil {
			return err
		}
		shops, err := shop.ViewsOf(tx, list)
		if err != nil {
			return err
		}
		if v, err = shop.HubViewOf(tx, *h, shops); err != nil {
			return err
		}
		pace, err = order.PaceOf(tx, 0)
		return err
	})
	if err != nil {
		return err
	}
	if want := v.Path(); want != "/hub/"+c.Path("name") {
		f.redirect(c, want)
		return nil
	}
	ways, err := f.ways(c, v.Shops, p.Here)
	if err != nil {
		return err
	}
	p.Title, p.Name, p.Address = v.Name, v.Name, v.Address.StreetAddress
	for i, s := range v.Shops {
		p.Shops = append(p.Shops, cardOf(s, pace, ways[i]))
	}
	slices.SortStableFunc(p.Shops, sooner)
	return f.show(c, 200, p)
}

func orMissing(err error) error {
	if err != nil {
		return err
	}
	return fail.New(fail.NotFound, "row.not_found")
}

// openHub reads a hub that takes orders; nil when there is none.
func openHub(tx *db.Tx, id *int64) (*shop.Hub, error) {
	if id == nil {
		return nil, nil
	}
	h, err := shop.LoadHub(tx, *id)
	if fail.Is(err, fail.NotFound) || err == nil && !h.Enabled {
		return nil, nil
	}
	return &h, err
}
