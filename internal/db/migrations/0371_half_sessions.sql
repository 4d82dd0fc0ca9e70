-- +goose Up
-- somebody proved themselves by one factor, and has to show the other
ALTER TABLE sessions ADD COLUMN half BOOLEAN NOT NULL DEFAULT FALSE;
