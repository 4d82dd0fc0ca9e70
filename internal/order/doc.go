// Package order is baskets and what becomes of them: lines, prices, taxes, times, checkout, the kitchen's verbs and an order's history. A
// basket is an order in the state cart. It owns the tables orders, order_items, adjustments and order_events, and emits order.* events. It
// knows no payment, no delivery and no courier: what these must do is a reaction to its events, what they know is read for screens only.
package order
