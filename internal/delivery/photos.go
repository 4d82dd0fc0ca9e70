package delivery

import (
	"bytes"
	"context"
	"io"
	"strings"
	"sync"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/blob"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/picture"
)

// Photos cleans photos and keeps their bytes. Cleaning takes much memory for a moment, so only a few are cleaned at once.
type Photos struct {
	blobs blob.Store
	slots chan struct{}
	using sync.RWMutex // a photo is thrown away only while none is taken in
}

// NewPhotos makes it on top of a store.
func NewPhotos(blobs blob.Store) *Photos {
	return &Photos{blobs: blobs, slots: make(chan struct{}, photosAtOnce)}
}

const (
	photosAtOnce = 2
	photoFolder  = "task_image"
	loosePhoto   = time.Hour // how long a photo may wait for the row that names it
)

// Keep takes in a JPEG or PNG of at most 12 MB and gives the name under which its clean form is kept; the same photo again has the same
// name. Errors are those of picture.TakeIn and blob.Store. Call it outside a unit of work.
func (p *Photos) Keep(ctx context.Context, r io.Reader) (name string, err error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return "", ctx.Err()
	}
	clean, err := picture.TakeIn(r, picture.Usual())
	if err != nil {
		return "", err
	}
	key, err := blob.OfContent(photoFolder, clean.Type, clean.Content)
	if err != nil {
		return "", err
	}
	p.using.RLock()
	defer p.using.RUnlock()
	if _, err := p.blobs.Put(ctx, key, bytes.NewReader(clean.Content), clean.Type); err != nil {
		return "", err
	}
	return string(key), nil
}

// Open gives the bytes of a photo and their content type. The caller closes it.
func (p *Photos) Open(ctx context.Context, name string) (io.ReadSeekCloser, string, error) {
	r, info, err := p.blobs.Open(ctx, blob.Key(name))
	return r, info.Type, err
}

// SweepPhotos is the job that throws away photos that were taken in but that no row names: their request failed half-way. To be run every hour.
type SweepPhotos struct{}

// JobKind names the job.
func (SweepPhotos) JobKind() string { return "sweep_photos" }

// SweepHandler runs the jobs.
func (p *Photos) SweepHandler(d *db.DB) job.Handler {
	return job.On(func(ctx context.Context, _ SweepPhotos) error { return p.sweep(ctx, d) })
}

func (p *Photos) sweep(ctx context.Context, d *db.DB) error {
	named := map[string]bool{}
	err := d.Read(ctx, authz.System(), func(tx *db.Tx) error {
		names, err := photoNames(tx)
		for _, n := range names {
			named[n] = true
		}
		return err
	})
	if err != nil {
		return err
	}
	before := d.Now().Add(-loosePhoto)
	return p.blobs.Each(ctx, func(i blob.Info) error {
		if named[string(i.Key)] || !strings.HasPrefix(string(i.Key), photoFolder+"/") || !i.At.Before(before) {
			return nil
		}
		return p.discard(ctx, i.Key, before)
	})
}

// discard looks once more: a photo that was sent again meanwhile is young.
func (p *Photos) discard(ctx context.Context, key blob.Key, before time.Time) error {
	p.using.Lock()
	defer p.using.Unlock()
	i, err := p.blobs.Stat(ctx, key)
	if fail.Is(err, fail.NotFound) || err == nil && !i.At.Before(before) {
		return nil
	}
	if err != nil {
		return err
	}
	return p.blobs.Delete(ctx, key)
}
