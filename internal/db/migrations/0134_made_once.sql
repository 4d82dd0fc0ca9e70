-- +goose Up
-- an offer, and a row of an import, becomes a delivery of its own
CREATE UNIQUE INDEX delivery_quotes_made ON delivery_quotes (delivery_id);
CREATE UNIQUE INDEX delivery_import_rows_made ON delivery_import_rows (delivery_id);
