// Package store owns the businesses that send parcels: who they are, who speaks for them, which price list, packages and time slots are theirs,
// and the prices that they were offered.
//
// Tables: stores, store_owners, store_addresses, store_time_slots, time_slots, package_sets, packages, delivery_forms, failure_reason_sets,
// failure_reasons, delivery_quotes. It makes no delivery and knows no order.
package store
