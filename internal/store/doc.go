// Package store owns the businesses that send parcels: who they are, who speaks for them, which price list and packages are theirs, and the
// prices that they were offered.
//
// Tables: stores, store_owners, store_addresses, package_sets, packages, delivery_quotes. It makes no delivery and knows no order.
package store
