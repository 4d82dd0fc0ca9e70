package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/web"
)

// OrderPrice tells how the price of a delivery was found.
type OrderPrice struct {
	Total    int64       `json:"total" doc:"Minor units"`
	RuleSet  string      `json:"ruleSet" doc:"Name of the price list, empty when the store has none"`
	Strategy string      `json:"strategy" doc:"find: the first rule that holds is charged; map: all are"`
	Passes   []PricePass `json:"passes" doc:"One for each stop, then one for the delivery as a whole"`
}

// PricePass is one look through the rules.
type PricePass struct {
	Target string      `json:"target" enum:"PICKUP,DROPOFF,ORDER"`
	Rules  []PriceRule `json:"rules" doc:"Those that were looked at, in order"`
}

// PriceRule is a rule as it was then, and what came of it.
type PriceRule struct {
	Name       string `json:"name" doc:"What customers read"`
	Expression string `json:"expression"`
	Price      string `json:"price"`
	Matched    bool   `json:"matched"`
	ByHand     bool   `json:"byHand" doc:"A supplement that a person added"`
	Amount     int64  `json:"amount" doc:"What it charges, in minor units"`
	Why        string `json:"why" doc:"A sentence: why it held or not, with the values that were read"`
}

func (f *face) priceRoutes() {
	register(f, web.Needs(authz.User), huma.Operation{
		Method: http.MethodGet, Path: "/v1/orders/{id}/price", Tags: []string{"orders"}, Summary: "How the price of a delivery was found",
	}, f.orderPrice)
}

func (f *face) orderPrice(ctx context.Context, who authz.Actor, in *PathID) (*answer[OrderPrice], error) {
	var k pricing.Kept
	err := f.read(ctx, who, func(tx *db.Tx) (err error) {
		k, err = flow.ExplainPrice(tx, in.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	words := f.words(ctx)
	out := OrderPrice{Total: int64(k.Total), RuleSet: k.Trace.V.Name, Strategy: string(k.Trace.V.Strategy), Passes: []PricePass{}}
	for _, p := range k.Trace.V.Passes {
		out.Passes = append(out.Passes, passOf(words, p))
	}
	return &answer[OrderPrice]{Body: out}, nil
}

func passOf(words *locale.Printer, p pricing.Pass) PricePass {
	out := PricePass{Target: p.Target, Rules: []PriceRule{}}
	for _, tried := range p.Rules {
		out.Rules = append(out.Rules, priceRuleOf(words, tried))
	}
	for _, tried := range p.Supplements {
		out.Rules = append(out.Rules, priceRuleOf(words, *tried))
	}
	return out
}

func priceRuleOf(words *locale.Printer, t pricing.Tried) PriceRule {
	return PriceRule{Name: t.Rule.Label(words), Expression: t.Rule.Expression, Price: t.Rule.Price, Matched: t.Matched, ByHand: t.Supplement,
		Amount: int64(t.Amount), Why: t.Sentence(words)}
}
