-- +goose Up
-- what an authenticator app shares with us; not in force until a first code was right
CREATE TABLE authenticators (
    user_id BIGINT PRIMARY KEY REFERENCES users (id),
    secret TEXT NOT NULL,
    last_step BIGINT NOT NULL, -- of the last code that was taken: none works twice
    confirmed BOOLEAN NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE passkeys (
    id BIGINT PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES users (id),
    name TEXT NOT NULL,
    credential_id TEXT NOT NULL UNIQUE, -- base64url
    credential TEXT NOT NULL, -- JSON
    created_at BIGINT NOT NULL,
    used_at BIGINT
);
CREATE INDEX passkeys_user ON passkeys (user_id);

CREATE TABLE recovery_codes (
    code_hash TEXT PRIMARY KEY, -- SHA-256
    user_id BIGINT NOT NULL REFERENCES users (id)
);
CREATE INDEX recovery_codes_user ON recovery_codes (user_id);

-- what a passkey is asked to sign, once
CREATE TABLE passkey_challenges (
    challenge_hash TEXT PRIMARY KEY, -- SHA-256
    user_id BIGINT REFERENCES users (id), -- who adds a passkey; NULL: somebody signs in
    body TEXT NOT NULL, -- JSON
    expires_at BIGINT NOT NULL
);

-- accounts elsewhere that open one of ours
CREATE TABLE identities (
    provider TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES users (id),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (provider, subject)
);
CREATE INDEX identities_user ON identities (user_id);

-- when somebody last showed that mails to the account reach them; NULL: never
ALTER TABLE users ADD COLUMN email_proved_at BIGINT;
