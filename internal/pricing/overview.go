package pricing

import (
	"pignon.coop/internal/db"
)

// Listed is a price list with what uses it.
type Listed struct {
	RuleSet
	Users []User
}

// Overview gives dispatchers every price list, by id.
func Overview(tx *db.Tx) ([]Listed, error) {
	if err := mayLook(tx.Who()); err != nil {
		return nil, err
	}
	page, err := listRuleSets(tx, mostLists, 0)
	if err != nil {
		return nil, err
	}
	list := []Listed{}
	for _, s := range page.Rows {
		users, err := usersOf(tx, s.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, Listed{s, users})
	}
	return list, nil
}

// mostLists is how many price lists a screen shows.
const mostLists = 500
