package site

import (
	"slices"
	"strings"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

// restaurantPage is a restaurant with its menu, and the visitor's basket beside it.
type restaurantPage struct {
	frame
	card
	ID          int64
	Description string
	Banner      string
	Address     string
	Telephone   string
	Hours       []hours
	Sections    []section
	Cart        *basket // nil: no basket yet
	Other       string  // name of the restaurant whose dishes the basket holds
	Hub         *shop.Hub
}

func (*restaurantPage) template() string { return "restaurant" }

// hours is one line of opening hours.
type hours struct {
	Days         []time.Weekday
	Opens, Close string
}

type section struct {
	ID          int64
	Name, About string
	Dishes      []dish
}

// dish is a product as it is offered.
type dish struct {
	ID        int64
	Code      string
	Name      string
	About     string
	Image     string
	Price     money.Amount
	SoldOut   bool
	Allergens []string
	Diets     []string
	Options   []option
}

// option is a choice of a dish: one value when Single, else any of them up to Most (0: all).
type option struct {
	ID     int64
	Name   string
	Single bool
	Least  int64
	Most   int64
	Values []value
}

type value struct {
	Code, Name string
	Price      money.Amount
}

func (f *face) restaurant(c *web.Call) error {
	p, err := f.restaurantPage(c)
	if err != nil {
		return err
	}
	if p.Link != c.R.URL.Path {
		f.redirect(c, p.Link)
		return nil
	}
	return f.show(c, 200, p)
}

func (f *face) restaurantPage(c *web.Call) (*restaurantPage, error) {
	number, _, _ := strings.Cut(c.Path("name"), "-")
	id, err := web.ParseID(number)
	if err != nil {
		return nil, err
	}
	p := &restaurantPage{frame: f.frame(c)}
	var v shop.View
	var pace shop.Pace
	err = f.read(c, func(tx *db.Tx) (err error) {
		if v, err = loadOpenView(tx, id); err != nil {
			return err
		}
		if p.Sections, err = sectionsOf(tx, v.Restaurant); err != nil {
			return err
		}
		if pace, err = order.PaceOf(tx, 0); err != nil {
			return err
		}
		if p.Hub, err = openHub(tx, v.HubID); err != nil {
			return err
		}
		return p.addBasket(tx, v.ID)
	})
	if err != nil {
		return nil, err
	}
	ways, err := f.ways(c, []shop.View{v}, p.Here)
	if err != nil {
		return nil, err
	}
	p.describe(v, cardOf(v, pace, ways[0]))
	return p, nil
}

// loadOpenView reads a restaurant that the public may see, or that is the visitor's own.
func loadOpenView(tx *db.Tx, id int64) (shop.View, error) {
	r, err := shop.LoadRestaurant(tx, id)
	if err != nil {
		return shop.View{}, err
	}
	if !r.Enabled && shop.MayEdit(tx, r.ID) != nil {
		return shop.View{}, fail.New(fail.NotFound, "row.not_found")
	}
	return shop.ViewOf(tx, r)
}

func (p *restaurantPage) describe(v shop.View, x card) {
	p.card, p.ID, p.Title = x, v.ID, v.Name
	p.Description, p.Banner, p.Telephone = string(v.Description), string(v.BannerImage), string(v.Telephone)
	p.Address = v.Address.StreetAddress
	for _, rule := range v.Method(shop.Delivery).OpeningHours {
		p.Hours = append(p.Hours, hours{Days: rule.Days, Opens: rule.Opens(), Close: rule.Closes()})
	}
}

// addBasket puts the visitor's basket beside the menu when it is of this restaurant, or of others that sell together with it; else it tells whose dishes would be lost.
func (p *restaurantPage) addBasket(tx *db.Tx, restaurantID int64) error {
	b, err := heldBasket(tx, p.frame)
	if err != nil || b == nil {
		return err
	}
	if b.ShopID == restaurantID || p.Hub != nil && b.HubID == p.Hub.ID {
		p.Cart = b
	} else if len(b.Lines) > 0 {
		p.Other = b.Shop
	}
	return nil
}

// sectionsOf reads the menu of the moment. No menu is an empty one.
func sectionsOf(tx *db.Tx, r shop.Restaurant) ([]section, error) {
	menu, err := shop.MenuOf(tx, r)
	if fail.Is(err, fail.NotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var list []section
	for _, s := range menu.Sections {
		if !s.Enabled {
			continue
		}
		out := section{ID: s.ID, Name: s.Name, About: string(s.Description)}
		for _, item := range s.Items {
			out.Dishes = append(out.Dishes, dishOf(item))
		}
		if len(out.Dishes) > 0 {
			list = append(list, out)
		}
	}
	return list, nil
}

func dishOf(item shop.Item) dish {
	d := dish{
		ID: item.ID, Code: item.Code, Name: item.Name, About: string(item.Description), Price: item.Default.Price,
		SoldOut: !item.Enabled || item.Default.ID == 0, Allergens: item.Allergens.V, Diets: item.Diets.V,
	}
	for _, image := range item.Images.V {
		if image.Blob != "" && (d.Image == "" || image.Ratio == "1:1") {
			d.Image = image.Blob
		}
	}
	own := map[int64]bool{}
	for _, o := range item.Options {
		for _, v := range o.Values {
			own[v.ID] = true
		}
	}
	for _, o := range item.Options {
		if out := optionOf(o, own); len(out.Values) > 0 {
			d.Options = append(d.Options, out)
		}
	}
	return d
}

// optionOf leaves out the values that wait for another one of the same dish; own are all that the dish has.
func optionOf(o shop.OptionTree, own map[int64]bool) option {
	out := option{ID: o.ID, Name: o.Name, Single: !o.Additional}
	if o.RangeLower != nil && o.Additional {
		out.Least = *o.RangeLower
	}
	if o.RangeUpper != nil && o.Additional {
		out.Most = *o.RangeUpper
	}
	for _, v := range o.Values {
		if v.Enabled && !slices.ContainsFunc(v.DependsOn.V, func(id int64) bool { return own[id] }) {
			out.Values = append(out.Values, value{Code: v.Code, Name: v.Value, Price: o.Charge(v)})
		}
	}
	return out
}
