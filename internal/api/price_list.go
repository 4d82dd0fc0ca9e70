package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/web"
)

// PriceLists are all of a co-op.
type PriceLists struct {
	Lists []PriceList `json:"lists" doc:"By id"`
	Can   []string    `json:"can" doc:"edit"`
}

// PriceList is a list of rules by which deliveries are priced.
type PriceList struct {
	ID       int64           `json:"id"`
	Version  int64           `json:"version"`
	Name     string          `json:"name"`
	Strategy string          `json:"strategy" enum:"find,map" doc:"find: the first rule that holds is charged; map: all are"`
	Rules    []PriceListRule `json:"rules" doc:"In the order in which they are tried"`
	UsedBy   []PriceListUser `json:"usedBy"`
}

// PriceListUser is a store, a restaurant's contract or a form that uses a list.
type PriceListUser struct {
	Kind string `json:"kind" enum:"Store,Contract,DeliveryForm"`
	Name string `json:"name"`
}

// PriceListRule is a rule of a list.
type PriceListRule struct {
	ID         int64  `json:"id"`
	Name       string `json:"name" doc:"What customers read, empty for what the rule says by itself"`
	Says       string `json:"says" doc:"The rule in words"`
	Target     string `json:"target" enum:"DELIVERY,TASK,LEGACY_TARGET_DYNAMIC"`
	Expression string `json:"expression"`
	Price      string `json:"price"`
}

// PriceListBody is a list as somebody writes it.
type PriceListBody struct {
	Version  int64               `json:"version,omitempty" doc:"The one that was read; another one since is a conflict"`
	Name     string              `json:"name"`
	Strategy string              `json:"strategy"`
	Rules    []PriceListRuleBody `json:"rules" maxItems:"500"`
}

// PriceListRuleBody is one of its rules.
type PriceListRuleBody struct {
	ID         int64  `json:"id,omitempty" doc:"Of a rule that there is already"`
	Name       string `json:"name"`
	Target     string `json:"target"`
	Expression string `json:"expression"`
	Price      string `json:"price"`
}

// PriceTrialBody is a list that is being written and a delivery to try it on.
type PriceTrialBody struct {
	ID       int64         `json:"id,omitempty" doc:"Of a list that there is already"`
	List     PriceListBody `json:"list"`
	Metres   int64         `json:"metres" minimum:"0" maximum:"1000000"`
	Weight   *int64        `json:"weight,omitempty" minimum:"0" maximum:"1000000000" doc:"Grams"`
	Packages []TriedBox    `json:"packages,omitempty" maxItems:"50"`
	Dropoffs int           `json:"dropoffs" minimum:"1" maximum:"50"`
	To       *TriedPlace   `json:"to,omitempty" doc:"Where the drop-offs are"`
	From     *TriedPlace   `json:"from,omitempty" doc:"Where the pick-up is"`
	Window   *Window       `json:"window,omitempty" doc:"Of every stop"`
	ByHand   []TriedByHand `json:"byHand,omitempty" maxItems:"500"`
}

// TriedBox is so many packages of a kind, which are dropped at the first stop.
type TriedBox struct {
	Packed
	Volume int64 `json:"volume,omitempty" minimum:"0" maximum:"100000" doc:"Units that one of them takes at most"`
}

// TriedPlace is where stops are, for rules that speak of zones.
type TriedPlace struct {
	Lat float64 `json:"lat" minimum:"-90" maximum:"90"`
	Lng float64 `json:"lng" minimum:"-180" maximum:"180"`
}

// TriedByHand is a supplement.
type TriedByHand struct {
	Rule     int   `json:"rule" minimum:"0" doc:"Place of its rule in the list, from 0"`
	Quantity int64 `json:"quantity" minimum:"1" maximum:"1000000"`
}

// PriceTrial is what a delivery would cost.
type PriceTrial struct {
	Found  bool        `json:"found" doc:"Some rule gave a price"`
	Total  int64       `json:"total" doc:"Minor units"`
	Passes []PricePass `json:"passes" doc:"One for each stop, then one for the delivery as a whole"`
	Says   []string    `json:"says" doc:"The rules in words"`
}

type (
	priceListIn struct {
		PathID
		Body PriceListBody
	}
	newPriceListIn struct{ Body PriceListBody }
	priceTrialIn   struct{ Body PriceTrialBody }
)

func (f *face) priceListRoutes() {
	one := func(method, path, summary string) huma.Operation {
		return huma.Operation{Method: method, Path: path, Tags: []string{"prices"}, Summary: summary}
	}
	dispatchers, admins := web.Needs(authz.Dispatcher), web.Needs(authz.Admin)
	register(f, dispatchers, one(http.MethodGet, "/v1/price-lists", "All price lists, with what uses them"), f.priceLists)
	register(f, dispatchers, one(http.MethodPost, "/v1/price-lists/try", "What a delivery would cost by a list that is being written, and why; keeps nothing"), f.tryPriceList)
	made := one(http.MethodPost, "/v1/price-lists", "Add a price list")
	made.DefaultStatus = http.StatusCreated
	register(f, admins, made, func(ctx context.Context, who authz.Actor, in *newPriceListIn) (*answer[PriceList], error) {
		return f.savePriceList(ctx, who, 0, in.Body)
	})
	register(f, admins, one(http.MethodPut, "/v1/price-lists/{id}", "Change a price list"), func(ctx context.Context, who authz.Actor, in *priceListIn) (*answer[PriceList], error) {
		return f.savePriceList(ctx, who, in.ID, in.Body)
	})
	gone := one(http.MethodDelete, "/v1/price-lists/{id}", "Delete a price list that nothing uses")
	gone.DefaultStatus = http.StatusNoContent
	register(f, admins, gone, func(ctx context.Context, who authz.Actor, in *PathID) (*struct{}, error) {
		return nil, f.change(ctx, who, func(tx *db.Tx) error { return pricing.DeleteRuleSet(tx, pricing.DeleteRuleSetIn{ID: in.ID}) })
	})
}

func (f *face) priceLists(ctx context.Context, who authz.Actor, _ *struct{}) (*answer[PriceLists], error) {
	out := PriceLists{Lists: []PriceList{}, Can: []string{}}
	if pricing.MayEdit(who) {
		out.Can = append(out.Can, "edit")
	}
	words := f.words(ctx)
	err := f.read(ctx, who, func(tx *db.Tx) error {
		all, err := pricing.Overview(tx)
		for _, l := range all {
			out.Lists = append(out.Lists, priceListOf(words, l))
		}
		return err
	})
	return &answer[PriceLists]{out}, err
}

func priceListOf(words *locale.Printer, l pricing.Listed) PriceList {
	out := PriceList{ID: l.ID, Version: l.Version, Name: l.Name, Strategy: string(l.Strategy), Rules: []PriceListRule{}, UsedBy: []PriceListUser{}}
	for _, r := range l.Rules {
		out.Rules = append(out.Rules, PriceListRule{ID: r.ID, Name: string(r.Name), Says: saysOf(words, r), Target: string(r.Target), Expression: r.Expression, Price: r.Price})
	}
	for _, u := range l.Users {
		out.UsedBy = append(out.UsedBy, PriceListUser{Kind: u.Kind, Name: u.Name})
	}
	return out
}

// saysOf is a rule in words, whatever its name.
func saysOf(words *locale.Printer, r pricing.Rule) string {
	r.Name = ""
	return r.Label(words)
}

func (b PriceListBody) in(id int64) pricing.SaveRuleSetIn {
	rules := []pricing.RuleIn{}
	for _, r := range b.Rules {
		target := pricing.Target(r.Target)
		rules = append(rules, pricing.RuleIn{ID: r.ID, Target: &target, Expression: &r.Expression, Price: &r.Price, Name: &r.Name})
	}
	strategy := pricing.Strategy(b.Strategy)
	return pricing.SaveRuleSetIn{ID: id, Version: b.Version, Name: &b.Name, Strategy: &strategy, Rules: &rules}
}

func (f *face) savePriceList(ctx context.Context, who authz.Actor, id int64, body PriceListBody) (*answer[PriceList], error) {
	var out PriceList
	words := f.words(ctx)
	err := f.change(ctx, who, func(tx *db.Tx) error {
		saved, err := pricing.SaveRuleSet(tx, body.in(id))
		if err != nil {
			return err
		}
		users, err := pricing.Applications(tx, saved.ID)
		out = priceListOf(words, pricing.Listed{RuleSet: saved, Users: users})
		return err
	})
	return &answer[PriceList]{out}, err
}

func (f *face) tryPriceList(ctx context.Context, who authz.Actor, in *priceTrialIn) (*answer[PriceTrial], error) {
	words := f.words(ctx)
	out := PriceTrial{Passes: []PricePass{}, Says: []string{}}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		asked := pricing.TryIn{List: in.Body.List.in(in.Body.ID), Parcel: in.Body.parcel(tx.Now().Time, f.house.Zone()), ByHand: map[int]int64{}}
		for _, h := range in.Body.ByHand {
			asked.ByHand[h.Rule] += h.Quantity
		}
		set, price, err := pricing.Try(tx, asked)
		if err != nil {
			return err
		}
		out.Found, out.Total = price.Found(), int64(price.Total)
		for _, p := range price.Trace.Passes {
			out.Passes = append(out.Passes, passOf(words, p))
		}
		for _, r := range set.Rules {
			out.Says = append(out.Says, saysOf(words, r))
		}
		return nil
	})
	return &answer[PriceTrial]{out}, err
}

// parcel is the delivery that is tried: one pick-up, then the drop-offs.
func (b PriceTrialBody) parcel(now time.Time, zone *time.Location) pricing.Parcel {
	p := pricing.Parcel{Distance: b.Metres, Now: now, Zone: zone, Stops: []pricing.Stop{{Type: string(delivery.Pickup), Place: b.From.place()}}}
	for range b.Dropoffs {
		p.Stops = append(p.Stops, pricing.Stop{Type: string(delivery.Dropoff), Place: b.To.place()})
	}
	first := &p.Stops[1]
	first.Weight = b.Weight
	for _, box := range b.Packages {
		first.Packages = append(first.Packages, pricing.Packages{Name: box.Name, Quantity: box.Quantity, MaxVolume: box.Volume})
	}
	for i := range p.Stops {
		if b.Window != nil {
			p.Stops[i].After, p.Stops[i].Before = b.Window.From.Time, b.Window.To.Time
		}
	}
	return p
}

func (p *TriedPlace) place() *pricing.Place {
	if p == nil {
		return nil
	}
	return &pricing.Place{Point: geo.At(p.Lat, p.Lng)}
}
