-- +goose Up
-- orders that dispatchers want to find again
CREATE TABLE order_bookmarks (
    order_id BIGINT NOT NULL REFERENCES orders (id),
    role TEXT NOT NULL, -- whose members share it
    created_at BIGINT NOT NULL,
    PRIMARY KEY (order_id, role)
);
