package flow

import (
	"encoding/csv"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
	"pignon.coop/internal/store"
)

// sheet is a table of deliveries: the names of its columns, and rows of cells.
type sheet struct {
	names []string
	rows  [][]string
}

// readSheet reads CSV, with commas or semicolons.
func readSheet(text string) (sheet, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	in := csv.NewReader(strings.NewReader(text))
	first, _, _ := strings.Cut(text, "\n")
	if strings.Count(first, ";") > strings.Count(first, ",") {
		in.Comma = ';'
	}
	in.FieldsPerRecord, in.TrimLeadingSpace = -1, true
	records, err := in.ReadAll()
	if err != nil {
		return sheet{}, unreadable(err)
	}
	if len(records) < 2 || len(records) > mostImportRows+1 {
		return sheet{}, fail.New(fail.Invalid, "import.size", "most", mostImportRows)
	}
	s := sheet{rows: records[1:]}
	for _, name := range records[0] {
		s.names = append(s.names, strings.ToLower(strings.TrimSpace(name)))
	}
	return s, nil
}

// only writes some rows as CSV, with the line of names.
func (s sheet) only(numbers map[int64]bool) string {
	var b strings.Builder
	out := csv.NewWriter(&b)
	_ = out.Write(s.names) // writing into memory never fails
	for i, r := range s.rows {
		if numbers[int64(i+1)] {
			_ = out.Write(r)
		}
	}
	out.Flush()
	return b.String()
}

// cells are the row of a number, by the name of the column.
func (s sheet) cells(number int) map[string]string {
	row := map[string]string{}
	for i, cell := range s.rows[number-1] {
		if cell = strings.TrimSpace(cell); cell != "" && i < len(s.names) {
			row[s.names[i]] = cell
		}
	}
	return row
}

// sheetRow is a row that was read; its addresses are not looked up yet.
type sheetRow struct {
	stops [2]StopIn
	tour  string
}

// readRow reads a row; zone is where its times are, kinds the store's packages.
func readRow(row map[string]string, zone *time.Location, kinds []store.Package) (r sheetRow, wrong *fail.Error) {
	for i, end := range []struct {
		name string
		kind delivery.Type
	}{{"pickup", delivery.Pickup}, {"dropoff", delivery.Dropoff}} {
		s := &r.stops[i]
		s.Type, s.Comments = end.kind, row[end.name+".comments"]
		s.Address = addressOf(row, end.name+".address")
		var ok bool
		if s.After, s.Before, ok = windowOf(row[end.name+".timeslot"], zone); !ok {
			wrong = wrong.Add(end.name+".timeslot", "import.timeslot", "value", row[end.name+".timeslot"])
		}
		for _, tag := range strings.Fields(row[end.name+".tags"]) {
			s.Tags = append(s.Tags, org.Slug(tag))
		}
		s.Metadata = map[string]any{}
		for _, pair := range strings.Fields(row[end.name+".metadata"]) {
			if key, value, ok := strings.Cut(pair, "="); ok {
				s.Metadata[key] = value
			}
		}
	}
	r.tour = row["tour.name"]
	return r, r.load(row, kinds, wrong)
}

// load reads what is carried: "slug=2 other=1", and kilograms.
func (r *sheetRow) load(row map[string]string, kinds []store.Package, wrong *fail.Error) *fail.Error {
	drop := &r.stops[1]
	for _, pair := range strings.Fields(row["dropoff.packages"]) {
		slug, text, _ := strings.Cut(pair, "=")
		n, err := strconv.ParseInt(text, 10, 64)
		name := ""
		for _, k := range kinds {
			if k.Slug == slug {
				name = k.Name
			}
		}
		if err != nil || n <= 0 || n > mostOfAKind || name == "" {
			wrong = wrong.Add("dropoff.packages", "import.packages", "value", pair)
			continue
		}
		drop.Packages = append(drop.Packages, PackagesIn{Name: name, Quantity: n})
	}
	grams, ok := gramsOf(row["weight"])
	if !ok {
		return wrong.Add("weight", "import.weight", "value", row["weight"])
	}
	drop.Weight = grams
	return wrong
}

const mostOfAKind = 10_000

// gramsOf reads kilograms; none said is nil.
func gramsOf(text string) (*int64, bool) {
	if text == "" {
		return nil, true
	}
	kilos, err := strconv.ParseFloat(strings.Replace(text, ",", ".", 1), 64)
	if err != nil || !(kilos >= 0 && kilos <= 1_000_000) {
		return nil, false
	}
	grams := int64(kilos*1000 + 0.5)
	return &grams, true
}

func addressOf(row map[string]string, column string) *org.AddressIn {
	in := &org.AddressIn{AnyPhone: true}
	for name, to := range map[string]**string{"": &in.StreetAddress, ".name": &in.Name, ".description": &in.Description, ".telephone": &in.Telephone} {
		if text, ok := row[column+name]; ok {
			*to = &text
		}
	}
	return in
}

// windowOf reads "2031-05-06 10:00 - 2031-05-06 11:00"; the second day may be left out.
func windowOf(text string, zone *time.Location) (from, to span.Instant, ok bool) {
	first, second, cut := strings.Cut(text, " - ")
	if !cut {
		return from, to, false
	}
	const layout = "2006-01-02 15:04"
	a, err := time.ParseInLocation(layout, strings.TrimSpace(first), zone)
	if err != nil {
		return from, to, false
	}
	second = strings.TrimSpace(second)
	if !strings.Contains(second, " ") {
		second = a.Format(time.DateOnly) + " " + second
	}
	b, err := time.ParseInLocation(layout, second, zone)
	return span.At(a), span.At(b), err == nil && b.After(a)
}

// sentences words what is wrong, a sentence each, with the column where there is one.
func sentences(words *locale.Printer, err error) []string {
	e := fail.Of(err)
	if e.Kind == fail.Internal {
		return []string{words.T("error.internal", nil)}
	}
	if len(e.Fields) == 0 {
		return []string{words.T("error."+e.Code, locale.Args(e.Args))}
	}
	var list []string
	for _, f := range e.Fields {
		list = append(list, strings.TrimPrefix(f.Path+": ", ": ")+words.T("error."+f.Code, locale.Args(f.Args)))
	}
	return list
}
