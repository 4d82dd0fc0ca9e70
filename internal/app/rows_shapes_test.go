package app_test

const (
	place     = "@id contactName description geo name provider streetAddress telephone"
	placeFull = "@id addressCountry addressLocality addressRegion company complete contactName deleted deletedAt description firstName geo id lastName name " +
		"postOfficeBoxNumber postalCode provider streetAddress telephone"
	parcel = "http://schema.org/ParcelDelivery"
	order  = "http://schema.org/Order"
)

// shapesOfTheContract are the keys of each type beside @type and @context, sorted, as the pages of the contract list them; "A>B" for a B inside an A.
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
	"Task": {"@id address after assignedTo barcode before comments createdAt doneAfter doneBefore doorstep emittedCo2 group hasIncidents id images incidents " +
		"isAssigned metadata next orgName packages previous recurrenceRule ref status tags traveledDistanceMeter type updatedAt weight"},
	"TaskList>Task": {"@id address after before comments createdAt doneAfter doneBefore doorstep hasIncidents id metadata next orgName packages previous status tags " +
		"type updatedAt weight"},
	"RecurrenceRule>Task": {"@id barcode packages weight"},
	parcel + ">Task": {"@id address after barcode before comments createdAt doneAfter doneBefore id metadata packages status tags type weight",
		"@id address after barcode before comments createdAt doneAfter doneBefore id metadata packages status tags type updatedAt weight"}, // of the form
	"http://schema.org/Place":            {place},
	"Task>http://schema.org/Place":       {"@id contactName description firstName geo lastName name provider streetAddress telephone", place, placeFull},
	"Task>http://schema.org/MediaObject": {"@id id imageName thumbnail", "@id id thumbnail"},
	"http://schema.org/MediaObject":      {"@id imageName thumbnail", "@id thumbnail"},
	"TaskList":                           {"@id createdAt date distance duration id items polyline updatedAt username"},
	"TaskEvent":                          {"@id createdAt data name"},
	"TaskGroup":                          {"@id id name tasks"},
	"FailureReason":                      {"@id code description metadata"},
	parcel:                               {"@id distance dropoff duration id order pickup polyline tasks trackingUrl", "@id dropoff id order pickup tasks"}, // or the form
	"TaskImportQueue":                    {"@id", "@id status", "@id group status tasks", "@id error status"},
}
