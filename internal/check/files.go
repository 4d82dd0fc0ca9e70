package check

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"maps"
	"regexp"
	"slices"
	"time"

	"pignon.coop/internal/blob"
	"pignon.coop/internal/fail"
)

var (
	sameBytes  = statement{"I40", "the bytes of a picture are those that were taken in"}
	noneLost   = statement{"I41", "no row points to a file that is missing"}
	noneUnused = statement{"I41", "no file belongs to nothing for more than a day"}
)

// ofContent is the form of names that stand for a content. Others come from seed documents, which bring no files.
var ofContent = regexp.MustCompile(`^[a-z_]+/([0-9a-f]{64})\.[a-z]+$`)

// smaller is the form of the folders in which smaller versions of pictures lie.
var smaller = regexp.MustCompile(`^([a-z_]+)_[0-9]+/`)

const loose = 24 * time.Hour

// compareFiles looks at every file that a row points to, and for files to which none does.
func (r *Report) compareFiles(ctx context.Context, blobs blob.Store, kept filed) error {
	var lost, changed, unused []string
	for _, name := range slices.Sorted(maps.Keys(kept.names)) {
		parts := ofContent.FindStringSubmatch(name)
		if parts == nil {
			continue
		}
		digest, err := digestOf(ctx, blobs, blob.Key(name))
		switch {
		case fail.Is(err, fail.NotFound):
			lost = append(lost, name)
		case err != nil:
			return err
		case digest != parts[1]:
			changed = append(changed, name)
		}
	}
	err := blobs.Each(ctx, func(i blob.Info) error {
		owner := smaller.ReplaceAllString(string(i.Key), "$1/")
		if !kept.names[owner] && !kept.names[string(i.Key)] && i.At.Before(kept.alive.Add(-loose).Time) {
			unused = append(unused, string(i.Key))
		}
		return nil
	})
	r.Broken = slices.Concat(r.Broken, sameBytes.broken(changed), noneLost.broken(lost), noneUnused.broken(unused))
	r.Checked += 3
	return err
}

func digestOf(ctx context.Context, blobs blob.Store, key blob.Key) (string, error) {
	content, _, err := blobs.Open(ctx, key)
	if err != nil {
		return "", err
	}
	defer content.Close() //nolint:errcheck // it was only read
	sum := sha256.New()
	if _, err := io.Copy(sum, content); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}
