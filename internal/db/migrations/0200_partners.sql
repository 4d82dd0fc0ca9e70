-- +goose Up
-- whose parcels a logistics partner's hub sends
CREATE TABLE urbantz_hubs (
    id BIGINT PRIMARY KEY,
    hub TEXT NOT NULL UNIQUE,
    store_id BIGINT NOT NULL REFERENCES stores (id),
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- deliveries that a partner asked for, by the partner's own word for them
CREATE TABLE partner_deliveries (
    delivery_id BIGINT PRIMARY KEY REFERENCES deliveries (id),
    app_id BIGINT NOT NULL REFERENCES api_apps (id),
    reference TEXT NOT NULL,
    UNIQUE (app_id, reference)
);
