package live

import (
	"encoding/json"
	"fmt"

	"github.com/centrifugal/centrifuge"
)

// legacy is protocol 1, spoken by centrifuge-js 2.8.5. Commands carry a method number, answers a bare result, pushes have no id,
// the client pings the server, and the close frame's reason is JSON that says whether to come back.
type legacy struct {
	memo *memo
}

func (l *legacy) receive(client *centrifuge.Client, s *socket, frame []byte) bool {
	commands, err := decodeLegacy(frame)
	if err != nil {
		client.Disconnect(centrifuge.DisconnectBadRequest)
		return false
	}
	for _, command := range commands {
		if !l.obey(client, s, command) {
			return false
		}
	}
	return true
}

// obey answers itself what the library has no word for, and hands it the rest.
func (l *legacy) obey(client *centrifuge.Client, s *socket, command legacyCommand) bool {
	if command.Method == methodPing {
		return s.send(fmt.Appendf(nil, `{"id":%d,"result":{}}`, command.ID)) == nil
	}
	translated, err := command.translate()
	if err != nil {
		client.Disconnect(centrifuge.DisconnectBadRequest)
		return false
	}
	if translated == nil {
		refusal := fmt.Appendf(nil, `{"id":%d,"error":{"code":108,"message":"not available"}}`, command.ID)
		return s.send(refusal) == nil
	}
	return client.HandleCommand(translated, len(command.Params))
}

// encode translates a reply; a push goes to many sockets alike and is translated once.
func (l *legacy) encode(client string, reply []byte) ([]byte, error) {
	if isPush(reply) {
		return l.memo.translate(reply, encodePush)
	}
	return encodeAnswer(client, reply)
}

// farewellCode splits the library's disconnect codes: from here to the next thousand, clients must not come back.
const farewellCode = 500

func (l *legacy) farewell(d centrifuge.Disconnect) string {
	advice := struct {
		Reason    string `json:"reason"`
		Reconnect bool   `json:"reconnect"`
	}{d.Reason, d.Code%1000 < farewellCode}
	text, err := json.Marshal(advice)
	if err != nil {
		return d.Reason
	}
	return string(text)
}

// pings are the client's business in this dialect.
func (l *legacy) pings() centrifuge.PingPongConfig {
	return centrifuge.PingPongConfig{PingInterval: -1, PongTimeout: -1}
}
