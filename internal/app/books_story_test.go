package app_test

import (
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"
)

func TestTheBooksTellOfEveryCent(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	doc := strings.Replace(heavies, `{"kind":"user","ref":"dan"`, `{"kind":"user","ref":"ada","username":"ada","email":"ada@example.org","roles":["ROLE_ADMIN"]},{"kind":"user","ref":"dan"`, 1)
	h.call("", "POST", "/_dev/reset", json.RawMessage(doc), 200)
	h.call("", "PUT", "/_dev/clock", map[string]any{"now": "2026-11-24T11:00:00+01:00"}, 200)
	ada, dan, cal := h.token("@ada"), h.token("@dan"), h.token("@cal")
	parcel := json.RawMessage(`{"store":"/api/stores/1","pickup":{"before":"2026-11-24 13:00"},"dropoff":{"address":"/api/addresses/2","before":"2026-11-24 14:00","weight":1000}}`)
	h.call(dan, "POST", "/api/deliveries", parcel, 201)
	h.call(dan, "POST", "/api/deliveries", parcel, 201)
	h.call(dan, "PUT", "/api/orders/2/cancel", map[string]any{}, 200)

	split := h.call(dan, "GET", "/v1/orders/1/split", nil, 200)
	if got := row(at(split, "total"), at(split, "shares 0 account"), at(split, "shares 0 amount")); got != "499|ride|499" {
		t.Errorf("split %s", got)
	}
	if split := h.call(dan, "GET", "/v1/orders/2/split", nil, 200); row(at(split, "total")) != "0" {
		t.Errorf("a cancelled order: %v", split)
	}
	h.call(cal, "GET", "/v1/orders/1/split", nil, 404)
	h.call(dan, "GET", "/v1/books", nil, 403)
	h.call(dan, "GET", "/v1/books.csv", nil, 403)
	h.call(ada, "GET", "/v1/books?from=yesterday", nil, 400)

	books := h.call(ada, "GET", "/v1/books?from=2026-11-24&to=2026-11-24", nil, 200)
	if got := row(at(books, "orders"), at(books, "accounts 0 account"), at(books, "accounts 0 balance"), at(books, "accounts 1 account"), at(books, "accounts 1 debit"), at(books, "accounts 1 credit")); got != "2|customer|-499|ride|499|998" {
		t.Errorf("books %s: %v", got, books)
	}
	if books := h.call(ada, "GET", "/v1/books?from=2026-11-25&to=2026-11-25", nil, 200); row(at(books, "orders")) != "0" {
		t.Errorf("the next day: %v", books)
	}
	_, sheet := h.answer(ada, "GET /v1/books.csv", nil)
	rows, err := csv.NewReader(strings.NewReader(string(sheet))).ReadAll()
	if err != nil || len(rows) != 7 || strings.Join(rows[1][2:], "|") != "sale|1||ride||0.00|4.99" {
		t.Errorf("%v: %s", err, sheet)
	}
}
