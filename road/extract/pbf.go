package extract

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"

	"github.com/klauspost/compress/zlib"
	"golang.org/x/sync/errgroup"
	"google.golang.org/protobuf/encoding/protowire"
)

// The .osm.pbf reader is our own because ready-made ones panic on damaged blocks in goroutines where nobody can catch it, and spend
// most of their time on editing history that we drop. The format: https://wiki.openstreetmap.org/wiki/PBF_Format.

// The format's own limits for a block.
const (
	maxBlobHeader = 64 << 10
	maxBlob       = 32 << 20
)

func readPBF(ctx context.Context, r io.Reader) (*Extract, error) {
	group, ctx := errgroup.WithContext(ctx)
	workers := min(max(runtime.GOMAXPROCS(0), 1), 8)
	jobs := make(chan pbfJob, workers)
	order := make(chan chan *block, 2*workers)
	shared := newWords()
	x := &Extract{}
	group.Go(func() error {
		defer close(jobs)
		defer close(order)
		return splitPBF(ctx, r, jobs, order)
	})
	for range workers {
		group.Go(func() error { return decodeBlobs(jobs, shared) })
	}
	group.Go(func() error { return gather(ctx, order, x) })
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return x, nil
}

// pbfJob is a compressed block and the place where its reader expects the decoded one.
type pbfJob struct {
	blob []byte
	out  chan *block
}

// splitPBF cuts the stream into blobs, in order.
func splitPBF(ctx context.Context, r io.Reader, jobs chan<- pbfJob, order chan<- chan *block) error {
	for {
		kind, blob, err := nextBlob(r)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w (%w)", ErrDamaged, err)
		}
		switch kind {
		case "OSMHeader":
			if err := checkHeader(blob); err != nil {
				return err
			}
			continue
		case "OSMData":
		default:
			continue
		}
		job := pbfJob{blob: blob, out: make(chan *block, 1)}
		select {
		case order <- job.out:
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case jobs <- job:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// nextBlob reads one framed blob. It returns io.EOF only between two blobs.
func nextBlob(r io.Reader) (kind string, blob []byte, err error) {
	var size [4]byte
	if _, err := io.ReadFull(r, size[:]); err != nil {
		if errors.Is(err, io.EOF) {
			return "", nil, io.EOF
		}
		return "", nil, errors.New("cut off inside a block")
	}
	length := binary.BigEndian.Uint32(size[:])
	if length > maxBlobHeader {
		return "", nil, errors.New("a block header is too long")
	}
	header := make([]byte, length)
	if _, err := io.ReadFull(r, header); err != nil {
		return "", nil, errors.New("cut off inside a block header")
	}
	f := fields{rest: header}
	dataSize := uint64(0)
	for f.next() {
		switch f.number {
		case 1:
			kind = string(f.data)
		case 3:
			dataSize = f.value
		}
	}
	if f.err != nil || dataSize > maxBlob {
		return "", nil, errors.New("a block header makes no sense")
	}
	blob = make([]byte, dataSize)
	if _, err := io.ReadFull(r, blob); err != nil {
		return "", nil, errors.New("cut off inside a block")
	}
	return kind, blob, nil
}

// inflate returns a blob's content.
func inflate(blob []byte) ([]byte, error) {
	f := fields{rest: blob}
	var packed []byte
	rawSize := uint64(0)
	for f.next() {
		switch f.number {
		case 1:
			return f.data, nil
		case 2:
			rawSize = f.value
		case 3:
			packed = f.data
		case 4, 5, 6, 7:
			return nil, errors.New("the extract is packed by a method other than zlib; convert it with: osmium cat IN -o OUT.osm.pbf")
		}
	}
	if f.err != nil || rawSize > maxBlob {
		return nil, fmt.Errorf("%w (a block makes no sense)", ErrDamaged)
	}
	z, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	raw := make([]byte, rawSize)
	if _, err := io.ReadFull(z, raw); err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	// Reading on to the end makes zlib compare its checksum.
	if n, err := z.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w (a block's checksum or length is wrong)", ErrDamaged)
	}
	return raw, nil
}

func checkHeader(blob []byte) error {
	raw, err := inflate(blob)
	if err != nil {
		return err
	}
	f := fields{rest: raw}
	for f.next() {
		if f.number != 4 {
			continue
		}
		switch feature := string(f.data); feature {
		case "OsmSchema-V0.6", "DenseNodes":
		case "HistoricalInformation":
			return errors.New("the extract holds the history of edits; a plain extract is needed")
		default:
			return fmt.Errorf("the extract needs a feature that is not supported: %q", feature)
		}
	}
	if f.err != nil {
		return fmt.Errorf("%w (the header makes no sense)", ErrDamaged)
	}
	return nil
}

func decodeBlobs(jobs <-chan pbfJob, shared *words) error {
	for job := range jobs {
		raw, err := inflate(job.blob)
		if err != nil {
			return err
		}
		b, err := decodeBlock(raw, shared)
		if err != nil {
			return err
		}
		job.out <- b
	}
	return nil
}

// gather joins the decoded blocks in the file's order.
func gather(ctx context.Context, order <-chan chan *block, x *Extract) error {
	for out := range order {
		select {
		case b := <-out:
			x.Nodes = append(x.Nodes, b.nodes...)
			x.Tagged = append(x.Tagged, b.tagged...)
			x.Ways = append(x.Ways, b.ways...)
			x.Relations = append(x.Relations, b.relations...)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// fields walks over a protocol buffer message.
type fields struct {
	rest   []byte
	number protowire.Number
	value  uint64
	data   []byte
	err    error
}

func (f *fields) next() bool {
	if len(f.rest) == 0 || f.err != nil {
		return false
	}
	number, kind, n := protowire.ConsumeTag(f.rest)
	if n < 0 {
		f.err = protowire.ParseError(n)
		return false
	}
	f.rest, f.number, f.value, f.data = f.rest[n:], number, 0, nil
	switch kind {
	case protowire.VarintType:
		f.value, n = protowire.ConsumeVarint(f.rest)
	case protowire.BytesType:
		f.data, n = protowire.ConsumeBytes(f.rest)
	default:
		n = protowire.ConsumeFieldValue(number, kind, f.rest)
	}
	if n < 0 {
		f.err = protowire.ParseError(n)
		return false
	}
	f.rest = f.rest[n:]
	return true
}
