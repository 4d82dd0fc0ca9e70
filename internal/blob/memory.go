package blob

import (
	"bytes"
	"context"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"
)

// Memory keeps blobs for as long as the process lives: for tests and for a demo that leaves nothing behind.
type Memory struct {
	now   func() time.Time
	limit int64

	mu    sync.Mutex
	blobs map[Key]stored
}

type stored struct {
	content []byte
	info    Info
}

// NewMemory makes an empty store that refuses blobs of more than limit bytes.
func NewMemory(now func() time.Time, limit int64) *Memory {
	return &Memory{now: now, limit: limit, blobs: map[Key]stored{}}
}

// Put implements Store.
func (m *Memory) Put(ctx context.Context, key Key, r io.Reader, contentType string) (Info, error) {
	if err := key.check(contentType); err != nil {
		return Info{}, err
	}
	content, err := io.ReadAll(io.LimitReader(reader{ctx, r}, m.limit+1))
	if err != nil {
		return Info{}, failed(err)
	}
	if int64(len(content)) > m.limit {
		return Info{}, tooLarge(m.limit)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	kept := stored{content, Info{Key: key, Size: int64(len(content)), Type: key.Type(), At: m.now().UTC()}}
	m.blobs[key] = kept
	return kept.info, nil
}

// Open implements Store.
func (m *Memory) Open(_ context.Context, key Key) (io.ReadSeekCloser, Info, error) {
	kept, err := m.find(key)
	if err != nil {
		return nil, Info{}, err
	}
	return inMemory{bytes.NewReader(kept.content)}, kept.info, nil
}

// Stat implements Store.
func (m *Memory) Stat(_ context.Context, key Key) (Info, error) {
	kept, err := m.find(key)
	return kept.info, err
}

// Delete implements Store.
func (m *Memory) Delete(_ context.Context, key Key) error {
	if err := key.check(""); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.blobs, key)
	return nil
}

// Clear implements Store.
func (m *Memory) Clear(context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	clear(m.blobs)
	return nil
}

func (m *Memory) find(key Key) (stored, error) {
	if err := key.check(""); err != nil {
		return stored{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	kept, found := m.blobs[key]
	if !found {
		return stored{}, unknown(key)
	}
	return kept, nil
}

type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }

// Each implements Store.
func (m *Memory) Each(_ context.Context, visit func(Info) error) error {
	m.mu.Lock()
	all := slices.Collect(maps.Values(m.blobs))
	m.mu.Unlock()
	slices.SortFunc(all, func(a, b stored) int { return strings.Compare(string(a.info.Key), string(b.info.Key)) })
	for _, b := range all {
		if err := visit(b.info); err != nil {
			return err
		}
	}
	return nil
}
