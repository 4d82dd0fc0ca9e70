package fiscal

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"pignon.coop/internal/facturx"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// Issuer is who sells: a restaurant's id, or Coop.
type Issuer int64

// Coop is the co-op itself.
const Coop Issuer = 0

// Document is an invoice or a credit note.
type Document struct {
	ID         int64        `db:"id"`
	Issuer     Issuer       `db:"issuer"`
	Position   int64        `db:"position"` // in the issuer's chain
	Series     string       `db:"series"`
	Number     int64        `db:"number"` // in its series
	Kind       facturx.Kind `db:"kind"`
	OrderID    int64        `db:"order_id"`
	CorrectsID *int64       `db:"corrects_id"` // the invoice that a credit note takes back
	RefundID   *int64       `db:"refund_id"`
	Day        span.Day     `db:"day"`
	IssuedAt   span.Instant `db:"issued_at"`
	Total      money.Amount `db:"total"`
	Tax        money.Amount `db:"tax"`
	Content    string       `db:"content"`   // JSON of the facturx.Invoice
	FileHash   string       `db:"file_hash"` // of its PDF
	Previous   string       `db:"previous_hash"`
	Hash       string       `db:"hash"`
}

// Name is what people call it by: C-2026-000012.
func (d Document) Name() string { return nameOf(d.Series, d.Number) }

func nameOf(series string, number int64) string { return fmt.Sprintf("%s-%06d", series, number) }

// Invoice reads what stands on the document.
func (d Document) Invoice() (i facturx.Invoice, err error) {
	return i, json.Unmarshal([]byte(d.Content), &i)
}

// seriesOf names a year's series of an issuer: C-2026 are the co-op's invoices, R7-A-2026 a restaurant's credit notes.
func seriesOf(issuer Issuer, kind facturx.Kind, day span.Day) string {
	who := "C"
	if issuer != Coop {
		who = fmt.Sprintf("R%d", issuer)
	}
	if kind == facturx.CreditNote {
		who += "-A"
	}
	return who + "-" + string(day)[:len("2026")]
}

// Seal is the hash of the document: of all that it says, and of the document before it in the chain. It is computed anew by who checks.
func (d Document) Seal() string {
	optional := func(id *int64) int64 {
		if id == nil {
			return 0
		}
		return *id
	}
	return digest(d.Previous, d.Issuer, d.Position, d.Series, d.Number, d.Kind, d.OrderID, optional(d.CorrectsID), optional(d.RefundID), d.Day,
		d.IssuedAt.UnixMicro(), d.Total, d.Tax, digest(d.Content), d.FileHash)
}

// digest is the SHA-256 of values, each on a line.
func digest(values ...any) string {
	var b strings.Builder
	for _, v := range values {
		fmt.Fprintln(&b, v)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:])
}

// FileSeal is the hash of a PDF as it is kept, in base64.
func FileSeal(pdf string) string {
	raw, err := base64.StdEncoding.DecodeString(pdf)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}
