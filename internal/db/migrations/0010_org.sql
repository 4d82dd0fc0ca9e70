-- +goose Up
-- settings are in 0001: the spine reads some of them
CREATE TABLE addresses (
    id BIGINT PRIMARY KEY,
    street_address TEXT NOT NULL,
    lat DOUBLE PRECISION NOT NULL, -- as the person or the geocoder gave it; the API echoes 14 digits
    lng DOUBLE PRECISION NOT NULL,
    name TEXT,
    contact_name TEXT,
    telephone TEXT,
    description TEXT,
    company TEXT,
    postal_code TEXT,
    locality TEXT,
    region TEXT,
    country TEXT,
    provider TEXT,
    deleted_at BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE organizations (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE tags (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    slug TEXT NOT NULL UNIQUE,
    color TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
