package live

import "sync"

// memoSize is how many translations are kept: a broadcast reaches its listeners at nearly the same time.
const memoSize = 32

// memo remembers the latest translations of messages that go to many sockets. Its zero value is ready.
type memo struct {
	mu    sync.Mutex
	known map[string][]byte
	order [memoSize]string
	next  int
}

// translate returns how(in), from memory if it was asked the same lately. The result is shared: it must not be changed.
func (m *memo) translate(in []byte, how func([]byte) ([]byte, error)) ([]byte, error) {
	m.mu.Lock()
	out, found := m.known[string(in)]
	m.mu.Unlock()
	if found {
		return out, nil
	}
	out, err := how(in)
	if err != nil {
		return nil, err
	}
	m.keep(string(in), out)
	return out, nil
}

func (m *memo) keep(in string, out []byte) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil {
		m.known = make(map[string][]byte, memoSize)
	}
	if _, found := m.known[in]; found {
		return
	}
	delete(m.known, m.order[m.next])
	m.order[m.next] = in
	m.next = (m.next + 1) % memoSize
	m.known[in] = out
}
