package db

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/jmoiron/sqlx/reflectx"

	"pignon.coop/internal/fail"
)

// JSON is a value that a TEXT column keeps as JSON. SQL never looks into it.
type JSON[T any] struct{ V T }

// Value gives what the database keeps.
func (j JSON[T]) Value() (driver.Value, error) {
	b, err := json.Marshal(j.V)
	return string(b), err
}

// Scan reads what the database keeps; NULL leaves the zero value.
func (j *JSON[T]) Scan(src any) error {
	switch v := src.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(v), &j.V)
	case []byte:
		return json.Unmarshal(v, &j.V)
	}
	return fmt.Errorf("a JSON column holds %T", src)
}

// MarshalJSON writes the value itself.
func (j JSON[T]) MarshalJSON() ([]byte, error) { return json.Marshal(j.V) }

// UnmarshalJSON reads the value itself.
func (j *JSON[T]) UnmarshalJSON(b []byte) error { return json.Unmarshal(b, &j.V) }

// Cond is a piece of a WHERE clause with its arguments: what a policy's `visible` gives to lists, single reads and channels alike.
type Cond struct {
	SQL  string
	Args []any
}

// Everything is the condition that hides nothing, Nothing the one that hides all.
var (
	Everything = Cond{SQL: "TRUE"}
	Nothing    = Cond{SQL: "FALSE"}
)

// And joins conditions that must all hold.
func And(conds ...Cond) Cond { return join(" AND ", Everything, conds) }

// Or joins conditions of which one must hold.
func Or(conds ...Cond) Cond { return join(" OR ", Nothing, conds) }

func join(word string, none Cond, conds []Cond) Cond {
	if len(conds) == 0 {
		return none
	}
	var all Cond
	var parts []string
	for _, c := range conds {
		parts = append(parts, "("+c.SQL+")")
		all.Args = append(all.Args, c.Args...)
	}
	all.SQL = strings.Join(parts, word)
	return all
}

// reflectx.Mapper caches what it learns about types and is safe for concurrent use.
var mapper = reflectx.NewMapperFunc("db", strings.ToLower)

// Insert writes a new row from the `db` tags of a struct.
func Insert(t *Tx, table string, row any) error {
	columns, values := columnsOf(row)
	marks := strings.TrimSuffix(strings.Repeat("?, ", len(columns)), ", ")
	_, err := t.Exec("INSERT INTO "+table+" ("+strings.Join(columns, ", ")+") VALUES ("+marks+")", values...)
	return err
}

// Update writes a changed row back by its `id`. A row with a `version` must not have been changed meanwhile (Stale otherwise), and is one
// version further afterwards, in the database and, when row is a pointer, in the struct.
func Update(t *Tx, table string, row any) error {
	columns, values := columnsOf(row)
	var set []string
	var args []any
	var id, version any
	for i, c := range columns {
		switch c {
		case "id":
			id = values[i]
		case "version":
			version = values[i]
		default:
			set = append(set, c+" = ?")
			args = append(args, values[i])
		}
	}
	if version == nil {
		return mustTouch(t, fail.New(fail.NotFound, "row.not_found"), "UPDATE "+table+" SET "+strings.Join(set, ", ")+" WHERE id = ?", append(args, id)...)
	}
	set = append(set, "version = version + 1")
	err := mustTouch(t, fail.New(fail.Stale, "row.stale"), "UPDATE "+table+" SET "+strings.Join(set, ", ")+" WHERE id = ? AND version = ?", append(args, id, version)...)
	if v := reflect.ValueOf(row); err == nil && v.Kind() == reflect.Pointer {
		field := mapper.FieldByName(v, "version")
		field.SetInt(field.Int() + 1)
	}
	return err
}

func mustTouch(t *Tx, otherwise error, query string, args ...any) error {
	n, err := t.Exec(query, args...)
	if err == nil && n == 0 {
		return otherwise
	}
	return err
}

// columnsOf lists the columns of a struct and their values, those of embedded structs too, in the order of the fields.
func columnsOf(row any) (columns []string, values []any) {
	v := reflect.Indirect(reflect.ValueOf(row))
	for _, f := range mapper.TypeMap(v.Type()).Index {
		if f.Embedded || f.Field.Tag.Get("db") == "" || f.Field.Tag.Get("db") == "-" || strings.Contains(f.Path, ".") {
			continue
		}
		columns = append(columns, f.Path)
		values = append(values, reflectx.FieldByIndexesReadOnly(v, f.Index).Interface())
	}
	return columns, values
}

// Wipe empties every table but those named, and starts all sequences at 1 again. For the development mode's reset.
func (t *Tx) Wipe(keep ...string) error {
	tables, err := All[string](t, t.db.tableList())
	if err != nil {
		return err
	}
	kept := map[string]bool{"goose_db_version": true, "writer": true}
	for _, k := range keep {
		kept[k] = true
	}
	if !t.db.postgres {
		if _, err := t.Exec("PRAGMA defer_foreign_keys = ON"); err != nil {
			return err
		}
	}
	var doomed []string
	for _, name := range tables {
		if !kept[name] {
			doomed = append(doomed, name)
		}
	}
	if t.db.postgres {
		_, err = t.Exec("TRUNCATE " + strings.Join(doomed, ", ") + " CASCADE")
		return err
	}
	for _, name := range doomed {
		if _, err := t.Exec("DELETE FROM " + name); err != nil {
			return err
		}
	}
	return nil
}

func (d *DB) tableList() string {
	if d.postgres {
		return "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
	}
	return "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
}
