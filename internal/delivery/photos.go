package delivery

import (
	"bytes"
	"context"
	"io"

	"pignon.coop/internal/blob"
	"pignon.coop/internal/picture"
)

// Photos cleans photos and keeps their bytes. Cleaning takes much memory for a moment, so only a few are cleaned at once.
type Photos struct {
	blobs blob.Store
	slots chan struct{}
}

// NewPhotos makes it on top of a store.
func NewPhotos(blobs blob.Store) *Photos {
	return &Photos{blobs: blobs, slots: make(chan struct{}, photosAtOnce)}
}

const photosAtOnce = 2

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
	key, err := blob.OfContent("task_image", clean.Type, clean.Content)
	if err != nil {
		return "", err
	}
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
