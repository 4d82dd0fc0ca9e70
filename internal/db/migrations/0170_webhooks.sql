-- +goose Up
-- where an integration wants to be called, and for which event
CREATE TABLE webhooks (
    id BIGINT PRIMARY KEY,
    app_id BIGINT NOT NULL REFERENCES api_apps (id),
    event TEXT NOT NULL CHECK (event IN ('delivery.assigned', 'delivery.started', 'delivery.failed', 'delivery.picked', 'delivery.in_transit',
        'delivery.completed', 'order.created')),
    url TEXT NOT NULL,
    secret TEXT NOT NULL,
    old_secret TEXT, -- signs beside the new one until its time is over
    old_secret_until BIGINT,
    failing_since BIGINT, -- no call got through since
    silent_until BIGINT, -- nobody answered: no call before
    paused_at BIGINT,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX webhooks_app ON webhooks (app_id);

-- each call with what came of it, kept for a while
CREATE TABLE webhook_calls (
    id BIGINT PRIMARY KEY,
    webhook_id BIGINT NOT NULL REFERENCES webhooks (id),
    message TEXT NOT NULL UNIQUE, -- the same for every try
    object TEXT NOT NULL,
    event TEXT NOT NULL,
    sequence BIGINT NOT NULL, -- counts the calls of this webhook about this object
    state TEXT NOT NULL CHECK (state IN ('waiting', 'delivered', 'given_up')),
    tries BIGINT NOT NULL,
    status BIGINT NOT NULL, -- of the last answer, 0 without one
    due_at BIGINT NOT NULL,
    ended_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (webhook_id, object, sequence)
);
CREATE INDEX webhook_calls_created ON webhook_calls (created_at);
