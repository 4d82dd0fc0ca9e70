package billing

// LinesExported : somebody took orders over into the books.
type LinesExported struct {
	ExportID int64 `json:"exportId"`
	Orders   int   `json:"orders"`
}

// EventName names the fact in the journal.
func (LinesExported) EventName() string { return "billing.lines_exported" }
