-- +goose Up
ALTER TABLE customers ADD COLUMN language TEXT; -- two or three letters: what they were last seen to read; NULL: nobody knows
