package seed_test

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/seed"
	"pignon.coop/internal/span"
)

// Two kinds on tables of the spine, so that the machinery is tested without any module.
var places = seed.Kind{
	Name: "place", Table: "addresses", Deletes: true,
	Fields: []seed.Field{seed.Req("streetAddress", "text"), seed.Req("geo", "geo"), seed.Opt("telephone", "phone"), seed.Opt("tags", "[text]"), seed.Opt("open", "hours")},
	Insert: func(tx *db.Tx, r seed.Row) error {
		_, err := tx.Exec(`INSERT INTO addresses (id, street_address, lat, lng, telephone, description, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			r.ID, r.Text("streetAddress"), r.Geo("geo").Latitude, r.Geo("geo").Longitude, r.MaybeText("telephone"), strings.Join(r.Texts("tags"), " "), r.CreatedAt, r.UpdatedAt)
		return err
	},
	Update: func(tx *db.Tx, r seed.Row) error {
		if _, err := tx.Exec("UPDATE addresses SET description = ? WHERE id = ?", strings.Join(r.Texts("tags"), " "), r.ID); err != nil {
			return err
		}
		return tx.Emit(moved{r.ID})
	},
	Rows: func(tx *db.Tx) ([]map[string]any, error) {
		type row struct {
			ID   int64  `db:"id"`
			Tags string `db:"description"`
		}
		rows, err := db.All[row](tx, "SELECT id, description FROM addresses ORDER BY id")
		list := []map[string]any{}
		for _, r := range rows {
			list = append(list, map[string]any{"id": r.ID, "tags": strings.Fields(r.Tags)})
		}
		return list, err
	},
}

type moved struct{ ID int64 }

func (moved) EventName() string { return "place.moved" }

var groups = seed.Kind{
	Name: "group", Table: "organizations",
	Fields: []seed.Field{seed.Req("name", "text"), seed.Req("at", "@place"), seed.Opt("opens", "instant"), seed.Opt("mood", "good/bad"), seed.Opt("castles", "[@castle]"), seed.Opt("crown", "@castle|@crown")},
	Insert: func(tx *db.Tx, r seed.Row) error {
		opens := r.Instant("opens")
		if opens.IsZero() {
			opens = r.UpdatedAt
		}
		_, err := tx.Exec("INSERT INTO organizations (id, name, created_at, updated_at) VALUES (?, ?, ?, ?)", r.ID, r.Text("name"), r.Ref("at"), opens)
		return err
	},
}

var words = seed.Kind{
	Name: "word", Table: "tags", Constant: true,
	Fields: []seed.Field{seed.Req("slug", "text"), seed.Opt("tags", "text")},
	Insert: func(tx *db.Tx, r seed.Row) error {
		_, err := tx.Exec("INSERT INTO tags (id, name, slug, color, created_at, updated_at) VALUES (?, '', ?, '', ?, ?)", r.ID, r.Text("slug"), r.CreatedAt, r.UpdatedAt)
		return err
	},
	Rows: func(tx *db.Tx) ([]map[string]any, error) {
		return []map[string]any{{"id": 1, "createdAt": tx.Now()}}, nil
	},
}

// twins writes two words for each row, and notes has one row for each place.
var (
	twins = seed.Kind{Name: "twin", Table: "addresses", Fields: []seed.Field{seed.Opt("tags", "text")}, Insert: func(tx *db.Tx, r seed.Row) error {
		return errors.Join(words.Insert(tx, r), words.Insert(tx, r))
	}}
	notes = seed.Kind{Name: "note", Table: "addresses", Of: "place", Fields: []seed.Field{seed.Req("place", "@place")},
		Insert: func(*db.Tx, seed.Row) error { return nil }}
)

func loader(t *testing.T, clock *dbtest.Clock) *seed.Loader {
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return seed.NewLoader([]seed.Kind{places, groups, words, twins, notes}, func(_ *db.Tx, settings map[string]json.RawMessage) (seed.Env, error) {
		if len(settings) > 0 {
			return seed.Env{}, fail.At("settings.mood", "value.choice")
		}
		return seed.Env{Now: clock.Now(), Zone: zone, Country: "fr"}, nil
	})
}

func load(t *testing.T, w *dbtest.World, text string) (map[string]seed.Place, error) {
	t.Helper()
	var doc seed.Document
	if err := json.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	var places map[string]seed.Place
	err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) (err error) {
		places, err = loader(t, w.Clock).Load(tx, doc)
		return err
	})
	return places, err
}

const shop = `{"kind":"place","ref":"shop","streetAddress":"12 Rue Sedaine","geo":{"latitude":48.85,"longitude":2.37},"telephone":"06 12 34 56 78","tags":["a"]}`

func TestDocuments(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		got, err := load(t, w, `{"rows":[`+shop+`,{"kind":"group","ref":"g","id":7,"name":"G","at":"@shop","opens":"tomorrow 09:30"},{"kind":"place","update":"@shop","+tags":["a","b"]},{"kind":"group","name":"H","at":"@place:1","castles":[],"crown":null},
			{"kind":"note","ref":"note","place":"@shop"}]}`)
		if err != nil {
			t.Fatal(err)
		}
		if got["shop"] != (seed.Place{Kind: "place", ID: 1}) || got["g"].ID != 7 || got["note"].ID != 1 {
			t.Errorf("got %v", got)
		}
		_ = w.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
			row, err := db.One[struct {
				Phone string `db:"telephone"`
				Tags  string `db:"description"`
			}](tx, "SELECT telephone, description FROM addresses")
			if err != nil || row.Phone != "+33612345678" || row.Tags != "a b" {
				t.Errorf("%+v, %v", row, err)
			}
			opens, err := db.One[int64](tx, "SELECT updated_at FROM organizations WHERE id = 7")
			if want := time.Date(2026, 11, 25, 8, 30, 0, 0, time.UTC).UnixMicro(); opens != want || err != nil {
				t.Errorf("opens %d, want %d, %v", opens, want, err)
			}
			if _, err := db.One[int64](tx, "SELECT id FROM organizations WHERE id = 8"); err != nil {
				t.Error("the sequence does not go on after a given id")
			}
			if news, err := db.EntriesAfter(tx, 0, 10); len(news) > 0 || err != nil {
				t.Errorf("a document made news: %v, %v", news, err)
			}
			return nil
		})
		_ = w.Write(context.Background(), authz.System(), func(tx *db.Tx) error { return tx.Emit(moved{1}) })
		_ = w.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
			if news, err := db.EntriesAfter(tx, 0, 10); len(news) != 1 || news[0].Seq != 1 {
				t.Errorf("the journal has a hole where the document was: %v, %v", news, err)
			}
			return nil
		})
	})
}

func TestDocumentsHaveNoOtherKeys(t *testing.T) {
	t.Parallel()
	var doc seed.Document
	if err := json.Unmarshal([]byte(`{"row":[]}`), &doc); err == nil {
		t.Error("a document with an unknown key was read")
	}
}

func TestRowsShowAllTimes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		kind, _ := loader(t, w.Clock).Kind("word")
		_ = w.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
			if rows, err := kind.Rows(tx); err != nil || rows[0]["updatedAt"] != tx.Now() {
				t.Errorf("rows %v, %v", rows, err)
			}
			return nil
		})
	})
}

func TestUpdatesWriteTimes(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		type times struct {
			Created span.Instant `db:"created_at"`
			Updated span.Instant `db:"updated_at"`
			Deleted span.Instant `db:"deleted_at"`
		}
		now, day := span.At(w.Clock.Now()), span.At(time.Date(2020, 1, 1, 9, 0, 0, 0, time.UTC))
		for _, row := range []struct {
			fields string
			want   times
		}{
			{`"createdAt":"2020-01-01 10:00"`, times{day, now, span.Instant{}}},
			{`"updatedAt":"2020-01-01 10:00","deletedAt":"2020-01-01 10:00"`, times{day, day, day}},
			{`"tags":[]`, times{day, now, day}},
			{`"deletedAt":null`, times{day, now, span.Instant{}}},
		} {
			first := ""
			if row.fields[1] == 'c' {
				first = shop + ","
			}
			if _, err := load(t, w, `{"rows":[`+first+`{"kind":"place","update":"@shop",`+row.fields+`}]}`); err != nil {
				t.Fatal(err)
			}
			_ = w.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
				got, err := db.One[times](tx, "SELECT created_at, updated_at, deleted_at FROM addresses")
				if got != row.want || err != nil {
					t.Errorf("%s: %v, %v", row.fields, got, err)
				}
				return nil
			})
		}
	})
}

func TestWrongDocumentsAreRefusedWhole(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		for rows, want := range map[string]seed.Refusal{
			`{"kind":"castle"}`:                                    {Row: 1, Kind: "castle", Field: "kind", Message: `rows[1] (castle) kind: there is no kind "castle"`},
			`{"kind":"group","name":"x","at":"@bakry"}`:            {Row: 1, Kind: "group", Field: "at", Message: "rows[1] (group) at: no row is named @bakry"},
			`{"kind":"group","ref":"q","name":"x"}`:                {Row: 1, Kind: "group", Ref: "q", Field: "at", Message: `rows[1] (group "q") at: is required`},
			`{"kind":"group","name":"x","at":"@shop","foo":1}`:     {Row: 1, Kind: "group", Field: "foo", Message: "rows[1] (group) foo: a group has no such field"},
			`{"kind":"group","name":7.5,"at":"@group:9"}`:          {Row: 1, Kind: "group", Field: "at", Message: "rows[1] (group) at: there is no group 9"},
			`{"kind":"group","name":["x"],"at":"@shop"}`:           {Row: 1, Kind: "group", Field: "name", Message: `rows[1] (group) name: must be a text, not ["x"]`},
			`{"kind":"group","ref":"shop","name":"","at":"@shop"}`: {Row: 1, Kind: "group", Ref: "shop", Field: "ref", Message: `rows[1] (group "shop") ref: another row is named shop already`},
			`{"kind":"place","id":1,"streetAddress":"","geo":{}}`:  {Row: 1, Kind: "place", Field: "id", Message: "rows[1] (place) id: place 1 is there already"},
			`{"kind":"group","name":null,"at":"@shop"}`:            {Row: 1, Kind: "group", Field: "name", Message: "rows[1] (group) name: is required"},
			`{"kind":"place","update":"@shop","geo":null}`:         {Row: 1, Kind: "place", Field: "geo", Message: "rows[1] (place) geo: is required"},
			`{"kind":"place","streetAddress":"","geo":{"latitude":1,"longitude":2},"+tags":["a"]}`: {Row: 1, Kind: "place", Field: "+tags",
				Message: `rows[1] (place) +tags: only a row with "update" can append`},
			`{"kind":"place","streetAddress":"","geo":{"latitude":1,"longitude":2},"open":["noon"]}`: {Row: 1, Kind: "place", Field: "open",
				Message: `rows[1] (place) open: "noon" is no line of opening hours: write it as Mo-Fr 11:30-14:30`},
			`{"kind":"group","name":"x","at":"@shop","castles":["@a"]}`: {Row: 1, Kind: "group", Field: "castles",
				Message: `rows[1] (group) castles: there is no kind "castle" yet, so that nothing leads to one: leave it null`},
			`{"kind":"group","name":"x","at":"@shop","crown":"@crown:1"}`: {Row: 1, Kind: "group", Field: "crown",
				Message: `rows[1] (group) crown: there is no kind "castle or crown" yet, so that nothing leads to one: leave it null`},
			`{"kind":"word","slug":"a"},{"kind":"word","ref":"b","slug":"a"}`: {Row: 2, Kind: "word", Ref: "b", Field: "slug",
				Message: `rows[2] (word "b") slug: another word has the slug "a" already`},
			`{"kind":"twin"}`:                        {Row: 1, Kind: "twin", Field: "tags", Message: `rows[1] (twin) tags: what it says is taken already`},
			`{"kind":"note","id":2,"place":"@shop"}`: {Row: 1, Kind: "note", Field: "id", Message: `rows[1] (note) id: a note has the id of its place, 1`},
		} {
			_, err := load(t, w, `{"rows":[`+shop+`,`+rows+`]}`)
			var got *seed.Refusal
			if !errors.As(err, &got) || *got != want {
				t.Errorf("%s\n got %+v\nwant %+v", rows, err, want)
			}
		}
		var got *seed.Refusal
		_, err := load(t, w, `{"settings":{"mood":"bad"}}`)
		if want := (seed.Refusal{Row: -1, Field: "mood", Message: "settings mood: is refused (value.choice)"}); !errors.As(err, &got) || *got != want {
			t.Errorf("settings: %v", err)
		}
		_ = w.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
			if n, _ := db.One[int64](tx, "SELECT count(*) FROM addresses"); n != 0 {
				t.Errorf("%d rows stayed", n)
			}
			return nil
		})
	})
}
