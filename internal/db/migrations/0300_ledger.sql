-- +goose Up
-- what the restaurant pays for the ride, within what the co-op keeps
ALTER TABLE orders ADD COLUMN ride_price BIGINT NOT NULL DEFAULT 0;

-- one thing that happened to money; its entries add up to zero (invariant I09)
CREATE TABLE ledger_transactions (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('sale', 'payment', 'fee', 'refund')),
    order_id BIGINT NOT NULL REFERENCES orders (id),
    payment_id BIGINT REFERENCES payments (id),
    refund_id BIGINT UNIQUE REFERENCES refunds (id), -- a refund is booked once
    created_at BIGINT NOT NULL
);
CREATE INDEX ledger_transactions_of ON ledger_transactions (order_id, id);
CREATE INDEX ledger_transactions_at ON ledger_transactions (created_at, id);

-- positive: earned by the account, or owed to it; negative: owed by it, or held for the co-op
CREATE TABLE ledger_entries (
    id BIGINT PRIMARY KEY,
    transaction_id BIGINT NOT NULL REFERENCES ledger_transactions (id),
    account TEXT NOT NULL CHECK (account IN ('customer', 'provider', 'cash', 'shop', 'ride', 'coop', 'card_fee', 'tax', 'tip', 'deposit')),
    restaurant_id BIGINT REFERENCES restaurants (id), -- whose share it is; null: nobody's in particular
    amount BIGINT NOT NULL CHECK (amount <> 0)
);
CREATE INDEX ledger_entries_of ON ledger_entries (transaction_id);

