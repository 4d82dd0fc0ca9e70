-- +goose Up
CREATE TABLE writer (
    id BIGINT PRIMARY KEY,
    turn BIGINT NOT NULL
);
INSERT INTO writer (id, turn) VALUES (1, 0);

CREATE TABLE ids (
    name TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);

CREATE TABLE journal (
    seq BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    body TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- how far each reader of the journal has come
CREATE TABLE relay_positions (
    reader TEXT PRIMARY KEY,
    seq BIGINT NOT NULL
);

CREATE TABLE jobs (
    id BIGINT PRIMARY KEY,
    kind TEXT NOT NULL,
    unique_key TEXT UNIQUE,
    body TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempt BIGINT NOT NULL,
    leased_until BIGINT,
    last_error TEXT NOT NULL,
    parked BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX jobs_due ON jobs (parked, run_at);

CREATE TABLE job_ticks (
    kind TEXT PRIMARY KEY,
    tick BIGINT NOT NULL
);

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
