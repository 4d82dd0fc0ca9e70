package routing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/geo"
)

const (
	osrmTimeout = 3 * time.Second
	osrmLimit   = 64 << 20 // bytes of an answer; a table of 2,000 by 2,000 has about 60 MB
)

// OSRMIn says where an OSRM server is. Client, when nil, is http.DefaultClient.
type OSRMIn struct {
	URL    string // such as https://osrm.example.org, a path in front of /route/v1 included
	Client *http.Client
}

// OSRM returns the engine that asks an OSRM server (HTTP API v1, profile "bicycle"). Anything but a whole answer with code "Ok"
// within three seconds is an error. Fractions of metres and seconds are cut off.
func OSRM(in OSRMIn) Router {
	o := osrm{base: strings.TrimRight(in.URL, "/"), client: in.Client}
	if o.client == nil {
		o.client = http.DefaultClient
	}
	return o
}

type osrm struct {
	base   string
	client *http.Client
}

// osrmRoute is the part of an answer that is used.
type osrmRoute struct {
	Distance float64   `json:"distance"`
	Duration float64   `json:"duration"`
	Geometry string    `json:"geometry"`
	Legs     []osrmLeg `json:"legs"`
}

type osrmLeg struct {
	Distance float64 `json:"distance"`
	Duration float64 `json:"duration"`
}

func (o osrm) Route(ctx context.Context, points []geo.Point) (Route, error) {
	body, err := o.raw(ctx, "route", points)
	if err != nil {
		return Route{}, err
	}
	var answer struct {
		Routes []osrmRoute `json:"routes"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return Route{}, fmt.Errorf("read the routing server's answer: %w", err)
	}
	if len(answer.Routes) == 0 {
		return Route{}, errors.New("the routing server's answer holds no route")
	}
	best := answer.Routes[0]
	route := Route{Metres: int(best.Distance), Seconds: int(best.Duration), Polyline: best.Geometry}
	for _, leg := range best.Legs {
		route.Legs = append(route.Legs, Leg{Metres: int(leg.Distance), Seconds: int(leg.Duration)})
	}
	return route, nil
}

// Table asks for the square table of all places and keeps the part that is wanted, since servers differ in how they take a choice of
// rows and columns.
func (o osrm) Table(ctx context.Context, from, to []geo.Point) (Matrix, error) {
	m := newMatrix(len(from), len(to))
	if len(from) == 0 || len(to) == 0 {
		return m, nil
	}
	points, firstColumn := from, 0
	if !slices.Equal(from, to) {
		points, firstColumn = slices.Concat(from, to), len(from)
	}
	body, err := o.ask(ctx, "/table/v1/bicycle/"+coordinates(points)+"?annotations=duration,distance")
	if err != nil {
		return Matrix{}, err
	}
	var answer struct {
		Durations [][]*float64 `json:"durations"`
		Distances [][]*float64 `json:"distances"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return Matrix{}, fmt.Errorf("read the routing server's table: %w", err)
	}
	if !square(answer.Durations, len(points)) || !square(answer.Distances, len(points)) {
		return Matrix{}, errors.New("the routing server's table has another size than asked for")
	}
	for i := range from {
		for j := range to {
			metres, seconds := answer.Distances[i][firstColumn+j], answer.Durations[i][firstColumn+j]
			if at := i*m.Columns + j; metres != nil && seconds != nil {
				m.Metres[at], m.Seconds[at] = int(*metres), int(*seconds)
			}
		}
	}
	return m, nil
}

func square(rows [][]*float64, size int) bool {
	for _, row := range rows {
		if len(row) != size {
			return false
		}
	}
	return len(rows) == size
}

// coordinates writes points as OSRM wants them, longitude first.
func coordinates(points []geo.Point) string {
	words := make([]string, len(points))
	for i, p := range points {
		lat, lng := p.Degrees()
		words[i] = strconv.FormatFloat(lng, 'f', -1, 64) + "," + strconv.FormatFloat(lat, 'f', -1, 64)
	}
	return strings.Join(words, ";")
}

// raw asks for a route or a trip and returns the whole answer.
func (o osrm) raw(ctx context.Context, service string, points []geo.Point) ([]byte, error) {
	return o.ask(ctx, "/"+service+"/v1/bicycle/"+coordinates(points)+"?overview=full&geometries=polyline&steps=false")
}

// ask returns the body of an answer whose code is "Ok".
func (o osrm) ask(ctx context.Context, path string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, osrmTimeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, o.base+path, nil)
	if err != nil {
		return nil, fmt.Errorf("ask the routing server: %w", err)
	}
	response, err := o.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("ask the routing server: %w", err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, osrmLimit))
	if err != nil {
		return nil, fmt.Errorf("read the routing server's answer: %w", err)
	}
	var head struct {
		Code    string `json:"code"`
		Message string `json:"message"`
	}
	if err := json.Unmarshal(body, &head); err != nil || head.Code != "Ok" {
		return nil, fmt.Errorf("the routing server answers %s, code %q %q", response.Status, head.Code, head.Message)
	}
	return body, nil
}
