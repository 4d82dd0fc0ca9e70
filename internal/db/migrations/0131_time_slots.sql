-- +goose Up
-- windows that can be chosen for a delivery
CREATE TABLE time_slots (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    opening_hours TEXT NOT NULL, -- JSON list, "Mo-Fr 09:00-12:00"
    horizon TEXT NOT NULL, -- how far ahead, "2 days"
    prior_notice TEXT, -- "1 hour" before the end of a window
    working_days_only BOOLEAN NOT NULL,
    same_day_cutoff TEXT, -- "12:30": after it nothing is offered for the same day
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE store_time_slots (
    store_id BIGINT NOT NULL REFERENCES stores (id),
    time_slot_id BIGINT NOT NULL REFERENCES time_slots (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (store_id, time_slot_id)
);

ALTER TABLE stores ADD COLUMN time_slot_id BIGINT REFERENCES time_slots (id); -- the usual one
