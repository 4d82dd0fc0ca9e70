package seed

import (
	"fmt"
	"strings"

	"pignon.coop/internal/fail"
)

// reword says in a document's words that a row is not unique; other errors stay as they are.
func (k Kind) reword(err error, row *Row) error {
	if err == nil || !fail.Has(err, "row.duplicate") {
		return err
	}
	columns, _ := fail.Of(err).Args["on"].([]string)
	var names, words []string
	own := false
	for _, column := range columns {
		table, name, _ := strings.Cut(column, ".")
		own = own || table == k.Table
		if field, ok := k.holds(table, name); ok {
			names, words = append(names, field), append(words, k.worded(field, row))
		}
	}
	switch {
	case len(names) == 0:
		return wrong("", "another row holds the same already")
	case own:
		return wrong(names[0], "another %s has %s already", k.Name, strings.Join(words, " and "))
	}
	return wrong(names[0], "what it says is taken already")
}

func (k Kind) worded(field string, row *Row) string {
	if text := row.Text(field); text != "" {
		return fmt.Sprintf("the %s %q", field, text)
	}
	return "the same " + field
}

// holds finds the field that fills a column, of the kind's own table or of one with what belongs to its rows.
func (k Kind) holds(table, column string) (string, bool) {
	bare := column
	for _, suffix := range []string{"_id", "_hash", "_canonical"} {
		bare = strings.TrimSuffix(bare, suffix)
	}
	guesses := []string{camel(column), camel(bare), camel(bare) + "s"}
	if table != k.Table {
		guesses = append(guesses, camel(table))
	}
	for _, name := range guesses {
		if _, ok := k.field(name); ok {
			return name, true
		}
	}
	return "", false
}

// camel writes snake_case as camelCase.
func camel(snake string) string {
	words := strings.Split(snake, "_")
	for i, w := range words[1:] {
		words[i+1] = strings.ToUpper(w[:min(1, len(w))]) + w[min(1, len(w)):]
	}
	return strings.Join(words, "")
}
