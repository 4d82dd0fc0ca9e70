package app_test

const (
	place     = "@id contactName description geo name provider streetAddress telephone"
	placeFull = "@id addressCountry addressLocality addressRegion company complete contactName deleted deletedAt description firstName geo id lastName name " +
		"postOfficeBoxNumber postalCode provider streetAddress telephone"
	wholeTask = "@id address after assignedTo barcode before comments createdAt doneAfter doneBefore doorstep emittedCo2 group hasIncidents id images incidents " +
		"isAssigned metadata next orgName packages previous recurrenceRule ref status tags traveledDistanceMeter type updatedAt weight"
	parcel = "http://schema.org/ParcelDelivery"
	order  = "http://schema.org/Order"
)

// shapesOfTheContract are the keys of each type beside @type and @context, sorted, as the pages of the contract list them; "A>B" for a B inside an A.
// Those with none are of the contract's other half.
var shapesOfTheContract = map[string][]string{
	"hydra:Error":             {"hydra:description hydra:title trace", "calculation hydra:description hydra:title"},
	"ConstraintViolationList": {"hydra:description hydra:title violations"},
	"hydra:Collection": {"@id hydra:member hydra:totalItems", "@id hydra:member hydra:totalItems hydra:view", "@id hydra:member hydra:search hydra:totalItems",
		"@id hydra:member hydra:search hydra:totalItems hydra:view"},
	"hydra:PartialCollectionView": {"@id", "@id hydra:first hydra:last", "@id hydra:first hydra:last hydra:next", "@id hydra:first hydra:last hydra:previous",
		"@id hydra:first hydra:last hydra:next hydra:previous"},
	"hydra:IriTemplate":  {"hydra:mapping hydra:template hydra:variableRepresentation"},
	"IriTemplateMapping": {"property required variable"},
	"GeoCoordinates":     {"latitude longitude"},
	"Task>TaskGroup":     {"@id id name tags"},
	"Task":               {wholeTask},
	"TaskList>TaskList":  {"@id color createdAt date distance duration id items polyline trailer updatedAt username vehicle"},
	"TaskList>Task": {wholeTask,
		"@id address after before comments createdAt doneAfter doneBefore doorstep hasIncidents id metadata next orgName packages previous status tags " +
			"type updatedAt weight"},
	"RecurrenceRule>Task": {"@id barcode packages weight"},
	parcel + ">Task": {"@id address after barcode before comments createdAt doneAfter doneBefore id metadata packages status tags type weight",
		"@id address after barcode before comments createdAt doneAfter doneBefore id metadata packages status tags type updatedAt weight"}, // of the form
	"http://schema.org/Place":                {place},
	"Task>http://schema.org/Place":           {"@id contactName description firstName geo lastName name provider streetAddress telephone", place, placeFull},
	"Task>http://schema.org/MediaObject":     {"@id id imageName thumbnail", "@id id thumbnail"},
	"http://schema.org/MediaObject":          {"@id imageName thumbnail", "@id thumbnail"},
	"TaskList":                               {"@id createdAt date distance duration id items polyline updatedAt username"},
	"TaskEvent":                              {"@id createdAt data name"},
	"TaskGroup":                              {"@id id name tasks"},
	"FailureReason":                          {"@id code description metadata"},
	parcel:                                   {"@id distance dropoff duration id order pickup polyline tasks trackingUrl", "@id dropoff id order pickup tasks"}, // or the form
	"TaskImportQueue":                        {"@id", "@id status", "@id group status tasks", "@id error status"},
	parcel + ">" + order:                     {"@id number paymentGateway taxTotal total"},
	parcel + ">Order":                        {"@id arbitraryPrice id isSavedOrder manualSupplements"},
	order:                                    nil,
	"DeliveryQuote":                          {"@id amount currency expiresAt", "@id delivery"},
	"DeliveryImportQueue":                    {"@id", "@id errors status"},
	"OptimizationSuggestions":                {"@id suggestions"},
	"OptimizationSuggestion":                 {"@id gain order"},
	"Incident":                               {"@id author createdAt createdBy delivery description events failureReasonCode id images metadata order priority status store tags task title updatedAt"},
	"IncidentEvent":                          {"@id createdAt createdBy id message metadata type"},
	"Incident>http://schema.org/MediaObject": {"@id id imageName thumbnail"},
	"PricingRule":                            {"@id expression expressionAst id name position price priceAst target"},
	"PricingRuleSet":                         {"@id id name options rules strategy"},
	"YesNoOutput":                            {"@id result"},
	"RetailPrice":                            {"@id amount calculation currency order tax"},
	"RetailPrice>Order":                      {"@id items paymentGateway shippingAddress taxTotal total"},
	"Order>OrderItem":                        {"@id adjustments name player quantity total unitPrice variant variantName vendor"},
	"OrderItem>ProductVariant":               {"@id code name"},
	"RecurrenceRule":                         {"@id arbitraryPriceTemplate isCancelled name orgName paused rule store template"},
	"http://schema.org/Store":                {"@id address cashOnDeliveryEnabled enabled id multiDropEnabled multiPickupEnabled name packagesRequired prefillPickupAddress pricingRuleSet timeSlot timeSlots weightRequired"},
	"TimeSlot":                               {"@id choices interval name openingHoursSpecification priorNotice workingDaysOnly", "@id name"},
	"OpeningHoursSpecification":              {"closes dayOfWeek opens"},
	"TimeSlotChoices":                        {"@id choices"},
	"TimeSlotChoice":                         {"@id label value"},
	"PaymentMethodsOutput":                   {"@id methods"},
	"Package":                                {"@id name", "@id name packageSet volumeUnits"},
	"Zone":                                   {"@id geoJSON id name"},
	"Warehouse":                              {"@id address id name"},
	"Vehicle>Warehouse":                      {"@id id name"},
	"Vehicle":                                {"@id co2emissions color compatibleTrailers electricRange id isElectric maxVolumeUnits maxWeight name warehouse"},
	"Trailer":                                {"@id color compatibleVehicles electricRange id isElectric maxVolumeUnits maxWeight name"},
	"Tag":                                    {"@id color name slug"},
	"Centrifugo":                             {"@id namespace token", "@id token"},
	"PackageSet":                             {"@id id name"},
	"InvoiceLineItem": {"@id date description exports orderId orderNumber storeId subTotal tax total",
		"@id Description Organization Taxes Total products (excl. VAT) Total products (incl. VAT)",
		"@id External ID Invoice Date Invoice lines / Account Invoice lines / Label Invoice lines / Product Invoice lines / Quantity Invoice lines / Unit Price Partner"},
	"ExportCommand":                        {"@id createdAt requestId"},
	"InvoiceLineItemGroupedByOrganization": {"@id ordersCount organizationLegalName storeId storeName subTotal tax total"},
	"Webhook":                              {"@id event secret url", "@id event url"},
	"RetailPrice>PricingRule":              {"@id expression id name position price target"},
	"hydra:Error>PricingRule":              {"@id expression id name position price target"},
	"Customer":                             {"@id email fullName phoneNumber tags telephone username"},
}
