-- +goose Up
-- tables of tasks that came in one file: all of them are made, or none
CREATE TABLE task_imports (
    id BIGINT PRIMARY KEY,
    store_id BIGINT REFERENCES stores (id), -- whose integration sent it
    app_id BIGINT, -- that integration, be it gone meanwhile
    user_id BIGINT, -- or who did
    filename TEXT NOT NULL,
    sheet TEXT NOT NULL, -- CSV
    status TEXT NOT NULL CHECK (status IN ('waiting', 'started', 'completed', 'failed')),
    group_id BIGINT, -- of those that name none of their own, be it gone meanwhile
    tasks TEXT NOT NULL, -- JSON list of ids
    errors TEXT NOT NULL, -- JSON: what is wrong, row by row
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
