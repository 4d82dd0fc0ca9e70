package extract

import (
	"bufio"
	"bytes"
	"compress/bzip2"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/klauspost/compress/gzip"
)

// Progress is told how much of a task is done, in units of the teller's choice. It is called from one goroutine at a time. A nil
// Progress is allowed wherever one is taken.
type Progress func(done, total int64)

// Report calls p unless it is nil.
func (p Progress) Report(done, total int64) {
	if p != nil {
		p(done, total)
	}
}

// ErrNotMap is in the chain of errors about files that hold no OpenStreetMap data at all.
var ErrNotMap = errors.New("not an OpenStreetMap extract (.osm.pbf, .osm, .osm.gz or .osm.bz2)")

// ErrDamaged is in the chain of errors about extracts that are cut off or altered.
var ErrDamaged = errors.New("the extract is damaged or incomplete; download it again")

// ReadFile reads a whole extract; the progress counts bytes of the file. Errors name the file.
func ReadFile(ctx context.Context, path string, progress Progress) (*Extract, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open extract: %w", err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("open extract: %w", err)
	}
	if info.IsDir() {
		return nil, fmt.Errorf("%s: a folder, %w", path, ErrNotMap)
	}
	x, err := Read(ctx, &counter{r: file, total: info.Size(), progress: progress})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return x, nil
}

// Read reads a whole extract from a stream, recognising its format and compression by the first bytes.
func Read(ctx context.Context, r io.Reader) (*Extract, error) {
	x, err := readAny(ctx, bufio.NewReaderSize(r, 1<<18))
	if err != nil {
		return nil, err
	}
	if len(x.Nodes) == 0 {
		return nil, fmt.Errorf("no nodes inside: %w", ErrNotMap)
	}
	x.finish()
	return x, nil
}

func readAny(ctx context.Context, r *bufio.Reader) (*Extract, error) {
	head, err := r.Peek(256)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read extract: %w", err)
	}
	switch {
	case bytes.HasPrefix(head, []byte{0x1f, 0x8b}):
		plain, err := gzip.NewReader(r)
		if err != nil {
			return nil, fmt.Errorf("%w (gzip: %w)", ErrDamaged, err)
		}
		return readXML(ctx, plain)
	case bytes.HasPrefix(head, []byte("BZh")):
		return readXML(ctx, bzip2.NewReader(r))
	case looksLikeXML(head):
		return readXML(ctx, r)
	case bytes.Contains(head, []byte("OSMHeader")):
		return readPBF(ctx, r)
	}
	return nil, ErrNotMap
}

func looksLikeXML(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	return bytes.HasPrefix(bytes.TrimLeft(head, " \t\r\n"), []byte("<"))
}

// counter reports how much of a file has been read.
type counter struct {
	r           io.Reader
	done, total int64
	progress    Progress
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.done += int64(n)
	c.progress.Report(c.done, c.total)
	return n, err
}
