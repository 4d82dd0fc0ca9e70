package live

import "sync/atomic"

// Counts is a moment's view of a Hub for metrics. Open and Channels are gauges, the others only grow.
type Counts struct {
	// Open is the number of connected sockets, Channels of channels with a listener.
	Open, Channels uint64
	// Connected is how many connections were accepted, Rejected how many were not (no valid token, or not admitted).
	Connected, Rejected uint64
	// Denied is how many subscriptions were refused or taken back.
	Denied uint64
	// Published is how many messages were sent, one for each channel.
	Published uint64
	// Cut is how many connections the server ended, Slow how many of these because they did not take what was sent to them in time.
	Cut, Slow uint64
}

type tally struct {
	connected, rejected, denied, published, cut, slow atomic.Uint64
}

// Counts returns the present figures; it is cheap enough to call at each scrape.
func (h *Hub) Counts() Counts {
	hub := h.node.Hub()
	return Counts{
		Open:      uint64(hub.NumClients()),
		Channels:  uint64(hub.NumChannels()),
		Connected: h.tally.connected.Load(),
		Rejected:  h.tally.rejected.Load(),
		Denied:    h.tally.denied.Load(),
		Published: h.tally.published.Load(),
		Cut:       h.tally.cut.Load(),
		Slow:      h.tally.slow.Load(),
	}
}
