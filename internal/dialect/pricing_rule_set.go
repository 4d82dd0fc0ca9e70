package dialect

import (
	"encoding/json"
	"net/http"
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/expression"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/web"
)

func (f *face) pricingEndpoints() []web.Endpoint {
	admin := web.Needs(authz.Admin)
	return []web.Endpoint{
		{Pattern: "GET /api/pricing_rule_sets", Access: admin, Serve: f.ruleSets},
		{Pattern: "POST /api/pricing_rule_sets", Access: admin, Serve: f.saveRuleSet(http.StatusCreated)},
		{Pattern: "GET /api/pricing_rule_sets/{id}", Access: web.Known, Serve: f.ruleSet},
		{Pattern: "PUT /api/pricing_rule_sets/{id}", Access: web.Known, Serve: f.saveRuleSet(http.StatusOK)},
		{Pattern: "DELETE /api/pricing_rule_sets/{id}", Access: web.Known, Serve: f.deleteRuleSet},
		{Pattern: "GET /api/pricing_rule_sets/{id}/applications", Access: web.Known, Serve: f.ruleSetApplications},
		{Pattern: "GET /api/pricing_rules/{id}", Access: web.Known, Serve: f.pricingRule},
		{Pattern: "POST /api/pricing_rules/{id}/evaluate", Access: web.Known, Phased: true, Serve: f.evaluateRule},
		{Pattern: "POST /api/retail_prices/calculate", Access: web.Known, Phased: true, Serve: f.calculatePrice},
	}
}

func ruleSetObject(s pricing.RuleSet) *Object {
	rules := []*Object{}
	for _, r := range s.Rules {
		rules = append(rules, ruleObject(r))
	}
	return Obj("@id", iri("pricing_rule_sets", s.ID), "@type", "PricingRuleSet", "id", s.ID, "name", s.Name, "strategy", s.Strategy,
		"options", s.Options.V, "rules", rules)
}

func ruleObject(r pricing.Rule) *Object {
	return Obj("@id", iri("pricing_rules", r.ID), "@type", "PricingRule", "id", r.ID, "target", r.Target, "expression", r.Expression, "price", r.Price,
		"position", r.Position, "name", string(r.Name), "expressionAst", ast(r.Expression), "priceAst", ast(r.Price))
}

// ast is the tree of an expression, for editors; null for a text that is none.
func ast(text string) any {
	e, err := expression.Parse(text)
	if err != nil {
		return nil
	}
	return nodeObject(e.Root())
}

func nodeObject(n expression.Node) *Object {
	kids := []*Object{}
	for _, kid := range n.Kids {
		kids = append(kids, nodeObject(kid))
	}
	attributes := Obj("operator", n.Op)
	if n.Name != "" {
		attributes.Set("name", n.Name)
	}
	if n.Op == "const" {
		attributes.Set("value", n.Value)
	}
	return Obj("attributes", attributes, "nodes", kids)
}

func (f *face) ruleSets(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	found, err := worked(c, f.read, func(tx *db.Tx) (org.Page[pricing.RuleSet], error) {
		return pricing.ListRuleSets(tx, p.Size, p.Offset())
	})
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, s := range found.Rows {
		members = append(members, ruleSetObject(s))
	}
	return f.list(c, http.StatusOK, collection{Context: "PricingRuleSet", Members: members, Total: found.Total, Page: p})
}

func (f *face) ruleSet(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	s, err := worked(c, f.read, func(tx *db.Tx) (pricing.RuleSet, error) { return pricing.ReadRuleSet(tx, id) })
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "PricingRuleSet", ruleSetObject(s))
}

func (f *face) saveRuleSet(status int) func(*web.Call) error {
	return func(c *web.Call) error {
		in := pricing.SaveRuleSetIn{}
		var err error
		if c.Path("id") != "" {
			if in.ID, err = c.ID("id"); err != nil {
				return err
			}
		}
		if err := ruleSetIn(c, &in); err != nil {
			return err
		}
		s, err := worked(c, f.change, func(tx *db.Tx) (pricing.RuleSet, error) { return pricing.SaveRuleSet(tx, in) })
		if err != nil {
			return err
		}
		return f.item(c, status, "PricingRuleSet", ruleSetObject(s))
	}
}

func ruleSetIn(c *web.Call, in *pricing.SaveRuleSetIn) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	for key, to := range map[string]any{"name": &in.Name, "strategy": &in.Strategy, "options": &in.Options} {
		if err := b.into(key, to); err != nil {
			return err
		}
	}
	var rules []body
	if err := b.into("rules", &rules); err != nil || !b.has("rules") || b.isNull("rules") {
		return err
	}
	written := []placedRule{}
	for i, r := range rules {
		one, err := ruleIn(r)
		if err != nil {
			return err
		}
		if one.at < 0 {
			one.at = i
		}
		written = append(written, one)
	}
	slices.SortStableFunc(written, func(a, b placedRule) int { return a.at - b.at })
	list := []pricing.RuleIn{}
	for _, one := range written {
		list = append(list, one.RuleIn)
	}
	in.Rules = &list
	return nil
}

// placedRule is a rule with the place that the body gives it, -1 when it does not say.
type placedRule struct {
	pricing.RuleIn
	at int
}

func ruleIn(b body) (placedRule, error) {
	r := placedRule{at: -1}
	var err error
	if r.ID, err = b.relation("@id", "pricing_rules"); err != nil {
		return r, err
	}
	for key, to := range map[string]any{"target": &r.Target, "expression": &r.Expression, "name": &r.Name, "position": &r.at} {
		if err := b.into(key, to); err != nil {
			return r, err
		}
	}
	price, err := b.priceText()
	r.Price = price
	return r, err
}

// priceText reads a price expression; a bare number is taken for one.
func (b body) priceText() (*string, error) {
	raw, ok := b["price"]
	if !ok || string(raw) == "null" {
		return nil, nil
	}
	var text string
	var number json.Number
	switch {
	case json.Unmarshal(raw, &text) == nil:
	case json.Unmarshal(raw, &number) == nil:
		text = number.String()
	default:
		return nil, fail.New(fail.Invalid, "request.wrong_type", "field", "price")
	}
	return &text, nil
}

func (f *face) deleteRuleSet(c *web.Call) error {
	return f.remove(c, func(tx *db.Tx, id int64) error { return pricing.DeleteRuleSet(tx, pricing.DeleteRuleSetIn{ID: id}) })
}

// applications of a price list: what would have no prices without it. Clients know the kinds by the reference's class names.
func (f *face) ruleSetApplications(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	users, err := worked(c, f.read, func(tx *db.Tx) ([]pricing.User, error) { return pricing.Applications(tx, id) })
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, u := range users {
		o, err := f.application(u.Kind, u.Name, u.Subject)
		if err != nil {
			return err
		}
		members = append(members, o)
	}
	return f.list(c, http.StatusOK, collection{Context: "PricingRuleSet", Members: members, Total: len(members)})
}

var userClasses = map[string]string{"Store": `AppBundle\Entity\Store`, "Contract": `AppBundle\Entity\LocalBusiness`,
	"DeliveryForm": `AppBundle\Entity\DeliveryForm`}

func (f *face) pricingRule(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	r, err := worked(c, f.read, func(tx *db.Tx) (pricing.Rule, error) {
		if err := mayKnowRules(c.Who); err != nil {
			return pricing.Rule{}, err
		}
		r, _, err := pricing.LoadRule(tx, id)
		return r, err
	})
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "PricingRule", ruleObject(r))
}

// mayKnowRules: anybody with an account. A guest with a basket has none.
func mayKnowRules(who authz.Actor) error { return who.Must(authz.User) }

// evaluateRule tells whether a rule would hold for a delivery that is described, and keeps nothing.
func (f *face) evaluateRule(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if !c.Who.Is(authz.Admin) && !c.Who.Holds(authz.Store) {
		return fail.New(fail.Forbidden, "auth.forbidden")
	}
	asked, err := f.deliveryIn(c)
	if err != nil {
		return err
	}
	holds, err := f.pricer().Evaluate(c.R.Context(), c.Who, id, asked)
	if err != nil {
		return err
	}
	return f.write(c, http.StatusOK, computed(c, "YesNoOutput", Obj("result", holds)))
}
