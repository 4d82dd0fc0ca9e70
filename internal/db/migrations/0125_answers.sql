-- +goose Up
-- answers to requests that came with an Idempotency-Key, for those who ask again
CREATE TABLE answers (
    id TEXT PRIMARY KEY, -- hash of caller and key
    request TEXT NOT NULL, -- hash of what was asked
    status BIGINT NOT NULL, -- 0: something was done, and the answer is not known
    sealed TEXT NOT NULL, -- the answer, readable with the key alone
    at BIGINT NOT NULL
);
CREATE INDEX answers_at ON answers (at);
