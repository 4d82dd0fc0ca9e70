package dialect

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db/dbtest"
)

// file gives the body of an answer that is no JSON, and its content type.
func (d depot) file(token, path string, status int) (string, string) {
	d.t.Helper()
	code, _, w := d.answer(d.ask(token, "GET", path, ""))
	if code != status {
		d.t.Errorf("GET %s: %d, want %d: %s", path, code, status, w.Body)
	}
	return w.Body.String(), w.Header().Get("Content-Type")
}

func TestPayrollContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		shift := func(from, to string) {
			d.told(d.ada, "POST", "/api/shifts", fmt.Sprintf(`{"activity":"delivery","startsAt":"%s","endsAt":"%s","breakMinutes":30,"users":["/api/users/%d"]}`, from, to, d.bobID), 201)
		}
		shift("2027-03-01T09:00:00", "2027-03-01T17:00:00")
		shift("2027-02-28T20:00:00", "2027-03-01T02:00:00") // starts in the month before
		d.told(d.bob, "PUT", "/api/shifts/1/report_time", `{"startsAt":"2027-03-01T09:00:00","endsAt":"2027-03-01T19:00:00","breakMinutes":30}`, 200)
		d.told(d.sarah, "POST", "/api/holiday_requests", `{"startDate":"2027-02-20","endDate":"2027-03-02"}`, 201)
		d.told(d.ada, "PUT", "/api/holiday_requests/1/approve", `{}`, 200)
		text, kind := d.file(d.ada, "/api/payroll_export?month=2027-03&format=csv", 200)
		want := "Identifiant,Nom,Heures prévues,Heures travaillées,Heures supplémentaires,Jours de congé\nbob,Zoe Blue,7.5,9.5,2,0\nsarah,Zoe Blue,0,0,0,2\n"
		if text != want || kind != "text/csv; charset=utf-8" {
			t.Errorf("%s: %q", kind, text)
		}
		book, kind := d.file(d.ada, "/api/payroll_export?month=2027-03&format=xlsx", 200)
		x, err := excelize.OpenReader(bytes.NewReader([]byte(book)))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := x.GetRows("Payroll")
		if err != nil || fmt.Sprint(rows[1:]) != "[[bob Zoe Blue 7.5 9.5 2 0] [sarah Zoe Blue 0 0 0 2]]" || kind != "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" {
			t.Errorf("%s: %v %v", kind, rows, err)
		}
		for _, wrong := range []string{"?format=doc", "?month=03-2027"} {
			d.told(d.ada, "GET", "/api/payroll_export"+wrong, "", 400)
		}
		d.told(d.bob, "GET", "/api/payroll_export", "", 403)
	})
}

func TestBankHolidaysContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		day := func(date, name string) map[string]any { return map[string]any{"date": date, "name": name} }
		got := d.wants(d.ask(d.bob, "GET", "/api/bank_holidays?date[after]=2027-05-01&date[before]=2027-05-08", ""), 200, map[string]any{"@context": "/api/contexts/BankHolidays", "@type": "BankHolidays",
			"holidays": []any{day("2027-05-01", "Fête du Travail"), day("2027-05-06", "Ascension"), day("2027-05-08", "Fête de la Victoire")}})
		if allKeys(got) != "@context @id @type holidays" {
			t.Errorf("got %v", got)
		}
		d.told(d.bob, "GET", "/api/bank_holidays?date[after]=2027-05-01", "", 400)
		d.told(d.zoe, "GET", "/api/bank_holidays?date[after]=2027-05-01&date[before]=2027-05-08", "", 403)
	})
}

func TestShiftCalendarContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		now := w.Now().Format("2006-01-02")
		long := strings.Repeat("porte côté cour, ", 8)
		d.told(d.ada, "POST", "/api/shifts", fmt.Sprintf(`{"activity":"delivery","startsAt":"%sT11:00:00","endsAt":"%sT15:30:00","breakMinutes":15,"comment":"a;b\\c\n%s","users":["/api/users/%d"]}`, now, now, long, d.bobID), 201)
		feed := d.told(d.bob, "GET", "/api/me/shift_calendar", "", 200)
		if allKeys(feed) != "@context @id @type feedUrl" {
			t.Errorf("feed %v", feed)
		}
		url := feed["feedUrl"].(string)
		path := url[strings.Index(url, "/calendar/"):]
		text, kind := d.file("", path, 200)
		if kind != "text/calendar; charset=utf-8" || strings.Count(text, "\n") != strings.Count(text, "\r\n") {
			t.Errorf("%s: lines end wrongly in %q", kind, text)
		}
		for line := range strings.SplitSeq(text, "\r\n") {
			if len(line) > 75 || strings.ToValidUTF8(line, "") != line {
				t.Errorf("a line of %d octets: %q", len(line), line)
			}
		}
		whole := strings.ReplaceAll(text, "\r\n ", "")
		for _, want := range []string{"VERSION:2.0", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Pignon — mes services", "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H",
			"UID:shift-1@", "SUMMARY:Delivery — Pignon", `DESCRIPTION:Pause` + "\u00a0" + `: 15 minutes\na\;b\\c\nporte côté cour\, porte`, "DTSTART:" + strings.ReplaceAll(now, "-", "") + "T1"} {
			if !strings.Contains(whole, want) {
				t.Errorf("%q is not in\n%s", want, whole)
			}
		}
		d.file("", strings.Replace(path, "/shifts.ics", "0/shifts.ics", 1), 404)
		d.file("", fmt.Sprintf("/calendar/shifts/999/%s/shifts.ics", strings.Repeat("0", 64)), 404)
		d.told("", "GET", "/api/me/shift_calendar", "", 401)
	})
}

func TestEmployeeContract(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		_, root := d.user("root", authz.Admin)
		body := fmt.Sprintf(`{"user":"/api/users/%d","contractStartDate":"2027-01-04","salaryType":"monthly","salaryAmount":1800,"weeklyContractedHours":"35.5"}`, d.bobID)
		for _, token := range []string{d.ada, d.bob} {
			d.told(token, "POST", "/api/employee_profiles", body, 403)
			d.told(token, "GET", "/api/employee_profiles", "", 403)
		}
		made := d.wants(d.ask(root, "POST", "/api/employee_profiles", body), 201, map[string]any{"@id": "/api/employee_profiles/1", "@type": "EmployeeProfile", "contractStartDate": "2027-01-04T00:00:00+01:00",
			"dateOfBirth": nil, "salaryAmount": "1800.00", "weeklyContractedHours": "35.50", "salaryType": "monthly"})
		if allKeys(made) != "@context @id @type addressCountry addressLocality addressPostalCode addressStreet contractStartDate createdAt dateOfBirth id salaryAmount salaryType user weeklyContractedHours" {
			t.Errorf("made %s", allKeys(made))
		}
		if got := d.told(root, "POST", "/api/employee_profiles", body, 422); got["@type"] != "hydra:Error" {
			t.Errorf("twice %v", got)
		}
		d.wants(d.ask(root, "PUT", "/api/employee_profiles/1", `{"salaryType":"hourly","salaryAmount":"12.5","contractStartDate":null,"addressLocality":"Lyon"}`), 200,
			map[string]any{"salaryType": "hourly", "salaryAmount": "12.50", "contractStartDate": nil, "weeklyContractedHours": "35.50", "addressLocality": "Lyon"})
		for _, wrong := range []string{`{"salaryType":"daily"}`, `{"salaryAmount":"-1"}`, `{"dateOfBirth":"soon"}`} {
			d.told(root, "PUT", "/api/employee_profiles/1", wrong, 400)
		}
		d.told(root, "POST", "/api/employee_profiles", `{}`, 400)
		d.told(root, "DELETE", "/api/employee_profiles/1", "", 204)
		d.told(root, "GET", "/api/employee_profiles/1", "", 404)
	})
}

func TestScheduleIsSuggested(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		d := newDepot(t, w)
		next := w.Now().AddDate(0, 0, 7).Format("2006-01-02")
		got := d.told(d.ada, "POST", "/api/shifts/generate_schedule", `{"week":"`+next+`"}`, 200)
		if allKeys(got) != "@context @id @type days meta shifts" || len(got["days"].([]any)) != 7 || allKeys(leading(got["days"])) != "buckets date dow" ||
			len(leading(got["days"])["buckets"].([]any)) != 14 || allKeys(leading(leading(got["days"])["buckets"])) != "coverage demand hour" {
			t.Errorf("suggested %v", got)
		}
		meta := got["meta"].(map[string]any)
		if meta["observations"] != 2.0 || meta["lookbackWeeks"] != 104.0 || meta["serviceLevel"] != 0.8 || meta["throughput"] != 2.5 || meta["forecaster"] != "heuristic" {
			t.Errorf("meta %v", meta)
		}
		early := d.told(d.ada, "POST", "/api/shifts/generate_schedule", `{"week":"2015-01-01"}`, 200)
		if list, ok := early["shifts"].([]any); !ok || len(list) != 0 {
			t.Errorf("without history %v", early["shifts"])
		}
		d.told(d.bob, "POST", "/api/shifts/generate_schedule", `{"week":"2015-01-01"}`, 403)
		d.told(d.ada, "POST", "/api/shifts/generate_schedule", `{"week":""}`, 400)
	})
}
