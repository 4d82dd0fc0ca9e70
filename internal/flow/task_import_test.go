package flow

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"pignon.coop/internal/fail"
)

func TestMomentsOfTables(t *testing.T) {
	t.Parallel()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 24, 11, 30, 0, 0, paris)
	for text, want := range map[string]string{
		"": "2026-11-24 00:00", "2027-01-31": "2027-01-31 00:00", "12-01": "2026-12-01 00:00", "1/12": "2026-12-01 00:00", "01/12/2027": "2027-12-01 00:00",
		"1.12.": "2026-12-01 00:00", "1.12.2027": "2027-12-01 00:00", "9h": "2026-11-24 09:00", "9h30": "2026-11-24 09:30", "09:05": "2026-11-24 09:05",
		"9:05:59 2.1.2027": "2027-01-02 09:05", "2027-01-31T10:15": "2027-01-31 10:15",
		"soon": "", "31/02": "", "13-13": "", "25:00": "", "10:75": "", "9": "", "2027-01-31 10:00 x": "", "1/12/27": "",
	} {
		got, ok := momentOf(text, now, "00:00")
		if ok != (want != "") || ok && got.Format("2006-01-02 15:04") != want {
			t.Errorf("%q: %v, %v", text, got, ok)
		}
	}
}

func TestRowsOfTasks(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 24, 11, 30, 0, 0, time.UTC)
	for cells, want := range map[string]string{ // cells are "column: value", parted by |
		"after: 10:00|before: 12:00":                                   "",
		"timeslot: 2024-02-01 09:00 - 11:00|after: 9h":                 "",
		"timeslot: 2024-02-01 09:00 - 11:00|after: 9h|before: 10h":     "timeslot import.window_twice",
		"timeslot: 2024-02-01":                                         "timeslot import.timeslot",
		"type: lift|weight: x|packages: box|assign: bob|latlong: 1000": "type value.choice, latlong import.latlong, packages import.packages, weight import.weight, assign import.assign",
		"after: soon|before: never":                                    "after import.moment, before import.moment",
		"weight: NaN":                                                  "weight import.weight",
	} {
		row := map[string]string{}
		for _, cell := range strings.Split(cells, "|") {
			name, value, _ := strings.Cut(cell, ": ")
			row[name] = value
		}
		_, wrong := readTaskRow(row, now)
		var got []string
		if wrong != nil {
			for _, f := range wrong.Fields {
				got = append(got, f.Path+" "+f.Code)
			}
		}
		if strings.Join(got, ", ") != want {
			t.Errorf("%s: %v", cells, got)
		}
	}
	r, wrong := readTaskRow(map[string]string{"type": "pickup", "address": "1 Rue A", "address.description": "cour", "address.floor": "3e", "after": "2/12 9h", "before": "11:00",
		"tags": "Froid Très-Fragile", "packages": "box=2 tube=1", "weight": "1,5", "assign": "bob:2026-12-02", "group": "Matin"}, now)
	if wrong != nil || *r.address.StreetAddress != "1 Rue A" || *r.address.Description != "cour - 3e" || r.Before.Format(time.DateTime) != "2026-12-02 11:00:00" ||
		strings.Join(r.Tags, " ") != "froid tres-fragile" || len(r.Called) != 2 || *r.Weight != 1500 || r.courier != "bob" || r.day != "2026-12-02" || r.Group != "Matin" {
		t.Errorf("%+v (%v)", r, wrong)
	}
}

// workbookOf is a workbook whose first sheet holds some lines; instants in them are shown as times.
func workbookOf(t testing.TB, lines ...[]any) string {
	t.Helper()
	book := excelize.NewFile()
	format := "dd/mm/yyyy hh:mm"
	styles := map[bool]int{}
	for whole, s := range map[bool]*excelize.Style{true: {NumFmt: 14}, false: {CustomNumFmt: &format}} {
		id, err := book.NewStyle(s)
		if err != nil {
			t.Fatal(err)
		}
		styles[whole] = id
	}
	for r, line := range lines {
		for c, value := range line {
			name, err := excelize.CoordinatesToCellName(c+1, r+1)
			if err != nil {
				t.Fatal(err)
			}
			if err := book.SetCellValue("Sheet1", name, value); err != nil {
				t.Fatal(err)
			}
			if at, ok := value.(time.Time); ok {
				if err := book.SetCellStyle("Sheet1", name, name, styles[at.Hour() == 0]); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	file, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return file.String()
}

func TestWorkbooksAreTables(t *testing.T) {
	t.Parallel()
	noon, day := time.Date(2026, 11, 25, 12, 30, 0, 0, time.UTC), time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)
	text, err := tableText(workbookOf(t, []any{"address", "after", "before", "weight", "ref"}, []any{"1 Rue A, Paris", noon, day, 1.5, 40000}, []any{}, []any{nil, "9h", nil, nil, " x"}))
	if want := "address,after,before,weight,ref\n\"1 Rue A, Paris\",25/11/2026 12:30,2026-11-25,1.5,40000\n,9h,,,\" x\"\n"; err != nil || text != want {
		t.Errorf("%q (%v)", text, err)
	}
	if text, err := tableText("a;b\n1;2\n"); err != nil || text != "a;b\n1;2\n" {
		t.Errorf("%q (%v)", text, err)
	}
	wide := make([]any, mostColumns+1)
	for i := range wide {
		wide[i] = "x"
	}
	whole := workbookOf(t, []any{"a"}, []any{"b"})
	for name, file := range map[string]string{"no archive": "PK\x03\x04 nothing", "too wide": workbookOf(t, wide), "half of it": whole[:len(whole)/2]} {
		if _, err := tableText(file); !fail.Has(err, "import.unreadable") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A cell in the last line that a sheet may have is refused at once; to go there would take minutes.
func TestWorkbooksWithFarCellsAreRefused(t *testing.T) {
	t.Parallel()
	file := workbookOf(t, []any{"a"}, []any{5})
	old, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var far bytes.Buffer
	out := zip.NewWriter(&far)
	for _, f := range old.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		w, err := out.Create(f.Name)
		if err != nil {
			t.Fatal(err)
		}
		_, _ = strings.NewReplacer(`r="2"`, `r="1048576"`, `"A2"`, `"A1048576"`).WriteString(w, string(text)) // a buffer takes everything
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := tableText(far.String()); !fail.Has(err, "import.size") {
		t.Errorf("read with %v", err)
	}
}

func FuzzWorkbook(f *testing.F) {
	f.Add([]byte(workbookOf(f, []any{"a", time.Date(2026, 11, 25, 12, 30, 0, 0, time.UTC)}, []any{1.5, "b"})))
	f.Fuzz(func(_ *testing.T, file []byte) { _, _ = tableText(string(file)) })
}
