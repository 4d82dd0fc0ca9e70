-- +goose Up
-- what went wrong with tasks
CREATE TABLE incidents (
    id BIGINT PRIMARY KEY,
    task_id BIGINT NOT NULL REFERENCES tasks (id),
    title TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('OPEN', 'CLOSED')),
    priority BIGINT NOT NULL CHECK (priority BETWEEN 1 AND 3), -- 1 is high
    reason TEXT, -- code of why it failed
    description TEXT,
    metadata TEXT NOT NULL, -- JSON list of maps
    tags TEXT NOT NULL, -- JSON list of slugs
    created_by BIGINT REFERENCES users (id), -- NULL: an integration
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX incidents_of ON incidents (task_id);

CREATE TABLE incident_events (
    id BIGINT PRIMARY KEY,
    incident_id BIGINT NOT NULL REFERENCES incidents (id),
    type TEXT NOT NULL,
    message TEXT,
    metadata TEXT NOT NULL, -- JSON, null where there is nothing to say
    created_by BIGINT REFERENCES users (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX incident_events_of ON incident_events (incident_id);

CREATE TABLE incident_images (
    id BIGINT PRIMARY KEY,
    incident_id BIGINT REFERENCES incidents (id),
    image_name TEXT NOT NULL, -- blob name
    uploaded_by BIGINT REFERENCES users (id),
    created_at BIGINT NOT NULL
);
CREATE INDEX incident_images_of ON incident_images (incident_id);
