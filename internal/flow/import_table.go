package flow

import (
	"encoding/csv"
	"strings"

	"github.com/xuri/excelize/v2"

	"pignon.coop/internal/fail"
)

// tableText gives a table as the CSV as which it is kept. It comes as CSV, or as a workbook (XLSX), whose first sheet counts.
func tableText(file string) (string, error) {
	if !strings.HasPrefix(file, "PK\x03\x04") {
		return file, nil
	}
	book, err := excelize.OpenReader(strings.NewReader(file), excelize.Options{ShortDatePattern: "yyyy-mm-dd", UnzipSizeLimit: mostUnzipped, UnzipXMLSizeLimit: mostUnzipped})
	if err != nil {
		return "", unreadable(err)
	}
	defer book.Close() // it was read from memory: nothing is left to be told
	sheets := book.GetSheetList()
	if len(sheets) == 0 {
		return "", fail.New(fail.Invalid, "import.unreadable")
	}
	rows, err := book.Rows(sheets[0])
	if err != nil {
		return "", unreadable(err)
	}
	defer rows.Close() // as of the book
	return csvOf(rows)
}

// Bounds of a workbook: bytes once it is unpacked, columns, and lines with those that are empty.
const (
	mostUnzipped = 16 << 20
	mostColumns  = 200
	mostLines    = 4 * mostImportRows
)

// csvOf writes the lines that hold anything, each cell as it is shown. It reads line by line: to build the whole sheet would let a cell in its
// last line take minutes.
func csvOf(rows *excelize.Rows) (string, error) {
	var text strings.Builder
	out := csv.NewWriter(&text)
	for number := 1; rows.Next(); number++ {
		if number > mostLines {
			return "", fail.New(fail.Invalid, "import.size", "most", mostImportRows)
		}
		cells, err := rows.Columns()
		if err != nil || len(cells) > mostColumns {
			return "", unreadable(err)
		}
		if strings.TrimSpace(strings.Join(cells, "")) != "" {
			_ = out.Write(cells) // writing into memory never fails
		}
	}
	out.Flush()
	return text.String(), nil
}
