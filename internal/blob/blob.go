// Package blob keeps files: photos, signatures, logos, exports. It gives them internal names only; what a person called a file never
// becomes a path.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"path"
	"strings"
	"time"

	"pignon.coop/internal/fail"
)

// Store keeps blobs by key. All methods may be used from many goroutines. Errors: Invalid blob.key.malformed, blob.type.unknown and
// blob.body.too_large; NotFound blob.key.unknown; Unavailable blob.store.failed.
type Store interface {
	// Put keeps everything that r gives under key, replacing what was there. Readers see the old blob or the new one, never a part;
	// when Put returns, the blob outlives a power cut. The type must be the one of the key's extension.
	Put(ctx context.Context, key Key, r io.Reader, contentType string) (Info, error)
	// Open gives the blob's content, fit for http.ServeContent. The caller closes it.
	Open(ctx context.Context, key Key) (io.ReadSeekCloser, Info, error)
	// Stat tells about a blob without opening it.
	Stat(ctx context.Context, key Key) (Info, error)
	// Delete removes a blob; one that is not there is no error.
	Delete(ctx context.Context, key Key) error
	// Each tells about every blob, by key, until visit fails. Those that come or go meanwhile may be left out.
	Each(ctx context.Context, visit func(Info) error) error
	// Clear removes every blob.
	Clear(ctx context.Context) error
}

// Info tells about a blob.
type Info struct {
	Key  Key
	Size int64
	Type string // content type
	At   time.Time
}

// Key names a blob: a folder, a slash, and a name with an extension that tells the type: `task_image/3f9a….jpg`.
type Key string

// Random makes a key nobody can guess: 128 bits from the given source.
func Random(folder, contentType string, random io.Reader) (Key, error) {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(random, raw); err != nil {
		return "", fail.Wrap(err, fail.Internal, "blob.key.no_randomness")
	}
	return keyOf(folder, hex.EncodeToString(raw), contentType)
}

// OfContent makes the key of a content: the same bytes always get the same key.
func OfContent(folder, contentType string, content []byte) (Key, error) {
	digest := sha256.Sum256(content)
	return keyOf(folder, hex.EncodeToString(digest[:]), contentType)
}

func keyOf(folder, name, contentType string) (Key, error) {
	for extension, known := range types() {
		if known == contentType {
			key := Key(folder + "/" + name + extension)
			return key, key.check(contentType)
		}
	}
	return "", fail.New(fail.Invalid, "blob.type.unknown", "type", contentType)
}

// types lists what can be kept. Nothing in it is run or rendered as a page by a browser.
func types() map[string]string {
	return map[string]string{
		".bin": "application/octet-stream", ".csv": "text/csv", ".jpg": "image/jpeg", ".json": "application/json",
		".pdf": "application/pdf", ".png": "image/png", ".txt": "text/plain", ".zip": "application/zip",
		".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	}
}

// Type tells the content type that the key's extension stands for, empty for a malformed key.
func (k Key) Type() string { return types()[path.Ext(string(k))] }

// check refuses a key that is not of our own making, or that stands for another type.
func (k Key) check(contentType string) error {
	folder, name, found := strings.Cut(string(k), "/")
	name = strings.TrimSuffix(name, path.Ext(name))
	if !found || !isPlain(folder) || !isPlain(name) {
		return fail.New(fail.Invalid, "blob.key.malformed", "key", string(k))
	}
	if k.Type() == "" || contentType != "" && contentType != k.Type() {
		return fail.New(fail.Invalid, "blob.type.unknown", "type", contentType)
	}
	return nil
}

func isPlain(s string) bool {
	return s != "" && len(s) <= 100 && !strings.ContainsFunc(s, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9') && r != '_' && r != '-'
	})
}

func unknown(k Key) error { return fail.New(fail.NotFound, "blob.key.unknown", "key", string(k)) }

func tooLarge(limit int64) error {
	return fail.New(fail.Invalid, "blob.body.too_large", "limit", limit)
}

func failed(err error) error { return fail.Wrap(err, fail.Unavailable, "blob.store.failed") }
