-- +goose Up
-- the code on a parcel that somebody else labelled, by which it is found when a courier scans it
ALTER TABLE tasks ADD COLUMN code TEXT;
CREATE INDEX tasks_by_code ON tasks (code);
