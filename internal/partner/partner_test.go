package partner_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"mime"
	"mime/multipart"
	"strings"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/blob"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/hook"
	"pignon.coop/internal/job"
	"pignon.coop/internal/org"
	"pignon.coop/internal/partner"
	"pignon.coop/internal/webhook"
)

// rim is the outer world of partners: it keeps what it is called with, and answers as it is told.
type rim struct {
	got    []hook.Call
	refuse error
}

func (r *rim) Send(_ context.Context, c hook.Call) (hook.Result, error) {
	r.got = append(r.got, c)
	if r.refuse != nil {
		return hook.Result{Status: 503}, r.refuse
	}
	return hook.Result{Status: 200}, nil
}

type world struct {
	*dbtest.World
	t     *testing.T
	rim   rim
	url   string
	blobs blob.Store
	queue *job.Queue
}

// newWorld has delivery 1, which Woopit asked for, and delivery 2, which nobody did.
func newWorld(t *testing.T, w *dbtest.World) *world {
	p := &world{World: w, t: t, url: "https://partner.example/v1/", blobs: blob.NewMemory(w.Clock.Now, 1<<20)}
	caller := partner.Caller{DB: w.DB, Door: func(partner.Name) partner.Door { return partner.Door{URL: p.url, Key: "k", Sender: &p.rim} },
		Words: partner.Wording{Settings: func() org.Settings { return org.Settings{PublicIDSalt: "salt", Timezone: "Europe/Paris"} },
			Follow: func(int64) (string, error) { return "https://coop.example/pub/d/x", nil }, Photos: delivery.NewPhotos(p.blobs)}}
	p.queue = job.New(w.DB, slog.New(slog.DiscardHandler), caller.Handlers(), nil)
	p.do(func(tx *db.Tx) error {
		for _, id := range []int64{1, 2} {
			if err := db.Insert(tx, "deliveries", delivery.Delivery{ID: id, Version: 1, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}); err != nil {
				return err
			}
		}
		_, err := tx.Exec("INSERT INTO partner_links (delivery_id, partner, reference) VALUES (1, 'woopit', '7')")
		return err
	})
	return p
}

func (p *world) do(fn func(*db.Tx) error) {
	p.t.Helper()
	if err := p.Write(context.Background(), authz.System(), fn); err != nil {
		p.t.Fatal(err)
	}
}

func (p *world) happens(n partner.News) {
	p.t.Helper()
	p.do(func(tx *db.Tx) error { return partner.Tell(tx, n) })
}

func (p *world) drain() {
	p.t.Helper()
	if _, err := p.queue.Drain(context.Background()); err != nil {
		p.t.Fatal(err)
	}
}

func (p *world) calls() (list []partner.Call) {
	p.t.Helper()
	p.do(func(tx *db.Tx) (err error) { list, err = partner.ListCalls(tx, 0, 100); return err })
	return list
}

func TestPartnersHearOfTheirsAlone(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		p := newWorld(t, w)
		p.happens(partner.News{DeliveryID: 2, Verb: partner.Done, Stop: delivery.Dropoff})
		p.happens(partner.News{DeliveryID: 1, Verb: partner.Assigned, Stop: delivery.Pickup}) // Woopit asks for drop-offs alone
		p.happens(partner.News{DeliveryID: 1, Verb: partner.Announced})
		p.happens(partner.News{DeliveryID: 1, Verb: partner.Done, Stop: delivery.Dropoff})
		p.drain()
		if len(p.rim.got) != 1 {
			t.Fatalf("called %d times", len(p.rim.got))
		}
		c := p.rim.got[0]
		if !strings.HasPrefix(c.URL, p.url+"deliveries/") || c.Method != "PUT" || c.Headers["X-Api-Key"] != "k" || !strings.Contains(string(c.Body), `"status":"DELIVERY_OK"`) {
			t.Errorf("called %+v with %s", c, c.Body)
		}
		if logged := p.calls(); len(logged) != 1 || logged[0].State != webhook.Delivered || logged[0].Status != 200 || logged[0].EndedAt.IsZero() {
			t.Errorf("logged %+v", logged)
		}
	})
}

// A call that nobody takes is tried again for three days, with the same words; one that may not go out is not.
func TestCallsAreTriedForThreeDays(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		p := newWorld(t, w)
		p.rim.refuse = fail.New(fail.Unavailable, "hook.call.failed")
		p.happens(partner.News{DeliveryID: 1, Verb: partner.Failed, Stop: delivery.Pickup})
		for range 150 {
			w.Clock.Step(30 * time.Minute)
			p.drain()
		}
		if c := p.calls()[0]; c.State != webhook.GivenUp || int(c.Tries) != len(hook.Delays()) || c.Status != 503 || len(p.rim.got) != len(hook.Delays()) {
			t.Errorf("after 75 hours %+v, %d calls", c, len(p.rim.got))
		}
		for _, c := range p.rim.got {
			if string(c.Body) != string(p.rim.got[0].Body) {
				t.Errorf("first %s, then %s", p.rim.got[0].Body, c.Body)
			}
		}
		p.url = ""
		p.happens(partner.News{DeliveryID: 1, Verb: partner.Done, Stop: delivery.Pickup})
		p.drain()
		if c := p.calls()[0]; c.State != webhook.GivenUp || c.Tries != 1 {
			t.Errorf("with no address %+v", c)
		}
		w.Clock.Step(31 * 24 * time.Hour)
		p.do(func(tx *db.Tx) error { return job.Add(tx, partner.ForgetPartnerCalls{}, job.Options{}) })
		p.drain()
		if n := len(p.calls()); n != 0 {
			t.Errorf("%d calls are still in the log", n)
		}
	})
}

func TestPhotosGoAlong(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		p := newWorld(t, w)
		key, err := blob.OfContent("task_image", "image/jpeg", []byte("a photo"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.blobs.Put(context.Background(), key, strings.NewReader("a photo"), "image/jpeg"); err != nil {
			t.Fatal(err)
		}
		p.happens(partner.News{DeliveryID: 1, Verb: partner.Photographed, Stop: delivery.Dropoff, Image: string(key)})
		p.drain()
		c := p.rim.got[0]
		_, params, err := mime.ParseMediaType(c.Headers["Content-Type"])
		if err != nil || c.Method != "POST" || !strings.HasSuffix(c.URL, "/documents") {
			t.Fatalf("%+v (%v)", c, err)
		}
		form := multipart.NewReader(strings.NewReader(string(c.Body)), params["boundary"])
		var parts []string
		for {
			part, err := form.NextPart()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			text, _ := io.ReadAll(part)
			parts = append(parts, part.FormName()+"="+string(text))
		}
		if got := strings.Join(parts, " "); got != "type=EVIDENCE file=a photo" {
			t.Errorf("sent %s", got)
		}
	})
}

func TestLogIsForAdministrators(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		err := w.Read(context.Background(), authz.Actor{Kind: authz.App, AppID: 1}, func(tx *db.Tx) error {
			_, err := partner.ListCalls(tx, 0, 1)
			return err
		})
		if !fail.Is(err, fail.Forbidden) {
			t.Errorf("an integration reads the log: %v", err)
		}
	})
}
