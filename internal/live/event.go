package live

import "encoding/json"

// Event is the payload that every client of ours expects: a name and the document it is about. As JSON it reads
// {"event":{"name":"…","data":{…}}}.
type Event struct {
	// Name tells listeners what happened, such as "task:done".
	Name string
	// Data is anything that encoding/json accepts.
	Data any
}

// NameOf reads the name of an event from its envelope, "" for a message without one.
func NameOf(message json.RawMessage) string {
	var envelope struct{ Event struct{ Name string } }
	if json.Unmarshal(message, &envelope) != nil {
		return ""
	}
	return envelope.Event.Name
}

// MarshalJSON writes the event in its envelope.
func (e Event) MarshalJSON() ([]byte, error) {
	type inner struct {
		Name string `json:"name"`
		Data any    `json:"data"`
	}
	return json.Marshal(map[string]inner{"event": {e.Name, e.Data}})
}
