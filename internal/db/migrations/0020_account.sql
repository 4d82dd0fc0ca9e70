-- +goose Up
CREATE TABLE customers (
    id BIGINT PRIMARY KEY,
    email TEXT NOT NULL,
    email_canonical TEXT NOT NULL UNIQUE,
    given_name TEXT,
    family_name TEXT,
    telephone TEXT,
    tags TEXT NOT NULL,
    edenred_credentials TEXT, -- JSON
    loopeat_credentials TEXT, -- JSON
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE customer_addresses (
    customer_id BIGINT NOT NULL REFERENCES customers (id),
    address_id BIGINT NOT NULL REFERENCES addresses (id),
    position BIGINT NOT NULL,
    PRIMARY KEY (customer_id, address_id)
);

CREATE TABLE users (
    id BIGINT PRIMARY KEY,
    username TEXT NOT NULL,
    username_canonical TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    email_canonical TEXT NOT NULL UNIQUE,
    password_hash TEXT, -- argon2id in PHC form, or an imported bcrypt one
    roles TEXT NOT NULL, -- JSON list, without ROLE_USER
    enabled BOOLEAN NOT NULL,
    customer_id BIGINT NOT NULL UNIQUE REFERENCES customers (id),
    confirmation_token TEXT UNIQUE,
    password_requested_at BIGINT,
    stripe_customer_id TEXT,
    tokens_from BIGINT, -- access tokens issued before are dead
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

CREATE TABLE refresh_tokens (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    token_hash TEXT NOT NULL UNIQUE, -- SHA-256, as all secrets below
    expires_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

-- cookie sessions of the browser
CREATE TABLE sessions (
    token_hash TEXT PRIMARY KEY, -- SHA-256
    user_id BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- tries that have not succeeded (yet); account is user:ID, or name:HASH for a name that nobody has
CREATE TABLE login_failures (
    id BIGINT PRIMARY KEY,
    account TEXT NOT NULL,
    address TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX login_failures_account ON login_failures (account, at);
CREATE INDEX login_failures_address ON login_failures (address, at);

CREATE TABLE push_tokens (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    platform TEXT NOT NULL CHECK (platform IN ('ios', 'android')),
    token TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL
);

CREATE TABLE optin_consents (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    type TEXT NOT NULL CHECK (type IN ('NEWSLETTER', 'MARKETING')),
    accepted BOOLEAN NOT NULL,
    asked BOOLEAN NOT NULL,
    withdrawed_at BIGINT,
    created_at BIGINT NOT NULL,
    UNIQUE (user_id, type)
);

CREATE TABLE api_apps (
    id BIGINT PRIMARY KEY,
    name TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('oauth', 'api_key')),
    store_id BIGINT,
    shop_id BIGINT,
    api_key_hash TEXT UNIQUE,
    client_id TEXT UNIQUE,
    client_secret_hash TEXT,
    scopes TEXT NOT NULL,
    active BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- the co-op's own signing keys, made at first start
CREATE TABLE signing_keys (
    name TEXT PRIMARY KEY,
    private_pem TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
