-- +goose Up
-- what every question about times asks: the pick-ups to come, and what the last orders took
CREATE INDEX orders_to_fetch ON orders (pickup_expected_at) WHERE state IN ('new', 'accepted', 'started', 'ready');
CREATE INDEX orders_fulfilled ON orders (id) WHERE state = 'fulfilled';
