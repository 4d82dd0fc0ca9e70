// Package promotion is what makes orders cheaper: promotions with their rules and discounts, coupons, and who used them. What a basket gets is
// pure; the counters move when it is ordered, and back when the order will not be.
//
// Tables: promotions, promotion_coupons, promotion_uses. Events: events.go.
package promotion
