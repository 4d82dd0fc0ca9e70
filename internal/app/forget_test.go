package app_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestTheDeletedAreForgotten looks into every table for what somebody was who deleted their account. What is left is named here, with why.
func TestTheDeletedAreForgotten(t *testing.T) {
	t.Parallel()
	w := newTown(t)
	w.call("", "POST", "/_dev/reset", map[string]any{"settings": map[string]any{"locale": "en"}, "rows": []map[string]any{
		{"kind": "address", "ref": "home", "streetAddress": "12 Rue GONE-street", "contactName": "GONE-contact", "description": "GONE-door", "telephone": "+33612345678", "name": "GONE-home",
			"geo": map[string]any{"latitude": 48.8562, "longitude": 2.3726}},
		{"kind": "customer", "ref": "zoe.customer", "email": "gone-mail@example.org", "telephone": "+33612345678", "addresses": []string{"@home"}},
		{"kind": "user", "ref": "zoe", "username": "gonezoe", "email": "gone-mail@example.org", "customer": "@zoe.customer", "givenName": "GONE-given", "familyName": "GONE-family", "password": "correct horse"},
		{"kind": "push_token", "user": "@zoe", "platform": "ios", "token": "GONE-phone"}, {"kind": "refresh_token", "user": "@zoe", "token": "GONE-refresh"},
	}}, 200)
	w.proofs["zoe"] = w.token("@zoe")
	w.session("gonezoe", "correct horse")
	w.as("nobody", "POST /api/resetting/send-email", `{"username":"gonezoe"}`)
	w.call("", "POST", "/_dev/drain", nil, 200)
	if status, text := w.as("zoe", "DELETE /api/me", ""); status != 204 {
		t.Fatalf("%d: %s", status, text)
	}
	w.call("", "POST", "/_dev/drain", nil, 200)
	kept := map[string]bool{`journal.body: {"userId":1,"username":"gonezoe"}`: true} // whose live connections were closed, in the record of what happened
	for _, left := range w.remains("gone", "33612345678") {
		if kept[left] {
			continue
		}
		t.Errorf("left: %s", left)
	}
}

// remains lists the cells of the whole database that hold one of the texts, in any case.
func (w *town) remains(texts ...string) (left []string) {
	w.t.Helper()
	for _, table := range w.column("SELECT name FROM sqlite_master WHERE type = 'table'") {
		for _, column := range w.column("SELECT name FROM pragma_table_info('" + table + "')") {
			for _, text := range texts {
				for _, cell := range w.column(fmt.Sprintf("SELECT CAST(%q AS TEXT) FROM %q WHERE LOWER(CAST(%q AS TEXT)) LIKE '%%%s%%'", column, table, column, text)) {
					left = append(left, table+"."+column+": "+strings.TrimSpace(cell))
				}
			}
		}
	}
	return left
}

func (w *town) column(query string) (cells []string) {
	w.t.Helper()
	rows, err := w.db.Query(query)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var cell string
		if err := rows.Scan(&cell); err != nil {
			w.t.Fatal(err)
		}
		cells = append(cells, cell)
	}
	return cells
}
