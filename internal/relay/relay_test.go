package relay_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/relay"
)

type noted struct {
	N int `json:"n"`
}

func (noted) EventName() string { return "test.noted" }

func TestEveryEntryIsHandedOnInOrder(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		for n := range 250 {
			if err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) error { return tx.Emit(noted{n}) }); err != nil {
				t.Fatal(err)
			}
		}
		var seen []int64
		fail := true
		r := relay.New(w.DB, slog.New(slog.DiscardHandler), "test", func(_ *db.Tx, e db.Entry) (func(), error) {
			if e.Seq == 180 && fail {
				fail = false
				return nil, errors.New("trip once")
			}
			return func() { seen = append(seen, e.Seq) }, nil
		})
		if _, err := r.Drain(context.Background()); err == nil {
			t.Fatal("a failing entry was passed over")
		}
		if n, err := r.Drain(context.Background()); err != nil || n != 150 {
			t.Fatalf("handed %d, %v", n, err)
		}
		for i, seq := range seen {
			if seq != int64(i+1) {
				t.Fatalf("entry %d came at place %d", seq, i+1)
			}
		}
		if len(seen) != 250 {
			t.Fatal(fmt.Sprint("saw ", len(seen)))
		}
	})
}
