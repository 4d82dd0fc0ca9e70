package dialect

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
	"github.com/xuri/excelize/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/web"
)

func (f *face) shiftExportEndpoints() []web.Endpoint {
	dispatcher, courier := web.Needs(authz.Dispatcher), web.Needs(authz.Courier)
	return []web.Endpoint{
		{Pattern: "GET /api/payroll_export", Access: dispatcher, Serve: f.payroll},
		{Pattern: "GET /api/bank_holidays", Access: courier, Serve: f.bankHolidays},
		{Pattern: "GET /api/me/shift_calendar", Access: web.Needs(authz.User), Serve: f.myCalendar},
		{Pattern: "GET /calendar/shifts/{id}/{token}/shifts.ics", Access: web.Public, Serve: f.calendar},
	}
}

// payroll answers with the month as a table, in one of two formats.
func (f *face) payroll(c *web.Call) error {
	write := map[string]func(*web.Call, string, [][]any) error{"": payrollCSV, "csv": payrollCSV, "xlsx": payrollXLSX}[c.Query("format")]
	if write == nil {
		return fail.At("format", "value.choice")
	}
	var month string
	list, err := worked(c, f.read, func(tx *db.Tx) (list []shift.Pay, err error) {
		month, list, err = shift.Payroll(tx, c.Query("month"))
		return list, err
	})
	if err != nil {
		return err
	}
	words := f.house.Words()
	table := [][]any{{words.T("payroll.username", nil), words.T("payroll.name", nil), words.T("payroll.planned", nil), words.T("payroll.worked", nil),
		words.T("payroll.overtime", nil), words.T("payroll.holidays", nil)}}
	for _, p := range list {
		table = append(table, []any{p.Username, p.Name, p.Planned, p.Worked, p.Overtime, p.HolidayDays})
	}
	return write(c, "payroll_"+month, table)
}

// download says that what follows is a file.
func download(c *web.Call, contentType, disposition, name string) {
	c.W.Header().Set("Content-Type", contentType)
	c.W.Header().Set("Content-Disposition", disposition+`; filename="`+name+`"`)
}

func payrollCSV(c *web.Call, name string, table [][]any) error {
	download(c, "text/csv; charset=utf-8", "attachment", name+".csv")
	out := csv.NewWriter(c.W)
	for _, line := range table {
		cells := make([]string, len(line))
		for i, v := range line {
			cells[i] = cell(v)
		}
		if err := out.Write(cells); err != nil {
			return nil // the caller went away
		}
	}
	out.Flush()
	return nil
}

func payrollXLSX(c *web.Call, name string, table [][]any) error {
	const sheet = "Payroll"
	book := excelize.NewFile()
	defer book.Close() //nolint:errcheck // it is kept in memory alone
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		return err
	}
	for i, line := range table {
		if err := book.SetSheetRow(sheet, "A"+strconv.Itoa(i+1), &line); err != nil {
			return err
		}
	}
	file, err := book.WriteToBuffer()
	if err != nil {
		return err
	}
	download(c, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "attachment", name+".xlsx")
	_, _ = file.WriteTo(c.W) // an error means that the caller went away
	return nil
}

func (f *face) bankHolidays(c *web.Call) error {
	days, err := daysIn(c)
	if err != nil {
		return err
	}
	if days.First == "" || days.Last == "" {
		return fail.New(fail.Invalid, "request.mandatory_missing")
	}
	list, err := shift.BankHolidays(f.house.Settings().Country, days)
	if err != nil {
		return err
	}
	return f.result(c, http.StatusOK, "BankHolidays", Obj("holidays", shown(list, func(h shift.BankHoliday) *Object { return Obj("date", h.Day, "name", h.Name) })))
}

// calendarToken opens somebody's calendar, and nothing else.
func (f *face) calendarToken(userID int64) string {
	mac := hmac.New(sha256.New, []byte(f.house.Settings().PublicIDSalt))
	mac.Write([]byte("shift-calendar." + strconv.FormatInt(userID, 10)))
	return hex.EncodeToString(mac.Sum(nil))
}

func (f *face) myCalendar(c *web.Call) error {
	id := c.Who.UserID
	path := "/calendar/shifts/" + strconv.FormatInt(id, 10) + "/" + f.calendarToken(id) + "/shifts.ics"
	return f.result(c, http.StatusOK, "ShiftCalendar", Obj("feedUrl", absolute(c, path)))
}

// calendar is the feed that calendar programs read; they sign in nowhere, the token in the address is their proof.
func (f *face) calendar(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if !hmac.Equal([]byte(c.Path("token")), []byte(f.calendarToken(id))) || f.house.Settings().PublicIDSalt == "" {
		return fail.New(fail.NotFound, "row.not_found")
	}
	list, err := worked(c, f.read, func(tx *db.Tx) ([]shift.CalendarEntry, error) { return shift.CalendarOf(tx, id, f.house.RealNow()) })
	if err != nil {
		return err
	}
	host := c.R.Host
	if u, err := url.Parse(absolute(c, "/")); err == nil {
		host = u.Hostname()
	}
	text := f.calendarText(list, host, f.house.RealNow())
	download(c, "text/calendar; charset=utf-8", "inline", "shifts.ics")
	_, _ = c.W.Write([]byte(text)) // an error means that the caller went away
	return nil
}

func (f *face) calendarText(list []shift.CalendarEntry, host string, now time.Time) string {
	const refresh = "PT6H"
	words, brand := f.house.Words(), f.house.Settings().BrandName
	cal := ics.NewCalendarFor(brand)
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(ics.MethodPublish)
	cal.SetXWRCalName(words.T("calendar.name", locale.Args{"coop": brand}))
	cal.SetRefreshInterval(refresh)
	cal.SetXPublishedTTL(refresh)
	for _, s := range list {
		e := cal.AddEvent("shift-" + strconv.FormatInt(s.ID, 10) + "@" + host)
		e.SetDtStampTime(now)
		e.SetStartAt(s.StartsAt.Time)
		e.SetEndAt(s.EndsAt.Time)
		e.SetSummary(s.Label + " — " + brand)
		var about []string
		if s.BreakMinutes > 0 {
			about = append(about, words.T("calendar.break", locale.Args{"minutes": s.BreakMinutes}))
		}
		if s.Comment != "" {
			about = append(about, string(s.Comment))
		}
		if len(about) > 0 {
			e.SetDescription(strings.Join(about, "\n"))
		}
	}
	return cal.Serialize(ics.WithNewLineWindows, ics.WithLineLength(75))
}
