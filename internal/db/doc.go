// Package db is the one place that knows databases. It opens SQLite (the default) or PostgreSQL, runs one SQL text on both, and
// gives use cases a unit of work, Tx, that carries who asks and one fixed time.
//
// One writer at a time: on SQLite by nature, on PostgreSQL by locking the single row of the table `writer` first. So a write closure
// sees no other write in flight, the journal's order is the commit order, and both engines behave alike (docs/adr/0003).
//
// Portable by rule: ids are BIGINT from the table `ids`, instants BIGINT microseconds, days TEXT, money BIGINT minor units, enums TEXT
// with CHECK, JSON as TEXT that SQL never looks into. TestPortableSQL refuses the rest.
package db
