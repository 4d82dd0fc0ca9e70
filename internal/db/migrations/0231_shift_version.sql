-- +goose Up
-- two planners may not write over each other's changes unseen
ALTER TABLE shifts ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
