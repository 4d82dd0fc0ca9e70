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
    intent TEXT UNIQUE, -- the provider's id
    client_secret TEXT,
    connected_account TEXT,
    details TEXT NOT NULL, -- JSON: what else the provider said
    last_error TEXT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX payments_of ON payments (order_id);

-- each call to a provider that moves money: written before it is made, settled after
CREATE TABLE payment_attempts (
    id BIGINT PRIMARY KEY,
    payment_id BIGINT NOT NULL REFERENCES payments (id),
    kind TEXT NOT NULL CHECK (kind IN ('authorize', 'capture', 'cancel', 'refund')),
    provider_key TEXT NOT NULL UNIQUE, -- idempotency key: a function of payment, attempt and kind
    amount BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'succeeded', 'failed')),
    result TEXT NOT NULL, -- JSON
    created_at BIGINT NOT NULL,
    settled_at BIGINT
);
CREATE INDEX payment_attempts_open ON payment_attempts (state, created_at);

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
