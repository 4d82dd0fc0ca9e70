package notify

import (
	"context"
	"strconv"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/live"
)

// Positions tells where couriers are: dispatchers always, who waits for an order only while the courier has it on board.
type Positions struct {
	DB        *db.DB
	Announcer *Announcer
}

// Tell sends a courier's newest place. It reads the database and waits for nobody who listens.
func (p Positions) Tell(courier authz.Actor, f dispatch.Fix) {
	var orders []carried
	var people people
	err := p.DB.Read(context.Background(), authz.System(), func(tx *db.Tx) (err error) {
		if people, err = p.Announcer.peopleOf(tx, news{}); err != nil {
			return err
		}
		orders, err = onBoard(tx, courier.UserID)
		return err
	})
	if err != nil {
		p.Announcer.Log.Error("a position was not told", "error", err)
		return
	}
	place := map[string]any{"lat": f.Lat, "lng": f.Lng, "at": f.At}
	for _, o := range orders {
		body := live.Event{Name: "courier:position", Data: place}
		p.Announcer.send([]string{p.Announcer.Hub.Channel("order_events", strconv.FormatInt(o.OrderID, 10))}, body)
		p.Announcer.follow(o.OrderID, "courier.moved", place)
	}
	var channels []string
	for _, u := range people.of(Staff) {
		channels = append(channels, p.Announcer.Hub.Channel("events", u.Username))
	}
	if len(channels) > 0 {
		p.Announcer.send(channels, live.Event{Name: "courier:updated", Data: map[string]any{
			"courierId": courier.UserID, "username": courier.Username, "lat": f.Lat, "lng": f.Lng, "at": f.At,
		}})
	}
}
