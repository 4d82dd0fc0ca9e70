package check

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fiscal"
	"pignon.coop/internal/money"
)

func fiscalDocuments(tx *db.Tx) ([]fiscal.Document, error) {
	return db.All[fiscal.Document](tx, "SELECT * FROM fiscal_documents ORDER BY issuer, position")
}

func fiscalClosures(tx *db.Tx) ([]fiscal.Closure, error) {
	return db.All[fiscal.Closure](tx, "SELECT * FROM fiscal_closures ORDER BY issuer, position")
}

// chainEnds gives the hash that each issuer's chain ends with.
func chainEnds(tx *db.Tx) (map[fiscal.Issuer]string, error) {
	type end struct {
		Issuer fiscal.Issuer `db:"issuer"`
		Hash   string        `db:"hash"`
	}
	rows, err := db.All[end](tx, "SELECT issuer, hash FROM fiscal_chains")
	ends := map[fiscal.Issuer]string{}
	for _, r := range rows {
		ends[r.Issuer] = r.Hash
	}
	return ends, err
}

// fileSeal computes the hash of a document's PDF, "" when it has none.
func fileSeal(tx *db.Tx, id int64) (string, error) {
	pdf, ok, err := db.Maybe[string](tx, "SELECT pdf FROM fiscal_files WHERE document_id = ?", id)
	if err != nil || !ok {
		return "", err
	}
	return fiscal.FileSeal(pdf), nil
}

func ledgerSums(tx *db.Tx) (debit, credit money.Amount, err error) {
	if debit, err = db.One[money.Amount](tx, "SELECT COALESCE(-SUM(amount), 0) FROM ledger_entries WHERE amount < 0"); err != nil {
		return 0, 0, err
	}
	credit, err = db.One[money.Amount](tx, "SELECT COALESCE(SUM(amount), 0) FROM ledger_entries WHERE amount > 0")
	return debit, credit, err
}
