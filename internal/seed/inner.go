package seed

import (
	"fmt"
	"strconv"
	"strings"

	"pignon.coop/internal/db"
)

// Inner follows a relation that stands inside a json field, "@name" or "@kind:id", to a row of a kind. That the row of "@kind:id" exists
// is for the caller to see to.
func Inner(tx *db.Tx, relation, kind string) (int64, error) {
	name, ok := strings.CutPrefix(relation, "@")
	if !ok {
		return 0, fmt.Errorf("%q is no relation: write \"@name\" or \"@%s:id\"", relation, kind)
	}
	if number, byID := strings.CutPrefix(name, kind+":"); byID {
		id, err := strconv.ParseInt(number, 10, 64)
		if err != nil || id < 1 {
			return 0, fmt.Errorf("%s leads nowhere", relation)
		}
		return id, nil
	}
	place, ok, err := loadRef(tx, name)
	switch {
	case err != nil:
		return 0, err
	case !ok:
		return 0, fmt.Errorf("no row is named %s", relation)
	case place.Kind != kind:
		return 0, fmt.Errorf("%s is a %s, not a %s", relation, place.Kind, kind)
	}
	return place.ID, nil
}
