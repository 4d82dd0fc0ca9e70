package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// ShopCard is a shop in a list: what a customer must know to choose it.
type ShopCard struct {
	ID          int64        `json:"id"`
	Name        string       `json:"name"`
	Path        string       `json:"path" doc:"Its page on this server"`
	Type        string       `json:"type" doc:"Last word of its schema.org type"`
	TypeName    string       `json:"typeName" doc:"In the caller's language"`
	Food        bool         `json:"food"`
	Description string       `json:"description"`
	Cuisines    []string     `json:"cuisines" doc:"In the caller's language"`
	Categories  []string     `json:"categories" enum:"exclusive,featured,zero_waste"`
	Badges      []string     `json:"badges" enum:"exclusive,zero-waste,edenred,vytal,new,promotion"`
	Image       *string      `json:"image" doc:"Path on this server"`
	BannerImage *string      `json:"bannerImage"`
	Address     Place        `json:"address"`
	Open        bool         `json:"open"`
	NextOpening span.Instant `json:"nextOpening" doc:"null when it does not open in the next 8 days"`
	Delivers    string       `json:"delivers" enum:"now,later,no" doc:"now: today; no: the address is too far, or nothing is free within seven days. Without an address distance does not count"`
	Delivery    *Ahead       `json:"delivery" doc:"The first time at which it can be delivered"`
	Collection  *Ahead       `json:"collection" doc:"The first time at which it can be collected"`
	Distance    *int64       `json:"distance" doc:"Metres by road to the address that was asked for"`
	Fee         *int64       `json:"fee" doc:"What delivery costs, in minor units; null when it depends on the order"`
	Minimum     int64        `json:"minimum" doc:"Least total of the items for a delivery, in minor units"`
}

// Ahead is a window of time seen from now.
type Ahead struct {
	Window
	Today bool `json:"today"`
	Fast  bool `json:"fast" doc:"Within three quarters of an hour"`
	InMin int  `json:"inMin" doc:"Minutes from now to its start, rounded up to five"`
	InMax int  `json:"inMax" doc:"And to its end"`
}

// Shop is one shop with its menu, as the storefront and the restaurant's screen show it.
type Shop struct {
	ShopCard
	Version   int64         `json:"version" doc:"Edits may name it"`
	State     string        `json:"state" enum:"normal,rush,pledge"`
	Enabled   bool          `json:"enabled"`
	Telephone *string       `json:"telephone"`
	Website   *string       `json:"website"`
	Methods   []ShopMethod  `json:"methods"`
	Closings  []Closing     `json:"closings" doc:"Closures that are not over yet"`
	MenuID    *int64        `json:"menuId" doc:"The active menu"`
	Menu      []MenuSection `json:"menu" doc:"Sections of the active menu; customers see only those that are switched on"`
	Can       []string      `json:"can" enum:"order,edit,close,reopen,rush,calm" doc:"What the caller may do now"`
}

// ShopMethod is a way in which orders reach customers.
type ShopMethod struct {
	Type          string   `json:"type" enum:"delivery,collection"`
	Enabled       bool     `json:"enabled"`
	OpeningHours  []string `json:"openingHours" doc:"\"Mo-Fr 11:30-14:30\""`
	Behavior      string   `json:"behavior" enum:"asap,time_slot"`
	MinimumAmount int64    `json:"minimumAmount" minimum:"0" doc:"Minor units"`
	DelayMinutes  int64    `json:"delayMinutes" minimum:"0" doc:"Notice that the kitchen wants"`
	PreOrdering   bool     `json:"preOrdering" doc:"Whether other days than today can be chosen"`
	RangeDuration int64    `json:"rangeDuration" minimum:"1" maximum:"60" doc:"Minutes"`
}

// Closing is a time in which a shop is closed by exception.
type Closing struct {
	ID     int64        `json:"id"`
	From   span.Instant `json:"from"`
	To     span.Instant `json:"to"`
	Reason string       `json:"reason"`
}

// ShopList is every shop that is open to the public, the soonest delivery first.
type ShopList struct {
	Shops []ShopCard `json:"shops"`
}

func (f *face) shopRoutes() {
	register(f, web.Public, huma.Operation{Method: "GET", Path: "/v1/shops", Summary: "Shops, and whether they deliver to an address now or later"}, f.shops)
	register(f, web.Public, huma.Operation{Method: "GET", Path: "/v1/shops/{id}", Summary: "One shop with its menu"}, f.shop)
	register(f, web.Known, huma.Operation{Method: "PATCH", Path: "/v1/shops/{id}", Summary: "Change a shop"}, f.changeShop)
	register(f, web.Known, huma.Operation{Method: "POST", Path: "/v1/shops/{id}/closing", Summary: "Close a shop, for today unless said otherwise"}, f.closeShop)
	register(f, web.Known, huma.Operation{Method: "DELETE", Path: "/v1/shops/{id}/closing", Summary: "Take back every closure that is in force now"}, f.openShop)
	register(f, web.Known, huma.Operation{Method: "DELETE", Path: "/v1/closings/{id}", Summary: "Take back one closure", DefaultStatus: http.StatusNoContent}, f.dropClosing)
}

// answer is a body.
type answer[T any] struct{ Body T }

// PathID is the id in a path.
type PathID struct {
	ID int64 `path:"id" minimum:"1"`
}

type nearIn struct {
	Lat float64 `query:"lat" minimum:"-90" maximum:"90" doc:"Degrees; with lng, where to deliver"`
	Lng float64 `query:"lng" minimum:"-180" maximum:"180"`
}

func (f *face) shops(ctx context.Context, who authz.Actor, in *nearIn) (*answer[ShopList], error) {
	var views []shop.View
	var pace shop.Pace
	err := f.read(ctx, who, func(tx *db.Tx) error {
		list, err := shop.ListRestaurants(tx)
		if err != nil {
			return err
		}
		if pace, err = f.pace(tx); err != nil {
			return err
		}
		views, err = shop.ViewsOf(tx, list)
		return err
	})
	if err != nil {
		return nil, err
	}
	ways, err := f.ways(ctx, views, geo.At(in.Lat, in.Lng))
	if err != nil {
		return nil, err
	}
	shop.SortBySlot(views, pace)
	out := ShopList{Shops: []ShopCard{}}
	for _, v := range views {
		out.Shops = append(out.Shops, f.card(f.words(ctx), v, seen{pace: pace, way: ways[v.ID]}))
	}
	return &answer[ShopList]{out}, nil
}

// way leads from a shop to the customer.
type way struct {
	shop.Way
	seconds int
}

// ways asks for the ways to a place, in one question; none when there is no place.
func (f *face) ways(ctx context.Context, views []shop.View, to geo.Point) (map[int64]*way, error) {
	found := map[int64]*way{}
	if to.IsZero() || len(views) == 0 {
		return found, nil
	}
	from := []geo.Point{}
	for _, v := range views {
		from = append(from, v.Address.Point())
	}
	table, err := f.house.Planner().Table(ctx, from, []geo.Point{to})
	if err != nil {
		return nil, err
	}
	for i, v := range views {
		metres, seconds := table.At(i, 0)
		found[v.ID] = &way{Way: shop.Way{Distance: float64(metres), Dropoff: to}, seconds: seconds}
	}
	return found, nil
}

func (f *face) pace(tx *db.Tx) (shop.Pace, error) {
	if f.house.Pace == nil {
		return shop.Pace{}, nil
	}
	return f.house.Pace(tx)
}

// words are those of the caller's language.
func (f *face) words(ctx context.Context) *locale.Printer {
	r, _ := ctx.Value(requestKey{}).(*http.Request)
	return f.house.WordsFor(r)
}

func (f *face) shop(ctx context.Context, who authz.Actor, in *PathID) (*answer[Shop], error) {
	var out Shop
	err := f.read(ctx, who, func(tx *db.Tx) (err error) {
		out, err = f.snapshot(ctx, tx, in.ID)
		return hidden(err)
	})
	return &answer[Shop]{out}, err
}

// hidden makes what the caller may not see look as if it did not exist.
func hidden(err error) error {
	if fail.Is(err, fail.Forbidden) || fail.Is(err, fail.Unauthenticated) {
		return fail.New(fail.NotFound, "row.not_found")
	}
	return err
}

// snapshot is a shop as the caller may see it.
func (f *face) snapshot(ctx context.Context, tx *db.Tx, id int64) (Shop, error) {
	v, err := shop.LoadView(tx, id)
	if err != nil {
		return Shop{}, err
	}
	pace, err := f.pace(tx)
	if err != nil {
		return Shop{}, err
	}
	mayEdit := shop.MayEdit(tx, id) == nil
	out := Shop{
		ShopCard: f.card(f.words(ctx), v, seen{pace: pace}), Version: v.Version, State: string(v.State), Enabled: v.Enabled,
		Telephone: textOrNull(v.Telephone), Website: textOrNull(v.Website), Methods: methodsOf(v.Restaurant), Closings: []Closing{}, MenuID: v.MenuID,
		Menu: []MenuSection{}, Can: can(v, mayEdit),
	}
	for _, c := range v.Closings {
		out.Closings = append(out.Closings, Closing{ID: c.ID, From: c.StartsAt, To: c.EndsAt, Reason: string(c.Reason)})
	}
	if v.MenuID == nil {
		return out, nil
	}
	menu, err := shop.MenuOf(tx, v.Restaurant)
	for _, s := range menu.Sections {
		if s.Enabled || mayEdit {
			out.Menu = append(out.Menu, sectionOf(s, mayEdit))
		}
	}
	return out, err
}

func can(v shop.View, mayEdit bool) []string {
	list := []string{}
	if v.Enabled && v.State != shop.Pledge {
		list = append(list, "order")
	}
	if !mayEdit {
		return list
	}
	list = append(list, "edit", "close")
	if slices.ContainsFunc(v.Closings, func(c shop.ClosingRule) bool { return c.Closed(v.Zone).Contains(v.Now.Time) }) {
		list = append(list, "reopen")
	}
	switch v.State {
	case shop.Normal:
		list = append(list, "rush")
	case shop.Rush:
		list = append(list, "calm")
	}
	return list
}

// seen is from where a shop is looked at.
type seen struct {
	pace shop.Pace
	way  *way // nil: nobody knows where to
}

func (f *face) card(words *locale.Printer, v shop.View, from seen) ShopCard {
	c := ShopCard{
		ID: v.ID, Name: v.Name, Path: v.Path(), Type: v.Type, TypeName: words.T("shop.type."+v.Type, nil), Food: v.IsFood(), Description: string(v.Description),
		Cuisines: []string{}, Categories: v.Categories(), Badges: v.Marks, Image: mediaPath(v.Image), BannerImage: mediaPath(v.BannerImage),
		Address: placeOf(v.Address), Open: v.IsOpen(), NextOpening: v.NextOpening(), Minimum: int64(v.Method(shop.Delivery).MinimumAmount), Fee: feeOf(v),
	}
	for _, cuisine := range v.Cuisines.V {
		if key := "cuisine." + cuisine; words.Has(key) {
			cuisine = words.T(key, nil)
		}
		c.Cuisines = append(c.Cuisines, cuisine)
	}
	slices.Sort(c.Cuisines)
	c.Collection = ahead(v, v.FirstRange(shop.Collection, from.pace))
	c.delivery(v, from)
	return c
}

// delivery says when the shop delivers, by the way that is known.
func (c *ShopCard) delivery(v shop.View, from seen) {
	basket := shop.BasketIn{Method: shop.Delivery, Pace: from.pace}
	reaches := v.Method(shop.Delivery).Enabled
	if from.way != nil {
		metres := int64(from.way.Distance)
		c.Distance = &metres
		basket.Shipping = time.Duration(from.way.seconds) * time.Second
		reaches = reaches && v.Delivers(from.way.Way)
	}
	if reaches {
		c.Delivery = ahead(v, v.Timetable(basket).First())
	}
	switch {
	case c.Delivery == nil:
		c.Delivers = "no"
	case c.Delivery.Today:
		c.Delivers = "now"
	default:
		c.Delivers = "later"
	}
}

// feeOf is what delivery costs when that does not depend on the order.
func feeOf(v shop.View) *int64 {
	if v.Contract == nil || v.Contract.VariableCustomerAmountEnabled {
		return nil
	}
	fee := int64(v.Contract.CustomerAmount)
	return &fee
}

func ahead(v shop.View, r span.Range) *Ahead {
	if r.IsZero() {
		return nil
	}
	a := shop.AheadOf(r, v.Now.Time, v.Zone)
	return &Ahead{Window: Window{From: r.From, To: r.To}, Today: a.Today, Fast: a.Fast, InMin: a.From, InMax: a.To}
}

func methodsOf(r shop.Restaurant) []ShopMethod {
	list := []ShopMethod{}
	for _, m := range r.Methods.V {
		list = append(list, ShopMethod{
			Type: string(m.Type), Enabled: m.Enabled, OpeningHours: m.OpeningHours.Strings(), Behavior: string(m.Behavior),
			MinimumAmount: int64(m.MinimumAmount), DelayMinutes: m.DelayMinutes, PreOrdering: m.PreOrdering, RangeDuration: m.RangeDuration,
		})
	}
	return list
}

func placeOf(a org.Address) Place {
	return Place{
		ID: a.ID, StreetAddress: a.StreetAddress, Name: textOrNull(a.Name), ContactName: textOrNull(a.ContactName), Telephone: textOrNull(a.Telephone),
		Description: textOrNull(a.Description), Lat: a.Lat, Lng: a.Lng,
	}
}

func textOrNull(t org.Text) *string {
	if t == "" {
		return nil
	}
	s := string(t)
	return &s
}

func mediaPath(blob org.Text) *string {
	if blob == "" {
		return nil
	}
	path := "/media/" + string(blob)
	return &path
}
