package db_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
)

type noted struct {
	Text string `json:"text"`
}

func (noted) EventName() string { return "test.noted" }

func TestUnitOfWork(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := context.Background()
		who := authz.Actor{Kind: authz.Person, UserID: 7}
		if err := w.Write(ctx, who, func(tx *db.Tx) error { return tx.Emit(noted{"kept"}) }); err != nil {
			t.Fatal(err)
		}
		broken := errors.New("broken")
		err := w.Write(ctx, who, func(tx *db.Tx) error {
			if err := tx.Emit(noted{"lost"}); err != nil {
				return err
			}
			return broken
		})
		if !errors.Is(err, broken) {
			t.Fatalf("got %v", err)
		}
		err = w.Read(ctx, who, func(tx *db.Tx) error {
			entries, err := db.EntriesAfter(tx, 0, 10)
			if err != nil {
				return err
			}
			if len(entries) != 1 || entries[0].Seq != 1 || entries[0].Body != `{"text":"kept"}` || entries[0].Actor != "user:7" {
				t.Errorf("journal: %+v", entries)
			}
			if !entries[0].At.Equal(w.Clock.Now()) {
				t.Errorf("written at %v, the clock says %v", entries[0].At, w.Clock.Now())
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestReactionsShareTheUnitOfWork(t *testing.T) {
	t.Parallel()
	refuse := db.On(func(tx *db.Tx, e noted) error {
		if e.Text == "bad" {
			return fail.New(fail.Conflict, "test.refused")
		}
		return nil
	})
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) error { return tx.Emit(noted{"bad"}) })
		if !fail.Has(err, "test.refused") {
			t.Fatalf("got %v", err)
		}
		_ = w.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
			if entries, _ := db.EntriesAfter(tx, 0, 10); len(entries) != 0 {
				t.Errorf("a refused event stayed: %v", entries)
			}
			return nil
		})
	}, refuse)
}

func TestJournalHasNoHolesUnderLoad(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		const writers, each = 8, 12
		var wg sync.WaitGroup
		for i := range writers {
			wg.Go(func() {
				for n := range each {
					err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) error { return tx.Emit(noted{fmt.Sprint(i, n)}) })
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		_ = w.Read(context.Background(), authz.System(), func(tx *db.Tx) error {
			entries, err := db.EntriesAfter(tx, 0, 1000)
			if err != nil || len(entries) != writers*each || entries[len(entries)-1].Seq != writers*each {
				t.Errorf("%d entries, %v", len(entries), err)
			}
			return nil
		})
	})
}

func TestErrorsBecomeKinds(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := context.Background()
		set := func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO settings (name, value) VALUES (?, ?)", "brand_name", "Les Pignons")
			return err
		}
		if err := w.Write(ctx, authz.System(), set); err != nil {
			t.Fatal(err)
		}
		if err := w.Write(ctx, authz.System(), set); !fail.Is(err, fail.Conflict) || !fail.Has(err, "row.duplicate") ||
			fmt.Sprint(fail.Of(err).Args["on"]) != "[settings.name]" {
			t.Errorf("twice the same key: %v", err)
		}
		if err := w.Read(ctx, authz.System(), set); err == nil {
			t.Error("a reader wrote")
		}
		_ = w.Read(ctx, authz.System(), func(tx *db.Tx) error {
			if _, err := db.One[string](tx, "SELECT value FROM settings WHERE name = ?", "none"); !fail.Is(err, fail.NotFound) {
				t.Errorf("no row: %v", err)
			}
			got, err := db.All[string](tx, "SELECT value FROM settings WHERE name IN (?)", []string{"brand_name", "x"})
			if err != nil || len(got) != 1 {
				t.Errorf("list: %v, %v", got, err)
			}
			if got, err := db.All[string](tx, "SELECT value FROM settings WHERE name IN (?)", []string{}); err != nil || len(got) != 0 {
				t.Errorf("empty list: %v, %v", got, err)
			}
			if err := w.Write(tx.Context(), authz.System(), set); !fail.Has(err, "database.nested_work") {
				t.Errorf("a unit of work inside another: %v", err)
			}
			return nil
		})
	})
}

func TestWipeStartsSequencesAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
			if err := tx.UseID("orders", 41); err != nil {
				return err
			}
			if id, err := tx.ID("orders"); err != nil || id != 42 {
				t.Errorf("after 41 comes %d, %v", id, err)
			}
			if err := tx.Wipe(); err != nil {
				return err
			}
			id, err := tx.ID("orders")
			if id != 1 {
				t.Errorf("after a wipe comes %d", id)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

type thing struct {
	ID      int64             `db:"id"`
	Name    string            `db:"name"`
	Tags    db.JSON[[]string] `db:"tags"`
	Version int64             `db:"version"`
}

func TestStaleRowsAreRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
			if _, err := tx.Exec("CREATE TABLE things (id BIGINT PRIMARY KEY, name TEXT NOT NULL, tags TEXT NOT NULL, version BIGINT NOT NULL)"); err != nil {
				return err
			}
			mine := thing{ID: 1, Name: "bike", Tags: db.JSON[[]string]{V: []string{"red"}}, Version: 1}
			if err := db.Insert(tx, "things", mine); err != nil {
				return err
			}
			theirs := mine
			mine.Name = "cargo bike"
			if err := db.Update(tx, "things", &mine); err != nil || mine.Version != 2 {
				t.Errorf("first: version %d, %v", mine.Version, err)
			}
			if err := db.Update(tx, "things", &theirs); !fail.Is(err, fail.Stale) {
				t.Errorf("second: %v", err)
			}
			back, err := db.One[thing](tx, "SELECT * FROM things")
			if back.Name != "cargo bike" || back.Tags.V[0] != "red" {
				t.Errorf("got %+v", back)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestChangesMadeInAnothersNameAreSignalledToo(t *testing.T) {
	t.Parallel()
	w := dbtest.SQLite(t)
	err := w.Write(context.Background(), authz.Actor{}, func(tx *db.Tx) error { return tx.As(authz.System()).Emit(noted{"by the house"}) })
	if err != nil {
		t.Fatal(err)
	}
	select {
	case <-w.Changed():
	default:
		t.Error("nobody was told of the commit")
	}
}

// TestStatementsRunAgain sends more texts than either engine keeps compiled, twice over, in units that fail in between.
func TestStatementsRunAgain(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		broken := errors.New("broken")
		for round := range 2 {
			err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
				for n := range 600 {
					got, err := db.One[int64](tx, fmt.Sprintf("SELECT COUNT(*) + %d FROM ids WHERE name IN (?) AND last < ?", n), []string{"none", "nobody"}, n)
					if err != nil || got != int64(n) {
						t.Fatalf("round %d: %d of %d, %v", round, got, n, err)
					}
				}
				if id, err := tx.ID("things"); err != nil || id != 1 {
					t.Errorf("round %d: id %d, %v", round, id, err)
				}
				return broken
			})
			if !errors.Is(err, broken) {
				t.Fatal(err)
			}
		}
	})
}
