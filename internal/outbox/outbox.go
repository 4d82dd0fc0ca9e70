// Package outbox keeps what would have left the house: mails, text messages, pushes, webhook calls and live messages. The
// recording senders of a demo, of a test and of the development mode write here, and people and programs look at it.
package outbox

import (
	"maps"
	"slices"
	"sync"
	"time"
)

// Channel is the way a message leaves the house.
type Channel string

// The channels.
const (
	Mail    Channel = "mail"
	SMS     Channel = "sms"
	Push    Channel = "push"
	Webhook Channel = "webhook"
	Live    Channel = "live"
)

// Message is one thing that left, in the form the development endpoints show. Fields that a channel does not have stay empty
// and are left out of the JSON.
type Message struct {
	ID      int               `json:"id"`
	Channel Channel           `json:"channel"`
	At      time.Time         `json:"at"`
	To      []string          `json:"to"`
	Name    string            `json:"name,omitempty"`
	Subject string            `json:"subject,omitempty"`
	Body    string            `json:"body,omitempty"`
	Headers map[string]string `json:"headers,omitempty"`
}

// Recorder remembers the latest messages, oldest first. It may be used from many goroutines.
type Recorder struct {
	now      func() time.Time
	limit    int
	mu       sync.Mutex
	lastID   int
	messages []Message
}

// NewRecorder makes an empty recorder that stamps messages by the given clock and keeps the latest `limit` of them.
func NewRecorder(now func() time.Time, limit int) *Recorder {
	return &Recorder{now: now, limit: max(limit, 1)}
}

// Record keeps a copy of the message with the next id, stamped now unless it carries a time, and returns what was kept. The
// oldest message is forgotten when the recorder is full.
func (r *Recorder) Record(m Message) Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lastID++
	m = copyOf(m)
	m.ID = r.lastID
	if m.At.IsZero() {
		m.At = r.now()
	}
	if len(r.messages) == r.limit {
		r.messages = slices.Delete(r.messages, 0, 1)
	}
	r.messages = append(r.messages, m)
	return copyOf(m)
}

// List returns copies of the messages of one channel, oldest first; of all channels when channel is empty. Never nil.
func (r *Recorder) List(channel Channel) []Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	found := []Message{}
	for _, m := range r.messages {
		if channel == "" || m.Channel == channel {
			found = append(found, copyOf(m))
		}
	}
	return found
}

// Clear forgets the messages of one channel, of all channels when channel is empty. Ids go on counting.
func (r *Recorder) Clear(channel Channel) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.messages = slices.DeleteFunc(r.messages, func(m Message) bool { return channel == "" || m.Channel == channel })
}

// Reset forgets everything and starts the ids at 1 again, as wiping a co-op does.
func (r *Recorder) Reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.lastID, r.messages = 0, nil
}

func copyOf(m Message) Message {
	m.To = append([]string{}, m.To...)
	m.Headers = maps.Clone(m.Headers)
	return m
}
