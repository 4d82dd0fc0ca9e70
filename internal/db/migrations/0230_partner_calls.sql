-- +goose Up
-- deliveries that a partner asked for or rides for us, by the partner's own word for them
CREATE TABLE partner_links (
    delivery_id BIGINT PRIMARY KEY REFERENCES deliveries (id),
    partner TEXT NOT NULL CHECK (partner IN ('urbantz', 'woopit', 'cyke')),
    app_id BIGINT REFERENCES api_apps (id), -- whose key asked for it
    reference TEXT NOT NULL,
    UNIQUE (partner, app_id, reference)
);
INSERT INTO partner_links (delivery_id, partner, app_id, reference) SELECT delivery_id, 'urbantz', app_id, reference FROM partner_deliveries;
DROP TABLE partner_deliveries;

-- stores that ride for Woopit, and what they take
CREATE TABLE woopit_integrations (
    id BIGINT PRIMARY KEY,
    store_id BIGINT NOT NULL REFERENCES stores (id),
    woopit_store_id TEXT NOT NULL UNIQUE,
    name TEXT,
    max_weight BIGINT, -- grams
    max_width BIGINT, -- tenths of a millimetre
    max_height BIGINT,
    max_length BIGINT,
    product_types TEXT NOT NULL,
    zone_id BIGINT REFERENCES zones (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- each call of a partner's API with what came of it, kept for a while
CREATE TABLE partner_calls (
    id BIGINT PRIMARY KEY,
    partner TEXT NOT NULL CHECK (partner IN ('urbantz', 'woopit')),
    delivery_id BIGINT NOT NULL REFERENCES deliveries (id),
    verb TEXT NOT NULL, -- what happened to which of its stops
    stop TEXT NOT NULL,
    image TEXT, -- the photo that it is about
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given_up')),
    tries BIGINT NOT NULL,
    status BIGINT NOT NULL, -- of the last answer, 0 without one
    due_at BIGINT NOT NULL,
    ended_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX partner_calls_created ON partner_calls (created_at);
