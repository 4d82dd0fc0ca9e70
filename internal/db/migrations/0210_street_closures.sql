-- +goose Up
-- streets that dispatchers closed: routes keep away from them
CREATE TABLE street_closures (
    id BIGINT PRIMARY KEY,
    lat DOUBLE PRECISION NOT NULL,
    lng DOUBLE PRECISION NOT NULL,
    radius BIGINT NOT NULL, -- metres
    reason TEXT NOT NULL,
    until BIGINT, -- null: until somebody opens them again
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
