package payment

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Reconcile is the nightly job that compares the house's payments with the providers'.
type Reconcile struct{}

// JobKind names the job.
func (Reconcile) JobKind() string { return "reconcile_payments" }

// Reconciliation is one comparison and what differed: a payment that is missing here or there, or whose amount or state is another.
type Reconciliation struct {
	ID          int64             `db:"id"`
	Compared    int64             `db:"compared"`
	Differences db.JSON[[]string] `db:"differences"`
	Skipped     org.Text          `db:"skipped"`
	CreatedAt   span.Instant      `db:"created_at"`
}

// Reconciled says that payments were compared with the providers'.
type Reconciled struct {
	ReconciliationID int64 `json:"reconciliationId"`
	Differences      int   `json:"differences"`
}

// EventName names the fact in the journal.
func (Reconciled) EventName() string { return "payment.reconciled" }

// RecordReconciliation keeps what a comparison found, and tells of it. It is for the house itself.
func RecordReconciliation(tx *db.Tx, r Reconciliation) (err error) {
	if r.ID, err = tx.ID("reconciliations"); err != nil {
		return err
	}
	r.CreatedAt = tx.Now()
	if r.Differences.V == nil {
		r.Differences.V = []string{}
	}
	if err := db.Insert(tx, "reconciliations", r); err != nil {
		return err
	}
	return tx.Emit(Reconciled{ReconciliationID: r.ID, Differences: len(r.Differences.V)})
}

// LoadReconciliation reads one by id; NotFound when there is none. It asks no policy.
func LoadReconciliation(tx *db.Tx, id int64) (Reconciliation, error) {
	return db.One[Reconciliation](tx, "SELECT * FROM reconciliations WHERE id = ?", id)
}

// ListReconciliations lists the latest 100, the newest first, for administrators.
func ListReconciliations(tx *db.Tx) ([]Reconciliation, error) {
	if err := tx.Who().Must(authz.Admin); err != nil {
		return nil, err
	}
	return db.All[Reconciliation](tx, "SELECT * FROM reconciliations ORDER BY id DESC LIMIT 100")
}

// LatestDifferences counts what differed in the latest comparison, for the house's figures.
func LatestDifferences(tx *db.Tx) (int, error) {
	r, _, err := db.Maybe[Reconciliation](tx, "SELECT * FROM reconciliations ORDER BY id DESC LIMIT 1")
	return len(r.Differences.V), err
}

// UnknownReferences gives those of the references that are of no payment.
func UnknownReferences(tx *db.Tx, references []string) (map[string]bool, error) {
	unknown := map[string]bool{}
	for _, r := range references {
		_, known, err := paymentOfReference(tx, r)
		if err != nil {
			return nil, err
		}
		if !known {
			unknown[r] = true
		}
	}
	return unknown, nil
}
