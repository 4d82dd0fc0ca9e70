package store

// QuoteOffered says that a store was offered a price.
type QuoteOffered struct {
	QuoteID int64 `json:"quoteId"`
	StoreID int64 `json:"storeId"`
	Amount  int64 `json:"amount"` // minor units
}

// EventName names the event.
func (QuoteOffered) EventName() string { return "delivery_quote.offered" }

// QuoteTaken says that a store took the price that it was offered.
type QuoteTaken struct {
	QuoteID    int64 `json:"quoteId"`
	StoreID    int64 `json:"storeId"`
	DeliveryID int64 `json:"deliveryId"`
}

// EventName names the event.
func (QuoteTaken) EventName() string { return "delivery_quote.taken" }
