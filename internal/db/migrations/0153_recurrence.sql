-- +goose Up
-- deliveries that come again
CREATE TABLE recurrence_rules (
    id BIGINT PRIMARY KEY,
    store_id BIGINT NOT NULL REFERENCES stores (id),
    name TEXT,
    rule TEXT NOT NULL, -- RRULE
    template TEXT NOT NULL, -- JSON: the tasks, with times of day
    fixed_price TEXT, -- JSON: what it costs whatever the rules say
    generates BOOLEAN NOT NULL, -- makes orders by itself
    paused BOOLEAN NOT NULL,
    deleted_at BIGINT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- the orders that rules made: one a rule and day
CREATE TABLE recurrence_runs (
    rule_id BIGINT NOT NULL REFERENCES recurrence_rules (id),
    day TEXT NOT NULL,
    order_id BIGINT NOT NULL UNIQUE REFERENCES orders (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (rule_id, day)
);

ALTER TABLE tasks ADD COLUMN recurrence_rule_id BIGINT; -- that it comes from
