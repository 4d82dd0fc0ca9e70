package shop

import (
	"encoding/json"
	"strconv"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// HomepageBlockIn is a block as people write it. Without data it has an empty list.
type HomepageBlockIn struct {
	Type string
	Data json.RawMessage
}

const (
	mostBlocks    = 50
	longestType   = 50
	longestInData = 20_000
)

// SaveHomepage replaces all blocks of the home page by these, from top to bottom. Invalid at `blocks[n].type` or `blocks[n].data`. Administrators
// alone may.
func SaveHomepage(tx *db.Tx, blocks []HomepageBlockIn) ([]HomepageBlock, error) {
	if err := mayAdminister(tx.Who()); err != nil {
		return nil, err
	}
	if err := checkBlocks(blocks); err != nil {
		return nil, err
	}
	if err := clearHomepage(tx); err != nil {
		return nil, err
	}
	saved := []HomepageBlock{}
	for i, in := range blocks {
		id, err := tx.ID("homepage_blocks")
		if err != nil {
			return nil, err
		}
		b := HomepageBlock{ID: id, Type: in.Type, Data: db.JSON[json.RawMessage]{V: in.Data}, Position: int64(i), CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
		if len(in.Data) == 0 || string(in.Data) == "null" {
			b.Data.V = json.RawMessage("[]")
		}
		if err := db.Insert(tx, "homepage_blocks", b); err != nil {
			return nil, err
		}
		saved = append(saved, b)
	}
	return saved, tx.Emit(HomepageChanged{})
}

func checkBlocks(blocks []HomepageBlockIn) error {
	if len(blocks) > mostBlocks {
		return fail.At("blocks", "homepage.blocks.too_many", "most", mostBlocks)
	}
	var wrong *fail.Error
	for i, b := range blocks {
		at := "blocks[" + strconv.Itoa(i) + "]."
		switch {
		case b.Type == "":
			wrong = wrong.Add(at+"type", "value.blank")
		case len(b.Type) > longestType:
			wrong = wrong.Add(at+"type", "value.too_long", "max", longestType)
		case len(b.Data) > longestInData:
			wrong = wrong.Add(at+"data", "value.too_long", "max", longestInData)
		}
	}
	return wrong.Or()
}
