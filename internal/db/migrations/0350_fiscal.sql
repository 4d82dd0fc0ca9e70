-- +goose Up
-- who sells: the co-op (restaurant_id 0) or a restaurant in its own name
CREATE TABLE fiscal_entities (
    id BIGINT PRIMARY KEY,
    restaurant_id BIGINT NOT NULL UNIQUE, -- 0: the co-op itself
    legal_name TEXT NOT NULL,
    legal_id TEXT NOT NULL,
    vat_id TEXT NOT NULL,
    street TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    city TEXT NOT NULL,
    country TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);

-- the end of each seller's chain: who issues a document holds this row
CREATE TABLE fiscal_chains (
    issuer BIGINT PRIMARY KEY, -- restaurant, 0: the co-op
    position BIGINT NOT NULL,
    day TEXT NOT NULL, -- of the last document
    hash TEXT NOT NULL
);

-- invoices and credit notes: written once, never changed
CREATE TABLE fiscal_documents (
    id BIGINT PRIMARY KEY,
    issuer BIGINT NOT NULL,
    position BIGINT NOT NULL, -- in the issuer's chain
    series TEXT NOT NULL,
    number BIGINT NOT NULL, -- in its series: 1, 2, 3 without holes
    kind TEXT NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
    order_id BIGINT NOT NULL REFERENCES orders (id),
    corrects_id BIGINT REFERENCES fiscal_documents (id),
    refund_id BIGINT UNIQUE REFERENCES refunds (id), -- a refund is credited once
    day TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    total BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    content TEXT NOT NULL, -- JSON: all that stands on it
    file_hash TEXT NOT NULL, -- SHA-256 of its PDF
    previous_hash TEXT NOT NULL, -- of the document before in the chain
    hash TEXT NOT NULL,
    UNIQUE (issuer, position),
    UNIQUE (series, number)
);
CREATE INDEX fiscal_documents_of ON fiscal_documents (order_id, id);
CREATE INDEX fiscal_documents_by_day ON fiscal_documents (issuer, day);

CREATE TABLE fiscal_files (
    document_id BIGINT PRIMARY KEY REFERENCES fiscal_documents (id),
    pdf TEXT NOT NULL -- in base64
);

-- what was sold in a day, month or year, once it is over
CREATE TABLE fiscal_closures (
    id BIGINT PRIMARY KEY,
    issuer BIGINT NOT NULL,
    position BIGINT NOT NULL, -- in the issuer's chain of closures
    period TEXT NOT NULL CHECK (period IN ('day', 'month', 'year')),
    label TEXT NOT NULL, -- 2026-11-24, 2026-11, 2026
    documents BIGINT NOT NULL,
    sales BIGINT NOT NULL, -- of invoices
    credits BIGINT NOT NULL, -- of credit notes
    tax BIGINT NOT NULL, -- of invoices less that of credit notes
    perpetual BIGINT NOT NULL, -- all sales ever, up to its end
    created_at BIGINT NOT NULL,
    previous_hash TEXT NOT NULL,
    hash TEXT NOT NULL,
    UNIQUE (issuer, position),
    UNIQUE (issuer, period, label)
);
