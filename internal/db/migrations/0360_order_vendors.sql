-- +goose Up
-- the shops of an order that a hub sells; an order of one shop has none of these
CREATE TABLE order_vendors (
    order_id BIGINT NOT NULL REFERENCES orders (id),
    restaurant_id BIGINT NOT NULL REFERENCES restaurants (id),
    accepted_at BIGINT, -- each at its time, null until then
    started_at BIGINT,
    ready_at BIGINT,
    PRIMARY KEY (order_id, restaurant_id)
);
CREATE INDEX order_vendors_by_restaurant ON order_vendors (restaurant_id, order_id);
INSERT INTO order_vendors (order_id, restaurant_id, accepted_at, started_at, ready_at)
SELECT DISTINCT o.id, p.restaurant_id,
    CASE WHEN o.state IN ('accepted', 'started', 'ready', 'fulfilled') THEN o.updated_at END,
    CASE WHEN o.state IN ('started', 'ready', 'fulfilled') THEN o.updated_at END,
    CASE WHEN o.state IN ('ready', 'fulfilled') THEN o.updated_at END
FROM orders o JOIN order_items i ON i.order_id = o.id JOIN products p ON p.id = i.product_id
WHERE o.hub_id IS NOT NULL AND p.restaurant_id IS NOT NULL;
