-- +goose Up
CREATE TABLE orders (
    id BIGINT PRIMARY KEY,
    number TEXT UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('cart', 'new', 'accepted', 'refused', 'started', 'ready', 'fulfilled', 'cancelled')),
    restaurant_id BIGINT REFERENCES restaurants (id), -- null: a delivery sold by itself, or several shops of a hub
    customer_id BIGINT REFERENCES customers (id),
    fulfillment_method TEXT NOT NULL CHECK (fulfillment_method IN ('delivery', 'collection')),
    shipping_address_id BIGINT REFERENCES addresses (id),
    billing_address_id BIGINT REFERENCES addresses (id),
    shipping_from BIGINT,
    shipping_to BIGINT,
    items_total BIGINT NOT NULL,
    total BIGINT NOT NULL,
    notes TEXT,
    invitation TEXT UNIQUE,
    coupon_code TEXT,
    reusable_packaging_enabled BOOLEAN NOT NULL,
    preparation_expected_at BIGINT,
    pickup_expected_at BIGINT,
    dropoff_expected_at BIGINT,
    preparation_time TEXT,
    shipping_time TEXT,
    exported BOOLEAN NOT NULL,
    frozen_hash TEXT, -- of items, adjustments and address, set at payment (invariant I16)
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX orders_by_restaurant ON orders (restaurant_id, shipping_from);
CREATE INDEX orders_by_customer ON orders (customer_id, created_at);

CREATE TABLE order_items (
    id BIGINT PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    product_id BIGINT REFERENCES products (id),
    variant_id BIGINT REFERENCES product_variants (id),
    name TEXT NOT NULL,
    variant_name TEXT NOT NULL,
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    unit_price BIGINT NOT NULL,
    total BIGINT NOT NULL,
    player_id BIGINT REFERENCES customers (id)
);
CREATE INDEX order_items_of ON order_items (order_id);

CREATE TABLE adjustments (
    id BIGINT PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    item_id BIGINT REFERENCES order_items (id), -- null: of the order
    type TEXT NOT NULL,
    label TEXT NOT NULL,
    amount BIGINT NOT NULL,
    neutral BOOLEAN NOT NULL,
    origin TEXT
);
CREATE INDEX adjustments_of ON adjustments (order_id);
-- a delivery counted twice is left to checkout to refuse, as the contract wants
CREATE UNIQUE INDEX adjustments_once ON adjustments (order_id, type) WHERE item_id IS NULL AND type IN ('fee', 'tip');

-- what the API shows as an order's history
CREATE TABLE order_events (
    id BIGINT PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    type TEXT NOT NULL,
    data TEXT NOT NULL,
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX order_events_of ON order_events (order_id, id);
