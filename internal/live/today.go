package live

import (
	"bytes"
	"encoding/json"

	"github.com/centrifugal/centrifuge"
)

// today is the dialect that the library speaks by itself: nothing to translate.
type today struct{}

// speaksToday recognises the first command of today's dialect, {"connect":{…},"id":1}.
func speaksToday(frame []byte) bool {
	var command map[string]json.RawMessage
	if json.NewDecoder(bytes.NewReader(frame)).Decode(&command) != nil {
		return false
	}
	_, found := command["connect"]
	return found
}

func (today) receive(client *centrifuge.Client, _ *socket, frame []byte) bool {
	return centrifuge.HandleReadFrame(client, bytes.NewReader(frame))
}

func (today) encode(_ string, reply []byte) ([]byte, error) { return reply, nil }

func (today) farewell(d centrifuge.Disconnect) string { return d.Reason }

// pings is the library's own: the server asks every 25 seconds and waits 10 for the answer.
func (today) pings() centrifuge.PingPongConfig { return centrifuge.PingPongConfig{} }
