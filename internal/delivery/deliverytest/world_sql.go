// Package deliverytest builds people, places and tasks for the tests of delivery and of what stands above it.
package deliverytest

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/span"
)

// World is a test's database with sentences that fill it.
type World struct {
	*dbtest.World
	t testing.TB
}

// In makes a World of a database.
func In(t testing.TB, w *dbtest.World) *World { return &World{World: w, t: t} }

// Do runs a unit of work as somebody and gives its error.
func (w *World) Do(who authz.Actor, fn func(tx *db.Tx) error) error {
	return w.Write(context.Background(), who, fn)
}

// Must runs a unit of work as somebody and fails the test when it fails.
func (w *World) Must(who authz.Actor, fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.Do(who, fn); err != nil {
		w.t.Fatal(err)
	}
}

// See reads a snapshot as somebody.
func (w *World) See(who authz.Actor, fn func(tx *db.Tx) error) {
	w.t.Helper()
	if err := w.Read(context.Background(), who, fn); err != nil {
		w.t.Fatal(err)
	}
}

// Person makes an account with roles.
func (w *World) Person(name string, roles ...authz.Role) authz.Actor {
	w.t.Helper()
	who := authz.Actor{Kind: authz.Person, Username: name, Roles: roles}
	w.Must(authz.System(), func(tx *db.Tx) (err error) {
		if who.CustomerID, err = tx.ID("customers"); err != nil {
			return err
		}
		if who.UserID, err = tx.ID("users"); err != nil {
			return err
		}
		if roles == nil {
			roles = []authz.Role{}
		}
		kept, err := json.Marshal(roles)
		if err != nil {
			return err
		}
		email := name + "@example.org"
		if _, err := tx.Exec("INSERT INTO customers (id, email, email_canonical, tags, created_at, updated_at) VALUES (?, ?, ?, '[]', ?, ?)",
			who.CustomerID, email, email, tx.Now(), tx.Now()); err != nil {
			return err
		}
		_, err = tx.Exec(`INSERT INTO users (id, username, username_canonical, email, email_canonical, roles, enabled, customer_id, version, created_at, updated_at)
			VALUES (?, ?, ?, ?, ?, ?, TRUE, ?, 1, ?, ?)`, who.UserID, name, name, email, email, string(kept), who.CustomerID, tx.Now(), tx.Now())
		return err
	})
	return who
}

// Courier makes a courier.
func (w *World) Courier(name string) authz.Actor { return w.Person(name, authz.Courier) }

// Dispatcher makes a dispatcher.
func (w *World) Dispatcher(name string) authz.Actor { return w.Person(name, authz.Dispatcher) }

// Address makes an address.
func (w *World) Address(street string, lat, lng float64) (id int64) {
	w.t.Helper()
	w.Must(authz.System(), func(tx *db.Tx) (err error) {
		if id, err = tx.ID("addresses"); err != nil {
			return err
		}
		_, err = tx.Exec("INSERT INTO addresses (id, street_address, lat, lng, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)",
			id, street, lat, lng, tx.Now(), tx.Now())
		return err
	})
	return id
}

// In says how far from the clock's now a window's end lies.
func (w *World) in(d time.Duration) span.Instant { return span.At(w.Clock.Now().Add(d)) }

// Drop makes a drop-off that stands alone and is due so far from now.
func (w *World) Drop(address int64, due time.Duration) (task delivery.Task) {
	w.t.Helper()
	w.Must(authz.System(), func(tx *db.Tx) (err error) {
		task, err = delivery.CreateTask(tx, delivery.CreateTaskIn{AddressID: address, Before: w.in(due)})
		return err
	})
	return task
}

// Pair makes a delivery from one address to another; the drop-off is due so far from now, the pick-up half an hour before.
func (w *World) Pair(from, to int64, due time.Duration) (pickup, drop delivery.Task) {
	w.t.Helper()
	w.Must(authz.System(), func(tx *db.Tx) error {
		made, err := delivery.CreateDelivery(tx, delivery.CreateDeliveryIn{Stops: []delivery.CreateTaskIn{
			{AddressID: from, Before: w.in(due - 30*time.Minute)}, {AddressID: to, Before: w.in(due)},
		}})
		if err == nil {
			pickup, drop = made.Tasks[0], made.Tasks[1]
		}
		return err
	})
	return pickup, drop
}

// History gives the names of a task's history, oldest first.
func (w *World) History(task int64) (names []string) {
	w.t.Helper()
	w.See(authz.System(), func(tx *db.Tx) error {
		entries, err := delivery.History(tx, task)
		for _, e := range entries {
			names = append(names, e.Name)
		}
		return err
	})
	return names
}

// Events gives the names of everything in the journal behind a position.
func (w *World) Events(after int64) (names []string) {
	w.t.Helper()
	w.See(authz.System(), func(tx *db.Tx) error {
		entries, err := db.EntriesAfter(tx, after, 10000)
		for _, e := range entries {
			names = append(names, e.Name)
		}
		return err
	})
	return names
}
