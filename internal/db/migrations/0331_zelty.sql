-- +goose Up
-- catalogues as Zelty pushed them, and what came of each
CREATE TABLE zelty_imports (
    id BIGINT PRIMARY KEY,
    restaurant_id BIGINT NOT NULL REFERENCES restaurants (id),
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'failed')),
    problem TEXT,
    created_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX zelty_imports_created ON zelty_imports (created_at);

-- each call of Zelty's API about an order, with what came of it
CREATE TABLE zelty_calls (
    id BIGINT PRIMARY KEY,
    order_id BIGINT NOT NULL REFERENCES orders (id),
    verb TEXT NOT NULL CHECK (verb IN ('order', 'transaction', 'closure')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given_up')),
    tries BIGINT NOT NULL,
    status BIGINT NOT NULL, -- of the last answer, 0 without one
    due_at BIGINT NOT NULL,
    ended_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (order_id, verb)
);
