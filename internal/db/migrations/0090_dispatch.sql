-- +goose Up
CREATE TABLE tours (
    id BIGINT PRIMARY KEY, -- sequence "task_collections"
    name TEXT NOT NULL,
    day TEXT NOT NULL,
    distance BIGINT NOT NULL,
    duration BIGINT NOT NULL,
    polyline TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE tour_tasks (
    tour_id BIGINT NOT NULL REFERENCES tours (id),
    task_id BIGINT NOT NULL UNIQUE REFERENCES tasks (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (tour_id, task_id)
);

CREATE TABLE task_lists (
    id BIGINT PRIMARY KEY,
    courier_id BIGINT NOT NULL REFERENCES users (id),
    day TEXT NOT NULL,
    vehicle_id BIGINT,
    trailer_id BIGINT,
    distance BIGINT NOT NULL, -- metres
    duration BIGINT NOT NULL, -- seconds
    polyline TEXT NOT NULL,
    version BIGINT NOT NULL, -- one further at each accepted edit
    routed_version BIGINT NOT NULL, -- the version that distance, duration and polyline were found for on the streets
    changed_by TEXT NOT NULL DEFAULT '', -- who made the last edit; empty when nobody did
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    UNIQUE (courier_id, day)
);

-- an assignment is this row, and nothing else: who carries a task is who owns the list that holds it
CREATE TABLE task_list_items (
    list_id BIGINT NOT NULL REFERENCES task_lists (id),
    position BIGINT NOT NULL, -- 0 to n-1
    task_id BIGINT UNIQUE REFERENCES tasks (id),
    tour_id BIGINT UNIQUE REFERENCES tours (id),
    CHECK ((task_id IS NULL) <> (tour_id IS NULL))
);
CREATE INDEX task_list_items_of ON task_list_items (list_id, position);

-- reports of couriers, each once, whatever became of it
CREATE TABLE courier_reports (
    report_id TEXT PRIMARY KEY, -- the phone's idempotency key
    task_id BIGINT NOT NULL,
    courier_id BIGINT NOT NULL REFERENCES users (id),
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    tapped_at BIGINT NOT NULL, -- as the phone's clock said
    happened_at BIGINT NOT NULL, -- tapped_at within what is possible
    received_at BIGINT NOT NULL,
    outcome TEXT NOT NULL, -- applied, repeated, or the code of the refusal
    seen_at BIGINT -- when a dispatcher took note of a refused one
);
CREATE INDEX courier_reports_open ON courier_reports (seen_at, received_at);
CREATE INDEX courier_reports_of ON courier_reports (task_id);

-- what dispatchers did to lists, kept so that it can be undone
CREATE TABLE dispatch_edits (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    day TEXT NOT NULL,
    lists TEXT NOT NULL, -- JSON: each list with its items before and its version after
    undone_at BIGINT,
    created_at BIGINT NOT NULL
);
CREATE INDEX dispatch_edits_of ON dispatch_edits (user_id, day, id);

-- couriers on duty: positions are taken only in between
CREATE TABLE duties (
    id BIGINT PRIMARY KEY,
    courier_id BIGINT NOT NULL REFERENCES users (id),
    started_at BIGINT NOT NULL,
    ended_at BIGINT
);
CREATE INDEX duties_of ON duties (courier_id, started_at);

-- the latest known place of each courier
CREATE TABLE positions (
    courier_id BIGINT PRIMARY KEY REFERENCES users (id),
    lat DOUBLE PRECISION NOT NULL,
    lng DOUBLE PRECISION NOT NULL,
    at BIGINT NOT NULL
);

CREATE TABLE position_trail (
    courier_id BIGINT NOT NULL REFERENCES users (id),
    at BIGINT NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    lng DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (courier_id, at)
);
