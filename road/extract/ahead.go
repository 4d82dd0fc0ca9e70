package extract

import (
	"context"
	"io"
)

// ahead reads a stream in another goroutine, a few pieces in advance, so that unpacking and understanding it go on at the same time.
type ahead struct {
	pieces chan readPiece
	cancel context.CancelFunc
	rest   []byte
	err    error
}

type readPiece struct {
	data []byte
	err  error
}

const (
	pieceSize   = 256 << 10
	piecesAhead = 4
)

func readAhead(ctx context.Context, r io.Reader) *ahead {
	ctx, cancel := context.WithCancel(ctx)
	a := &ahead{pieces: make(chan readPiece, piecesAhead), cancel: cancel}
	go a.run(ctx, r)
	return a
}

func (a *ahead) run(ctx context.Context, r io.Reader) {
	defer close(a.pieces)
	for ctx.Err() == nil {
		p := readPiece{data: make([]byte, pieceSize)}
		n := 0
		for n < pieceSize && p.err == nil {
			var some int
			some, p.err = r.Read(p.data[n:])
			n += some
		}
		p.data = p.data[:n]
		select {
		case a.pieces <- p:
		case <-ctx.Done():
		}
		if p.err != nil {
			return
		}
	}
}

// stop ends the reading and waits until it has ended.
func (a *ahead) stop() {
	a.cancel()
	for range a.pieces {
		continue
	}
}

// Read gives the stream's bytes, and its error after them.
func (a *ahead) Read(p []byte) (int, error) {
	for len(a.rest) == 0 {
		if a.err != nil {
			return 0, a.err
		}
		next, ok := <-a.pieces
		if !ok {
			return 0, context.Canceled
		}
		a.rest, a.err = next.data, next.err
	}
	n := copy(p, a.rest)
	a.rest = a.rest[n:]
	return n, nil
}
