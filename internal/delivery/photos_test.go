package delivery_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"log/slog"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/blob"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
)

// TestPhotosOfNobodyGo takes in one photo that a row names and one that none does; the second goes after an hour.
func TestPhotosOfNobodyGo(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		ctx := context.Background()
		blobs := blob.NewMemory(w.Clock.Now, 1<<20)
		photos := delivery.NewPhotos(blobs)
		queue := job.New(w.DB, slog.New(slog.DiscardHandler), []job.Handler{photos.SweepHandler(w.DB)}, nil)
		sweep := func() {
			t.Helper()
			err := w.Write(ctx, authz.System(), func(tx *db.Tx) error { return job.Add(tx, delivery.SweepPhotos{}, job.Options{}) })
			if err == nil {
				_, err = queue.Drain(ctx)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		names := []string{keep(t, photos, 8), keep(t, photos, 9)}
		err := w.Write(ctx, authz.System(), func(tx *db.Tx) error {
			_, err := tx.Exec("INSERT INTO task_images (id, image_name, created_at) VALUES (1, ?, 0)", names[0])
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			wait  time.Duration
			there bool
		}{{59 * time.Minute, true}, {2 * time.Minute, false}} {
			w.Clock.Step(step.wait)
			sweep()
			if _, err := blobs.Stat(ctx, blob.Key(names[0])); err != nil {
				t.Errorf("the photo of a row: %v", err)
			}
			if _, err := blobs.Stat(ctx, blob.Key(names[1])); fail.Is(err, fail.NotFound) == step.there {
				t.Errorf("the photo of nobody: %v", err)
			}
		}
	})
}

func keep(t *testing.T, photos *delivery.Photos, side int) string {
	t.Helper()
	var file bytes.Buffer
	if err := png.Encode(&file, image.NewGray(image.Rect(0, 0, side, side))); err != nil {
		t.Fatal(err)
	}
	name, err := photos.Keep(context.Background(), &file)
	if err != nil {
		t.Fatal(err)
	}
	return name
}
