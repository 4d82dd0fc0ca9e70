// Package payment is how orders are paid: what is to be paid by which means, each call to a provider that moves money, what was held, taken and
// given back. Paying is prepare (in a unit of work), charge (with none open) and settle (in a unit of work, and idempotent): docs/adr/0010. It
// owns payment_methods, payments, payment_attempts, refunds and provider_events and emits payment.* events. It places no order: whoever settles
// does, in the same unit of work (package flow).
package payment
