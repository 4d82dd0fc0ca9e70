package sim

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"pignon.coop/internal/geo"
)

// courier is a simulated rider: it looks at its list, rides from stop to stop along real streets and reports.
type courier struct {
	city   City
	client *client
	random *rand.Rand
	at     geo.Point
}

func newCourier(c City, name string, seed uint64) *courier {
	r := rand.New(rand.NewPCG(seed, 11))
	lat, lng := pick(r, c.Town.Houses).Point.Degrees()
	return &courier{city: c, client: c.client(name), random: r, at: geo.At(lat, lng)}
}

type stop struct {
	ID      string `json:"@id"`
	Status  string `json:"status"`
	Type    string `json:"type"`
	Address struct {
		Geo struct {
			Latitude  float64 `json:"latitude"`
			Longitude float64 `json:"longitude"`
		} `json:"geo"`
	} `json:"address"`
}

func (s stop) point() geo.Point { return geo.At(s.Address.Geo.Latitude, s.Address.Geo.Longitude) }

const glance = 8 * time.Second // between two looks at an empty list

// ride works until the context ends.
func (c *courier) ride(ctx context.Context) {
	for pause(ctx, time.Duration(c.random.Int64N(int64(glance)))) {
		if err := c.shift(ctx); err != nil && ctx.Err() == nil {
			c.city.Log.Debug("simulated courier", "name", c.client.username, "error", err)
		}
	}
}

// shift goes on duty and serves stops until something fails.
func (c *courier) shift(ctx context.Context) error {
	if err := c.client.post(ctx, "/v1/courier/duty", map[string]any{"on": true}, nil); err != nil {
		return err
	}
	for pause(ctx, glance) {
		next, err := c.next(ctx)
		if err != nil {
			return err
		}
		if next == nil {
			c.wander()
			if err := c.report(ctx); err != nil {
				return err
			}
			continue
		}
		if err := c.serve(ctx, *next); err != nil {
			return err
		}
	}
	return nil
}

// next is the first stop of the list that is not done.
func (c *courier) next(ctx context.Context) (*stop, error) {
	var list struct {
		Items []stop `json:"items"`
	}
	if err := c.client.get(ctx, "/api/me/tasks/"+time.Now().Format(time.DateOnly), &list); err != nil {
		return nil, err
	}
	for _, s := range list.Items {
		if s.Status == "TODO" || s.Status == "DOING" {
			return &s, nil
		}
	}
	return nil, nil
}

func (c *courier) serve(ctx context.Context, s stop) error {
	if err := c.client.put(ctx, s.ID+"/start", map[string]any{}, nil); err != nil {
		return err
	}
	if err := c.rideTo(ctx, s.point()); err != nil {
		return err
	}
	if !pause(ctx, c.city.scaled(45*time.Second)) {
		return ctx.Err()
	}
	return c.client.put(ctx, s.ID+"/done", map[string]any{"notes": ""}, nil)
}

const (
	stride = 4 * time.Second // between two positions
	pace   = 4.3             // metres a second: 15.5 km/h
)

// rideTo follows the route's line at a cyclist's pace.
func (c *courier) rideTo(ctx context.Context, to geo.Point) error {
	var answer struct {
		Routes []struct {
			Geometry string `json:"geometry"`
		} `json:"routes"`
	}
	line := []geo.Point{c.at, to}
	if err := c.client.get(ctx, fmt.Sprintf("/api/routing/route/%s;%s", c.at, to), &answer); err == nil && len(answer.Routes) > 0 {
		if decoded, err := geo.DecodePolyline(answer.Routes[0].Geometry); err == nil && len(decoded) > 1 {
			line = decoded
		}
	}
	for len(line) > 1 && pause(ctx, stride) {
		line = advance(line, pace*c.city.Speed*stride.Seconds())
		c.at = line[0]
		if err := c.report(ctx); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// advance cuts a line by so many metres.
func advance(line []geo.Point, metres float64) []geo.Point {
	for len(line) > 1 {
		d := geo.Distance(line[0], line[1])
		if d > metres {
			share := metres / d
			line[0].Lat += int32(float64(line[1].Lat-line[0].Lat) * share)
			line[0].Lng += int32(float64(line[1].Lng-line[0].Lng) * share)
			return line
		}
		metres -= d
		line = line[1:]
	}
	return line
}

// wander moves a little, as somebody who waits.
func (c *courier) wander() {
	c.at.Lat += int32(c.random.IntN(600) - 300)
	c.at.Lng += int32(c.random.IntN(600) - 300)
}

func (c *courier) report(ctx context.Context) error {
	lat, lng := c.at.Degrees()
	return c.client.post(ctx, "/api/me/location", []map[string]any{{"latitude": lat, "longitude": lng, "time": time.Now().UnixMilli()}}, nil)
}
