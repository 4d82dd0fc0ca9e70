package app_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// logistics are the routes of the contract's logistics pages, by how their paths begin.
var logistics = regexp.MustCompile(`^/api/(tasks?|task_\w+|me/tasks|me/location|me/stores|barcode|tours|deliver\w+|pricing_\w+|retail_prices|stores|time_slots|packages?|package_sets|zones|` +
	`warehouses|vehicles|trailers|tags|incident\w*|recurrence_rules|webhooks|invoice_line_items|search|routing|centrifugo|urbantz|woopit|shift\w*|skills|employee\w*|` +
	`holiday_requests|availability\w*|bank_holidays|payroll\w*|cyke)(/|$)`)

// TestEveryLogisticsRouteHasItsRows: each route of the logistics half is asked for in a test of rows, in this package or in the dialect's.
func TestEveryLogisticsRouteHasItsRows(t *testing.T) {
	t.Parallel()
	asked := map[string]bool{}
	for _, pattern := range []string{"rows_*_test.go", "woopit_story_test.go", "urbantz_story_test.go", "shift_story_test.go", "../dialect/*_rows_test.go", "../dialect/shift_*test.go",
		"../dialect/task_image_test.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range regexp.MustCompile(`(GET|POST|PUT|PATCH|DELETE)(?: |", ")(/api/[^"?`+"`"+`]*)`).FindAllStringSubmatch(string(text), -1) {
				asked[m[1]+" "+strings.TrimRight(m[2], "/")] = true
			}
		}
	}
	golden, err := os.ReadFile("testdata/access.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(golden)) {
		route, _, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if _, path, _ := strings.Cut(route, " "); !logistics.MatchString(path) {
			continue
		}
		like := regexp.MustCompile("^" + regexp.MustCompile(`\\\{[^}]*\\\}`).ReplaceAllString(regexp.QuoteMeta(route), `[^/]*`) + "$")
		found := false
		for ask := range asked {
			found = found || like.MatchString(ask)
		}
		if !found {
			t.Errorf("%s has no row", route)
		}
	}
}
