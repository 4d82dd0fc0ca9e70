//go:build unix

package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"syscall"
	"testing"
	"time"

	"pignon.coop/internal/app"
)

// The goals of the seed document's page, on one core with SQLite in a file: what the benchmarks below measure is told as a ratio to them.
const (
	resetGoal    = 50 * time.Millisecond
	thousandGoal = 2 * time.Second
	readGoal     = 2 * time.Millisecond
)

// devCoop is a co-op in development mode on a database that keeps what it acknowledges.
func devCoop(b *testing.B) http.Handler {
	coop, err := app.Open(context.Background(), app.Config{Addr: "127.0.0.1:0", Data: b.TempDir(), Dev: true}, slog.New(slog.DiscardHandler))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = coop.Close() })
	return coop.Handler()
}

func ask(b *testing.B, h http.Handler, method, path, body string) {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(method, path, strings.NewReader(body)))
	if w.Code != http.StatusOK {
		b.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
}

// measure runs one call after another and tells how long one takes compared with its goal: by the clock, and by the processor alone, which
// says more on a busy machine.
func measure(b *testing.B, goal time.Duration, call func()) {
	before := cpu(b)
	for b.Loop() {
		call()
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/goal.Seconds(), "of-goal")
	b.ReportMetric((cpu(b)-before).Seconds()/float64(b.N)/goal.Seconds(), "cpu-of-goal")
}

func cpu(b *testing.B) time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// usualDocument holds what documents usually hold: people, shops with their catalogues, and priced orders, 150 rows in all.
func usualDocument(b *testing.B) string {
	rows := []map[string]any{
		{"kind": "payment_method", "code": "CARD"},
		{"kind": "tax_category", "ref": "food", "code": "food"},
		{"kind": "tax_rate", "code": "food", "category": "@food", "amount": 0.1},
		{"kind": "contract", "ref": "contract", "flatDeliveryPrice": 500, "customerAmount": 350, "feeRate": 0.185},
	}
	add := func(format string, args ...any) {
		var row map[string]any
		if err := json.Unmarshal(fmt.Appendf(nil, format, args...), &row); err != nil {
			b.Fatal(err)
		}
		rows = append(rows, row)
	}
	for i := range 20 {
		add(`{"kind":"address","ref":"a%d","streetAddress":"%d Rue Sedaine","geo":{"latitude":48.85%02d,"longitude":2.37}}`, i, i+1, i)
		add(`{"kind":"user","ref":"u%d","username":"u%d","email":"u%d@example.org","roles":["ROLE_COURIER"],"addresses":["@a%d"]}`, i, i, i, i)
	}
	for i := range 5 {
		add(`{"kind":"restaurant","ref":"r%d","name":"R %d","address":"@a%d","contract":"@contract","fulfillmentMethods":[{"type":"delivery","openingHours":["Mo-Su 00:00-23:59"]}]}`, i, i, i)
		add(`{"kind":"menu","ref":"m%d","restaurant":"@r%d","name":"Menu"}`, i, i)
		add(`{"kind":"menu_section","menu":"@m%d","name":"Pizzas"}`, i)
		for j := range 7 {
			add(`{"kind":"product","ref":"p%d.%d","code":"P%d-%d","name":"Pizza","restaurant":"@r%d","price":%d,"taxCategory":"@food"}`, i, j, i, j, i, 900+j)
		}
	}
	for i := range 20 {
		add(`{"kind":"order","number":"N%d","state":"new","restaurant":"@r%d","customer":"@u%d","shippingAddress":"@a%d","shippingTimeRange":["tomorrow 12:25","tomorrow 12:35"],
			"items":[{"product":"@p%d.0","quantity":2},{"product":"@p%d.1"}]}`, i, i%5, i, i, i%5, i%5)
	}
	for i := range 36 {
		add(`{"kind":"task","address":"@a%d","before":"tomorrow 13:00","assignedTo":"@u%d"}`, i%20, i%20)
	}
	if len(rows) != 150 {
		b.Fatalf("%d rows", len(rows))
	}
	return documentOf(b, rows)
}

func documentOf(b *testing.B, rows []map[string]any) string {
	text, err := json.Marshal(map[string]any{"rows": rows})
	if err != nil {
		b.Fatal(err)
	}
	return string(text)
}

func BenchmarkReset150Rows(b *testing.B) {
	h, doc := devCoop(b), usualDocument(b)
	measure(b, resetGoal, func() { ask(b, h, "POST", "/_dev/reset", doc) })
}

func BenchmarkThousandDeliveries(b *testing.B) {
	rows := []map[string]any{
		{"kind": "address", "ref": "a", "streetAddress": "1 Rue Sedaine", "geo": map[string]any{"latitude": 48.85, "longitude": 2.37}},
		{"kind": "address", "ref": "b", "streetAddress": "9 Rue Sedaine", "geo": map[string]any{"latitude": 48.86, "longitude": 2.38}},
	}
	for i := range 1000 {
		up, down, ride := fmt.Sprint("up", i), fmt.Sprint("down", i), fmt.Sprint("ride", i)
		rows = append(rows, map[string]any{"kind": "task", "ref": up, "type": "PICKUP", "address": "@a", "before": "tomorrow 12:00"},
			map[string]any{"kind": "task", "ref": down, "address": "@b", "before": "tomorrow 13:00"},
			map[string]any{"kind": "delivery", "ref": ride, "tasks": []string{"@" + up, "@" + down}},
			map[string]any{"kind": "order", "delivery": "@" + ride, "state": "new", "arbitraryPrice": map[string]any{"variantName": "Course", "variantPrice": 1200}})
	}
	h, doc := devCoop(b), documentOf(b, rows)
	measure(b, thousandGoal, func() { ask(b, h, "POST", "/_dev/reset", doc) })
}

func BenchmarkDevReads(b *testing.B) {
	h := devCoop(b)
	ask(b, h, "POST", "/_dev/reset", usualDocument(b))
	for _, c := range []struct{ name, method, path, body string }{
		{"token", "POST", "/_dev/token", `{"user":"@u0"}`}, {"clock", "GET", "/_dev/clock", ""}, {"rows of 20 orders", "GET", "/_dev/rows/order", ""},
		{"rows of 20 users", "GET", "/_dev/rows/user", ""}, {"rows of 36 tasks", "GET", "/_dev/rows/task", ""},
	} {
		b.Run(c.name, func(b *testing.B) { measure(b, readGoal, func() { ask(b, h, c.method, c.path, c.body) }) })
	}
}
