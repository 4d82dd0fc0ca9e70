-- +goose Up
-- deliveries and tours share the sequence "task_collections"
CREATE TABLE deliveries (
    id BIGINT PRIMARY KEY,
    store_id BIGINT,
    order_id BIGINT UNIQUE REFERENCES orders (id),
    distance BIGINT NOT NULL, -- metres
    duration BIGINT NOT NULL, -- seconds
    polyline TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE task_groups (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    tags TEXT NOT NULL, -- JSON list of slugs
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE tasks (
    id BIGINT PRIMARY KEY,
    type TEXT NOT NULL CHECK (type IN ('PICKUP', 'DROPOFF')),
    status TEXT NOT NULL CHECK (status IN ('TODO', 'DOING', 'DONE', 'FAILED', 'CANCELLED')),
    address_id BIGINT NOT NULL REFERENCES addresses (id),
    after_at BIGINT NOT NULL,
    before_at BIGINT NOT NULL,
    comments TEXT NOT NULL,
    reference TEXT,
    doorstep BOOLEAN NOT NULL,
    weight BIGINT, -- grams
    tags TEXT NOT NULL, -- JSON list of slugs
    metadata TEXT NOT NULL, -- JSON map
    group_id BIGINT REFERENCES task_groups (id),
    organization_id BIGINT REFERENCES organizations (id),
    delivery_id BIGINT REFERENCES deliveries (id),
    delivery_position BIGINT, -- from 1
    previous_id BIGINT REFERENCES tasks (id), -- must be completed before this one
    next_id BIGINT REFERENCES tasks (id),
    emitted_co2 BIGINT NOT NULL, -- grams
    traveled_distance BIGINT NOT NULL, -- metres
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX tasks_by_window ON tasks (before_at, after_at);
CREATE INDEX tasks_by_delivery ON tasks (delivery_id);

-- what the API shows as a task's history
CREATE TABLE task_events (
    id BIGINT PRIMARY KEY,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    name TEXT NOT NULL,
    data TEXT NOT NULL, -- JSON
    actor TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
CREATE INDEX task_events_of ON task_events (task_id, id);

CREATE TABLE task_images (
    id BIGINT PRIMARY KEY,
    task_id BIGINT REFERENCES tasks (id),
    image_name TEXT NOT NULL, -- blob name
    uploaded_by BIGINT REFERENCES users (id),
    created_at BIGINT NOT NULL
);
