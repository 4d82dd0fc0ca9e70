package live

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"time"
)

const (
	shortestSecret     = 32
	defaultHistorySize = 10
	defaultHistoryTTL  = 5 * time.Minute
)

// Config is what a Hub needs from its surroundings. Fields are required unless they say otherwise.
type Config struct {
	// Now tells the time by which tokens are issued and expire.
	Now func() time.Time
	// Log receives what goes wrong with connections; never a token.
	Log *slog.Logger
	// Secret signs the tokens of this co-operative (HS256); at least 32 bytes.
	Secret []byte
	// Namespace is the first part of every channel's name. It is asked each time, so that it may change.
	Namespace func() string
	// Owned lists the channels "namespace_stem#name" that belong to one subject, by stem: the subject of that kind and name may
	// listen, nobody else, and Authorise is not asked.
	Owned map[string]Kind
	// Authorise decides about every other channel of the namespace. It is asked at subscription and again at each refresh of the
	// token, at Recheck and about every 25 seconds; a listener that is no longer allowed is unsubscribed. It must be quick and safe
	// for concurrent use.
	Authorise func(ctx context.Context, who Subject, channel string) bool
	// Admit, if set, is asked whether a subject with a valid token may (still) be connected at all; same moments as Authorise.
	Admit func(ctx context.Context, who Subject) bool
	// Record, if set, is called for each published message, listeners or not.
	Record func(channel string, data json.RawMessage)
	// HistorySize is how many messages a channel keeps for listeners who come back; 0 means 10.
	HistorySize int
	// HistoryTTL is how long it keeps them; 0 means five minutes.
	HistoryTTL time.Duration
}

func (c Config) check() error {
	switch {
	case c.Now == nil, c.Log == nil, c.Namespace == nil, c.Authorise == nil:
		return errors.New("live: config: Now, Log, Namespace and Authorise must be set")
	case len(c.Secret) < shortestSecret:
		return errors.New("live: config: Secret must have at least 32 bytes")
	case c.HistorySize < 0, c.HistoryTTL < 0:
		return errors.New("live: config: HistorySize and HistoryTTL must not be negative")
	}
	return nil
}

func (c Config) withDefaults() Config {
	if c.HistorySize == 0 {
		c.HistorySize = defaultHistorySize
	}
	if c.HistoryTTL == 0 {
		c.HistoryTTL = defaultHistoryTTL
	}
	if c.Admit == nil {
		c.Admit = func(context.Context, Subject) bool { return true }
	}
	return c
}
