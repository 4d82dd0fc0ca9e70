package app_test

import "testing"

// deliveryYard lets till's shop pay in cash, gives the bakery a slot and a place of its own, and has two stops that belong to no delivery (1 and 2).
const deliveryYard = `{"rows":[
	{"kind":"time_slot","ref":"slot","name":"Day","interval":"2 days","openingHours":["Mo-Su 12:00-14:00","Mo-Su 14:00-17:00"]},
	{"kind":"store","update":"@bakery","timeSlots":["@slot"],"cashOnDeliveryEnabled":true,"checkExpression":"distance < 4000"},
	{"kind":"address","ref":"quay","streetAddress":"1 Quai","geo":{"latitude":48.85,"longitude":2.36}},
	{"kind":"task","ref":"one","address":"@quay","before":"2026-11-24 12:00","type":"PICKUP"},
	{"kind":"address","ref":"bridge","streetAddress":"1 Pont","geo":{"latitude":48.86,"longitude":2.36}},
	{"kind":"task","ref":"two","address":"@bridge","before":"2026-11-24 13:00"}]}`

const (
	toHome  = `"dropoff":{"address":"/api/addresses/2","before":"2026-11-25 13:00"}`
	farAway = `"dropoff":{"address":{"streetAddress":"1 Rue Loin","latLng":[48.95,2.6]},"before":"2026-11-25 13:00"}`
	noStore = `"pickup":{"address":"/api/addresses/1","before":"2026-11-25 12:00"},`
	bakery  = `"store":"/api/stores/1",`
)

// Ordering a delivery: deliveries.md §5.
func TestDeliveryCreatingRows(t *testing.T) {
	plays(t, deliveryYard, []line{
		{"", "POST /api/deliveries", `{bad`, 401, "", "", ""},
		{"sue", "POST /api/deliveries", `{bad`, 400, `{"@type":"hydra:Error"}`, "", ""},
		{"zoe cal olga", "POST /api/deliveries", `{` + bakery + toHome + `}`, 403, "", "", ""},
		{"zoe", "POST /api/deliveries", `{` + noStore + toHome + `}`, 403, "", "", ""},
		{"tasks other", "POST /api/deliveries", `{` + bakery + toHome + `}`, 403, "", "", ""},
		{"sue", "POST /api/deliveries", `{"store":"/api/stores/99",` + toHome + `}`, 400, `{"hydra:description":"Item not found for \"/api/stores/99\"."}`, "", ""},
		{"sue", "POST /api/deliveries", `{` + bakery + `"dropoff":{"address":"/api/addresses/2"}}`, 400, `{"@type":"ConstraintViolationList","violations":[{"propertyPath":"items[0].task.doneBefore","message":"…","code":"c1051bb4-d103-4f74-8988-acbcafc7fdc3"},{"propertyPath":"items[1].task.doneBefore","message":"…","code":"c1051bb4-d103-4f74-8988-acbcafc7fdc3"}]}`, "", ""},
		{"sue", "POST /api/deliveries", `{` + bakery + `"tasks":[{"type":"pickup","address":"/api/addresses/1","before":"2026-11-25 12:00"}]}`, 400, `{"violations":[{"propertyPath":"items","message":"…","code":"…"}]}`, "", ""},
		{"sue", "POST /api/deliveries", `{` + bakery + `"pickup":{"before":"2026-11-25 14:00"},` + toHome + `}`, 400, `{"violations":[{"propertyPath":"items","message":"…","code":null}]}`, "", ""},
		{"sue", "POST /api/deliveries", `{` + bakery + `"dropoff":{"address":"/api/addresses/2","timeSlotUrl":"/api/time_slots/1","timeSlot":"2026-11-24T11:05:00Z/2026-11-24T13:05:00Z"}}`, 400, `{"@type":"hydra:Error","hydra:description":"task.timeSlot.invalid"}`, "", ""},
		{"sue", "POST /api/deliveries", `{` + bakery + `"dropoff":{"address":"/api/addresses/2","timeSlotUrl":"/api/time_slots/123456","timeSlot":"2026-11-24T11:00:00Z/2026-11-24T13:00:00Z"}}`, 400, `{"hydra:description":"Item not found for \"/api/time_slots/123456\"."}`, "", ""},
		{"dan", "POST /api/deliveries", `{` + bakery + toHome + `,"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/1","quantity":1}]}}`, 400, `{"violations":[{"propertyPath":"order.manualSupplements[0][pricingRule]","message":"Supplément manuel invalide","code":null}]}`, "", ""},
		{"sue", "POST /api/deliveries", `{` + bakery + toHome + `,"order":{"paymentMethod":"cheque"}}`, 400, `{"@type":"hydra:Error","hydra:description":"order.paymentMethod is not valid"}`, "", ""},
		{"olga", "POST /api/deliveries", `{"store":"/api/stores/2",` + toHome + `,"order":{"paymentMethod":"cash_on_delivery"}}`, 400, `{"hydra:description":"order.paymentMethod is not valid"}`, "", ""},
		{"sue", "POST /api/deliveries", `{` + bakery + `"dropoff":{"address":{"streetAddress":"2 Rue Y","latLng":[48.8575,2.353],"telephone":"ring me"},"before":"2026-11-25 13:00"}}`, 400, `{"hydra:description":"The string supplied did not seem to be a phone number."}`, "", ""},

		{"sue", "POST /api/deliveries", `{` + bakery + `"dropoff":{"address":{"streetAddress":"2 Rue Y","latLng":[48.8575,2.353],"telephone":"","contactName":"Ana"},"before":"2026-11-25 13:00","comments":"Ring","weight":6000,"packages":[{"type":"XL","quantity":"2"},{"type":"ghost","quantity":1}],"metadata":"a=b c=d","status":"DONE","assignedTo":"cal"}}`, 201, `{"@context":"/api/contexts/Delivery","@id":"/api/deliveries/1","@type":"http://schema.org/ParcelDelivery","id":1,"distance":1441,"duration":335,"trackingUrl":"…","order":{"@id":"/api/orders/1","@type":"http://schema.org/Order","number":"1","total":499,"taxTotal":83,"paymentGateway":"stripe"},"dropoff":{"@id":"/api/tasks/3","@type":"Task","id":3,"type":"DROPOFF","status":"TODO","address":{"@id":"/api/addresses/5","@type":"http://schema.org/Place","contactName":"Ana","geo":{"@type":"GeoCoordinates","latitude":48.8575,"longitude":2.353},"provider":null,"streetAddress":"2 Rue Y","telephone":null,"name":null,"description":null},"comments":"Ring","weight":6000,"after":"2026-11-25T12:45:00+01:00","before":"2026-11-25T13:00:00+01:00","doneAfter":"2026-11-25T12:45:00+01:00","doneBefore":"2026-11-25T13:00:00+01:00","createdAt":"2026-11-24T11:00:00+01:00","tags":[],"metadata":{"a":"b","c":"d","delivery_position":2,"zero_waste":false,"store":"/api/stores/1","order_id":1,"order_number":"1","order_total":499,"has_loopeat_returns":false},"packages":[{"name":"XL","type":"XL","short_code":"XL","volume_per_package":2,"quantity":2,"labels":["…","…"],"tasks":["/api/tasks/3"]}],"barcode":{"barcode":"6767001138076","label":{"token":"…","url":"…"}}},"pickup":{"@id":"/api/tasks/4","@type":"Task","id":4,"type":"PICKUP","status":"TODO","address":{"@id":"/api/addresses/1","@type":"http://schema.org/Place","contactName":null,"geo":{"@type":"GeoCoordinates","latitude":48.8562,"longitude":2.3726},"provider":null,"streetAddress":"12 Rue Sedaine","telephone":null,"name":"Le Fournil","description":null},"comments":"2 × XL\n6.00 kg","weight":6000,"after":"2026-11-25T12:39:25+01:00","before":"2026-11-25T12:54:25+01:00","doneAfter":"2026-11-25T12:39:25+01:00","doneBefore":"2026-11-25T12:54:25+01:00","createdAt":"2026-11-24T11:00:00+01:00","tags":[],"metadata":{"delivery_position":1,"zero_waste":false,"store":"/api/stores/1","order_id":1,"order_number":"1","order_total":499,"has_loopeat_returns":false},"packages":[{"name":"XL","type":"XL","short_code":"XL","volume_per_package":2,"quantity":2,"labels":["…","…"],"tasks":["/api/tasks/3"]}],"barcode":{"barcode":"6767001148076","label":{"token":"…","url":"…"}}}}`, "order.created task.created task.created delivery.created", "live order:created ada,pignon_follow#1; live task:created staff,pignon_follow#delivery-1; mail delivery.new coop; push delivery:created phone-dan"},
		{"dan", "GET /api/orders/1", "", 200, `{"state":"new","number":"1","total":499}`, "", ""},
		{"till", "POST /api/deliveries", `{` + toHome + `,"weight":2000}`, 201, `{"id":2,"order":{"@id":"/api/orders/2","@type":"http://schema.org/Order","number":"2","total":499,"taxTotal":83,"paymentGateway":"stripe"}}`, "order.created task.created task.created delivery.created", "live order:created ada,pignon_follow#2; live task:created staff,pignon_follow#delivery-2; mail delivery.new coop; push delivery:created phone-dan"},
		{"parcels", "POST /api/deliveries", `{` + toHome + `,"packages":[{"type":"XL","quantity":1}]}`, 201, `{"id":3}`, "order.created task.created task.created delivery.created", "live order:created ada,pignon_follow#3; live task:created staff,pignon_follow#delivery-3; mail delivery.new coop; push delivery:created phone-dan"},
		{"dan", "POST /api/deliveries", `{` + bakery + toHome + `,"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/2","quantity":1}]}}`, 201, `{"id":4,"order":{"@id":"/api/orders/4","@type":"http://schema.org/Order","number":"4","total":699,"taxTotal":117,"paymentGateway":"stripe"}}`, "order.created order.accepted task.created task.created delivery.created", "live order:accepted ada,pignon_follow#4; live order:created ada,pignon_follow#4; live task:created staff,pignon_follow#delivery-4; mail delivery.new coop; push delivery:created phone-dan"},
		{"sue", "POST /api/deliveries", `{` + bakery + toHome + `,"order":{"arbitraryPrice":{"variantPrice":1,"variantName":"x"},"manualSupplements":[{"pricingRule":"/api/pricing_rules/2","quantity":1}]}}`, 201, `{"id":5,"order":{"@id":"/api/orders/5","@type":"http://schema.org/Order","number":"5","total":499,"taxTotal":83,"paymentGateway":"stripe"}}`, "order.created task.created task.created delivery.created", "live order:created ada,pignon_follow#5; live task:created staff,pignon_follow#delivery-5; mail delivery.new coop; push delivery:created phone-dan"},
		{"dan", "POST /api/deliveries", `{` + bakery + toHome + `,"order":{"arbitraryPrice":{"variantPrice":1200,"variantName":"Meuble"}}}`, 201, `{"id":6,"order":{"@id":"/api/orders/6","@type":"http://schema.org/Order","number":"6","total":1200,"taxTotal":200,"paymentGateway":"stripe"}}`, "order.created order.accepted task.created task.created delivery.created", "live order:accepted ada,pignon_follow#6; live order:created ada,pignon_follow#6; live task:created staff,pignon_follow#delivery-6; mail delivery.new coop; push delivery:created phone-dan"},
		{"sue", "POST /api/deliveries", `{` + bakery + toHome + `,"order":{"paymentMethod":"cash_on_delivery"},"rrule":"FREQ=WEEKLY;BYDAY=MO"}`, 201, `{"id":7}`, "order.created task.created task.created delivery.created", "live order:created ada,pignon_follow#7; live task:created staff,pignon_follow#delivery-7; mail delivery.new coop; push delivery:created phone-dan"},
		{"dan", "POST /api/deliveries", `{` + bakery + toHome + `,"rrule":"FREQ=WEEKLY;BYDAY=WE"}`, 201, `{"id":8}`, "order.created order.accepted task.created task.created delivery.created recurrence_rule.saved recurrence_rule.occurred", "live order:accepted ada,pignon_follow#8; live order:created ada,pignon_follow#8; live task:created staff,pignon_follow#delivery-8"},
		{"dan", "GET /api/tasks/18", "", 200, `{"recurrenceRule":"/api/recurrence_rules/1"}`, "", ""},
		{"olga", "POST /api/deliveries", `{"store":"/api/stores/2","dropoff":{"address":{"streetAddress":"3 Rue Z","latLng":[48.8575,2.353]},"before":"2026-11-25 13:00"}}`, 201, `{"id":9,"order":{"@id":"/api/orders/9","@type":"http://schema.org/Order","number":"9","total":0,"taxTotal":0,"paymentGateway":"stripe"}}`, "order.created task.created task.created delivery.created task.incident_reported incident.reported", "live incident:reported staff; live order:created ada,pignon_follow#9; live task:created staff,pignon_follow#delivery-9; live task:incident-reported staff; live task:incident_reported pignon_follow#delivery-9; mail delivery.new coop; push delivery:created phone-dan"},
		{"dan", "GET /api/incidents/1", "", 200, `{"failureReasonCode":"PRICE_REVIEW_NEEDED","title":"9","status":"OPEN","task":{"id":20,"status":"TODO","type":"PICKUP"}}`, "", ""},
		{"dan", "POST /api/deliveries", `{"store":"/api/stores/3",` + toHome + `}`, 201, `{"id":10,"order":{"@id":"/api/orders/10","@type":"http://schema.org/Order","number":"A","total":0,"taxTotal":0,"paymentGateway":"stripe"}}`, "order.created order.accepted task.created task.created delivery.created", "live order:accepted ada,pignon_follow#10; live order:created ada,pignon_follow#10; live task:created staff,pignon_follow#delivery-10; mail delivery.new coop; push delivery:created phone-dan"},
		{"dan", "POST /api/deliveries", `{` + noStore + toHome + `}`, 201, `{"id":11,"order":{"@id":"/api/orders/11","@type":"http://schema.org/Order","number":"B","total":0,"taxTotal":0,"paymentGateway":"stripe"}}`, "order.created order.accepted task.created task.created delivery.created task.incident_reported incident.reported", "live incident:reported staff; live order:accepted ada,pignon_follow#11; live order:created ada,pignon_follow#11; live task:created staff,pignon_follow#delivery-11; live task:incident-reported staff; live task:incident_reported pignon_follow#delivery-11; mail delivery.new coop; push delivery:created phone-dan"},
		{"sue", "POST /api/deliveries", `{` + bakery + `"tasks":[{"type":"pickup","before":"2026-11-25 12:00","packages":[{"type":"XL","quantity":2}]},{"type":"PICKUP","address":"/api/addresses/2","before":"2026-11-25 12:30","packages":[{"type":"XL","quantity":3}]},{"type":"dropoff","address":"/api/addresses/2","before":"2026-11-25 13:00"}]}`, 201, `{"id":12}`, "order.created task.created task.created task.created delivery.created", "live order:created ada,pignon_follow#12; live task:created staff,pignon_follow#delivery-12; mail delivery.new coop; push delivery:created phone-dan"},
		{"sue", "GET /api/tasks/27", "", 200, `{"type":"DROPOFF","previous":null,"packages":[{"name":"XL","type":"XL","short_code":"XL","volume_per_package":2,"quantity":5,"labels":["…","…","…","…","…"],"tasks":["/api/tasks/25","/api/tasks/26"]}]}`, "", ""},
		{"sue", "POST /api/deliveries", `{` + bakery + `"dropoff":{"address":"/api/addresses/2","timeSlotUrl":"/api/time_slots/1","timeSlot":"2026-11-24T11:00:00Z/2026-11-24T13:00:00Z"}}`, 201, `{"id":13}`, "order.created task.created task.created delivery.created", "live order:created ada,pignon_follow#13; live task:created staff,pignon_follow#delivery-13; mail delivery.new coop; push delivery:created phone-dan"},
		{"dan", "GET /api/tasks/28", "", 200, `{"after":"2026-11-24T12:00:00+01:00","before":"2026-11-24T14:00:00+01:00"}`, "", ""},
	})
}

// Looking at, changing and ending one: deliveries.md §4, §6, §7 and §10.
func TestDeliveryEditingRows(t *testing.T) {
	plays(t, deliveryYard, []line{
		{"dan", "POST /api/deliveries", `{` + bakery + toHome + `,"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/2","quantity":1}]}}`, 201, `{"id":1}`, "order.created order.accepted task.created task.created delivery.created", "live order:accepted ada,pignon_follow#1; live order:created ada,pignon_follow#1; live task:created staff,pignon_follow#delivery-1; mail delivery.new coop; push delivery:created phone-dan"},
		{"", "GET /api/deliveries/1", "", 401, "", "", ""},
		{"zoe cal olga other tasks", "GET /api/deliveries/1", "", 403, "", "", ""},
		{"dan", "GET /api/deliveries/99", "", 404, "", "", ""},
		{"ada dan sue till parcels", "GET /api/deliveries/1", "", 200, `{"@id":"/api/deliveries/1","order":{"@id":"/api/orders/1","@type":"http://schema.org/Order","number":"1","total":699,"taxTotal":117,"paymentGateway":"stripe"}}`, "", ""},
		{"", "GET /api/deliveries/1/edifact", "", 401, "", "", ""},
		{"zoe cal olga other", "GET /api/deliveries/1/edifact", "", 403, "", "", ""},
		{"dan", "GET /api/deliveries/99/edifact", "", 404, "", "", ""},
		{"dan sue till", "GET /api/deliveries/1/edifact", "", 200, `{"messages":[]}`, "", ""},

		{"", "PUT /api/deliveries/1", `{}`, 401, "", "", ""},
		{"zoe cal olga other tasks", "PUT /api/deliveries/1", `{"dropoff":{"comments":"x"}}`, 403, "", "", ""},
		{"dan", "PUT /api/deliveries/99", `{}`, 404, "", "", ""},
		{"sue", "PUT /api/deliveries/1", `{"dropoff":{"comments":"Back door","status":"CANCELLED"},"order":{"arbitraryPrice":{"variantPrice":1}}}`, 200, `{"@id":"/api/deliveries/1","order":{"@id":"/api/orders/1","@type":"http://schema.org/Order","number":"1","total":699,"taxTotal":117,"paymentGateway":"stripe"}}`, "task.updated delivery.edited", "live task:updated staff,pignon_follow#delivery-1"},
		{"dan", "GET /api/tasks/3", "", 200, `{"comments":"Back door","status":"TODO"}`, "", ""},
		{"sue", "PUT /api/deliveries/1", `{"dropoff":{"comments":"","weight":0,"tags":[]}}`, 200, "", "delivery.edited", ""},
		{"dan", "GET /api/tasks/3", "", 200, `{"comments":"Back door"}`, "", ""},
		{"dan", "PUT /api/deliveries/1", `{"dropoff":{"weight":30000}}`, 200, `{"order":{"@id":"/api/orders/1","@type":"http://schema.org/Order","number":"1","total":499,"taxTotal":83,"paymentGateway":"stripe"}}`, "task.updated order.price_updated delivery.edited", "live order:price_updated ada,pignon_follow#1; live task:updated staff,pignon_follow#delivery-1"},
		{"dan", "PUT /api/deliveries/1", `{"order":{"manualSupplements":[{"pricingRule":"/api/pricing_rules/3","quantity":15}]}}`, 200, `{"order":{"@id":"/api/orders/1","@type":"http://schema.org/Order","number":"1","total":1999,"taxTotal":333,"paymentGateway":"stripe"}}`, "order.price_updated delivery.edited", "live order:price_updated ada,pignon_follow#1"},
		{"dan", "GET /api/tasks/3/delivery_form_data", "", 200, `{"order":{"@type":"Order","@id":"/api/orders/1","id":1,"manualSupplements":[{"pricingRule":"/api/pricing_rules/3","quantity":3}],"arbitraryPrice":null,"isSavedOrder":false}}`, "", ""},
		{"dan", "PUT /api/deliveries/1", `{"order":{"recalculatePrice":true}}`, 200, `{"order":{"@id":"/api/orders/1","@type":"http://schema.org/Order","number":"1","total":499,"taxTotal":83,"paymentGateway":"stripe"}}`, "order.price_updated delivery.edited", "live order:price_updated ada,pignon_follow#1"},
		{"dan", "PUT /api/deliveries/1", `{"order":{"arbitraryPrice":{"variantPrice":2000,"variantName":"Meuble"}}}`, 200, `{"order":{"@id":"/api/orders/1","@type":"http://schema.org/Order","number":"1","total":2000,"taxTotal":333,"paymentGateway":"stripe"}}`, "order.price_updated delivery.edited", "live order:price_updated ada,pignon_follow#1"},
		{"dan", "PUT /api/deliveries/1", `{"tasks":[{"id":99,"comments":"x"}]}`, 400, "", "", ""},
		{"sue", "PUT /api/deliveries/1", `{"tasks":[{"id":4},{"id":3},{"type":"dropoff","address":"/api/addresses/2","before":"2026-11-25 14:00"}]}`, 200, `{"order":{"@id":"/api/orders/1","@type":"http://schema.org/Order","number":"1","total":2000,"taxTotal":333,"paymentGateway":"stripe"}}`, "task.created delivery.edited", "live task:created staff,pignon_follow#delivery-1"},
		{"sue", "PUT /api/deliveries/1", `{"tasks":[{"id":4},{"id":3}]}`, 200, "", "task.cancelled delivery.edited", "live task:cancelled staff,pignon_follow#delivery-1"},
		{"dan", "GET /api/tasks/5", "", 200, `{"status":"CANCELLED"}`, "", ""},
		{"dan", "PUT /api/deliveries/1", `{"tasks":[{"id":4},{"id":3},{"id":5,"status":"TODO"}]}`, 200, "", "task.restored delivery.edited", "live task:restored staff,pignon_follow#delivery-1"},
		{"dan", "GET /api/tasks/5", "", 200, `{"status":"TODO"}`, "", ""},

		{"", "PUT /api/deliveries/1/pick", `{}`, 401, "", "", ""},
		{"zoe cal olga other tasks", "PUT /api/deliveries/1/pick", `{}`, 403, "", "", ""},
		{"dan", "PUT /api/deliveries/99/pick", `{}`, 404, "", "", ""},
		{"", "PUT /api/deliveries/1/drop", `{}`, 401, "", "", ""},
		{"zoe cal olga other tasks", "PUT /api/deliveries/1/drop", `{}`, 403, "", "", ""},
		{"dan", "PUT /api/deliveries/99/drop", `{}`, 404, "", "", ""},
		{"till", "PUT /api/deliveries/1/pick", `{"comments":"at the counter"}`, 200, `{"@id":"/api/deliveries/1/pick","id":1}`, "task.done order.picked delivery.stop_finished", "live order:picked ada,pignon_follow#1; live task:done staff,pignon_follow#delivery-1; mail task.done sue"},
		{"till", "PUT /api/deliveries/1/pick", `{}`, 400, `{"hydra:description":"Task #4 is already completed"}`, "", ""},
		{"sue", "PUT /api/deliveries/1/drop", ``, 200, `{"@id":"/api/deliveries/1/drop"}`, "task.done delivery.stop_finished", "live task:done staff,pignon_follow#delivery-1; mail task.done sue"},

		{"sue", "POST /api/deliveries", `{` + bakery + toHome + `}`, 201, `{"id":2}`, "order.created task.created task.created delivery.created", "live order:created ada,pignon_follow#2; live task:created staff,pignon_follow#delivery-2; mail delivery.new coop; push delivery:created phone-dan"},
		{"", "DELETE /api/deliveries/2", "", 401, "", "", ""},
		{"zoe cal olga other tasks", "DELETE /api/deliveries/2", "", 403, "", "", ""},
		{"dan", "DELETE /api/deliveries/99", "", 404, "", "", ""},
		{"dan", "PUT /api/tasks/6/assign", `{"username":"cal"}`, 200, "", "task.assigned task.assigned task_list.changed task_list.routed", "live task:assigned staff,pignon_follow#delivery-2; live task_list:updated cal; live v2:task_list:updated ada,cal,dan; push tasks:changed phone-cal"},
		{"sue", "DELETE /api/deliveries/2", "", 400, `{"hydra:description":"Tasks have already been assigned"}`, "", ""},
		{"dan", "PUT /api/tasks/6/unassign", `{}`, 200, "", "task.unassigned task.unassigned task_list.changed task_list.routed", "live task:unassigned staff,pignon_follow#delivery-2; live task_list:updated cal; live v2:task_list:updated ada,cal,dan; push tasks:changed phone-cal"},
		{"sue", "DELETE /api/deliveries/2", "", 204, "", "task.cancelled task.cancelled order.cancelled payment.cancelled delivery.cancelled", "live order:cancelled ada,pignon_follow#2; live task:cancelled staff,pignon_follow#delivery-2"},
		{"dan", "GET /api/orders/2", "", 200, `{"state":"cancelled"}`, "", ""},

		{"", "GET /api/stores/1/deliveries", "", 401, "", "", ""},
		{"zoe cal dan olga other tasks", "GET /api/stores/1/deliveries", "", 403, "", "", ""},
		{"ada", "GET /api/stores/99/deliveries", "", 404, "", "", ""},
		{"ada sue till parcels", "GET /api/stores/1/deliveries", "", 200, `{"@context":"/api/contexts/Delivery","@id":"/api/stores/1/deliveries","@type":"hydra:Collection","hydra:totalItems":2}`, "", ""},
		{"sue", "GET /api/stores/1/deliveries?order[dropoff.before]=asc", "", 200, `{"hydra:totalItems":2,"hydra:view":{"@id":"/api/stores/1/deliveries?order%5Bdropoff.before%5D=asc","@type":"hydra:PartialCollectionView"}}`, "", ""},
	})
}

// Helpers, tables and quotes: deliveries.md §8, §9 and §11.
func TestDeliveryPlanningRows(t *testing.T) {
	const sheet = "pickup.timeslot,dropoff.address,dropoff.timeslot,weight\n2026-11-25 09:00 - 2026-11-25 10:00,nowhere,2026-11-25 10:00 - 2026-11-25 11:00,2\n,1 Rue X,2026-11-25 10:00 - 2026-11-25 11:00,\n"
	const stops = `{"tasks":[{"type":"pickup","address":{"streetAddress":"a","latLng":[48.8562,2.3726]}},{"type":"dropoff","address":{"streetAddress":"b","latLng":[48.8562,2.42]}},{"type":"dropoff","address":{"streetAddress":"c","latLng":[48.8562,2.38]}}]`
	plays(t, deliveryYard, []line{
		{"", "POST /api/deliveries/assert", `{}`, 401, "", "", ""},
		{"zoe cal olga other tasks", "POST /api/deliveries/assert", `{` + bakery + toHome + `}`, 403, "", "", ""},
		{"dan sue till parcels", "POST /api/deliveries/assert", `{` + bakery + toHome + `}`, 200, `[]`, "", ""},
		{"till parcels", "POST /api/deliveries/assert", `{` + toHome + `}`, 200, `[]`, "", ""},
		{"sue", "POST /api/deliveries/assert", `{` + bakery + farAway + `}`, 400, `{"@type":"ConstraintViolationList","violations":[{"propertyPath":"items","message":"…","code":null}]}`, "", ""},
		{"till parcels", "POST /api/deliveries/assert", `{` + farAway + `}`, 400, `{"violations":[{"propertyPath":"items","message":"…","code":null}]}`, "", ""},
		{"dan", "POST /api/deliveries/assert", `{` + noStore + toHome + `}`, 400, `{"violations":[{"propertyPath":"store","message":"…","code":"ad32d13f-c3d4-423b-909a-857b961eac2f"}]}`, "", ""},

		{"", "POST /api/deliveries/suggest_optimizations", stops + `}`, 401, "", "", ""},
		{"zoe cal", "POST /api/deliveries/suggest_optimizations", stops + `}`, 403, "", "", ""},
		{"olga other tasks", "POST /api/deliveries/suggest_optimizations", stops + `,"store":"/api/stores/1"}`, 403, "", "", ""},
		{"dan", "POST /api/deliveries/suggest_optimizations", stops + `}`, 200, `{"@type":"OptimizationSuggestions","@id":"…","@context":{"@vocab":"…","hydra":"http://www.w3.org/ns/hydra/core#","suggestions":"OptimizationSuggestions/suggestions"}}`, "", ""},
		{"sue", "POST /api/deliveries/suggest_optimizations", `{"store":"/api/stores/1","tasks":[]}`, 200, `{"suggestions":[]}`, "", ""},

		{"", "POST /api/deliveries/from_tasks", `{"tasks":["/api/tasks/1","/api/tasks/2"]}`, 401, "", "", ""},
		{"zoe cal sue till dan", "POST /api/deliveries/from_tasks", `{"tasks":["/api/tasks/1","/api/tasks/2"]}`, 403, "", "", ""},
		{"ada", "POST /api/deliveries/from_tasks", `{"tasks":["/api/tasks/1","/api/tasks/99"]}`, 400, `{"hydra:description":"Item not found for \"/api/tasks/99\"."}`, "", ""},
		{"ada", "POST /api/deliveries/from_tasks", `{"tasks":["/api/tasks/1","/api/tasks/2"],"store":"/api/stores/1"}`, 201, `{"@context":"/api/contexts/Delivery","@id":"/api/deliveries/1","order":{"@id":"/api/orders/1","@type":"http://schema.org/Order","number":"1","total":499,"taxTotal":83,"paymentGateway":"stripe"}}`, "order.created order.accepted delivery.created", "live order:accepted ada,pignon_follow#1; live order:created ada,pignon_follow#1; mail delivery.new coop; push delivery:created phone-dan"},

		{"", "POST /api/deliveries/quotes", `{` + toHome + `}`, 401, "", "", ""},
		{"zoe cal dan tasks", "POST /api/deliveries/quotes", `{` + toHome + `}`, 403, "", "", ""},
		{"other", "POST /api/deliveries/quotes", `{` + toHome + `}`, 400, `{"@type":"hydra:Error","hydra:description":"Price could not be calculated"}`, "", ""},
		{"till", "POST /api/deliveries/quotes", `{` + toHome + `}`, 201, `{"@context":"/api/contexts/DeliveryQuote","@id":"/api/delivery_quotes/1","@type":"DeliveryQuote","amount":499,"currency":"EUR","expiresAt":"2026-11-25T11:00:00+01:00"}`, "delivery_quote.offered", ""},
		{"parcels", "POST /api/deliveries/quotes", `{` + toHome + `}`, 201, `{"@id":"/api/delivery_quotes/2"}`, "delivery_quote.offered", ""},
		{"", "PUT /api/deliveries/quotes/1/confirm", `{}`, 401, "", "", ""},
		{"zoe cal dan sue other tasks", "PUT /api/deliveries/quotes/1/confirm", `{}`, 403, "", "", ""},
		{"ada", "PUT /api/deliveries/quotes/99/confirm", `{}`, 404, "", "", ""},
		{"till", "PUT /api/deliveries/quotes/1/confirm", `{}`, 200, `{"@context":"/api/contexts/DeliveryQuote","@id":"/api/deliveries/quotes/1/confirm","@type":"DeliveryQuote","delivery":"/api/deliveries/2"}`, "order.created task.created task.created delivery.created delivery_quote.taken", "live order:created ada,pignon_follow#2; live task:created staff,pignon_follow#delivery-2; mail delivery.new coop; push delivery:created phone-dan"},
		{"ada", "PUT /api/deliveries/quotes/2/confirm", `{}`, 200, `{"delivery":"/api/deliveries/3"}`, "order.created order.accepted task.created task.created delivery.created delivery_quote.taken", "live order:accepted ada,pignon_follow#3; live order:created ada,pignon_follow#3; live task:created staff,pignon_follow#delivery-3; mail delivery.new coop; push delivery:created phone-dan"},
		{"ada", "GET /api/delivery_quotes/1", "", 404, "", "", ""},

		{"", "POST /api/deliveries/import_async", sheet, 401, "", "", ""},
		{"zoe cal dan tasks", "POST /api/deliveries/import_async", sheet, 403, "", "", ""},
		{"parcels", "POST /api/deliveries/import_async", sheet, 201, `{"@context":"/api/contexts/DeliveryImportQueue","@id":"/api/delivery_import_queues/1","@type":"DeliveryImportQueue"}`, "delivery_import.changed delivery_import.changed order.created task.created task.created delivery.created delivery_import.changed", "live delivery_import:updated ada; live order:created ada,pignon_follow#4; live task:created staff,pignon_follow#delivery-4"},
		{"", "GET /api/delivery_import_queues/1", "", 401, "", "", ""},
		{"zoe cal olga", "GET /api/delivery_import_queues/1", "", 403, "", "", ""},
		{"dan", "GET /api/delivery_import_queues/99", "", 404, "", "", ""},
		{"till parcels", "GET /api/delivery_import_queues/1", "", 401, "", "", ""},
		{"dan sue", "GET /api/delivery_import_queues/1", "", 200, `{"@context":"/api/contexts/DeliveryImportQueue","@id":"/api/delivery_import_queues/1","@type":"DeliveryImportQueue","status":"failed","errors":[{"row":2,"errors":["…"]}]}`, "", ""},
		{"", "GET /api/delivery_import_queues/1/csv", "", 401, "", "", ""},
		{"zoe cal olga", "GET /api/delivery_import_queues/1/csv", "", 403, "", "", ""},
		{"sue", "GET /api/delivery_import_queues/1/csv", "", 200, sheet, "", ""},
		{"", "GET /api/delivery_import_queues/1/redownload", "", 401, "", "", ""},
		{"zoe cal olga", "GET /api/delivery_import_queues/1/redownload", "", 403, "", "", ""},
		{"dan", "GET /api/delivery_import_queues/1/redownload", "", 200, "pickup.timeslot,dropoff.address,dropoff.timeslot,weight\n,1 Rue X,2026-11-25 10:00 - 2026-11-25 11:00,\n", "", ""},
	})
}
