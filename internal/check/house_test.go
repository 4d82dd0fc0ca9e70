package check_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/blob"
	"pignon.coop/internal/check"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/pay"
)

// provider knows two intents; every other one is missing. It answers nothing while down.
type provider struct {
	pay.Intents
	intents map[pay.IntentID]pay.Intent
	down    bool
}

func (p provider) Retrieve(_ context.Context, ref pay.Ref) (pay.Intent, error) {
	if p.down {
		return pay.Intent{}, errors.New("connection refused")
	}
	i, ok := p.intents[ref.ID]
	if !ok {
		return i, &pay.Problem{Outcome: pay.Refused, Code: "resource_missing"}
	}
	return i, nil
}

// truth is what the provider says about the healthy co-op.
func truth() map[pay.IntentID]pay.Intent {
	return map[pay.IntentID]pay.Intent{
		"pi_1": {ID: "pi_1", Status: pay.RequiresCapture, Amount: 1350, Capturable: 1350, Currency: "eur"},
		"pi_2": {ID: "pi_2", Status: pay.Succeeded, Amount: 900, Received: 900, Refunded: 350, Currency: "eur"},
	}
}

// premises are the healthy co-op with a photo, and with payments of today.
type premises struct {
	check.House
	*provider
	w     *dbtest.World
	photo blob.Key
}

func newPremises(t *testing.T, w *dbtest.World) *premises {
	t.Helper()
	p := &premises{w: w, provider: &provider{intents: truth()}}
	p.House = check.House{DB: w.DB, Blobs: blob.NewMemory(w.Clock.Now, 1000), Gateway: func(d pay.Door) pay.Intents {
		if d.Live || d.Provider != pay.ByStripe {
			return nil
		}
		return p.provider
	}}
	p.photo = p.put(t, "task_image", "a photo")
	err := w.Write(context.Background(), authz.System(), func(tx *db.Tx) error {
		if err := build(tx); err != nil {
			return err
		}
		if _, err := tx.Exec("UPDATE payments SET updated_at = ?", tx.Now()); err != nil {
			return err
		}
		_, err := tx.Exec("INSERT INTO task_images (id, task_id, image_name, created_at) VALUES (1, 1, ?, 1), (2, 1, 'seeded.jpg', 1)", string(p.photo))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func (p *premises) put(t *testing.T, folder, content string) blob.Key {
	t.Helper()
	sum := sha256.Sum256([]byte(content))
	key := blob.Key(folder + "/" + hex.EncodeToString(sum[:]) + ".jpg")
	if _, err := p.Blobs.Put(context.Background(), key, bytes.NewReader([]byte(content)), "image/jpeg"); err != nil {
		t.Fatal(err)
	}
	return key
}

func (p *premises) exec(t *testing.T, query string) {
	t.Helper()
	err := p.w.Write(context.Background(), authz.System(), func(tx *db.Tx) error { _, err := tx.Exec(query); return err })
	if err != nil {
		t.Fatal(err)
	}
}

// TestFilesAndProvider breaks what lies outside the database, one thing at a time.
func TestFilesAndProvider(t *testing.T) {
	t.Parallel()
	for name, mutation := range map[string]struct {
		change func(*testing.T, *premises)
		broken []string
	}{
		"nothing": {func(*testing.T, *premises) {}, nil},
		"other bytes": {func(t *testing.T, p *premises) {
			_, err := p.Blobs.Put(context.Background(), p.photo, bytes.NewReader([]byte("another")), "image/jpeg")
			if err != nil {
				t.Fatal(err)
			}
		}, []string{"I40"}},
		"a lost file": {func(t *testing.T, p *premises) {
			if err := p.Blobs.Delete(context.Background(), p.photo); err != nil {
				t.Fatal(err)
			}
		}, []string{"I41"}},
		"a lost picture of a dish": {func(t *testing.T, p *premises) {
			p.exec(t, `UPDATE products SET updated_at = 11, images = '[{"ratio":"1:1","blob":"product_image/`+hex.EncodeToString(make([]byte, 32))+`.jpg"}]'`)
		}, []string{"I41"}},
		"smaller versions and fresh files": {func(t *testing.T, p *premises) {
			p.put(t, "task_image_160", "a photo")
			p.w.Clock.Step(25 * time.Hour)
			p.put(t, "task_image", "not attached yet")
			p.exec(t, "UPDATE payments SET updated_at = updated_at + 90000000000")
		}, nil},
		"a file of nobody": {func(t *testing.T, p *premises) {
			p.put(t, "task_image", "never attached")
			p.w.Clock.Step(25 * time.Hour)
		}, []string{"I41"}},
		"money that is held no more":    {func(_ *testing.T, p *premises) { p.set("pi_1", pay.Intent{Status: pay.Cancelled}) }, []string{"I11"}},
		"money that was taken":          {func(_ *testing.T, p *premises) { p.set("pi_1", pay.Intent{Status: pay.Succeeded}) }, []string{"I11"}},
		"less money that was taken":     {func(_ *testing.T, p *premises) { p.set("pi_2", pay.Intent{Received: 899}) }, []string{"I11"}},
		"money given back on its pages": {func(_ *testing.T, p *premises) { p.set("pi_2", pay.Intent{Refunded: 351}) }, []string{"I11"}},
		"another currency":              {func(_ *testing.T, p *premises) { p.set("pi_2", pay.Intent{Currency: "usd"}) }, []string{"I11"}},
		"an unknown payment":            {func(_ *testing.T, p *premises) { delete(p.intents, "pi_1") }, []string{"I11"}},
		"money held for nothing": {func(t *testing.T, p *premises) {
			p.exec(t, "UPDATE payments SET state = 'failed', details = '{}' WHERE id = 1")
			p.exec(t, "UPDATE orders SET state = 'cancelled' WHERE id = 1")
			p.exec(t, "DELETE FROM journal")
			p.exec(t, "DELETE FROM relay_positions")
		}, []string{"I11"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPremises(t, dbtest.SQLite(t))
			mutation.change(t, p)
			r, err := check.Run(context.Background(), p.House)
			var got []string
			for _, b := range r.Broken {
				got = append(got, b.ID)
			}
			if err != nil || !slices.Equal(got, mutation.broken) || len(r.Skipped) > 0 {
				t.Errorf("%v %v, %v; want %v", r.Broken, r.Skipped, err, mutation.broken)
			}
		})
	}
}

// set overwrites what the provider says of an intent by the fields that are given.
func (p *premises) set(id pay.IntentID, by pay.Intent) {
	i := p.intents[id]
	if by.Status != "" {
		i.Status = by.Status
	}
	if by.Received != 0 {
		i.Received = by.Received
	}
	if by.Refunded != 0 {
		i.Refunded = by.Refunded
	}
	if by.Currency != "" {
		i.Currency = by.Currency
	}
	p.intents[id] = i
}

func TestProviderThatCannotBeAsked(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		p := newPremises(t, w)
		known, err := check.Run(context.Background(), p.House)
		if err != nil || len(known.Skipped)+len(known.Broken) > 0 {
			t.Fatalf("%+v, %v", known, err)
		}
		p.down = true
		r, err := check.Run(context.Background(), p.House)
		if err != nil || len(r.Broken) > 0 || fmt.Sprint(r.Skipped) != "[I11 the payment provider knows each card payment of the last 30 days as the co-op does: "+
			"not checked, the payment provider gives no answer: payment provider: unknown: connection refused]" || r.Checked != known.Checked-1 {
			t.Errorf("without an answer: %+v, %v", r, err)
		}
		p.House.Gateway = func(pay.Door) pay.Intents { return nil }
		r, err = check.Run(context.Background(), p.House)
		if err != nil || len(r.Broken) > 0 || len(r.Skipped) != 1 || r.Skipped[0].Why != "no payment provider is configured" {
			t.Errorf("without keys: %+v, %v", r, err)
		}
	})
}

// TestReferenceThatLeadsNowhere writes a row past the rules, as a broken disk might.
func TestReferenceThatLeadsNowhere(t *testing.T) {
	t.Parallel()
	w := dbtest.SQLite(t)
	p := newPremises(t, w)
	raw, err := sql.Open("sqlite", "file:"+w.URL+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close() //nolint:errcheck // the test is over
	if _, err := raw.Exec("INSERT INTO restaurant_owners (restaurant_id, user_id) VALUES (1, 99)"); err != nil {
		t.Fatal(err)
	}
	r, err := check.Run(context.Background(), p.House)
	if err != nil || len(r.Broken) != 1 || r.Broken[0].ID != "I68" {
		t.Errorf("%v, %v", r.Broken, err)
	}
}
