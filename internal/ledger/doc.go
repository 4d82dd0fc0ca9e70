// Package ledger keeps the co-op's books by double entry: what each order brought, to whom it went, what was paid and what was given back. Each
// transaction's entries add up to zero. Nothing is ever changed or taken out: what no longer holds is booked back by a further transaction.
//
// Tables: ledger_transactions, ledger_entries.
package ledger
