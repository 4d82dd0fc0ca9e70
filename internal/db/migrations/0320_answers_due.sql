-- +goose Up
-- how often a shop was told that an order waits for its answer
ALTER TABLE orders ADD COLUMN reminded BIGINT NOT NULL DEFAULT 0;
