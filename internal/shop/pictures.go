package shop

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
	"pignon.coop/internal/picture"
)

// Spot is where a picture is shown; it is also the folder of its blobs.
type Spot string

// The spots. A product is shown in two shapes, a restaurant in the shape in which its picture came.
const (
	Front  Spot = "restaurant_image"
	Banner Spot = "restaurant_banner"
	Dish   Spot = "product_image"
)

const (
	picturesAtOnce = 2 // cleaning takes much memory for a moment
	pictureMost    = 8 << 20
	pictureLongest = 1600 // pixels
)

// thumbnailSuffixes are those of the folders in which smaller versions of a picture are kept.
var thumbnailSuffixes = []string{"", "_160", "_320", "_640", "_1024"}

// Pictures cleans the pictures of restaurants and products and keeps their bytes.
type Pictures struct {
	db    *db.DB
	blobs blob.Store
	slots chan struct{}
	using sync.RWMutex // a blob is thrown away only while nobody is about to point to it
}

// NewPictures makes it on top of a store.
func NewPictures(d *db.DB, blobs blob.Store) *Pictures {
	return &Pictures{db: d, blobs: blobs, slots: make(chan struct{}, picturesAtOnce)}
}

// Take cleans a JPEG or PNG of at most 8 MB, keeps it, and hands what is kept to set, which makes a restaurant or a product show it. When
// set fails nothing stays behind. Errors are those of picture.TakeIn, blob.Store and set. Call it outside a unit of work.
func (p *Pictures) Take(ctx context.Context, spot Spot, r io.Reader, set func([]Image) error) error {
	images, err := p.takeAndSet(ctx, spot, r, set)
	if err == nil {
		return nil
	}
	for _, i := range images {
		if lost := p.Discard(context.WithoutCancel(ctx), DiscardPicture{Blob: i.Blob}); lost != nil {
			return lost
		}
	}
	return err
}

func (p *Pictures) takeAndSet(ctx context.Context, spot Spot, r io.Reader, set func([]Image) error) ([]Image, error) {
	p.using.RLock()
	defer p.using.RUnlock()
	images, err := p.keep(ctx, spot, r)
	if err != nil {
		return images, err
	}
	return images, set(images)
}

// keep also gives what it kept before it failed.
func (p *Pictures) keep(ctx context.Context, spot Spot, r io.Reader) (kept []Image, err error) {
	select {
	case p.slots <- struct{}{}:
		defer func() { <-p.slots }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	limits := picture.Limits{Bytes: pictureMost, Pixels: picture.Usual().Pixels, Side: pictureLongest}
	clean, err := picture.TakeIn(r, limits)
	if err != nil {
		return nil, err
	}
	shapes, err := shapesFor(spot, clean)
	if err != nil {
		return nil, err
	}
	for _, s := range shapes {
		key, err := blob.OfContent(string(spot), s.Type, s.Content)
		if err != nil {
			return kept, err
		}
		if _, err := p.blobs.Put(ctx, key, bytes.NewReader(s.Content), s.Type); err != nil {
			return kept, err
		}
		kept = append(kept, Image{Ratio: s.ratio, Blob: string(key)})
	}
	return kept, nil
}

type shape struct {
	ratio string
	picture.Picture
}

func shapesFor(spot Spot, clean picture.Picture) ([]shape, error) {
	if spot != Dish {
		return []shape{{"", clean}}, nil
	}
	square, err := picture.Crop(clean, 1, 1)
	if err != nil {
		return nil, err
	}
	wide, err := picture.Crop(clean, 16, 9)
	return []shape{{"1:1", square}, {"16:9", wide}}, err
}

// DiscardPicture is the job that throws a blob away once nothing points to it.
type DiscardPicture struct {
	Blob string `json:"blob"`
}

// JobKind names the job.
func (DiscardPicture) JobKind() string { return "discard_picture" }

// Discard runs the job; what is shown somewhere stays.
func (p *Pictures) Discard(ctx context.Context, in DiscardPicture) error {
	p.using.Lock()
	defer p.using.Unlock()
	var used bool
	err := p.db.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		used, err = pictureUsed(tx, in.Blob)
		return err
	})
	if used || err != nil {
		return err
	}
	folder, name, _ := strings.Cut(in.Blob, "/")
	for _, suffix := range thumbnailSuffixes {
		if err := p.blobs.Delete(ctx, blob.Key(folder+suffix+"/"+name)); err != nil {
			return err
		}
	}
	return nil
}

// SweepPictures is the job that throws away pictures that nothing shows, because what made them was broken off. To be run every hour.
type SweepPictures struct{}

// JobKind names the job.
func (SweepPictures) JobKind() string { return "sweep_pictures" }

const loosePicture = time.Hour // how long a picture may wait for the row that shows it

// Sweep runs the job.
func (p *Pictures) Sweep(ctx context.Context, _ SweepPictures) error {
	shown := map[string]bool{}
	err := p.db.Read(ctx, authz.System(), func(tx *db.Tx) error {
		names, err := picturesUsed(tx)
		for _, n := range names {
			shown[n] = true
		}
		return err
	})
	if err != nil {
		return err
	}
	before := p.db.Now().Add(-loosePicture)
	return p.blobs.Each(ctx, func(i blob.Info) error {
		whole, ok := wholeOf(i.Key)
		if !ok || shown[whole] || !i.At.Before(before) {
			return nil
		}
		return p.Discard(ctx, DiscardPicture{Blob: whole})
	})
}

// wholeOf names the picture that a blob is, or is a smaller version of; ok is false for blobs of others.
func wholeOf(key blob.Key) (name string, ok bool) {
	folder, file, _ := strings.Cut(string(key), "/")
	for _, spot := range []Spot{Front, Banner, Dish} {
		for _, suffix := range thumbnailSuffixes {
			if folder == string(spot)+suffix {
				return string(spot) + "/" + file, true
			}
		}
	}
	return "", false
}
