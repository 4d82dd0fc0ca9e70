package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"pignon.coop/internal/blob"
	"pignon.coop/internal/fail"
)

const (
	limit = 1000
	key   = blob.Key("task_image/0a1b.jpg")
)

// each runs a story against every store.
func each(t *testing.T, story func(t *testing.T, s blob.Store)) {
	t.Helper()
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		story(t, blob.NewMemory(time.Now, limit))
	})
	t.Run("dir", func(t *testing.T) {
		t.Parallel()
		dir, err := blob.OpenDir(filepath.Join(t.TempDir(), "blobs"), limit)
		must(t, err)
		t.Cleanup(func() { dir.Close() })
		story(t, dir)
	})
}

func TestPutReadReplaceDelete(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s blob.Store) {
		ctx := context.Background()
		for _, content := range []string{"first", "the second"} {
			info, err := s.Put(ctx, key, strings.NewReader(content), "image/jpeg")
			must(t, err)
			if info.Size != int64(len(content)) || info.Type != "image/jpeg" || info.Key != key || info.At.IsZero() {
				t.Errorf("put %+v", info)
			}
			if got := read(t, s, key); got != content {
				t.Errorf("read %q, want %q", got, content)
			}
		}
		must(t, s.Delete(ctx, key))
		must(t, s.Delete(ctx, key))
		if _, err := s.Stat(ctx, key); !fail.Has(err, "blob.key.unknown") {
			t.Errorf("after deleting: %v", err)
		}
		if _, _, err := s.Open(ctx, key); !fail.Is(err, fail.NotFound) {
			t.Errorf("after deleting: %v", err)
		}
	})
}

func TestOpenSeeks(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s blob.Store) {
		_, err := s.Put(context.Background(), key, strings.NewReader("0123456789"), "image/jpeg")
		must(t, err)
		file, _, err := s.Open(context.Background(), key)
		must(t, err)
		defer file.Close()
		_, err = file.Seek(7, io.SeekStart)
		must(t, err)
		if rest, err := io.ReadAll(file); string(rest) != "789" || err != nil {
			t.Errorf("%q %v", rest, err)
		}
	})
}

func TestMalformedKeysAreRefusedEverywhere(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s blob.Store) {
		ctx := context.Background()
		for _, bad := range []blob.Key{"", "a", "a.jpg", "/etc/passwd", "../a/b.jpg", "a/../b.jpg", "a/b/c.jpg", "a/.jpg", ".half/x.jpg",
			"a/b.exe", "a/b.html", "a/b.svg", "a/b", "A/b.jpg", "a/b\x00.jpg", "a/\u202egpj.jpg", "a\\b/c.jpg", "a/b c.jpg",
			blob.Key("a/" + strings.Repeat("x", 300) + ".jpg")} {
			_, put := s.Put(ctx, bad, strings.NewReader("x"), "image/jpeg")
			_, stat := s.Stat(ctx, bad)
			_, _, open := s.Open(ctx, bad)
			for verb, err := range map[string]error{"put": put, "stat": stat, "open": open, "delete": s.Delete(ctx, bad)} {
				if !fail.Is(err, fail.Invalid) {
					t.Errorf("%s %q: %v", verb, bad, err)
				}
			}
		}
		if _, err := s.Put(ctx, key, strings.NewReader("x"), "image/png"); !fail.Has(err, "blob.type.unknown") {
			t.Errorf("another type than the key's: %v", err)
		}
	})
}

func TestTooLargeOrBrokenLeavesTheOldBlob(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s blob.Store) {
		ctx := context.Background()
		_, err := s.Put(ctx, key, strings.NewReader("old"), "image/jpeg")
		must(t, err)
		_, err = s.Put(ctx, key, bytes.NewReader(make([]byte, limit+1)), "image/jpeg")
		if !fail.Has(err, "blob.body.too_large") {
			t.Errorf("too large: %v", err)
		}
		_, err = s.Put(ctx, key, io.MultiReader(strings.NewReader("ne"), iotest.ErrReader(errors.New("connection lost"))), "image/jpeg")
		if !fail.Is(err, fail.Unavailable) {
			t.Errorf("broken: %v", err)
		}
		ended, cancel := context.WithCancel(ctx)
		cancel()
		if _, err = s.Put(ended, key, strings.NewReader("new"), "image/jpeg"); err == nil {
			t.Error("put after the end of its context")
		}
		if got := read(t, s, key); got != "old" {
			t.Errorf("left %q", got)
		}
		if _, err = s.Put(ctx, key, bytes.NewReader(make([]byte, limit)), "image/jpeg"); err != nil {
			t.Errorf("just at the limit: %v", err)
		}
	})
}

func TestReadersSeeOneWholeBlob(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s blob.Store) {
		contents := []string{strings.Repeat("a", 500), strings.Repeat("b", 900)}
		_, err := s.Put(context.Background(), key, strings.NewReader(contents[0]), "image/jpeg")
		must(t, err)
		var all sync.WaitGroup
		for i := range 4 {
			all.Go(func() {
				for range 20 {
					if _, err := s.Put(context.Background(), key, strings.NewReader(contents[i%2]), "image/jpeg"); err != nil {
						t.Error(err)
					}
					if got := read(t, s, key); got != contents[0] && got != contents[1] {
						t.Errorf("read a mixture of %d bytes", len(got))
					}
				}
			})
		}
		all.Wait()
	})
}

func TestClear(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s blob.Store) {
		ctx := context.Background()
		for _, k := range []blob.Key{key, "export/1.csv"} {
			_, err := s.Put(ctx, k, strings.NewReader("x"), k.Type())
			must(t, err)
		}
		must(t, s.Clear(ctx))
		if _, err := s.Stat(ctx, "export/1.csv"); !fail.Is(err, fail.NotFound) {
			t.Errorf("after clearing: %v", err)
		}
		_, err := s.Put(ctx, key, strings.NewReader("x"), "image/jpeg")
		must(t, err)
	})
}

func TestKeys(t *testing.T) {
	t.Parallel()
	random, err := blob.Random("task_image", "image/jpeg", bytes.NewReader(make([]byte, 16)))
	must(t, err)
	if random != "task_image/00000000000000000000000000000000.jpg" {
		t.Errorf("random key %s", random)
	}
	content, err := blob.OfContent("logo", "image/png", []byte("abc"))
	must(t, err)
	if content != "logo/ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad.png" {
		t.Errorf("content key %s", content)
	}
	if _, err := blob.Random("x", "text/html", bytes.NewReader(make([]byte, 16))); !fail.Has(err, "blob.type.unknown") {
		t.Errorf("a page: %v", err)
	}
	if _, err := blob.Random("x/../y", "image/png", bytes.NewReader(make([]byte, 16))); !fail.Has(err, "blob.key.malformed") {
		t.Errorf("a path: %v", err)
	}
	if _, err := blob.Random("x", "image/png", bytes.NewReader(nil)); !fail.Is(err, fail.Internal) {
		t.Errorf("no randomness: %v", err)
	}
}

func TestDirStaysInsideAndForgetsHalves(t *testing.T) {
	t.Parallel()
	folder, outside := t.TempDir(), t.TempDir()
	must(t, os.Symlink(outside, filepath.Join(folder, "task_image")))
	must(t, os.MkdirAll(filepath.Join(folder, ".half"), 0o750))
	must(t, os.WriteFile(filepath.Join(folder, ".half", "x"), nil, 0o600))
	dir, err := blob.OpenDir(folder, limit)
	must(t, err)
	defer dir.Close()
	if _, err := os.Stat(filepath.Join(folder, ".half", "x")); !errors.Is(err, os.ErrNotExist) {
		t.Error("a half-written blob stayed")
	}
	if _, err := dir.Put(context.Background(), key, strings.NewReader("x"), "image/jpeg"); err == nil {
		t.Error("a link led outside")
	}
	if found, err := os.ReadDir(outside); err != nil || len(found) != 0 {
		t.Errorf("outside: %v %v", found, err)
	}
}

func read(t *testing.T, s blob.Store, k blob.Key) string {
	t.Helper()
	file, _, err := s.Open(context.Background(), k)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer file.Close()
	content, err := io.ReadAll(file)
	if err != nil {
		t.Error(err)
	}
	return string(content)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestEachVisitsEveryBlobByKey(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s blob.Store) {
		ctx := context.Background()
		keys := []blob.Key{"logo/a.png", "task_image/0a.jpg", "task_image/0b.jpg"}
		for _, k := range []int{1, 2, 0} {
			_, err := s.Put(ctx, keys[k], strings.NewReader("x"), keys[k].Type())
			must(t, err)
		}
		var seen []blob.Key
		must(t, s.Each(ctx, func(i blob.Info) error {
			if i.Size != 1 || i.At.IsZero() {
				t.Errorf("%+v", i)
			}
			seen = append(seen, i.Key)
			return nil
		}))
		if !slices.Equal(seen, keys) {
			t.Errorf("%v, want %v", seen, keys)
		}
		enough := errors.New("enough")
		if err := s.Each(ctx, func(blob.Info) error { return enough }); !errors.Is(err, enough) {
			t.Errorf("a visit that fails: %v", err)
		}
	})
}
