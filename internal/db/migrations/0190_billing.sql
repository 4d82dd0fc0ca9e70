-- +goose Up
-- each time that somebody took orders over into the books
CREATE TABLE order_exports (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    request_id TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE exported_orders (
    order_id BIGINT NOT NULL REFERENCES orders (id),
    export_id BIGINT NOT NULL REFERENCES order_exports (id),
    PRIMARY KEY (order_id, export_id)
);
