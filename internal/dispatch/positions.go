package dispatch

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// Positions takes in the fixes of couriers' phones. They are no events: each courier has a lane of bounded length in memory, which is
// thinned, told to Live at once and written to the database in batches. A crash loses the last seconds.
type Positions struct {
	db   *db.DB
	log  *slog.Logger
	live func(courier authz.Actor, f Fix)

	mu    sync.Mutex
	lanes map[int64]*lane
}

type lane struct {
	last    *Fix
	waiting []Fix
}

// NewPositions makes the component. live hears of each courier's newest place, at most once a batch; it may be nil and must not block.
func NewPositions(d *db.DB, log *slog.Logger, live func(courier authz.Actor, f Fix)) *Positions {
	if live == nil {
		live = func(authz.Actor, Fix) {}
	}
	return &Positions{db: d, log: log, live: live, lanes: map[int64]*lane{}}
}

const (
	flushEvery = 2 * time.Second
	batchMost  = 1000
)

// Run writes what the lanes hold every two seconds until the context ends, and once more then.
func (p *Positions) Run(ctx context.Context) error {
	ticks := time.NewTicker(flushEvery)
	defer ticks.Stop()
	for {
		select {
		case <-ctx.Done():
			return p.Flush(context.WithoutCancel(ctx))
		case <-ticks.C:
			if err := p.Flush(ctx); err != nil && ctx.Err() == nil {
				p.log.Error("positions", "error", err)
			}
		}
	}
}

// Take takes a batch of at most 1,000 fixes of the caller and tells how many it kept. It keeps none outside the caller's working time: on
// duty, or, for phones that know no duty, on a day on which the caller's list holds something to be done.
func (p *Positions) Take(ctx context.Context, who authz.Actor, fixes []Fix) (kept int, err error) {
	if who.Kind != authz.Person {
		return 0, fail.New(fail.Forbidden, "auth.forbidden")
	}
	if len(fixes) > batchMost {
		return 0, fail.New(fail.Invalid, "request.too_large", "limit", batchMost)
	}
	if len(fixes) == 0 {
		return 0, nil
	}
	var terms []term
	var now span.Instant
	if err := p.db.Read(ctx, who, func(tx *db.Tx) (err error) {
		now = tx.Now()
		terms, err = termsOf(tx, who.UserID)
		return err
	}); err != nil || len(terms) == 0 {
		return 0, err
	}
	fixes = slices.Clone(fixes)
	slices.SortStableFunc(fixes, func(a, b Fix) int { return a.At.Compare(b.At.Time) })
	newest, kept := p.add(who.UserID, fixes, func(f Fix) bool { return worth(f, now, terms) })
	if newest != nil && newest.At.After(now.Add(-silence).Time) {
		p.live(who, *newest)
	}
	return kept, nil
}

func (p *Positions) add(courier int64, fixes []Fix, worth func(Fix) bool) (newest *Fix, kept int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	l := p.lanes[courier]
	if l == nil {
		l = &lane{}
		p.lanes[courier] = l
	}
	for _, f := range fixes {
		f.CourierID = courier
		if !worth(f) || !adds(l.last, f) {
			continue
		}
		l.last, newest = &f, &f
		l.waiting = append(l.waiting, f)
		kept++
	}
	if over := len(l.waiting) - laneSize; over > 0 {
		l.waiting = slices.Delete(l.waiting, 0, over)
	}
	return newest, kept
}

// Flush writes what the lanes hold. What could not be written waits for the next time.
func (p *Positions) Flush(ctx context.Context) error {
	batch := p.drain()
	if len(batch) == 0 {
		return nil
	}
	err := p.db.Write(ctx, authz.System(), func(tx *db.Tx) error { return saveFixes(tx, batch) })
	if err != nil {
		p.putBack(batch)
	}
	return err
}

func (p *Positions) drain() []Fix {
	p.mu.Lock()
	defer p.mu.Unlock()
	var batch []Fix
	for id, l := range p.lanes {
		batch = append(batch, l.waiting...)
		if l.waiting == nil { // silent since the last flush
			delete(p.lanes, id)
			continue
		}
		l.waiting = nil
	}
	slices.SortFunc(batch, func(a, b Fix) int {
		if a.CourierID != b.CourierID {
			return int(a.CourierID - b.CourierID)
		}
		return a.At.Compare(b.At.Time)
	})
	return batch
}

func (p *Positions) putBack(batch []Fix) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, f := range batch {
		if l := p.lanes[f.CourierID]; l != nil && len(l.waiting) < laneSize {
			l.waiting = append(l.waiting, f)
		}
	}
}

// termsOf gives the times in which a courier's positions may be taken. Who ever said today when their duty starts and ends is asked for
// nothing else; otherwise a list with something to be done makes the whole day.
func termsOf(tx *db.Tx, courier int64) ([]term, error) {
	duties, err := dutiesSince(tx, courier, tx.Now().Add(-oldest))
	if err != nil {
		return nil, err
	}
	var terms []term
	for _, d := range duties {
		to := d.EndedAt
		if to.IsZero() {
			to = tx.Now().Add(ahead)
		}
		terms = append(terms, term{From: d.StartedAt.Add(-aroundIt), To: to})
	}
	zone, err := zoneOf(tx)
	if err != nil {
		return nil, err
	}
	today := span.DayOf(tx.Now().Time, zone)
	for _, d := range duties {
		if (term{From: d.StartedAt, To: d.EndedAt}).Touches(today.In(zone)) || d.EndedAt.IsZero() {
			return terms, nil
		}
	}
	working, err := hasOpenTasks(tx, courier, today)
	if working {
		terms = append(terms, today.In(zone))
	}
	return terms, err
}
