-- +goose Up
-- names of rows that seed documents gave since the last reset
CREATE TABLE seed_refs (
    ref TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    row_id BIGINT NOT NULL
);
