-- +goose Up
-- why a task may fail, where a store or restaurant has a list of its own
CREATE TABLE failure_reason_sets (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE failure_reasons (
    id BIGINT PRIMARY KEY,
    failure_reason_set_id BIGINT NOT NULL REFERENCES failure_reason_sets (id),
    code TEXT NOT NULL,
    description TEXT NOT NULL,
    metadata TEXT NOT NULL, -- JSON
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX failure_reasons_of ON failure_reasons (failure_reason_set_id);

ALTER TABLE stores ADD COLUMN failure_reason_set_id BIGINT REFERENCES failure_reason_sets (id);

-- forms with which anybody asks for a delivery
CREATE TABLE delivery_forms (
    id BIGINT PRIMARY KEY,
    pricing_rule_set_id BIGINT REFERENCES pricing_rule_sets (id),
    package_set_id BIGINT REFERENCES package_sets (id),
    time_slot_id BIGINT REFERENCES time_slots (id),
    with_vehicle BOOLEAN NOT NULL,
    with_weight BOOLEAN NOT NULL,
    show_homepage BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

ALTER TABLE package_sets ADD COLUMN deleted_at BIGINT; -- tasks may still carry its packages
