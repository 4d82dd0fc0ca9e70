package shop

import (
	"encoding/json"
	"fmt"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/span"
)

var restaurantFields = []seed.Field{
	seed.Req("name", "text"), seed.Req("address", "@address"), seed.Opt("type", "text"), seed.Opt("description", "text"), seed.Opt("telephone", "phone"),
	seed.Opt("website", "text"), seed.Opt("enabled", "bool"), seed.Opt("state", "normal/rush/pledge"), seed.Opt("servesCuisine", "[text]"),
	seed.Opt("featured", "bool"), seed.Opt("exclusive", "bool"), seed.Opt("hub", "@hub"), seed.Opt("organization", "@organization"),
	seed.Opt("contract", "@contract"), seed.Opt("fulfillmentMethods", "[fulfillment]"), seed.Opt("deliveryPerimeterExpression", "text"),
	seed.Opt("preparationTimeRules", "json"), seed.Opt("rateLimitAmount", "int"), seed.Opt("rateLimitRangeDuration", "int"),
	seed.Opt("quotesAllowed", "bool"), seed.Opt("autoAcceptOrdersEnabled", "bool"), seed.Opt("failureReasonSet", "@failure_reason_set"),
	seed.Opt("depositRefundEnabled", "bool"), seed.Opt("depositRefundOptin", "bool"), seed.Opt("loopeatEnabled", "bool"),
	seed.Opt("loopeatMandatory", "bool"), seed.Opt("loopeatCredentials", "json"), seed.Opt("vytalEnabled", "bool"),
	seed.Opt("cashOnDeliveryEnabled", "bool"), seed.Opt("stripeAccount", "text"), seed.Opt("mercadopagoAccount", "json"), seed.Opt("paygreenShopId", "text"),
	seed.Opt("edenredEnabled", "bool"), seed.Opt("edenredTRCardEnabled", "bool"), seed.Opt("edenredSyncSent", "bool"), seed.Opt("edenredMerchantId", "text"),
	seed.Opt("billingMethod", "unit/percentage"), seed.Opt("zeltyApiKey", "text"), seed.Opt("zeltyOrdersEnabled", "bool"), seed.Opt("zeltyDeliveryFeeDishId", "int"),
}

// restaurantKind is the seed kind restaurant.
func restaurantKind() seed.Kind {
	return seed.Structs[Restaurant]{
		Kind: seed.Kind{Name: "restaurant", Table: "restaurants", Deletes: true, Fields: restaurantFields},
		Fresh: func() Restaurant {
			r := NewRestaurant()
			r.Enabled = true
			return r
		},
		Stamp: func(r seed.Row, to *Restaurant) { to.ID, to.CreatedAt, to.UpdatedAt = r.ID, r.CreatedAt, r.UpdatedAt },
		Fill:  fillRestaurant,
		Show:  seed.Each(showRestaurant),
	}.Make()
}

func fillRestaurant(tx *db.Tx, r seed.Row, to *Restaurant) error {
	seed.Given(r, "name", &to.Name, r.Text)
	seed.Given(r, "address", &to.AddressID, r.Ref)
	seed.Given(r, "type", &to.Type, r.Text)
	seed.GivenText(r, "description", &to.Description)
	seed.GivenText(r, "telephone", &to.Telephone)
	seed.GivenText(r, "website", &to.Website)
	seed.GivenBool(r, "enabled", &to.Enabled)
	seed.Given(r, "state", &to.State, func(f string) State { return State(r.Text(f)) })
	seed.Given(r, "servesCuisine", &to.Cuisines.V, r.Texts)
	seed.GivenBool(r, "featured", &to.Featured)
	seed.GivenBool(r, "exclusive", &to.Exclusive)
	seed.Given(r, "hub", &to.HubID, r.MaybeRef)
	seed.Given(r, "organization", &to.OrganizationID, r.Ref)
	seed.Given(r, "contract", &to.ContractID, r.MaybeRef)
	seed.Given(r, "deliveryPerimeterExpression", &to.Perimeter, r.Text)
	seed.Given(r, "rateLimitAmount", &to.RateLimitAmount, r.MaybeInt)
	seed.Given(r, "rateLimitRangeDuration", &to.RateLimitMinutes, r.MaybeInt)
	seed.GivenBool(r, "quotesAllowed", &to.QuotesAllowed)
	seed.GivenBool(r, "autoAcceptOrdersEnabled", &to.AutoAccept)
	seed.GivenBool(r, "cashOnDeliveryEnabled", &to.CashOnDelivery)
	seed.GivenText(r, "stripeAccount", &to.StripeAccount)
	if !r.DeletedAt.IsZero() {
		to.DeletedAt = r.DeletedAt
	}
	to.UpdatedAt = r.UpdatedAt
	fillOptions(r, &to.Options.V)
	if err := fillRules(r, to); err != nil {
		return err
	}
	return ensureOrganization(tx, to)
}

func fillOptions(r seed.Row, o *Options) {
	for field, to := range map[string]*bool{
		"depositRefundEnabled": &o.DepositRefundEnabled, "depositRefundOptin": &o.DepositRefundOptin, "loopeatEnabled": &o.LoopeatEnabled,
		"loopeatMandatory": &o.LoopeatMandatory, "vytalEnabled": &o.VytalEnabled, "edenredEnabled": &o.EdenredEnabled,
		"edenredTRCardEnabled": &o.EdenredTRCardEnabled, "edenredSyncSent": &o.EdenredSyncSent, "zeltyOrdersEnabled": &o.ZeltyOrdersEnabled,
	} {
		seed.GivenBool(r, field, to)
	}
	seed.Given(r, "loopeatCredentials", &o.LoopeatCredentials, r.JSON)
	seed.Given(r, "mercadopagoAccount", &o.MercadopagoAccount, r.JSON)
	seed.GivenText(r, "paygreenShopId", &o.PaygreenShopID)
	seed.GivenText(r, "edenredMerchantId", &o.EdenredMerchantID)
	seed.Given(r, "billingMethod", &o.BillingMethod, r.Text)
	seed.GivenText(r, "zeltyApiKey", &o.ZeltyAPIKey)
	seed.Given(r, "zeltyDeliveryFeeDishId", &o.ZeltyDeliveryFeeDishID, r.MaybeInt)
	seed.Given(r, "failureReasonSet", &o.FailureReasonSetID, r.MaybeRef)
}

func fillRules(r seed.Row, to *Restaurant) error {
	if r.Has("preparationTimeRules") {
		to.PreparationRules.V = []PreparationRule{}
		if raw := r.JSON("preparationTimeRules"); raw != nil {
			if err := json.Unmarshal(raw, &to.PreparationRules.V); err != nil {
				return fmt.Errorf("preparationTimeRules is a list of {\"expression\", \"time\"}: %w", err)
			}
		}
	}
	if !r.Has("fulfillmentMethods") {
		return nil
	}
	methods, err := methodsOf(r)
	to.Methods.V = methods
	return err
}

func methodsOf(r seed.Row) ([]FulfillmentMethod, error) {
	list := []FulfillmentMethod{}
	for _, shape := range r.Shapes("fulfillmentMethods") {
		m, err := methodOf(shape)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

func methodOf(r seed.Row) (FulfillmentMethod, error) {
	m := DefaultMethod(Method(r.Text("type")))
	hours, err := span.ParseHours(r.Texts("openingHours"))
	m.OpeningHours = hours
	m.Enabled = r.Bool("enabled", true)
	m.Behavior = Behavior(r.TextOr("openingHoursBehavior", string(ASAP)))
	m.MinimumAmount = r.Money("minimumAmount")
	m.DelayMinutes = r.Int("orderingDelayMinutes")
	m.PreOrdering = r.Bool("preOrderingAllowed", true)
	m.RangeDuration = r.IntOr("rangeDuration", m.RangeDuration)
	return m, err
}

func ensureOrganization(tx *db.Tx, r *Restaurant) error {
	if r.OrganizationID != 0 {
		return nil
	}
	o, err := org.AddOrganization(tx, r.Name)
	r.OrganizationID = o.ID
	return err
}

func showRestaurant(r Restaurant) map[string]any {
	o := r.Options.V
	return map[string]any{
		"id": r.ID, "name": r.Name, "address": seed.Rel("address", &r.AddressID), "type": r.Type, "description": r.Description, "telephone": r.Telephone,
		"website": r.Website, "enabled": r.Enabled, "state": r.State, "servesCuisine": r.Cuisines.V, "featured": r.Featured, "exclusive": r.Exclusive,
		"hub": seed.Rel("hub", r.HubID), "organization": seed.Rel("organization", &r.OrganizationID), "contract": seed.Rel("contract", r.ContractID),
		"fulfillmentMethods": r.Methods.V, "deliveryPerimeterExpression": r.Perimeter, "preparationTimeRules": orNull(r.PreparationRules.V),
		"rateLimitAmount": r.RateLimitAmount, "rateLimitRangeDuration": r.RateLimitMinutes, "quotesAllowed": r.QuotesAllowed,
		"autoAcceptOrdersEnabled": r.AutoAccept, "failureReasonSet": seed.Rel("failure_reason_set", o.FailureReasonSetID),
		"depositRefundEnabled": o.DepositRefundEnabled, "depositRefundOptin": o.DepositRefundOptin, "loopeatEnabled": o.LoopeatEnabled,
		"loopeatMandatory": o.LoopeatMandatory, "loopeatCredentials": o.LoopeatCredentials, "vytalEnabled": o.VytalEnabled,
		"cashOnDeliveryEnabled": r.CashOnDelivery, "stripeAccount": r.StripeAccount, "mercadopagoAccount": o.MercadopagoAccount,
		"paygreenShopId": o.PaygreenShopID, "edenredEnabled": o.EdenredEnabled, "edenredTRCardEnabled": o.EdenredTRCardEnabled,
		"edenredSyncSent": o.EdenredSyncSent, "edenredMerchantId": o.EdenredMerchantID, "billingMethod": o.BillingMethod, "zeltyApiKey": o.ZeltyAPIKey,
		"zeltyOrdersEnabled": o.ZeltyOrdersEnabled, "zeltyDeliveryFeeDishId": o.ZeltyDeliveryFeeDishID,
		"createdAt": r.CreatedAt, "updatedAt": r.UpdatedAt, "deletedAt": r.DeletedAt,
	}
}

// orNull shows an empty list as null.
func orNull[T any](list []T) any {
	if len(list) == 0 {
		return nil
	}
	return list
}

// closingRuleKind is the seed kind closing_rule.
func closingRuleKind() seed.Kind {
	return seed.Structs[ClosingRule]{
		Kind: seed.Kind{Name: "closing_rule", Table: "closing_rules", Constant: true, Fields: []seed.Field{seed.Req("restaurant", "@restaurant"),
			seed.Req("startDate", "instant"), seed.Req("endDate", "instant"), seed.Opt("reason", "text")}},
		Fresh: func() ClosingRule { return ClosingRule{} },
		Stamp: func(r seed.Row, c *ClosingRule) { c.ID, c.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(_ *db.Tx, r seed.Row, c *ClosingRule) error {
			seed.Given(r, "restaurant", &c.RestaurantID, r.Ref)
			seed.Given(r, "startDate", &c.StartsAt, r.Instant)
			seed.Given(r, "endDate", &c.EndsAt, r.Instant)
			seed.GivenText(r, "reason", &c.Reason)
			return nil
		},
		Show: seed.Each(func(c ClosingRule) map[string]any {
			return map[string]any{"id": c.ID, "restaurant": seed.Rel("restaurant", &c.RestaurantID), "startDate": c.StartsAt, "endDate": c.EndsAt,
				"reason": c.Reason, "createdAt": c.CreatedAt}
		}),
	}.Make()
}
