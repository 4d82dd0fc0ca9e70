// Package pay is the door to the card payment provider. It owns no table and no rule of the co-op: it says which calls exist, makes
// them over the network, and sorts their errors by what the caller may do next.
//
// A payment is made in three phases. Prepare writes the attempt and its idempotency key in one unit of work. Charge calls this
// package with no unit of work open; the package refuses to be called inside one. Settle writes the outcome in another unit of work.
// After an Unknown outcome the same call with the same key may be made again, as often as wanted, and never charges twice.
package pay
