package flow

import (
	"encoding/csv"
	"math"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"

	"pignon.coop/internal/fail"
)

// tableText gives a table as the CSV as which it is kept. It comes as CSV, or as a workbook (XLSX), whose first sheet counts.
func tableText(file string) (string, error) {
	if !strings.HasPrefix(file, "PK\x03\x04") {
		return file, nil
	}
	book, err := excelize.OpenReader(strings.NewReader(file), excelize.Options{RawCellValue: true, UnzipSizeLimit: mostUnzipped, UnzipXMLSizeLimit: mostUnzipped})
	if err != nil {
		return "", unreadable(err)
	}
	defer book.Close() // it was read from memory: nothing is left to be told
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return "", fail.New(fail.Invalid, "import.unreadable")
	}
	props, err := book.GetWorkbookProps()
	if err != nil {
		return "", unreadable(err)
	}
	w := workbook{File: book, sheet: sheets[0], from1904: props.Date1904 != nil && *props.Date1904, dated: map[int]bool{}}
	return w.csv()
}

// Bounds of a workbook: bytes once it is unpacked, and columns.
const (
	mostUnzipped = 16 << 20
	mostColumns  = 200
)

type workbook struct {
	*excelize.File
	sheet    string
	from1904 bool         // its days count from 1904
	dated    map[int]bool // styles that show numbers as times
}

// csv writes the lines that hold anything.
func (w workbook) csv() (string, error) {
	rows, err := w.Rows(w.sheet)
	if err != nil {
		return "", unreadable(err)
	}
	defer rows.Close() // as of the book
	var text strings.Builder
	out := csv.NewWriter(&text)
	for number, kept := 1, 0; rows.Next() && kept <= mostImportRows+1; number++ {
		cells, err := rows.Columns()
		if err != nil || len(cells) > mostColumns {
			return "", unreadable(err)
		}
		if strings.TrimSpace(strings.Join(cells, "")) == "" {
			continue
		}
		for i, cell := range cells {
			if cells[i], err = w.cell(cell, i+1, number); err != nil {
				return "", unreadable(err)
			}
		}
		kept++
		_ = out.Write(cells) // writing into memory never fails
	}
	out.Flush()
	return text.String(), nil
}

// cell is a cell as people would write it: times are kept as numbers, which only their style tells.
func (w workbook) cell(raw string, column, row int) (string, error) {
	days, err := strconv.ParseFloat(raw, 64)
	if err != nil || days < 0 || days > 3_000_000 {
		return raw, nil
	}
	name, err := excelize.CoordinatesToCellName(column, row)
	if err != nil {
		return "", err
	}
	style, err := w.GetCellStyle(w.sheet, name)
	if err != nil {
		return "", err
	}
	shown, known := w.dated[style]
	if !known {
		if shown, err = w.showsTime(style); err != nil {
			return "", err
		}
		w.dated[style] = shown
	}
	if !shown {
		return raw, nil
	}
	at, err := excelize.ExcelDateToTime(days, w.from1904)
	return clockOrDay(at.Round(time.Minute), days), err
}

func (w workbook) showsTime(style int) (bool, error) {
	s, err := w.GetStyle(style)
	if err != nil {
		return false, err
	}
	if s.CustomNumFmt != nil {
		return strings.ContainsAny(strings.ToLower(*s.CustomNumFmt), "ymdh"), nil
	}
	return s.NumFmt >= 14 && s.NumFmt <= 22 || s.NumFmt >= 45 && s.NumFmt <= 47, nil
}

// clockOrDay writes a time of day, a day, or both, as its number of days has a whole part or a rest.
func clockOrDay(at time.Time, days float64) string {
	switch whole, rest := math.Modf(days); {
	case whole == 0:
		return at.Format("15:04")
	case rest == 0:
		return at.Format(time.DateOnly)
	}
	return at.Format(time.DateOnly + " 15:04")
}
