package live

import (
	"context"
	"strings"
)

// privateMark begins the names of channels for which old clients fetch a token of their own (see SubscribeToken). Whether somebody may
// listen is decided as for any other channel, with such a token or without; one that is sent must be right, and bounds the subscription.
const privateMark = "$"

// Channel returns the full name of a channel of this co-operative: "namespace_stem", or "namespace_stem#name" with a name.
// A stem that begins with a dollar sign makes a private channel, "$namespace_stem".
func (h *Hub) Channel(stem, name string) string {
	bare, private := strings.CutPrefix(stem, privateMark)
	channel := h.config.Namespace() + "_" + bare
	if private {
		channel = privateMark + channel
	}
	if name != "" {
		channel += "#" + name
	}
	return channel
}

// Split takes a channel's name apart into the stem and name that Channel would join; ok is false for a channel that is not of this
// co-operative.
func (h *Hub) Split(channel string) (stem, name string, ok bool) {
	bare, private := strings.CutPrefix(channel, privateMark)
	rest, ok := strings.CutPrefix(bare, h.config.Namespace()+"_")
	if !ok || rest == "" {
		return "", "", false
	}
	stem, name, _ = strings.Cut(rest, "#")
	if private {
		stem = privateMark + stem
	}
	return stem, name, true
}

// allowed says whether who may listen to the channel now.
func (h *Hub) allowed(ctx context.Context, who Subject, channel string) bool {
	stem, name, ok := h.Split(channel)
	if !ok {
		return false
	}
	if kind, owned := h.config.Owned[strings.TrimPrefix(stem, privateMark)]; owned {
		return !strings.HasPrefix(stem, privateMark) && who == Subject{kind, name}
	}
	return h.config.Authorise(ctx, who, channel)
}
