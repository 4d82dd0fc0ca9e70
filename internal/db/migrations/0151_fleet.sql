-- +goose Up
-- where couriers set out and parcels change hands
CREATE TABLE warehouses (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    address_id BIGINT NOT NULL REFERENCES addresses (id),
    deleted_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE vehicles (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    max_volume_units BIGINT NOT NULL,
    max_weight BIGINT NOT NULL, -- grams
    color TEXT NOT NULL,
    is_electric BOOLEAN,
    electric_range BIGINT, -- kilometres
    co2_emissions BIGINT, -- grams a kilometre
    warehouse_id BIGINT NOT NULL REFERENCES warehouses (id),
    deleted_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE trailers (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    max_volume_units BIGINT NOT NULL,
    max_weight BIGINT NOT NULL, -- grams
    color TEXT NOT NULL,
    is_electric BOOLEAN,
    electric_range BIGINT, -- kilometres
    deleted_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- which vehicle can pull which trailer
CREATE TABLE vehicle_trailers (
    vehicle_id BIGINT NOT NULL REFERENCES vehicles (id),
    trailer_id BIGINT NOT NULL REFERENCES trailers (id),
    PRIMARY KEY (vehicle_id, trailer_id)
);
