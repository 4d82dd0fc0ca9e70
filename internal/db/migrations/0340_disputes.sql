-- +goose Up
-- charges that customers dispute at their bank
CREATE TABLE disputes (
    id BIGINT PRIMARY KEY,
    payment_id BIGINT NOT NULL REFERENCES payments (id),
    provider_id TEXT NOT NULL UNIQUE,
    amount BIGINT NOT NULL,
    withdrawn BIGINT NOT NULL, -- what the provider took back so far, without its fee
    fee BIGINT NOT NULL,
    status TEXT NOT NULL, -- as the provider words it: needs_response, under_review, won, lost, warning_...
    reason TEXT NOT NULL,
    due_at BIGINT, -- until when evidence can be given
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX disputes_of ON disputes (payment_id);

-- each comparison with the payment providers, and what differed
CREATE TABLE reconciliations (
    id BIGINT PRIMARY KEY,
    compared BIGINT NOT NULL,
    differences TEXT NOT NULL, -- JSON: a list of sentences
    skipped TEXT, -- why nothing, or not all, could be compared
    created_at BIGINT NOT NULL
);
CREATE INDEX reconciliations_at ON reconciliations (created_at);

-- transactions may be about a dispute
CREATE TABLE ledger_transactions_new (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('sale', 'payment', 'fee', 'refund', 'dispute')),
    order_id BIGINT NOT NULL REFERENCES orders (id),
    payment_id BIGINT REFERENCES payments (id),
    refund_id BIGINT UNIQUE REFERENCES refunds (id), -- a refund is booked once
    created_at BIGINT NOT NULL
);
CREATE TABLE ledger_entries_new (
    id BIGINT PRIMARY KEY,
    transaction_id BIGINT NOT NULL REFERENCES ledger_transactions_new (id),
    account TEXT NOT NULL CHECK (account IN ('customer', 'provider', 'cash', 'shop', 'ride', 'coop', 'card_fee', 'tax', 'tip', 'deposit')),
    restaurant_id BIGINT REFERENCES restaurants (id), -- whose share it is; null: nobody's in particular
    amount BIGINT NOT NULL CHECK (amount <> 0)
);
INSERT INTO ledger_transactions_new (id, kind, order_id, payment_id, refund_id, created_at)
SELECT id, kind, order_id, payment_id, refund_id, created_at FROM ledger_transactions;
INSERT INTO ledger_entries_new (id, transaction_id, account, restaurant_id, amount)
SELECT id, transaction_id, account, restaurant_id, amount FROM ledger_entries;
DROP TABLE ledger_entries;
DROP TABLE ledger_transactions;
ALTER TABLE ledger_transactions_new RENAME TO ledger_transactions;
ALTER TABLE ledger_entries_new RENAME TO ledger_entries;
CREATE INDEX ledger_transactions_of ON ledger_transactions (order_id, id);
CREATE INDEX ledger_transactions_at ON ledger_transactions (created_at, id);
CREATE INDEX ledger_entries_of ON ledger_entries (transaction_id);
