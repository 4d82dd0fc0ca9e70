-- +goose Up
-- tables of deliveries that came in one file
CREATE TABLE delivery_imports (
    id BIGINT PRIMARY KEY,
    store_id BIGINT NOT NULL REFERENCES stores (id),
    app_id BIGINT, -- the integration that sent it, be it gone meanwhile
    user_id BIGINT, -- or who did
    filename TEXT NOT NULL,
    sheet TEXT NOT NULL, -- CSV, as it came
    status TEXT NOT NULL CHECK (status IN ('pending', 'started', 'completed', 'failed')),
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX delivery_imports_of ON delivery_imports (store_id);

-- what became of each row: written together with its delivery, so that no row is made twice
CREATE TABLE delivery_import_rows (
    import_id BIGINT NOT NULL REFERENCES delivery_imports (id),
    number BIGINT NOT NULL, -- from 1, without the line of names
    delivery_id BIGINT REFERENCES deliveries (id),
    errors TEXT NOT NULL, -- JSON list of sentences
    PRIMARY KEY (import_id, number)
);
