// Package pricing says what a delivery costs: rule sets, which are lists of conditions with prices, the language that they are written in, the
// prices that they give, and the trace of how each was found. Finding a price is one pure function (Tariff.Price), the same for every channel.
//
// Tables: pricing_rule_sets, pricing_rules, zones, order_prices. Events: events.go. It knows neither stores, nor orders, nor deliveries.
package pricing
