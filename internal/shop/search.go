package shop

import (
	"slices"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// ProductHit is a product that a search found, with its restaurant.
type ProductHit struct {
	Product
	Restaurant Restaurant
}

// Found is what a search found, best matches first.
type Found struct {
	Shops    []Restaurant
	Products []ProductHit
}

const (
	mostFound  = 50
	longSearch = 100
)

// Search looks for restaurants by name and cuisine, and for products by name, among those open to the public. Each word must begin a word
// of the name; longer words may hold a typing error.
func Search(tx *db.Tx, text string) (Found, error) {
	wanted := wordsOf(text[:min(len(text), longSearch)])
	if len(wanted) == 0 {
		return Found{}, nil
	}
	restaurants, err := ListRestaurants(tx)
	if err != nil {
		return Found{}, err
	}
	var found Found
	byID := map[int64]Restaurant{}
	found.Shops = best(restaurants, func(r Restaurant) int {
		byID[r.ID] = r
		return closeness(wanted, wordsOf(r.Name+" "+strings.Join(r.Cuisines.V, " ")))
	})
	products, err := productsOnSale(tx)
	for _, p := range best(products, func(p Product) int { return closeness(wanted, wordsOf(p.Name)) }) {
		if r, ok := byID[*p.RestaurantID]; ok {
			found.Products = append(found.Products, ProductHit{Product: p, Restaurant: r})
		}
	}
	return found, err
}

func wordsOf(text string) []string {
	return strings.FieldsFunc(org.Slug(text), func(r rune) bool { return r == '-' })
}

// best keeps what matches, closest first; far is a negative closeness.
func best[T any](list []T, rank func(T) int) []T {
	type ranked struct {
		thing T
		rank  int
	}
	var hits []ranked
	for _, thing := range list {
		if n := rank(thing); n >= 0 {
			hits = append(hits, ranked{thing, n})
		}
	}
	slices.SortStableFunc(hits, func(a, b ranked) int { return a.rank - b.rank })
	var out []T
	for _, h := range hits[:min(len(hits), mostFound)] {
		out = append(out, h.thing)
	}
	return out
}

// closeness counts the typing errors between the wanted words and the closest ones that there are; -1 when one has no match.
func closeness(wanted, there []string) int {
	sum := 0
	for _, w := range wanted {
		least := -1
		for _, t := range there {
			if n := prefixDistance(w, t); n <= errorsAllowed(w) && (least < 0 || n < least) {
				least = n
			}
		}
		if least < 0 {
			return -1
		}
		sum += least
	}
	return sum
}

func errorsAllowed(word string) int {
	switch {
	case len(word) < 4:
		return 0
	case len(word) < 8:
		return 1
	}
	return 2
}

// prefixDistance is the least number of letters to add, drop or change so that the word begins the other.
func prefixDistance(word, other string) int {
	row := make([]int, len(other)+1) // at first: the empty word begins everything, at the cost of what was skipped
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(word); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(other); j++ {
			change := diagonal
			if word[i-1] != other[j-1] {
				change++
			}
			diagonal = row[j]
			row[j] = min(change, row[j]+1, row[j-1]+1)
		}
	}
	return slices.Min(row)
}
