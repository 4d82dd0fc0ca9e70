//go:build unix

package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pignon.coop/internal/app"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/pgcluster"
)

var visitors atomic.Int64

// buyers order at the same time; so many commit at the same time when the bare rate is measured.
const buyers = 16

// BenchmarkOrders places orders end to end over HTTP, for cash: session, dish, guest, order. It tells orders per second, and as a share of how often in a
// second the same database commits one inserted row, measured right before and after. Nothing acknowledged may be lost: SQLite with synchronous=FULL,
// PostgreSQL with fsync.
func BenchmarkOrders(b *testing.B) {
	b.Run("sqlite", func(b *testing.B) { benchOrders(b, app.Config{Addr: "127.0.0.1:0", Data: b.TempDir(), Dev: true}) })
	b.Run("postgres", func(b *testing.B) {
		cluster, err := pgcluster.StartDurable()
		if errors.Is(err, pgcluster.ErrMissing) {
			b.Skip(err)
		}
		if err != nil {
			b.Fatal(err)
		}
		b.Cleanup(cluster.Stop)
		benchOrders(b, app.Config{Addr: "127.0.0.1:0", Data: b.TempDir(), Dev: true, DatabaseURL: cluster.URL})
	})
}

func benchOrders(b *testing.B, config app.Config) {
	coop, err := app.Open(context.Background(), config, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = coop.Close() })
	doc := pizzeria("")
	doc["settings"].(map[string]any)["cash_on_delivery_enabled"] = true
	doc["settings"].(map[string]any)["guest_checkout_enabled"] = true
	doc["rows"] = append(doc["rows"].([]map[string]any), map[string]any{"kind": "payment_method", "code": "CASH_ON_DELIVERY"})
	seed, _ := json.Marshal(doc)
	h := coop.Handler()
	ask(b, h, "POST", "/_dev/reset", string(seed))
	before := bareCommits(b, coop.DB())
	var left atomic.Int64
	left.Store(int64(b.N))
	b.ResetTimer()
	crowd(func() {
		for left.Add(-1) >= 0 {
			buyOne(b, h)
		}
	})
	b.StopTimer()
	bare := (before + bareCommits(b, coop.DB())) / 2
	orders := float64(b.N) / b.Elapsed().Seconds()
	b.ReportMetric(orders, "orders/s")
	b.ReportMetric(bare, "commits/s")
	b.ReportMetric(orders/bare, "of-commits")
	b.ReportMetric(0, "ns/op")
}

func crowd(each func()) {
	var all sync.WaitGroup
	for range buyers {
		all.Go(each)
	}
	all.Wait()
}

// bareCommits is how many rows a second are inserted, each in a commit of its own.
func bareCommits(b *testing.B, d *db.DB) float64 {
	const each = 40
	var next atomic.Int64
	next.Store(time.Now().UnixNano())
	if err := d.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
		_, err := tx.Exec("CREATE TABLE IF NOT EXISTS bare_commits (n BIGINT PRIMARY KEY)")
		return err
	}); err != nil {
		b.Fatal(err)
	}
	start := time.Now()
	crowd(func() {
		for range each {
			if err := d.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
				_, err := tx.Exec("INSERT INTO bare_commits (n) VALUES (?)", next.Add(1))
				return err
			}); err != nil {
				b.Error(err)
			}
		}
	})
	return buyers * each / time.Since(start).Seconds()
}

func buyOne(b *testing.B, h http.Handler) {
	n := visitors.Add(1)
	address := fmt.Sprintf("10.%d.%d.%d:1234", n>>16&255, n>>8&255, n&255) // each from a network of their own: one is slowed down
	call := func(token, method, path string, body map[string]any) (got map[string]any) {
		raw, _ := json.Marshal(body)
		r := httptest.NewRequest(method, path, bytes.NewReader(raw))
		r.Header.Set("Content-Type", "application/json")
		r.RemoteAddr = address
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 300 {
			b.Errorf("%s %s: %d %.300s", method, path, w.Code, w.Body)
		}
		_ = json.Unmarshal(w.Body.Bytes(), &got)
		return got
	}
	session := call("", "POST", "/api/carts/session", map[string]any{"restaurant": "/api/restaurants/1", "shippingAddress": map[string]any{
		"streetAddress": "4 Rue de la Roquette, Paris", "geo": map[string]any{"latitude": 48.8538, "longitude": 2.3707}}})
	token, _ := session["token"].(string)
	cart, _ := session["cart"].(map[string]any)
	path, _ := cart["@id"].(string)
	call(token, "POST", path+"/items", map[string]any{"product": "PIZZA", "quantity": 2})
	call(token, "PUT", path+"/assign", map[string]any{"guest": true, "email": "guest@example.org", "telephone": "+33612345678"})
	call(token, "PUT", path+"/pay", map[string]any{"cashOnDelivery": true})
}
