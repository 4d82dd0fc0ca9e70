// Package seed reads seed documents: a list of rows, each of a kind, that puts a co-op into a known state. It knows types, references and
// how to refuse a wrong document in words; what a kind means is declared by the module that owns it (`<noun>_seed.go`).
package seed

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"sort"
	"strings"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// Kind declares one kind of row.
type Kind struct {
	Name     string
	Table    string // where `@kind:id` must exist
	Sequence string // its id sequence, that of Table when empty
	Deletes  bool   // soft-deletable: takes deletedAt
	Constant bool   // its table keeps no updated_at
	Of       string // the required relation whose row's id its rows have, there being one a row; empty: they have ids of their own
	Fields   []Field
	Insert   func(*db.Tx, Row) error // writes a new row with r.ID
	Update   func(*db.Tx, Row) error // changes the fields that r.Has; nil when the kind cannot be changed
	End      func(*db.Tx, Env) error // what is done once all rows of a document are written; nil for nothing
	// Rows gives every row ordered by id, written as a document would: all fields, "id" included, relations by Rel and Rels.
	Rows func(*db.Tx) ([]map[string]any, error)
}

// Field declares one field: its type as the seed document's page spells it ("text", "[@address]", "ios/android", "money").
type Field struct {
	Name     string
	Type     string
	Required bool
}

// Req declares a required field, Opt an optional one.
func Req(name, kind string) Field { return Field{Name: name, Type: kind, Required: true} }

// Opt declares an optional field.
func Opt(name, kind string) Field { return Field{Name: name, Type: kind} }

// Document is a seed document.
type Document struct {
	Settings map[string]json.RawMessage   `json:"settings"`
	Rows     []map[string]json.RawMessage `json:"rows"`
}

// UnmarshalJSON refuses keys that a document does not have: a reset by a document with a slip of the pen would wipe all and load nothing.
func (d *Document) UnmarshalJSON(b []byte) error {
	type plain Document
	in := json.NewDecoder(bytes.NewReader(b))
	in.DisallowUnknownFields()
	return in.Decode((*plain)(d))
}

// RoutingURL is the routing_url that the document sets, and whether it does. What is no text is left to the settings to refuse.
func (d Document) RoutingURL() (url string, given bool) {
	raw, given := d.Settings["routing_url"]
	_ = json.Unmarshal(raw, &url)
	return url, given
}

// Place is where a named row is.
type Place struct {
	Kind string `json:"kind"`
	ID   int64  `json:"id"`
}

// Refusal says why a document is refused; Row is -1 when no row is at fault.
type Refusal struct {
	Message string `json:"error"`
	Row     int    `json:"row"`
	Kind    string `json:"kind"`
	Ref     string `json:"ref"`
	Field   string `json:"field"`
}

// Error gives the sentence.
func (r *Refusal) Error() string { return r.Message }

// Unwrap tells that it is the caller's fault.
func (r *Refusal) Unwrap() error { return fail.New(fail.Invalid, "input.invalid") }

// Env is what the meaning of values depends on.
type Env struct {
	Now     time.Time
	Zone    *time.Location
	Country string // two letters, for phone numbers
	ways    *ways
}

// Loader loads documents for one list of kinds.
type Loader struct {
	// Words gives the sentence of an error's code, if there is one. Without it refusals name the bare code.
	Words func(code string, args map[string]any) (string, bool)

	kinds map[string]Kind
	names []string
	// apply writes settings and gives the environment in force afterwards.
	apply func(tx *db.Tx, settings map[string]json.RawMessage) (Env, error)
}

// NewLoader makes a loader. apply writes a document's settings and tells what then holds; an error of it is shown as it is.
func NewLoader(kinds []Kind, apply func(*db.Tx, map[string]json.RawMessage) (Env, error)) *Loader {
	l := &Loader{kinds: map[string]Kind{}, apply: apply}
	for _, k := range kinds {
		if k.Sequence == "" {
			k.Sequence = k.Table
		}
		k.Rows = withTimes(k)
		l.kinds[k.Name] = k
		l.names = append(l.names, k.Name)
	}
	sort.Strings(l.names)
	return l
}

// withTimes gives the rows of a kind with all times that rows have: one that never changed changed last when it was made.
func withTimes(k Kind) func(*db.Tx) ([]map[string]any, error) {
	show := k.Rows
	return func(tx *db.Tx) ([]map[string]any, error) {
		rows, err := show(tx)
		for _, row := range rows {
			if _, ok := row["updatedAt"]; !ok {
				row["updatedAt"] = row["createdAt"]
			}
		}
		return rows, err
	}
}

// Kind finds a kind by its name.
func (l *Loader) Kind(name string) (Kind, bool) { k, ok := l.kinds[name]; return k, ok }

// Kinds lists the names of the kinds.
func (l *Loader) Kinds() []string { return l.names }

// Find follows a relation, "@name" or "@kind:id", to a row of one kind. A relation that leads nowhere is a *Refusal.
func (l *Loader) Find(tx *db.Tx, relation, kind string) (int64, error) {
	id, err := (&run{loader: l, tx: tx}).find(relation, []string{kind})
	if err != nil {
		return 0, &Refusal{Message: err.Error(), Row: -1, Field: kind}
	}
	return id, nil
}

// Load adds a document to the present state and gives the places of its named rows, with straight lines for all ways. Its rows are facts,
// not news: the journal keeps nothing of them. A *Refusal is the document's fault.
func (l *Loader) Load(tx *db.Tx, doc Document) (map[string]Place, error) { return l.load(tx, nil, doc) }

func (l *Loader) load(tx *db.Tx, w *ways, doc Document) (map[string]Place, error) {
	env, err := l.apply(tx, doc.Settings)
	if err != nil {
		return nil, l.aboutSettings(err)
	}
	env.ways = w
	before, err := journalEnd(tx)
	if err != nil {
		return nil, err
	}
	places := map[string]Place{}
	run := &run{loader: l, tx: tx, env: env, named: places}
	for i, raw := range doc.Rows {
		place, ref, err := run.row(raw)
		if err != nil {
			return nil, l.located(err, i, raw)
		}
		if ref != "" {
			places[ref] = place
		}
	}
	if err := l.end(tx, env); err != nil {
		return nil, err
	}
	return places, forgetSince(tx, before)
}

func (l *Loader) end(tx *db.Tx, env Env) error {
	for _, name := range l.names {
		if end := l.kinds[name].End; end != nil {
			if err := end(tx, env); err != nil {
				return err
			}
		}
	}
	return nil
}

// aboutSettings words what is wrong with the settings of a document.
func (l *Loader) aboutSettings(err error) error {
	field, sentence := l.sentenceOf(err)
	field = strings.TrimPrefix(field, "settings.")
	return &Refusal{Message: strings.TrimSpace("settings "+field) + ": " + sentence, Row: -1, Field: field}
}

// located completes a refusal with the row it concerns.
func (l *Loader) located(err error, i int, raw map[string]json.RawMessage) error {
	at := &fieldError{}
	if e, ok := err.(*fieldError); ok {
		at = e
	} else {
		at.field, at.message = l.sentenceOf(err)
	}
	r := &Refusal{Row: i, Field: at.field}
	_ = json.Unmarshal(raw["kind"], &r.Kind)
	_ = json.Unmarshal(raw["ref"], &r.Ref)
	name := r.Kind
	if r.Ref != "" {
		name = fmt.Sprintf("%s %q", r.Kind, r.Ref)
	}
	r.Message = strings.TrimSpace(fmt.Sprintf("rows[%d] (%s) %s", i, name, at.field)) + ": " + at.message
	return r
}

type fieldError struct{ field, message string }

func (e *fieldError) Error() string { return e.field + ": " + e.message }

func wrong(field, format string, args ...any) error {
	return &fieldError{field, fmt.Sprintf(format, args...)}
}

type run struct {
	loader *Loader
	tx     *db.Tx
	env    Env
	named  map[string]Place // the rows of this document so far
}

var refName = regexp.MustCompile(`^[A-Za-z0-9_.~-]+$`)

// row loads one row.
func (r *run) row(raw map[string]json.RawMessage) (Place, string, error) {
	var name, ref, update string
	for key, into := range map[string]*string{"kind": &name, "ref": &ref, "update": &update} {
		if v, ok := raw[key]; ok && json.Unmarshal(v, into) != nil {
			return Place{}, "", wrong(key, "must be a text")
		}
	}
	kind, ok := r.loader.kinds[name]
	if !ok {
		return Place{}, "", wrong("kind", "there is no kind %q", name)
	}
	if ref != "" && !refName.MatchString(ref) {
		return Place{}, "", wrong("ref", "%q is no name: use letters, digits and _ . ~ -", ref)
	}
	row, err := r.parse(kind, raw)
	if err != nil {
		return Place{}, "", err
	}
	if update != "" {
		err = r.update(kind, row, update, raw)
	} else {
		err = r.insert(kind, row, raw)
	}
	if err != nil {
		return Place{}, "", kind.reword(err, row)
	}
	place := Place{name, row.ID}
	if ref != "" {
		err = saveRef(r.tx, ref, place)
	}
	return place, ref, err
}

func (r *run) insert(kind Kind, row *Row, raw map[string]json.RawMessage) error {
	for key := range raw {
		if strings.HasPrefix(key, "+") {
			return wrong(key, "only a row with \"update\" can append")
		}
	}
	err := kind.complete(*row, true)
	if err != nil {
		return err
	}
	if kind.Of != "" {
		if own := row.Ref(kind.Of); row.ID == 0 {
			row.ID = own
		} else if row.ID != own {
			return wrong("id", "a %s has the id of its %s, %d", kind.Name, kind.Of, own)
		}
		return kind.Insert(r.tx, *row)
	}
	if row.ID == 0 {
		row.ID, err = r.tx.ID(kind.Sequence)
	} else if taken, missing := exists(r.tx, kind.Table, row.ID); missing == nil && taken {
		return wrong("id", "%s %d is there already", kind.Name, row.ID)
	} else {
		err = r.tx.UseID(kind.Sequence, row.ID)
	}
	if err != nil {
		return err
	}
	return kind.Insert(r.tx, *row)
}

func (r *run) update(kind Kind, row *Row, relation string, raw map[string]json.RawMessage) error {
	if kind.Update == nil {
		return wrong("update", "a %s cannot be changed", kind.Name)
	}
	id, err := r.find(relation, []string{kind.Name})
	if err != nil {
		return wrong("update", "%s", err)
	}
	row.ID = id
	if err := r.appendLists(kind, row, raw); err != nil {
		return err
	}
	if err := kind.complete(*row, false); err != nil {
		return err
	}
	if err := kind.Update(r.tx, *row); err != nil || kind.Of != "" {
		return err
	}
	return stamp(r.tx, kind, *row)
}

// appendLists completes the fields written with a leading + by what the row holds already.
func (r *run) appendLists(kind Kind, row *Row, raw map[string]json.RawMessage) error {
	var present map[string]any
	for key := range raw {
		name, plus := strings.CutPrefix(key, "+")
		if !plus {
			continue
		}
		if present == nil {
			rows, err := kind.Rows(r.tx)
			if err != nil {
				return err
			}
			for _, have := range rows {
				if fmt.Sprint(have["id"]) == fmt.Sprint(row.ID) {
					present = have
				}
			}
		}
		merged, err := merge(present[name], raw[key])
		if err != nil {
			return wrong(key, "%s", err)
		}
		field, _ := kind.field(name)
		if row.values[name], err = r.value(field.Type, merged); err != nil {
			return wrong(key, "%s", err)
		}
	}
	return nil
}

func merge(present any, added json.RawMessage) (json.RawMessage, error) {
	var list, more []any
	b, err := json.Marshal(present)
	if err != nil {
		return nil, err
	}
	_ = json.Unmarshal(b, &list) // null is an empty list
	if err := json.Unmarshal(added, &more); err != nil {
		return nil, fmt.Errorf("must be a list")
	}
	for _, item := range more {
		if !contains(list, item) {
			list = append(list, item)
		}
	}
	return json.Marshal(list)
}

func contains(list []any, item any) bool {
	for _, have := range list {
		if fmt.Sprint(have) == fmt.Sprint(item) {
			return true
		}
	}
	return false
}

// complete refuses a row without its required fields. A row that changes another may leave them out, but not take them away.
func (k Kind) complete(row Row, isNew bool) error {
	for _, f := range k.Fields {
		if f.Required && (isNew || row.Has(f.Name)) && row.values[f.Name] == nil {
			return wrong(f.Name, "is required")
		}
	}
	return nil
}

func (k Kind) field(name string) (Field, bool) {
	for _, f := range k.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Rel writes a relation as a row shows it, Rels a list of them; nil for none.
func Rel(kind string, id *int64) any {
	if id == nil || *id == 0 {
		return nil
	}
	return fmt.Sprintf("@%s:%d", kind, *id)
}

// Rels writes a list of relations.
func Rels(kind string, ids []int64) []string {
	list := []string{}
	for _, id := range ids {
		list = append(list, fmt.Sprintf("@%s:%d", kind, id))
	}
	return list
}
