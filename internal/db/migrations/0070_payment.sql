-- +goose Up
CREATE TABLE payment_methods (
    id BIGINT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE payments (
    id BIGINT PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    method_id BIGINT NOT NULL REFERENCES payment_methods (id),
    state TEXT NOT NULL CHECK (state IN ('cart', 'new', 'authorized', 'processing', 'completed', 'failed', 'cancelled', 'void', 'refunded', 'refunded_partially')),
    amount BIGINT NOT NULL,
    currency TEXT NOT NULL,
    reference TEXT NOT NULL UNIQUE, -- random: what idempotency keys begin with
    intent TEXT UNIQUE, -- the provider's id
    client_secret TEXT,
    connected_account TEXT,
    livemode BOOLEAN NOT NULL, -- of the provider's account
    quote_hash TEXT, -- of the basket that it pays
    details TEXT NOT NULL, -- JSON, see payment.Details
    last_error TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX payments_of ON payments (order_id);
CREATE INDEX payments_by_state ON payments (state, updated_at);

-- each call to a provider that moves money: written before it is made, settled after
CREATE TABLE payment_attempts (
    id BIGINT PRIMARY KEY,
    payment_id BIGINT NOT NULL REFERENCES payments (id),
    kind TEXT NOT NULL CHECK (kind IN ('authorize', 'confirm', 'capture', 'cancel', 'refund')),
    number BIGINT NOT NULL, -- of its kind, from 1
    provider_key TEXT NOT NULL UNIQUE, -- idempotency key: a function of payment, kind and number
    amount BIGINT NOT NULL,
    call TEXT NOT NULL, -- JSON: the call's values, so that it is repeated word for word
    address TEXT, -- of the network, whose card was tried
    state TEXT NOT NULL CHECK (state IN ('open', 'succeeded', 'failed')),
    problem TEXT, -- why it failed
    created_at BIGINT NOT NULL,
    settled_at BIGINT,
    UNIQUE (payment_id, kind, number)
);
CREATE INDEX payment_attempts_open ON payment_attempts (state, created_at);
CREATE INDEX payment_attempts_from ON payment_attempts (address, created_at);

CREATE TABLE refunds (
    id BIGINT PRIMARY KEY,
    payment_id BIGINT NOT NULL REFERENCES payments (id),
    amount BIGINT NOT NULL CHECK (amount > 0),
    liable_party TEXT NOT NULL CHECK (liable_party IN ('merchant', 'platform')),
    comments TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- the provider's webhooks that were taken in, each once
CREATE TABLE provider_events (
    provider TEXT NOT NULL,
    event_id TEXT NOT NULL,
    type TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    PRIMARY KEY (provider, event_id)
);
