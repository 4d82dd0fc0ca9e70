package delivery

// PriceReview is the code of a delivery of which nobody knows what it costs.
const PriceReview = "PRICE_REVIEW_NEEDED"

// FailureReasons lists the codes of why a task may fail, where a store has no list of its own, in the order in which they are offered.
func FailureReasons() []string {
	return []string{
		"DAMAGED", "LOST", "LATE", "NOT_AT_HOME", "CLOSED_STORE", "WRONG_ADDR", "REFUSED", "ITEM_MISSING", "INCORRECT_ITEM", "WEATHER",
		"VEHICLE_BREAKDOWN", "TRAFFIC", "ROUTE_ISSUE", "CUSTOMS_ISSUE", "INVENTORY_ISSUE", "ADDRESS_UNREACHABLE", "INSUFFICIENT_FUND",
		"DATA_ERROR", "PACKAGING_ISSUE", "HOLIDAY", "ADDRESS_REVIEW_NEEDED", PriceReview,
	}
}
