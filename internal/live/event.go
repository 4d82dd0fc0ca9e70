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

// MarshalJSON writes the event in its envelope.
func (e Event) MarshalJSON() ([]byte, error) {
	type inner struct {
		Name string `json:"name"`
		Data any    `json:"data"`
	}
	return json.Marshal(map[string]inner{"event": {e.Name, e.Data}})
}
