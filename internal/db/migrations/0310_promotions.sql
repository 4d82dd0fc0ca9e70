-- +goose Up
CREATE TABLE promotions (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    code TEXT NOT NULL UNIQUE,
    coupon_based BOOLEAN NOT NULL,
    priority BIGINT NOT NULL,
    exclusive BOOLEAN NOT NULL,
    featured BOOLEAN NOT NULL,
    usage_limit BIGINT, -- null: no limit
    used BIGINT NOT NULL,
    starts_at BIGINT,
    ends_at BIGINT,
    rules TEXT NOT NULL, -- JSON: all must hold
    actions TEXT NOT NULL, -- JSON
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE promotion_coupons (
    id BIGINT PRIMARY KEY,
    promotion_id BIGINT NOT NULL REFERENCES promotions (id),
    code TEXT NOT NULL UNIQUE,
    expires_at BIGINT,
    usage_limit BIGINT,
    per_customer_usage_limit BIGINT,
    used BIGINT NOT NULL,
    reusable_from_cancelled_orders BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX promotion_coupons_of ON promotion_coupons (promotion_id);

-- which order used what; one that was refused or cancelled gives it back
CREATE TABLE promotion_uses (
    order_id BIGINT NOT NULL REFERENCES orders (id),
    promotion_id BIGINT NOT NULL REFERENCES promotions (id),
    coupon_id BIGINT REFERENCES promotion_coupons (id),
    customer_id BIGINT REFERENCES customers (id),
    given_back BOOLEAN NOT NULL,
    PRIMARY KEY (order_id, promotion_id)
);
CREATE INDEX promotion_uses_of ON promotion_uses (coupon_id, customer_id);
