package fiscal

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/ledger"
	"pignon.coop/internal/money"
)

// Row is an entry of the accountant's file.
type Row struct {
	Journal, JournalName string
	Number               int64
	At                   time.Time
	Account, AccountName string
	Shop                 string
	Piece                string
	Words                string
	Debit, Credit        money.Amount
}

// chart gives each account of the ledger its number and name in the French chart of accounts.
func chart(a ledger.Account) (number, name string) {
	switch a {
	case ledger.Customer:
		return "411000", "Clients"
	case ledger.Provider:
		return "511700", "Prestataire de paiement"
	case ledger.Cash:
		return "530000", "Caisse"
	case ledger.Shop:
		return "467000", "Commerces, sommes à reverser"
	case ledger.Ride:
		return "706100", "Livraisons"
	case ledger.Coop:
		return "706200", "Services de la coopérative"
	case ledger.CardFee:
		return "627800", "Frais de paiement"
	case ledger.Tax:
		return "445710", "TVA collectée"
	case ledger.Tip:
		return "467100", "Pourboires à reverser"
	case ledger.Deposit:
		return "419600", "Consignes"
	}
	return "471000", string(a) // waits for somebody to say what it is
}

func journal(k ledger.Kind) (code, name string) {
	if k == ledger.Sale {
		return "VE", "Ventes"
	}
	return "BQ", "Encaissements"
}

// Rows are the entries of the ledger as the accountant's file has them: what is positive in the ledger is a credit.
func Rows(lines []ledger.Line, zone *time.Location) []Row {
	rows := make([]Row, len(lines))
	for i, l := range lines {
		r := Row{Number: l.TransactionID, At: l.At.In(zone), Shop: l.Shop, Piece: l.Order, Words: string(l.Kind) + " " + l.Order, Debit: max(0, -l.Amount), Credit: max(0, l.Amount)}
		r.Journal, r.JournalName = journal(l.Kind)
		r.Account, r.AccountName = chart(l.Account)
		rows[i] = r
	}
	return rows
}

// WriteFEC writes rows in the form that French tax offices ask for (livre des procédures fiscales, A47 A-1): 18 columns with tabs between them.
func WriteFEC(rows []Row) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma, w.UseCRLF = '\t', true
	head := "JournalCode JournalLib EcritureNum EcritureDate CompteNum CompteLib CompAuxNum CompAuxLib PieceRef PieceDate EcritureLib Debit Credit EcritureLet DateLet ValidDate Montantdevise Idevise"
	if err := w.Write(strings.Fields(head)); err != nil {
		return nil, err
	}
	for _, r := range rows {
		day := r.At.Format("20060102")
		err := w.Write([]string{
			r.Journal, r.JournalName, strconv.FormatInt(r.Number, 10), day, r.Account, r.AccountName, "", oneLine(r.Shop), r.Piece, day, r.Words,
			comma(r.Debit), comma(r.Credit), "", "", day, "", "",
		})
		if err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// oneLine keeps names out of the columns beside theirs.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func comma(a money.Amount) string { return fmt.Sprintf("%d,%02d", a/100, a%100) }
