-- +goose Up
-- where each courier's phone was last, by its own clock, at work or not: for clients that know no duty; nobody is shown it
CREATE TABLE phone_places (
    courier_id BIGINT PRIMARY KEY REFERENCES users (id),
    lat DOUBLE PRECISION NOT NULL,
    lng DOUBLE PRECISION NOT NULL,
    at BIGINT NOT NULL,
    told_at BIGINT NOT NULL
);
