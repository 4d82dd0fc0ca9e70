package live

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// pushUnsubscribe is the push type of protocol 1 for a subscription that the server ended; a publication has none.
const pushUnsubscribe = 3

// resubscribeFrom is the code of today's dialect from which on a client whose subscription ended is asked to try again.
const resubscribeFrom = 2500

// The shapes of protocol 1. A key that it does not know is left out.
type (
	answer struct {
		ID     uint32 `json:"id"`
		Error  *fault `json:"error,omitempty"`
		Result any    `json:"result,omitempty"`
	}
	fault struct {
		Code    uint32 `json:"code"`
		Message string `json:"message"`
	}
	pushed struct {
		Result push `json:"result"`
	}
	push struct {
		Type    int    `json:"type,omitempty"`
		Channel string `json:"channel"`
		Data    any    `json:"data"`
	}
	publication struct {
		Data   json.RawMessage `json:"data"`
		Offset uint64          `json:"offset,omitempty"`
	}
	unsubscribed struct {
		Resubscribe bool `json:"resubscribe,omitempty"`
	}
	connected struct {
		Client  string `json:"client"`
		Version string `json:"version,omitempty"`
		expiry
	}
	expiry struct {
		Expires bool   `json:"expires,omitempty"`
		TTL     uint32 `json:"ttl,omitempty"`
	}
	subscribed struct {
		Recoverable  bool          `json:"recoverable,omitempty"`
		Epoch        string        `json:"epoch,omitempty"`
		Offset       uint64        `json:"offset,omitempty"`
		Recovered    bool          `json:"recovered,omitempty"`
		Positioned   bool          `json:"positioned,omitempty"`
		Publications []publication `json:"publications,omitempty"`
		expiry
	}
)

// libraryAnswer is what the library says to one command.
type libraryAnswer struct {
	ID         uint32      `json:"id"`
	Error      *fault      `json:"error"`
	Connect    *connected  `json:"connect"`
	Subscribe  *subscribed `json:"subscribe"`
	Refresh    *connected  `json:"refresh"`
	SubRefresh *expiry     `json:"sub_refresh"`
}

func (a libraryAnswer) result(client string) any {
	switch {
	case a.Connect != nil:
		return a.Connect
	case a.Subscribe != nil:
		return a.Subscribe
	case a.Refresh != nil:
		// Clients take their id from this answer too; the library leaves it out.
		a.Refresh.Client = client
		return a.Refresh
	case a.SubRefresh != nil:
		return a.SubRefresh
	}
	return struct{}{}
}

// encodeAnswer translates the library's answer to a command of the client with that id.
func encodeAnswer(client string, reply []byte) ([]byte, error) {
	var in libraryAnswer
	if err := json.Unmarshal(reply, &in); err != nil {
		return nil, fmt.Errorf("live: translate an answer: %w", err)
	}
	if in.ID == 0 {
		return nil, nil
	}
	out := answer{ID: in.ID, Error: in.Error}
	if in.Error == nil {
		out.Result = in.result(client)
	}
	return json.Marshal(out)
}

func isPush(reply []byte) bool { return bytes.HasPrefix(reply, []byte(`{"push":`)) }

// encodePush translates a message that the library sends unasked; none for those that protocol 1 does not know.
func encodePush(reply []byte) ([]byte, error) {
	var in struct {
		Push struct {
			Channel     string       `json:"channel"`
			Pub         *publication `json:"pub"`
			Unsubscribe *struct {
				Code uint32 `json:"code"`
			} `json:"unsubscribe"`
		} `json:"push"`
	}
	if err := json.Unmarshal(reply, &in); err != nil {
		return nil, fmt.Errorf("live: translate a message: %w", err)
	}
	out := push{Channel: in.Push.Channel}
	switch {
	case in.Push.Pub != nil:
		out.Data = in.Push.Pub
	case in.Push.Unsubscribe != nil:
		out.Type = pushUnsubscribe
		out.Data = unsubscribed{Resubscribe: in.Push.Unsubscribe.Code >= resubscribeFrom}
	default:
		return nil, nil
	}
	return json.Marshal(pushed{out})
}
