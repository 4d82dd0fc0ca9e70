package ledger

import (
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// Account is where money comes from or goes to.
type Account string

// The accounts. Customer, Provider and Cash are where money comes from; the others are the shares of what a customer pays.
const (
	Customer Account = "customer" // what customers owe (negative) or are owed
	Provider Account = "provider" // what the payment provider took for the co-op (negative)
	Cash     Account = "cash"     // what was paid in coins and notes (negative)
	Shop     Account = "shop"     // what the goods bring their shop, without tax
	Ride     Account = "ride"     // what the ride brings, without tax
	Coop     Account = "coop"     // what is left to the co-op
	CardFee  Account = "card_fee" // what the payment provider keeps for itself
	Tax      Account = "tax"
	Tip      Account = "tip"
	Deposit  Account = "deposit" // for boxes that come back
)

// Shares lists the accounts of an order's euro split, in the order in which people see them.
func Shares() []Account { return []Account{Shop, Ride, Coop, CardFee, Tax, Tip, Deposit} }

// Kind says what a transaction is about.
type Kind string

// The kinds.
const (
	Sale    Kind = "sale"    // what an order is worth, and for whom
	Payment Kind = "payment" // money that came in
	Fee     Kind = "fee"     // what the provider keeps of it
	Refund  Kind = "refund"  // money that was given back
	Dispute Kind = "dispute" // money that the provider took back for a customer, and what it charged for that
)

// Transaction is one thing that happened to money.
type Transaction struct {
	ID        int64        `db:"id"`
	Kind      Kind         `db:"kind"`
	OrderID   int64        `db:"order_id"`
	PaymentID *int64       `db:"payment_id"`
	RefundID  *int64       `db:"refund_id"`
	CreatedAt span.Instant `db:"created_at"`
}

// Entry is an amount on one account: positive when it is earned by the account or owed to it.
type Entry struct {
	ID            int64        `db:"id"`
	TransactionID int64        `db:"transaction_id"`
	Account       Account      `db:"account"`
	RestaurantID  *int64       `db:"restaurant_id"` // whose share it is; nil: nobody's in particular
	Amount        money.Amount `db:"amount"`
}
