package extract

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"runtime"
	"sync"

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
	p := &pbfReader{r: r, jobs: make(chan pbfJob, workers), order: make(chan chan *block, 2*workers), shared: newWords()}
	group.Go(func() error {
		defer close(p.jobs)
		defer close(p.order)
		return p.split(ctx)
	})
	for range workers {
		group.Go(p.decode)
	}
	var blocks []*block
	group.Go(func() (err error) {
		blocks, err = p.gather(ctx)
		return err
	})
	if err := group.Wait(); err != nil {
		return nil, err
	}
	return join(blocks), nil
}

// pbfReader is the work on one file: blobs are cut out of the stream, unpacked and decoded by several workers, and put in order again.
type pbfReader struct {
	r      io.Reader
	jobs   chan pbfJob
	order  chan chan *block
	shared *words
	blobs  sync.Pool // memory of blobs that are done
}

// pbfJob is a compressed block and the place where its reader expects the decoded one.
type pbfJob struct {
	blob []byte
	out  chan *block
}

// split cuts the stream into blobs, in order.
func (p *pbfReader) split(ctx context.Context) error {
	for {
		kind, blob, err := p.next()
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
		case p.order <- job.out:
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case p.jobs <- job:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// next reads one framed blob. It returns io.EOF only between two blobs.
func (p *pbfReader) next() (kind string, blob []byte, err error) {
	var size [4]byte
	if _, err := io.ReadFull(p.r, size[:]); err != nil {
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
	if _, err := io.ReadFull(p.r, header); err != nil {
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
	blob = p.memory(int(dataSize))
	if _, err := io.ReadFull(p.r, blob); err != nil {
		return "", nil, errors.New("cut off inside a block")
	}
	return kind, blob, nil
}

// memory returns a slice of a length, used before if possible.
func (p *pbfReader) memory(size int) []byte {
	if old, ok := p.blobs.Get().(*[]byte); ok && cap(*old) >= size {
		return (*old)[:size]
	}
	return make([]byte, size)
}

// inflater unpacks blobs one after the other in the same memory.
type inflater struct {
	packed bytes.Reader
	zlib   io.ReadCloser
	raw    []byte
}

// unpack returns a blob's content, valid until the next call.
func (u *inflater) unpack(blob []byte) ([]byte, error) {
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
	if err := u.reset(packed); err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	if uint64(cap(u.raw)) < rawSize {
		u.raw = make([]byte, rawSize)
	}
	u.raw = u.raw[:rawSize]
	if _, err := io.ReadFull(u.zlib, u.raw); err != nil {
		return nil, fmt.Errorf("%w (%w)", ErrDamaged, err)
	}
	// Reading on to the end makes zlib compare its checksum.
	if n, err := u.zlib.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%w (a block's checksum or length is wrong)", ErrDamaged)
	}
	return u.raw, nil
}

func (u *inflater) reset(packed []byte) (err error) {
	u.packed.Reset(packed)
	if z, ok := u.zlib.(zlib.Resetter); ok {
		return z.Reset(&u.packed, nil)
	}
	u.zlib, err = zlib.NewReader(&u.packed)
	return err
}

func checkHeader(blob []byte) error {
	raw, err := new(inflater).unpack(blob)
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

// decode works on blobs until there are no more.
func (p *pbfReader) decode() error {
	var u inflater
	for job := range p.jobs {
		raw, err := u.unpack(job.blob)
		if err != nil {
			return err
		}
		b, err := decodeBlock(raw, p.shared)
		if err != nil {
			return err
		}
		p.blobs.Put(&job.blob)
		job.out <- b
	}
	return nil
}

// gather takes the decoded blocks in the file's order.
func (p *pbfReader) gather(ctx context.Context) (blocks []*block, err error) {
	for out := range p.order {
		select {
		case b := <-out:
			blocks = append(blocks, b)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return blocks, nil
}

// join moves the blocks' content into slices of just the right size, one kind after the other, so that little memory is used twice.
func join(blocks []*block) *Extract {
	return &Extract{
		Nodes:     joined(blocks, func(b *block) *[]Node { return &b.nodes }),
		Tagged:    joined(blocks, func(b *block) *[]TaggedNode { return &b.tagged }),
		Ways:      joined(blocks, func(b *block) *[]Way { return &b.ways }),
		Relations: joined(blocks, func(b *block) *[]Relation { return &b.relations }),
	}
}

func joined[T any](blocks []*block, part func(*block) *[]T) []T {
	size := 0
	for _, b := range blocks {
		size += len(*part(b))
	}
	if size == 0 {
		return nil
	}
	all := make([]T, 0, size)
	for _, b := range blocks {
		all = append(all, *part(b)...)
		*part(b) = nil
	}
	return all
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
