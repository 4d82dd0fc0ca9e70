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

// StoreEdited says that a store was changed.
type StoreEdited struct {
	StoreID int64 `json:"storeId"`
}

// EventName names the event.
func (StoreEdited) EventName() string { return "store.edited" }

// StoreDeleted says that a store was deleted.
type StoreDeleted struct {
	StoreID int64 `json:"storeId"`
}

// EventName names the event.
func (StoreDeleted) EventName() string { return "store.deleted" }

// TimeSlotDeleted says that a time slot was taken away.
type TimeSlotDeleted struct {
	TimeSlotID int64 `json:"timeSlotId"`
}

// EventName names the event.
func (TimeSlotDeleted) EventName() string { return "time_slot.deleted" }

// PackageSetAdded says that a package set was made.
type PackageSetAdded struct {
	PackageSetID int64 `json:"packageSetId"`
}

// EventName names the event.
func (PackageSetAdded) EventName() string { return "package_set.added" }

// PackageSetDeleted says that a package set was taken away.
type PackageSetDeleted struct {
	PackageSetID int64 `json:"packageSetId"`
}

// EventName names the event.
func (PackageSetDeleted) EventName() string { return "package_set.deleted" }

// AddressSaved says that a store saved an address in its address book.
type AddressSaved struct {
	StoreID   int64 `json:"storeId"`
	AddressID int64 `json:"addressId"`
}

// EventName names the event.
func (AddressSaved) EventName() string { return "store_address.saved" }
