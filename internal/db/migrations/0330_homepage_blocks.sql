-- +goose Up
CREATE TABLE homepage_blocks (
    id BIGINT PRIMARY KEY,
    type TEXT NOT NULL,
    data TEXT NOT NULL, -- JSON, what the type wants
    position BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
