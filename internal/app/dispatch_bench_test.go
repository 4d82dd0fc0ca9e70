//go:build unix

package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
)

// The goals for what dispatchers and couriers do all day, with SQLite in a file.
const (
	setItemsGoal = 15 * time.Millisecond // at the median, for 50 tasks
	boardGoal    = 50 * time.Millisecond // a day of 500 tasks
	fixesGoal    = time.Second           // a thousand fixes
)

// busyDay is a co-op on a day with 500 tasks of 250 deliveries, half of them on the lists of ten couriers, and one on each of ninety more.
type busyDay struct {
	b        *testing.B
	handler  http.Handler
	ada      string
	couriers []string
}

const dayOfWork = "2026-11-24"

func newBusyDay(b *testing.B) *busyDay {
	d := &busyDay{b: b, handler: devCoop(b)}
	d.clock(time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC))
	ask(b, d.handler, "POST", "/_dev/reset", busyDocument(b))
	d.clock(time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC))
	d.ada = d.token("ada")
	for n := range 100 {
		d.couriers = append(d.couriers, d.token(fmt.Sprintf("c%d", n)))
	}
	return d
}

func (d *busyDay) clock(now time.Time) {
	ask(d.b, d.handler, "PUT", "/_dev/clock", fmt.Sprintf(`{"now":%q}`, now.Format(time.RFC3339)))
}

func (d *busyDay) token(name string) string {
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, httptest.NewRequest("POST", "/_dev/token", strings.NewReader(`{"user":"@`+name+`"}`)))
	var got struct{ Token string }
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || got.Token == "" {
		d.b.Fatal(w.Body)
	}
	return got.Token
}

// as asks with a token, and gives the bytes of the answer.
func (d *busyDay) as(token, method, path, body string) int {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+token)
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK {
		d.b.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return w.Body.Len()
}

func busyDocument(b *testing.B) string {
	rows := []map[string]any{{"kind": "user", "ref": "ada", "username": "ada", "email": "ada@example.org", "roles": []string{"ROLE_DISPATCHER"}}}
	add := func(row map[string]any) { rows = append(rows, row) }
	for n := range 250 {
		for i := range 2 {
			ref := fmt.Sprintf("t%d", 2*n+i)
			add(map[string]any{"kind": "address", "ref": "a" + ref, "streetAddress": fmt.Sprintf("%d Rue %d", n, i), "telephone": "+33612345678", "contactName": "Ana Diaz",
				"geo": map[string]any{"latitude": 48.80 + float64(n)/2500, "longitude": 2.30 + float64(i)/20}})
			add(map[string]any{"kind": "task", "ref": ref, "address": "@a" + ref, "before": dayOfWork + " 18:00", "after": dayOfWork + " 12:00", "weight": 800, "comments": "ring twice"})
		}
		add(map[string]any{"kind": "delivery", "tasks": []string{fmt.Sprintf("@t%d", 2*n), fmt.Sprintf("@t%d", 2*n+1)}})
	}
	for n := range 100 {
		name := fmt.Sprintf("c%d", n)
		add(map[string]any{"kind": "user", "ref": name, "username": name, "email": name + "@example.org", "roles": []string{"ROLE_COURIER"}})
		items := []string{fmt.Sprintf("@t%d", 250+n)}
		for i := range 25 {
			if n < 10 {
				items = append(items, fmt.Sprintf("@t%d", 25*n+i))
			}
		}
		add(map[string]any{"kind": "task_list", "courier": "@" + name, "date": dayOfWork, "items": items})
	}
	add(map[string]any{"kind": "user", "username": "idle", "email": "idle@example.org", "roles": []string{"ROLE_COURIER"}})
	document, err := json.Marshal(map[string]any{"settings": map[string]any{"timezone": "UTC"}, "rows": rows})
	if err != nil {
		b.Fatal(err)
	}
	return string(document)
}

// Fifty free tasks go onto a courier's empty list; taking them off again is not counted.
func BenchmarkSetItems50(b *testing.B) {
	d := newBusyDay(b)
	items := []string{}
	for n := range 50 {
		items = append(items, fmt.Sprintf(`"/api/tasks/%d"`, 420+n))
	}
	const path = "/api/task_lists/set_items/" + dayOfWork + "/idle"
	var took []time.Duration
	for b.Loop() {
		started := time.Now()
		d.as(d.ada, "PUT", path, `{"items":[`+strings.Join(items, ",")+`]}`)
		took = append(took, time.Since(started))
		b.StopTimer()
		d.as(d.ada, "PUT", path, `{"items":[]}`)
		b.StartTimer()
	}
	slices.Sort(took)
	median := took[len(took)/2]
	b.ReportMetric(float64(median.Microseconds())/1000, "ms-median")
	b.ReportMetric(median.Seconds()/setItemsGoal.Seconds(), "of-goal")
}

func BenchmarkBoard500(b *testing.B) {
	d := newBusyDay(b)
	size := 0
	measure(b, boardGoal, func() { size = d.as(d.ada, "GET", "/v1/dispatch/board?day="+dayOfWork, "") })
	b.ReportMetric(float64(size), "bytes")
}

// A hundred phones send ten fixes each.
func BenchmarkThousandFixes(b *testing.B) {
	d := newBusyDay(b)
	now := time.Date(2026, 11, 24, 11, 0, 0, 0, time.UTC)
	before := cpu(b)
	for b.Loop() {
		b.StopTimer()
		now = now.Add(20 * time.Second)
		d.clock(now)
		fixes := []string{}
		for n := range 10 {
			at := now.Add(time.Duration(n-10) * time.Second)
			fixes = append(fixes, fmt.Sprintf(`{"latitude":%.5f,"longitude":2.35,"time":%d}`, 48.85+float64(at.Unix()%1000)/50000, at.UnixMilli()))
		}
		body := "[" + strings.Join(fixes, ",") + "]"
		b.StartTimer()
		for _, c := range d.couriers {
			d.as(c, "POST", "/api/me/location", body)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/fixesGoal.Seconds(), "of-goal")
	b.ReportMetric((cpu(b)-before).Seconds()/float64(b.N)/fixesGoal.Seconds(), "cpu-of-goal")
}
