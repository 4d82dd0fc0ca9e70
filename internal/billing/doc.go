// Package billing looks at orders as the books see them: a line each with its tax, totals by store, and who took which lines over when.
//
// Tables: order_exports, exported_orders. It changes no price and writes no invoice.
package billing
