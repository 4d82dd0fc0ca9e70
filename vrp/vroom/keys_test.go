package vroom

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
)

// object is a piece of JSON to be changed.
type object = map[string]any

// village is a request with places 0 to 5 on a street, 100 seconds and 300 metres apart: a vehicle at either end, jobs 1 to 4 at the
// places of their numbers, and a shipment from pickup 10 at place 1 to delivery 20 at place 4.
func village() object {
	durations, distances := [][]int{}, [][]int{}
	for i := range 6 {
		durations, distances = append(durations, nil), append(distances, nil)
		for j := range 6 {
			durations[i] = append(durations[i], 100*max(i-j, j-i))
			distances[i] = append(distances[i], 300*max(i-j, j-i))
		}
	}
	jobs := []any{}
	for i := 1; i <= 4; i++ {
		jobs = append(jobs, object{"id": i, "location_index": i, "location": []float64{7.40 + float64(i)/100, 43.73}, "description": "job"})
	}
	return object{
		"vehicles": []any{
			object{"id": 7, "start_index": 0, "end_index": 0, "description": "Ada"},
			object{"id": 8, "start_index": 5, "end_index": 5, "start": []float64{7.45, 43.73}, "end": []float64{7.45, 43.73}},
		},
		"jobs": jobs,
		"shipments": []any{object{
			"pickup": object{"id": 10, "location_index": 1}, "delivery": object{"id": 20, "location_index": 4},
		}},
		"matrices": object{"car": object{"durations": durations, "distances": distances}},
	}
}

func item(o object, list string, n int) object { return o[list].([]any)[n].(object) }

func text(t testing.TB, o object) string {
	t.Helper()
	b, err := json.Marshal(o)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// stepOf finds a step by type and id.
func stepOf(a *Answer, kind string, id uint64) (route *Route, step Step) {
	for i := range *a.Routes {
		for _, s := range (*a.Routes)[i].Steps {
			if s.Type == kind && (s.ID == nil || *s.ID == id) {
				return &(*a.Routes)[i], s
			}
		}
	}
	return &Route{}, Step{}
}

// TestKeys sets one documented key at a time, has the answer played through and looks for what the key must have done.
func TestKeys(t *testing.T) {
	t.Parallel()
	by := func(a *Answer, kind string, id uint64) uint64 { r, _ := stepOf(a, kind, id); return r.Vehicle }
	begin := func(a *Answer, kind string, id uint64) uint64 {
		_, s := stepOf(a, kind, id)
		return s.Arrival + uint64(s.WaitingTime+s.Setup)
	}
	for name, tt := range map[string]struct {
		set  func(o, job, shipment, vehicle object)
		want func(a *Answer) bool
	}{
		"nothing": {func(o, job, shipment, vehicle object) {}, func(a *Answer) bool {
			r, s := stepOf(a, "pickup", 10)
			return a.Summary.Cost == 800 && a.Summary.Unassigned == 0 && *a.Summary.Distance == 2400 && s.Job == nil && r.Description == nil == (r.Vehicle == 8)
		}},
		"job.description and location": {func(o, job, shipment, vehicle object) {}, func(a *Answer) bool {
			_, s := stepOf(a, "job", 2)
			return *s.Description == "job" && s.Location[0] == 7.42 && *s.LocationIndex == 2 && *s.Job == 2
		}},
		"job.setup and service": {func(o, job, shipment, vehicle object) { job["setup"], job["service"] = 30, 60 }, func(a *Answer) bool {
			_, s := stepOf(a, "job", 1)
			return s.Service == 60 && a.Summary.Service == 60 && a.Summary.Cost == 800
		}},
		"job.setup_per_type and service_per_type": {func(o, job, shipment, vehicle object) {
			vehicle["type"], vehicle["skills"], job["skills"] = "bike", []int{3}, []int{3}
			job["service"], job["setup_per_type"], job["service_per_type"] = 60, object{"bike": 11}, object{"bike": 22, "van": 44}
			job["location_index"] = 5
		}, func(a *Answer) bool {
			_, s := stepOf(a, "job", 1)
			return s.Setup == 11 && s.Service == 22
		}},
		"job.delivery": {func(o, job, shipment, vehicle object) {
			vehicle["capacity"], job["delivery"] = []int{3}, []int{2}
		}, func(a *Answer) bool {
			return by(a, "job", 1) == 7 && a.Summary.Delivery[0] == 2 && a.Summary.Amount[0] == 2 && a.Summary.Pickup[0] == 0
		}},
		"job.amount, as of old": {func(o, job, shipment, vehicle object) {
			vehicle["capacity"], job["amount"] = []int{3}, []int{2}
		}, func(a *Answer) bool { return by(a, "job", 1) == 7 && a.Summary.Delivery[0] == 2 }},
		"job.pickup": {func(o, job, shipment, vehicle object) {
			vehicle["capacity"], job["pickup"] = []int{3, 9}, []int{2, 1}
		}, func(a *Answer) bool {
			_, s := stepOf(a, "end", 0)
			return by(a, "job", 1) == 7 && a.Summary.Pickup[1] == 1 && len(s.Load) == 2
		}},
		"job.skills": {func(o, job, shipment, vehicle object) {
			job["skills"], item(o, "vehicles", 1)["skills"] = []int{1}, []int{1, 2}
		},
			func(a *Answer) bool { return by(a, "job", 1) == 8 }},
		"job.skills that nobody has": {func(o, job, shipment, vehicle object) { job["skills"] = []int{1} }, func(a *Answer) bool {
			left := (*a.Unassigned)[0]
			return a.Summary.Unassigned == 1 && left.ID == 1 && left.Type == "job" && strings.Contains(left.Reason, "skills") && *left.LocationIndex == 1
		}},
		"job.priority": {func(o, job, shipment, vehicle object) {
			job["priority"] = 50
			vehicle["max_tasks"], item(o, "vehicles", 1)["max_tasks"] = 1, 0
		}, func(a *Answer) bool {
			return by(a, "job", 1) == 7 && a.Summary.Unassigned == 5 && a.Summary.Priority == 50
		}},
		"job.time_windows": {func(o, job, shipment, vehicle object) { job["time_windows"] = [][]int{{0, 50}, {5000, 5100}} },
			func(a *Answer) bool { return begin(a, "job", 1) >= 5000 && begin(a, "job", 1) <= 5100 }},
		"job.time_windows since 1970": {func(o, job, shipment, vehicle object) {
			job["time_windows"], vehicle["time_window"] = [][]int{{1900000000, 1900000600}}, []int{1899990000, 1900090000}
		}, func(a *Answer) bool { return begin(a, "job", 1) >= 1900000000 && begin(a, "job", 1) <= 1900000600 }},
		"shipment.amount": {func(o, job, shipment, vehicle object) {
			vehicle["capacity"], shipment["amount"] = []int{1}, []int{1}
		}, func(a *Answer) bool {
			_, s := stepOf(a, "pickup", 10)
			_, d := stepOf(a, "delivery", 20)
			return by(a, "pickup", 10) == 7 && s.Load[0] == 1 && d.Load[0] == 0 && a.Summary.Pickup[0] == 1 && a.Summary.Delivery[0] == 1
		}},
		"shipment that is too large": {func(o, job, shipment, vehicle object) {
			vehicle["capacity"], shipment["amount"] = []int{1}, []int{2}
		}, func(a *Answer) bool {
			l := *a.Unassigned
			return len(l) == 2 && l[0].Type == "pickup" && l[1].Type == "delivery" && l[1].ID == 20 && strings.Contains(l[0].Reason, "capacity")
		}},
		"shipment.skills and priority": {func(o, job, shipment, vehicle object) {
			shipment["skills"], shipment["priority"], vehicle["skills"] = []int{5}, 3, []int{5}
		}, func(a *Answer) bool { return by(a, "delivery", 20) == 7 && a.Summary.Priority == 6 }},
		"shipment.time_windows, setup and service": {func(o, job, shipment, vehicle object) {
			shipment["pickup"] = object{"id": 10, "location_index": 1, "service": 5, "setup": 7, "time_windows": [][]int{{4000, 4000}}}
			shipment["delivery"].(object)["description"] = "second floor"
		}, func(a *Answer) bool {
			_, s := stepOf(a, "delivery", 20)
			return begin(a, "pickup", 10) == 4000 && *s.Description == "second floor"
		}},
		"vehicle.profile": {func(o, job, shipment, vehicle object) {
			vehicle["profile"] = "bike"
			slow := o["matrices"].(object)["car"].(object)["durations"]
			o["matrices"].(object)["bike"] = object{"durations": slow}
		}, func(a *Answer) bool { return a.Summary.Cost == 800 }},
		"vehicle without end": {func(o, job, shipment, vehicle object) {
			delete(vehicle, "end_index")
		}, func(a *Answer) bool { return a.Summary.Cost == 400 && len(*a.Routes) == 1 }},
		"vehicle without start": {func(o, job, shipment, vehicle object) {
			delete(vehicle, "start_index")
		}, func(a *Answer) bool { return a.Summary.Cost == 700 && (*a.Routes)[0].Steps[0].Type != "start" }},
		"vehicle.capacity of one only": {func(o, job, shipment, vehicle object) {
			vehicle["capacity"] = []int{2}
			for n := range 4 {
				item(o, "jobs", n)["delivery"] = []int{1}
			}
		}, func(a *Answer) bool { return a.Summary.Unassigned == 2 && len(*a.Routes) == 1 }},
		"vehicle.costs.fixed": {func(o, job, shipment, vehicle object) {
			vehicle["costs"] = object{"fixed": 5000}
		}, func(a *Answer) bool {
			return a.Summary.Cost == 800 && len(*a.Routes) == 1 && (*a.Routes)[0].Vehicle == 8
		}},
		"vehicle.costs.per_hour": {func(o, job, shipment, vehicle object) {
			vehicle["costs"] = object{"per_hour": 36}
		}, func(a *Answer) bool { return a.Summary.Cost == 8 && (*a.Routes)[0].Vehicle == 7 }},
		"vehicle.costs.per_km": {func(o, job, shipment, vehicle object) {
			vehicle["costs"] = object{"per_hour": 0, "per_km": 7}
		}, func(a *Answer) bool { return a.Summary.Cost == 17 && (*a.Routes)[0].Vehicle == 7 }},
		"vehicle.costs.per_task_hour": {func(o, job, shipment, vehicle object) {
			job["service"], vehicle["costs"] = 1800, object{"per_task_hour": 3600}
			item(o, "vehicles", 1)["max_tasks"] = 0
		}, func(a *Answer) bool { return a.Summary.Cost == 2600 && a.Summary.Unassigned == 0 }},
		"vehicle.costs of nothing": {func(o, job, shipment, vehicle object) {
			vehicle["costs"] = object{"per_hour": 0}
		}, func(a *Answer) bool { return a.Summary.Cost == 0 && a.Summary.Duration > 0 }},
		"vehicle.type": {func(o, job, shipment, vehicle object) {
			vehicle["type"], item(o, "vehicles", 1)["type"] = "bike", "van"
			job["service"], job["service_per_type"] = 100, object{"van": 1}
			job["skills"], item(o, "vehicles", 1)["skills"] = []int{1}, []int{1}
		}, func(a *Answer) bool { return a.Summary.Service == 1 }},
		"vehicle.time_window": {func(o, job, shipment, vehicle object) {
			vehicle["time_window"] = []int{7000, 9000}
			item(o, "vehicles", 1)["max_tasks"] = 0
		}, func(a *Answer) bool { return (*a.Routes)[0].Steps[0].Arrival >= 7000 && a.Summary.Unassigned == 0 }},
		"vehicle.breaks": {func(o, job, shipment, vehicle object) {
			vehicle["breaks"] = []any{
				object{"id": 2, "time_windows": [][]int{{700, 800}}, "service": 60, "description": "tea"},
				object{"id": 1, "time_windows": [][]int{{0, 10}, {150, 250}}, "service": 30},
			}
			item(o, "vehicles", 1)["max_tasks"] = 0
		}, func(a *Answer) bool {
			_, one := stepOf(a, "break", 1)
			_, two := stepOf(a, "break", 2)
			return one.Service == 30 && *two.Description == "tea" && one.LocationIndex == nil && a.Summary.Service == 90
		}},
		"vehicle.breaks without windows": {func(o, job, shipment, vehicle object) {
			vehicle["breaks"] = []any{object{"id": 1, "service": 500}}
			item(o, "vehicles", 1)["max_tasks"] = 0
		}, func(a *Answer) bool { return a.Summary.Service == 500 }},
		"vehicle.breaks.max_load": {func(o, job, shipment, vehicle object) {
			vehicle["capacity"], job["delivery"] = []int{3}, []int{2}
			vehicle["breaks"] = []any{object{"id": 1, "time_windows": [][]int{{0, 5000}}, "service": 30, "max_load": []int{1}}}
			item(o, "vehicles", 1)["max_tasks"] = 0
		}, func(a *Answer) bool {
			_, s := stepOf(a, "break", 1)
			return s.Load[0] <= 1 && s.Duration >= 100
		}},
		"vehicle.speed_factor": {func(o, job, shipment, vehicle object) {
			vehicle["speed_factor"] = 2.5
		}, func(a *Answer) bool { return (*a.Routes)[0].Vehicle == 7 && a.Summary.Duration == 320 }},
		"vehicle.max_tasks": {func(o, job, shipment, vehicle object) {
			vehicle["max_tasks"], item(o, "vehicles", 1)["max_tasks"] = 3, 2
		}, func(a *Answer) bool { return a.Summary.Unassigned == 1 }},
		"vehicle.max_travel_time": {func(o, job, shipment, vehicle object) {
			vehicle["max_travel_time"] = 300
		}, func(a *Answer) bool { return a.Summary.Unassigned == 0 && (*a.Routes)[0].Vehicle == 8 }},
		"vehicle.max_distance": {func(o, job, shipment, vehicle object) {
			vehicle["max_distance"], item(o, "vehicles", 1)["max_distance"] = 600, 599
		}, func(a *Answer) bool { return a.Summary.Cost == 200 && *a.Summary.Distance == 600 }},
		"vehicle.steps": {func(o, job, shipment, vehicle object) {
			vehicle["steps"] = []any{object{"type": "start"}, object{"type": "job", "id": 2}, object{"type": "pickup", "id": 10},
				object{"type": "delivery", "id": 20}, object{"type": "break", "id": 3}, object{"type": "end"}}
		}, func(a *Answer) bool { return a.Summary.Cost == 800 }},
		"matrices.costs": {func(o, job, shipment, vehicle object) {
			rows := [][]int{}
			for i := range 6 {
				rows = append(rows, []int{3, 3, 3, 3, 3, 3})
				rows[i][i] = 0
			}
			o["matrices"].(object)["car"].(object)["costs"] = rows
		}, func(a *Answer) bool { return a.Summary.Cost == 15 && a.Summary.Duration >= 800 }},
		"coordinates of a plane, as in benchmarks": {func(o, job, shipment, vehicle object) { job["location"] = []float64{231, 498} }, func(a *Answer) bool {
			_, s := stepOf(a, "job", 1)
			return a.Summary.Cost == 800 && s.Location[1] == 498
		}},
		"matrix, as of old": {func(o, job, shipment, vehicle object) {
			o["matrix"] = o["matrices"].(object)["car"].(object)["durations"]
			delete(o, "matrices")
		}, func(a *Answer) bool { return a.Summary.Cost == 800 && a.Summary.Distance == nil }},
		"options": {func(o, job, shipment, vehicle object) {
			o["options"] = object{"t": 4, "x": 0, "l": 3.5, "g": false, "c": false}
		}, func(a *Answer) bool { return a.Summary.Cost == 800 && (*a.Routes)[0].Geometry == "" }},
		"no jobs at all": {func(o, job, shipment, vehicle object) {
			o["jobs"] = []any{}
			delete(o, "shipments")
		}, func(a *Answer) bool { return len(*a.Routes) == 0 && a.Summary.Cost == 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := village()
			tt.set(o, item(o, "jobs", 0), item(o, "shipments", 0), item(o, "vehicles", 0))
			if a := solve(t, solver(), text(t, o)); !tt.want(a) {
				t.Errorf("%s", a.JSON())
			}
		})
	}
}

func TestBadInputIsNamed(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		set  func(o, job, shipment, vehicle object)
		code Code
		want string
	}{
		"a word for a number":    {func(o, job, shipment, vehicle object) { job["service"] = "soon" }, Input, `job 1 has a string under "service": a whole number`},
		"a negative number":      {func(o, job, shipment, vehicle object) { job["setup"] = -1 }, Input, `job 1 has a number -1 under "setup"`},
		"deep down":              {func(o, job, shipment, vehicle object) { shipment["pickup"].(object)["service"] = true }, Input, `"pickup.service"`},
		"no id":                  {func(o, job, shipment, vehicle object) { delete(job, "id") }, Input, "number 0 of the list has no id"},
		"an id twice":            {func(o, job, shipment, vehicle object) { job["id"] = 2 }, Input, "job 2 comes twice"},
		"half a shipment":        {func(o, job, shipment, vehicle object) { delete(shipment, "delivery") }, Input, "both a pickup and a delivery"},
		"no place":               {func(o, job, shipment, vehicle object) { delete(job, "location_index") }, Input, "job 1 has no location_index"},
		"a place too many":       {func(o, job, shipment, vehicle object) { job["location_index"] = 6 }, Input, "job 1 has the location_index 6"},
		"nowhere on earth":       {func(o, job, shipment, vehicle object) { onlyCoordinates(o); job["location"] = []float64{200, 43} }, Input, "job 1 has a location"},
		"half a place":           {func(o, job, shipment, vehicle object) { job["location"] = []float64{200} }, Input, "job 1 has a location"},
		"neither start nor end":  {func(o, job, shipment, vehicle object) { delete(vehicle, "start_index"); delete(vehicle, "end_index") }, Input, "vehicle 7 has neither"},
		"priority":               {func(o, job, shipment, vehicle object) { job["priority"] = 101 }, Input, "job 1 has the priority 101"},
		"windows in disorder":    {func(o, job, shipment, vehicle object) { job["time_windows"] = [][]int{{5, 9}, {7, 12}} }, Input, "job 1 has time windows"},
		"a window backwards":     {func(o, job, shipment, vehicle object) { vehicle["time_window"] = []int{9, 5} }, Input, "vehicle 7 has a time window"},
		"half a window":          {func(o, job, shipment, vehicle object) { vehicle["time_window"] = []int{9} }, Input, "vehicle 7 has a time window"},
		"other dimensions":       {func(o, job, shipment, vehicle object) { job["delivery"] = []int{1} }, Input, `job 1 has 1 numbers under "delivery"`},
		"too many dimensions":    {func(o, job, shipment, vehicle object) { vehicle["capacity"] = []int{1, 2, 3, 4, 5} }, Input, "at most 4"},
		"speed":                  {func(o, job, shipment, vehicle object) { vehicle["speed_factor"] = 6 }, Input, "vehicle 7 has the speed_factor 6"},
		"two kinds of costs":     {func(o, job, shipment, vehicle object) { vehicle["costs"] = object{"per_hour": 5}; withCosts(o) }, Input, "only one of the two"},
		"a profile without":      {func(o, job, shipment, vehicle object) { vehicle["profile"] = "sled" }, Input, `vehicle 7 has the profile "sled"`},
		"a matrix with a hole":   {func(o, job, shipment, vehicle object) { setMatrix(o, `[[0,1],[2]]`) }, Input, "matrices.car.durations: row 1 has 1"},
		"a matrix with decimals": {func(o, job, shipment, vehicle object) { setMatrix(o, `[[0,1.5],[2,0]]`) }, Input, "matrices.car.durations[0][1]"},
		"a matrix of words":      {func(o, job, shipment, vehicle object) { setMatrix(o, `["a"]`) }, Input, "row 0 is no array"},
		"a matrix as object":     {func(o, job, shipment, vehicle object) { setMatrix(o, `{}`) }, Input, "no array of arrays"},
		"a step to nowhere":      {func(o, job, shipment, vehicle object) { vehicle["steps"] = []any{object{"type": "job", "id": 99}} }, Input, "vehicle 7: step 0"},
		"no vehicles":            {func(o, job, shipment, vehicle object) { o["vehicles"] = []any{} }, Input, "no vehicles"},
		"no tasks":               {func(o, job, shipment, vehicle object) { delete(o, "jobs"); delete(o, "shipments") }, Input, "neither jobs nor shipments"},
		"a job that is null":     {func(o, job, shipment, vehicle object) { o["jobs"] = []any{nil} }, Input, "null"},
		"jobs as object":         {func(o, job, shipment, vehicle object) { o["jobs"] = object{} }, Input, `"jobs": an array`},
		"a break without id":     {func(o, job, shipment, vehicle object) { vehicle["breaks"] = []any{object{}} }, Input, "vehicle 7: break"},
		"no way allowed":         {func(o, job, shipment, vehicle object) { vehicle["max_distance"] = 0 }, Input, "max_distance"},
		"no map":                 {func(o, job, shipment, vehicle object) { onlyCoordinates(o) }, Routing, "--map"},
		"lines without a map":    {func(o, job, shipment, vehicle object) { o["options"] = object{"g": true} }, Routing, "--map"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := village()
			tt.set(o, item(o, "jobs", 0), item(o, "shipments", 0), item(o, "vehicles", 0))
			a := solver().Solve(context.Background(), []byte(text(t, o)))
			if a.Code != tt.code || !strings.Contains(a.Error, tt.want) || a.Routes != nil {
				t.Errorf("%d %q, want %d %q", a.Code, a.Error, tt.code, tt.want)
			}
		})
	}
}

func withCosts(o object) {
	car := o["matrices"].(object)["car"].(object)
	car["costs"] = car["durations"]
}

func setMatrix(o object, matrix string) {
	o["matrices"].(object)["car"].(object)["durations"] = json.RawMessage(matrix)
}

func onlyCoordinates(o object) {
	delete(o, "matrices")
	delete(o, "shipments")
	o["vehicles"] = o["vehicles"].([]any)[1:]
}

func TestTextThatIsNoRequest(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "null", "[]", "12", "{", `{"jobs":[]} {}`, `{"jobs":[],"vehicles":[{"id":1}]}`} {
		if a := solver().Solve(context.Background(), []byte(body)); a.Code != Input || a.Error == "" {
			t.Errorf("%q: %+v", body, a)
		}
	}
}

// FuzzSolve checks that any text has an answer, and that an answer without an error can be played through.
func FuzzSolve(f *testing.F) {
	f.Add(text(f, village()))
	o := village()
	item(o, "vehicles", 0)["breaks"] = []any{object{"id": 1, "time_windows": [][]int{{700, 800}}, "service": 60, "max_load": []int{1}}}
	item(o, "vehicles", 0)["costs"] = object{"per_hour": 20, "per_km": 3, "fixed": 4, "per_task_hour": 5}
	item(o, "vehicles", 0)["capacity"], item(o, "jobs", 1)["pickup"] = []int{3}, []int{2}
	item(o, "jobs", 0)["time_windows"] = [][]int{{1900000000, 1900000600}}
	f.Add(text(f, o))
	s := solver()
	s.Search.Iterations, s.Limits = 20, Limits{Locations: 50, Vehicles: 20, Legs: 50_000}
	f.Fuzz(func(t *testing.T, body string) {
		a := s.Solve(context.Background(), []byte(body))
		if (a.Code == OK) != (a.Error == "") || (a.Code == OK) != (a.Routes != nil) {
			t.Fatalf("%+v", a)
		}
		if a.Code == OK {
			solve(t, s, body)
		}
	})
}
