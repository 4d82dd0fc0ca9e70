package app_test

import "testing"

// pricingYard has the florist's list used by a restaurant too, and a list (4) that nobody uses.
const pricingYard = `{"rows":[
	{"kind":"time_slot","ref":"slot","name":"Day","interval":"2 days","openingHours":["Mo-Su 12:00-14:00"]},
	{"kind":"contract","ref":"deal","variableDeliveryPriceEnabled":true,"variableDeliveryPrice":"@never"},
	{"kind":"restaurant","ref":"pizzeria","name":"Da Ada","address":"@shop","contract":"@deal"},
	{"kind":"pricing_rule_set","ref":"spare","name":"Spare"},
	{"kind":"pricing_rule","ref":"spares","ruleSet":"@spare","expression":"weight < 2000","price":"price_range(distance, 450, 2000, 2500)","target":"TASK"}]}`

const supplements = `,"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/3","quantity":15}]}`

// Lists of prices: pricing.md §1.
func TestPriceListRows(t *testing.T) {
	plays(t, pricingYard, []line{
		{"", "GET /api/pricing_rules/1", "", 401, "", "", ""},
		{"dan", "GET /api/pricing_rules/99", "", 404, "", "", ""},
		{"zoe sue cal dan ada", "GET /api/pricing_rules/1", "", 200, `{"@context":"/api/contexts/PricingRule","@id":"/api/pricing_rules/1","@type":"PricingRule","id":1,"target":"DELIVERY","expression":"distance > 0","price":"499","position":0,"name":"","expressionAst":"…","priceAst":"…"}`, "", ""},
		{"", "POST /api/pricing_rules/1/evaluate", `{` + noStore + toHome + `}`, 401, "", "", ""},
		{"zoe cal dan", "POST /api/pricing_rules/1/evaluate", `{` + noStore + toHome + `}`, 403, "", "", ""},
		{"ada", "POST /api/pricing_rules/99/evaluate", `{` + noStore + toHome + `}`, 404, "", "", ""},
		{"ada", "POST /api/pricing_rules/1/evaluate", `{` + noStore + toHome + `}`, 200, `{"@context":{"@vocab":"…","hydra":"http://www.w3.org/ns/hydra/core#","result":"YesNoOutput/result"},"@type":"YesNoOutput","@id":"…","result":true}`, "", ""},
		{"sue", "POST /api/pricing_rules/4/evaluate", `{` + bakery + toHome + `}`, 200, `{"result":false}`, "", ""},

		{"", "GET /api/pricing_rule_sets", "", 401, "", "", ""},
		{"zoe sue cal dan", "GET /api/pricing_rule_sets", "", 403, "", "", ""},
		{"ada", "GET /api/pricing_rule_sets", "", 200, `{"@context":"/api/contexts/PricingRuleSet","@id":"/api/pricing_rule_sets","@type":"hydra:Collection","hydra:totalItems":4}`, "", ""},
		{"", "GET /api/pricing_rule_sets/3", "", 401, "", "", ""},
		{"zoe sue", "GET /api/pricing_rule_sets/3", "", 403, "", "", ""},
		{"dan", "GET /api/pricing_rule_sets/99", "", 404, "", "", ""},
		{"cal dan ada", "GET /api/pricing_rule_sets/3", "", 200, `{"@context":"/api/contexts/PricingRuleSet","@id":"/api/pricing_rule_sets/3","@type":"PricingRuleSet","id":3,"name":"Libre","strategy":"map","options":["a"],"rules":[]}`, "", ""},

		{"", "POST /api/pricing_rule_sets", `{"name":"Nuit"}`, 401, "", "", ""},
		{"zoe sue cal dan", "POST /api/pricing_rule_sets", `{"name":"Nuit"}`, 403, "", "", ""},
		{"ada", "POST /api/pricing_rule_sets", `{"name":"Nuit","rules":[{"expression":"","price":"1","position":0}]}`, 400, `{"violations":[{"propertyPath":"rules[0].expression","message":"…","code":"c1051bb4-d103-4f74-8988-acbcafc7fdc3"}]}`, "", ""},
		{"ada", "POST /api/pricing_rule_sets", `{"name":"Nuit","rules":[{"expression":"true","price":"1","position":0,"target":"x"}]}`, 400, `{"violations":[{"propertyPath":"rules[0].target","message":"…","code":"8e179f1b-97aa-4560-a02f-2a8b42e49df7"}]}`, "", ""},
		{"ada", "POST /api/pricing_rule_sets", `{"name":"Nuit","rules":[{"expression":"true","price":"900","position":0,"name":"  "}]}`, 201, `{"@id":"/api/pricing_rule_sets/5","id":5,"name":"Nuit","strategy":"find","options":[],"rules":[{"@id":"/api/pricing_rules/7","@type":"PricingRule","id":7,"target":"DELIVERY","expression":"true","price":"900","position":0,"name":"","expressionAst":"…","priceAst":"…"}]}`, "pricing_rule_set.saved", ""},
		{"", "PUT /api/pricing_rule_sets/5", `{}`, 401, "", "", ""},
		{"zoe sue cal dan", "PUT /api/pricing_rule_sets/5", `{}`, 403, "", "", ""},
		{"ada", "PUT /api/pricing_rule_sets/99", `{}`, 404, "", "", ""},
		{"ada", "PUT /api/pricing_rule_sets/5", `{"strategy":"map","rules":[{"expression":"distance > 1","price":"1","position":0},{"@id":"/api/pricing_rules/7","price":"950","position":1}]}`, 200, `{"name":"Nuit","strategy":"map","rules":[{"@id":"/api/pricing_rules/8","@type":"PricingRule","id":8,"target":"DELIVERY","expression":"distance > 1","price":"1","position":0,"name":"","expressionAst":"…","priceAst":"…"},{"@id":"/api/pricing_rules/7","@type":"PricingRule","id":7,"target":"DELIVERY","expression":"true","price":"950","position":1,"name":"","expressionAst":"…","priceAst":"…"}]}`, "pricing_rule_set.saved", ""},
		{"ada", "PUT /api/pricing_rule_sets/5", `{"rules":[]}`, 200, `{"rules":[]}`, "pricing_rule_set.saved", ""},
		{"", "GET /api/pricing_rule_sets/2/applications", "", 401, "", "", ""},
		{"zoe sue cal dan", "GET /api/pricing_rule_sets/2/applications", "", 403, "", "", ""},
		{"ada", "GET /api/pricing_rule_sets/99/applications", "", 404, "", "", ""},
		{"ada", "GET /api/pricing_rule_sets/2/applications", "", 200, `{"@context":"/api/contexts/PricingRuleSet","@id":"/api/pricing_rule_sets/2/applications","hydra:totalItems":2,"hydra:member":[{"entity":"AppBundle\\Entity\\Store","name":"Fleurs","id":2},{"entity":"AppBundle\\Entity\\LocalBusiness","name":"Da Ada","id":1}]}`, "", ""},
		{"", "DELETE /api/pricing_rule_sets/2", "", 401, "", "", ""},
		{"zoe sue cal dan", "DELETE /api/pricing_rule_sets/2", "", 403, "", "", ""},
		{"ada", "DELETE /api/pricing_rule_sets/99", "", 404, "", "", ""},
		{"ada", "DELETE /api/pricing_rule_sets/2", "", 400, `{"@type":"ConstraintViolationList","violations":[{"propertyPath":"","message":"AppBundle\\Entity\\Delivery\\PricingRuleSet is used by AppBundle\\Entity\\Store#2","code":null},{"propertyPath":"","message":"AppBundle\\Entity\\Delivery\\PricingRuleSet is used by AppBundle\\Entity\\Contract#1","code":null}]}`, "", ""},
		{"ada", "DELETE /api/pricing_rule_sets/4", "", 204, "", "pricing_rule_set.deleted", ""},
		{"ada", "GET /api/pricing_rule_sets/4", "", 404, "", "", ""},
	})
}

// What a delivery would cost: pricing.md §3.
func TestRetailPriceRows(t *testing.T) {
	const ask = "POST /api/retail_prices/calculate"
	plays(t, pricingYard, []line{
		{"", ask, `{` + bakery + toHome + `}`, 401, "", "", ""},
		{"zoe cal tasks", ask, `{` + bakery + toHome + `}`, 403, "", "", ""},
		{"olga", ask, `{` + bakery + toHome + `}`, 403, "", "", ""},
		{"sue", ask, `{bad`, 400, `{"@type":"hydra:Error"}`, "", ""},
		{"dan ada sue parcels", ask, `{` + bakery + toHome + `}`, 200, `{"@context":"/api/contexts/RetailPrice","@id":"…","@type":"RetailPrice","amount":499,"currency":"EUR","tax":{"amount":83,"included":true}}`, "", ""},
		{"parcels", ask, `{` + toHome + `}`, 200, `{"amount":499,"order":{"@id":"…","@type":"Order","items":[{"@id":"…","@type":"OrderItem","name":"Livraison à la demande","variantName":"Supplément de commande","vendor":null,"player":null,"variant":{"@id":"…","@type":"ProductVariant","code":"…","name":"Supplément de commande"},"quantity":1,"unitPrice":0,"total":499,"adjustments":{"order_item_package_delivery_calculated":[{"label":"1 × Plus de 0.00 km - €4.99","amount":499}],"tax":[{"label":"TVA 20%","amount":83}]}}],"total":499,"taxTotal":83,"shippingAddress":{"@id":"…","@type":"http://schema.org/Place","contactName":null,"geo":{"@type":"GeoCoordinates","latitude":48.8575,"longitude":2.353},"provider":null,"streetAddress":"1 Rue X","telephone":null,"name":null,"description":null},"paymentGateway":"stripe"}}`, "", ""},
		{"sue", ask + "?tax=excluded", `{` + bakery + toHome + `}`, 200, `{"amount":416,"tax":{"amount":83,"included":false}}`, "", ""},
		{"dan", ask, `{` + bakery + toHome + supplements + `}`, 200, `{"amount":1999,"tax":{"amount":333,"included":true}}`, "", ""},
		{"sue", ask, `{` + bakery + toHome + supplements + `}`, 200, `{"amount":499}`, "", ""},
		{"dan", ask, `{` + bakery + toHome + `,"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/5","quantity":1}]}}`, 400, `{"@type":"ConstraintViolationList","violations":[{"propertyPath":"order.manualSupplements[0][pricingRule]","message":"…","code":null}]}`, "", ""},
		{"olga", ask, `{"store":"/api/stores/2","dropoff":{"address":{"streetAddress":"1 Rue X","latLng":[48.8575,2.353]},"before":"2026-11-25 13:00"}}`, 400, `{"@context":"/api/contexts/Error","@type":"hydra:Error","hydra:title":"An error occurred","hydra:description":"Le prix de la course n'a pas pu être calculé."}`, "", ""},
		{"dan", ask, `{"store":"/api/stores/3",` + toHome + `}`, 400, `{"@type":"hydra:Error"}`, "", ""},
		{"dan", ask, `{` + noStore + toHome + `}`, 400, `{"@type":"hydra:Error"}`, "", ""},
	})
}
