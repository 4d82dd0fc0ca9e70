package fiscal

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// chain is the end of an issuer's chain of documents.
type chain struct {
	Issuer   Issuer   `db:"issuer"`
	Position int64    `db:"position"`
	Day      span.Day `db:"day"`
	Hash     string   `db:"hash"`
}

// nextLink takes the next place in the chain. Whoever else issues for the same issuer waits for this unit of work to end.
func nextLink(tx *db.Tx, issuer Issuer) (chain, error) {
	return db.One[chain](tx, `INSERT INTO fiscal_chains (issuer, position, day, hash) VALUES (?, 1, '', '')
		ON CONFLICT (issuer) DO UPDATE SET position = fiscal_chains.position + 1 RETURNING *`, issuer)
}

func nextNumber(tx *db.Tx, series string) (int64, error) {
	return db.One[int64](tx, "SELECT COALESCE(MAX(number), 0) + 1 FROM fiscal_documents WHERE series = ?", series)
}

// insert writes a document at the end of its chain, and its PDF in base64.
func insert(tx *db.Tx, d Document, pdf string) error {
	if err := db.Insert(tx, "fiscal_documents", d); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO fiscal_files (document_id, pdf) VALUES (?, ?)", d.ID, pdf); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE fiscal_chains SET day = ?, hash = ? WHERE issuer = ?", d.Day, d.Hash, d.Issuer)
	return err
}

// LoadDocument reads a document by id; NotFound when there is none. It asks no policy.
func LoadDocument(tx *db.Tx, id int64) (Document, error) {
	return db.One[Document](tx, "SELECT * FROM fiscal_documents WHERE id = ?", id)
}

// documentsOf lists the documents of an order, oldest first.
func documentsOf(tx *db.Tx, orderID int64) ([]Document, error) {
	return db.All[Document](tx, "SELECT * FROM fiscal_documents WHERE order_id = ? ORDER BY id", orderID)
}

func creditsOf(tx *db.Tx, invoiceID int64) ([]Document, error) {
	return db.All[Document](tx, "SELECT * FROM fiscal_documents WHERE corrects_id = ? ORDER BY id", invoiceID)
}

// fileOf is a document's PDF in base64.
func fileOf(tx *db.Tx, id int64) (string, error) {
	return db.One[string](tx, "SELECT pdf FROM fiscal_files WHERE document_id = ?", id)
}

// refundCost is how much of a refund lowers what was sold; the rest was the customer's own, paid for nothing.
func refundCost(tx *db.Tx, refundID int64) (int64, error) {
	return db.One[int64](tx, `SELECT COALESCE(-SUM(e.amount), 0) FROM ledger_entries e JOIN ledger_transactions t ON t.id = e.transaction_id
		WHERE t.refund_id = ? AND e.account NOT IN ('customer', 'provider', 'cash')`, refundID)
}

func wasCredited(tx *db.Tx, refundID int64) (bool, error) {
	_, known, err := db.Maybe[int64](tx, "SELECT id FROM fiscal_documents WHERE refund_id = ?", refundID)
	return known, err
}

// listDocuments lists the documents of days, first and last included, as their chains have them.
func listDocuments(tx *db.Tx, from, to span.Day) ([]Document, error) {
	return db.All[Document](tx, "SELECT * FROM fiscal_documents WHERE day >= ? AND day <= ? ORDER BY issuer, position", from, to)
}
