-- +goose Up
-- the time that is kept free for a basket whose customer is at the checkout
CREATE TABLE slot_holds (
    order_id BIGINT PRIMARY KEY REFERENCES orders (id),
    shipping_from BIGINT NOT NULL,
    shipping_to BIGINT NOT NULL,
    pickup_at BIGINT NOT NULL, -- that counts against what its shop takes
    held_at BIGINT NOT NULL,
    until BIGINT NOT NULL
);
