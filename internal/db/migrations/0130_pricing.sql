-- +goose Up
CREATE TABLE pricing_rule_sets (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    strategy TEXT NOT NULL CHECK (strategy IN ('find', 'map')), -- the first rule that holds, or all
    options TEXT NOT NULL, -- JSON list
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE pricing_rules (
    id BIGINT PRIMARY KEY,
    rule_set_id BIGINT NOT NULL REFERENCES pricing_rule_sets (id),
    position BIGINT NOT NULL,
    target TEXT NOT NULL CHECK (target IN ('DELIVERY', 'TASK', 'LEGACY_TARGET_DYNAMIC')),
    expression TEXT NOT NULL,
    price TEXT NOT NULL, -- an expression too
    name TEXT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX pricing_rules_of ON pricing_rules (rule_set_id, position);

CREATE TABLE zones (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    geojson TEXT NOT NULL, -- a Polygon
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE package_sets (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE packages (
    id BIGINT PRIMARY KEY,
    package_set_id BIGINT NOT NULL REFERENCES package_sets (id),
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    description TEXT,
    color TEXT NOT NULL,
    short_code TEXT NOT NULL,
    average_volume_units BIGINT NOT NULL,
    max_volume_units BIGINT NOT NULL,
    average_weight BIGINT, -- grams
    max_weight BIGINT, -- grams
    tags TEXT NOT NULL, -- JSON list of slugs
    deleted_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX packages_of ON packages (package_set_id);

-- businesses that send parcels
CREATE TABLE stores (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    enabled BOOLEAN NOT NULL,
    address_id BIGINT NOT NULL REFERENCES addresses (id),
    organization_id BIGINT NOT NULL REFERENCES organizations (id),
    pricing_rule_set_id BIGINT, -- of a deleted store it may be gone
    package_set_id BIGINT REFERENCES package_sets (id),
    telephone TEXT,
    website TEXT,
    tags TEXT NOT NULL, -- JSON list of slugs
    options TEXT NOT NULL, -- JSON: the flags of its form and its links to the outside
    deleted_at BIGINT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE store_owners (
    store_id BIGINT NOT NULL REFERENCES stores (id),
    user_id BIGINT NOT NULL REFERENCES users (id),
    PRIMARY KEY (store_id, user_id)
);

CREATE TABLE store_addresses (
    store_id BIGINT NOT NULL REFERENCES stores (id),
    address_id BIGINT NOT NULL REFERENCES addresses (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (store_id, address_id)
);

CREATE TABLE task_packages (
    id BIGINT PRIMARY KEY,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    package_id BIGINT NOT NULL REFERENCES packages (id),
    quantity BIGINT NOT NULL CHECK (quantity > 0),
    UNIQUE (task_id, package_id)
);

-- how the price of an order that is a delivery sold by itself was found
CREATE TABLE order_prices (
    order_id BIGINT PRIMARY KEY REFERENCES orders (id),
    rule_set_id BIGINT, -- null: the sender has no price list
    total BIGINT NOT NULL,
    supplements TEXT NOT NULL, -- JSON list
    trace TEXT NOT NULL, -- JSON
    created_at BIGINT NOT NULL
);

-- prices that were offered, with what they are for
CREATE TABLE delivery_quotes (
    id BIGINT PRIMARY KEY,
    store_id BIGINT NOT NULL REFERENCES stores (id),
    amount BIGINT NOT NULL,
    payload TEXT NOT NULL, -- JSON: the delivery as it was asked for
    state TEXT NOT NULL CHECK (state IN ('new', 'confirmed')),
    expires_at BIGINT NOT NULL,
    delivery_id BIGINT REFERENCES deliveries (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
