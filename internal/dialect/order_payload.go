package dialect

import (
	"encoding/json"
	"net/http"
	"net/url"

	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// OrderMessage is what a live message tells of an order. Data is nil when there is nothing to say about it.
type OrderMessage struct {
	Name    string
	OrderID int64
	Data    map[string]any
	At      span.Instant
}

// Order is the message `order:accepted` and its like: the order in its full form as it is now, with what the event says of it.
func (p Payloads) Order(tx *db.Tx, m OrderMessage) (json.RawMessage, error) {
	v, err := viewAny(tx, m.OrderID)
	if err != nil {
		return nil, err
	}
	f := &face{house: House{DB: nil, Words: p.Words, Settings: p.Settings}}
	var data any = []any{}
	if m.Data != nil {
		data = m.Data
	}
	document := f.orderObject(p.call(), v).Before("@context", "/api/contexts/Order")
	return Obj("event", Obj("name", m.Name, "data", Obj("order", document, "data", data, "createdAt", f.at(m.At.Time)))).MarshalJSON()
}

// call stands for a request to the co-op's own address: absolute URLs in messages are made as in answers.
func (p Payloads) call() *web.Call {
	r := &http.Request{Header: http.Header{}}
	if u, err := url.Parse(p.Origin); err == nil {
		r.Host = u.Host
		r.Header.Set("X-Forwarded-Proto", u.Scheme)
	}
	return &web.Call{R: r}
}
