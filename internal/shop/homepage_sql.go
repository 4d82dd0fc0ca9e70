package shop

import "pignon.coop/internal/db"

// ListHomepageBlocks gives the blocks of the home page from top to bottom, be they published or not.
func ListHomepageBlocks(tx *db.Tx) ([]HomepageBlock, error) {
	return db.All[HomepageBlock](tx, "SELECT * FROM homepage_blocks ORDER BY position, id")
}

// LoadHomepageBlock reads a block; NotFound when there is none.
func LoadHomepageBlock(tx *db.Tx, id int64) (HomepageBlock, error) {
	return oneRow[HomepageBlock](tx, "homepage_blocks", id)
}

func clearHomepage(tx *db.Tx) error {
	_, err := tx.Exec("DELETE FROM homepage_blocks")
	return err
}

func nextBlock(tx *db.Tx) (int64, error) {
	return db.One[int64](tx, "SELECT COALESCE(MAX(position) + 1, 0) FROM homepage_blocks")
}
