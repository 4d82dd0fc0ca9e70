package fiscal

import "pignon.coop/internal/db"

func listEntities(tx *db.Tx) ([]Entity, error) {
	return db.All[Entity](tx, "SELECT * FROM fiscal_entities ORDER BY restaurant_id")
}

func entityOf(tx *db.Tx, issuer Issuer) (Entity, bool, error) {
	return db.Maybe[Entity](tx, "SELECT * FROM fiscal_entities WHERE restaurant_id = ?", issuer)
}
