package notify

import (
	"context"
	"strconv"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/live"
)

// Places is the channel on which dispatchers hear where every courier is. Each courier's places are also told on a channel of their own,
// PlacesOf, with the same message: {"user":"lea","coords":{"lat":…,"lng":…},"ts":…}.
func Places(h interface {
	Channel(stem, name string) string
}) string {
	return h.Channel("$"+places, "")
}

// PlacesOf is the channel on which dispatchers hear where one courier is.
func PlacesOf(h Hub, username string) string { return h.Channel(places, username) }

// TellsPlaces says whether a channel, taken apart, is one of these.
func TellsPlaces(stem, name string) bool {
	return stem == "$"+places && name == "" || stem == places && name != ""
}

const places = "tracking"

// whereabouts is the message, as the contract has it. Time is in seconds.
type whereabouts struct {
	User   string `json:"user"`
	Coords coords `json:"coords"`
	Time   int64  `json:"ts"`
}

type coords struct {
	Lat float64 `json:"lat"`
	Lng float64 `json:"lng"`
}

// Positions tells where couriers are: dispatchers always, who waits for an order only while the courier has it on board.
type Positions struct {
	DB        *db.DB
	Announcer *Announcer
}

// Tell sends a courier's newest place. It reads the database and waits for nobody who listens.
func (p Positions) Tell(courier authz.Actor, f dispatch.Fix) {
	a := p.Announcer
	var board []carried
	err := p.DB.Read(context.Background(), authz.System(), func(tx *db.Tx) (err error) {
		board, err = onBoard(tx, courier.UserID)
		return err
	})
	if err != nil {
		a.Log.Error("a position was not told", "error", err)
		return
	}
	place := map[string]any{"lat": f.Lat, "lng": f.Lng, "at": f.At}
	for _, d := range board {
		a.follow(FollowedDelivery(d.DeliveryID), "courier.moved", place)
		if d.OrderID == 0 {
			continue
		}
		body := live.Event{Name: "courier:position", Data: place}
		a.send([]string{a.Hub.Channel("order_events", strconv.FormatInt(d.OrderID, 10))}, body)
		a.follow(FollowedOrder(d.OrderID), "courier.moved", place)
	}
	a.send([]string{Places(a.Hub), PlacesOf(a.Hub, courier.Username)},
		whereabouts{User: courier.Username, Coords: coords{Lat: f.Lat, Lng: f.Lng}, Time: f.At.Unix()})
}
