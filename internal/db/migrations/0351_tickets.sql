-- +goose Up
-- copies of an order's ticket for a kitchen's printer: each is taken by one printer and printed once
CREATE TABLE ticket_prints (
    id BIGINT PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    restaurant_id BIGINT NOT NULL REFERENCES restaurants (id),
    again BOOLEAN NOT NULL, -- somebody asked for another copy, or a printer may have printed this one without saying so
    taken_by TEXT NOT NULL, -- name of the printer; empty: it waits
    taken_at BIGINT,
    printed_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX ticket_prints_of ON ticket_prints (restaurant_id, printed_at, id);
