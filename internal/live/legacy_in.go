package live

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/centrifugal/protocol"
)

// The method numbers of protocol 1 that our clients use.
const (
	methodConnect     = 0
	methodSubscribe   = 1
	methodUnsubscribe = 2
	methodPing        = 7
	methodRefresh     = 10
	methodSubRefresh  = 11
)

// mostCommands bounds what one frame may ask for.
const mostCommands = 256

type legacyCommand struct {
	ID     uint32          `json:"id"`
	Method uint32          `json:"method"`
	Params json.RawMessage `json:"params"`
}

// legacyParams are the parameters of all methods together; each uses its own.
type legacyParams struct {
	Token   string `json:"token"`
	Name    string `json:"name"`
	Version string `json:"version"`
	Channel string `json:"channel"`
	Recover bool   `json:"recover"`
	Offset  uint64 `json:"offset"`
	Epoch   string `json:"epoch"`
}

// decodeLegacy reads the commands of one frame: JSON documents, one after the other.
func decodeLegacy(frame []byte) ([]legacyCommand, error) {
	decoder := json.NewDecoder(bytes.NewReader(frame))
	var commands []legacyCommand
	for len(commands) <= mostCommands {
		var command legacyCommand
		err := decoder.Decode(&command)
		switch {
		case errors.Is(err, io.EOF) && len(commands) > 0:
			return commands, nil
		case err != nil:
			return nil, fmt.Errorf("live: read a command: %w", err)
		case command.ID == 0:
			return nil, errors.New("live: a command without id")
		}
		commands = append(commands, command)
	}
	return nil, fmt.Errorf("live: more than %d commands in a frame", mostCommands)
}

// translate returns the command in today's dialect, nil for a method that we do not serve.
func (c legacyCommand) translate() (*protocol.Command, error) {
	var p legacyParams
	if len(c.Params) > 0 {
		if err := json.Unmarshal(c.Params, &p); err != nil {
			return nil, fmt.Errorf("live: read the parameters of method %d: %w", c.Method, err)
		}
	}
	out := &protocol.Command{Id: c.ID}
	switch c.Method {
	case methodConnect:
		out.Connect = &protocol.ConnectRequest{Token: p.Token, Name: p.Name, Version: p.Version}
	case methodSubscribe:
		out.Subscribe = &protocol.SubscribeRequest{
			Channel: p.Channel, Token: p.Token, Recover: p.Recover, Offset: p.Offset, Epoch: p.Epoch,
		}
	case methodUnsubscribe:
		out.Unsubscribe = &protocol.UnsubscribeRequest{Channel: p.Channel}
	case methodRefresh:
		out.Refresh = &protocol.RefreshRequest{Token: p.Token}
	case methodSubRefresh:
		out.SubRefresh = &protocol.SubRefreshRequest{Channel: p.Channel, Token: p.Token}
	default:
		return nil, nil
	}
	return out, nil
}
