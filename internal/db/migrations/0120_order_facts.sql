-- +goose Up
ALTER TABLE orders ADD COLUMN hub_id BIGINT REFERENCES hubs (id); -- the hub that sells it, where no single restaurant does
ALTER TABLE orders ADD COLUMN zelty_order_id BIGINT; -- its number in the restaurant's till
ALTER TABLE orders ADD COLUMN arbitrary_price TEXT; -- JSON: the price that somebody fixed for a delivery sold by itself
ALTER TABLE orders ADD COLUMN priced BOOLEAN NOT NULL DEFAULT TRUE; -- false: its totals are what somebody wrote, not what the pricing found
