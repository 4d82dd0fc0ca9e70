package road

import (
	"errors"
	"slices"

	"pignon.coop/road/internal/form"
)

// The known values of OpenStreetMap that a profile may name; a misspelt one would otherwise be without effect.
var (
	streetClasses = []string{
		"motorway", "motorway_link", "trunk", "trunk_link", "primary", "primary_link", "secondary", "secondary_link", "tertiary",
		"tertiary_link", "unclassified", "residential", "living_street", "service", "road", "busway", "bus_guideway", "track",
		"cycleway", "path", "bridleway", "footway", "pedestrian", "steps", "ramp", "corridor", "platform", "pier", "ferry", "escape",
	}
	smoothnesses = []string{"excellent", "good", "intermediate", "bad", "very_bad", "horrible", "very_horrible", "impassable"}
	trackGrades  = []string{"grade1", "grade2", "grade3", "grade4", "grade5"}
)

const (
	fastest   = 200.0    // km/h
	longest   = 86_400.0 // s
	leastPart = 0.1
	mostTimes = 100.0
)

func entry(key, holds, about string, read form.Reader) form.Field {
	return form.Field{Key: key, Holds: holds, About: about, Read: read}
}

// fields lists the keys of a profile file, in the manual's order, bound to this profile.
func (p *Profile) fields() []form.Field {
	return slices.Concat(p.accessFields(), p.speedFields(), p.limitFields(), p.turnFields(), []form.Field{
		entry("factors", "for each tag a table of factors, 0.1 to 100", "comfort and safety, see below", form.TablesTo(&p.Factors, factorTables())),
		entry("power", "an object", "for slopes and energy, see below", p.readPower),
	})
}

func (p *Profile) accessFields() []form.Field {
	return []form.Field{
		entry("base", "the name of a built-in profile", "where the profile starts from", form.TextTo(new(string))),
		entry("name", "a text", "what the profile is called", form.TextTo(&p.Name)),
		entry("about", "a text", "whom it is for", form.TextTo(&p.About)),
		entry("access", "keys", "the keys that permit or forbid the way, from the general to the particular; the last one present decides", form.ListTo(&p.Access, nil)),
		entry("allowed", "values", "their values that permit it", form.ListTo(&p.Allowed, nil)),
		entry("denied", "values", "their values that forbid it; values in neither list say nothing", form.ListTo(&p.Denied, nil)),
		entry("restricted", "values with factors", "their values that permit it to few, and the factor on the weight that keeps others away", form.Table{Known: nil, Low: 1, High: 1000}.To(&p.Restricted)),
		entry("highways", "classes with km/h", "the speed on each class of street", form.Table{Known: streetClasses, Low: 0, High: fastest}.To(&p.Highways)),
		entry("opens", "keys", "the access keys whose permission opens classes that are not in `highways`", form.ListTo(&p.Opens, nil)),
		entry("other", "km/h, 0 to 200", "the speed on such classes", form.NumberTo(&p.Other, 0, fastest)),
		entry("barred", "classes", "classes never used", form.ListTo(&p.Barred, streetClasses)),
		entry("push", "classes with km/h", "the speed of pushing the vehicle, where riding is not permitted and walking is; `ramp` is steps with a ramp", form.Table{Known: streetClasses, Low: 0, High: fastest}.To(&p.Push)),
		entry("walk", "km/h, 0 to 200", "the same on other classes, where a sidewalk or a foot tag says that one can walk; 0: cannot be pushed", form.NumberTo(&p.Walk, 0, fastest)),
		entry("push_denied", "true or false", "whether it may be pushed where its own access keys forbid the way", form.YesTo(&p.PushDenied)),
	}
}

func (p *Profile) speedFields() []form.Field {
	return []form.Field{
		entry("top_speed", "km/h, 0 to 200", "cap on all speeds but those of ferries; 0: none", form.NumberTo(&p.TopSpeed, 0, fastest)),
		entry("surfaces", "values with km/h", "cap by surface", form.Table{Known: nil, Low: 0, High: fastest}.To(&p.Surfaces)),
		entry("smoothness", "values with km/h", "cap by smoothness", form.Table{Known: smoothnesses, Low: 0, High: fastest}.To(&p.Smoothness)),
		entry("tracktypes", "values with km/h", "cap by tracktype", form.Table{Known: trackGrades, Low: 0, High: fastest}.To(&p.Tracktypes)),
		entry("maxspeed", "cap, take or ignore", "what a speed sign does: it caps the speed, it is the speed, or nothing", form.ChoiceTo(&p.MaxSpeed, "cap", "take", "ignore")),
		entry("maxspeed_share", "0.1 to 2", "how much of the sign's speed is meant", form.NumberTo(&p.MaxSpeedShare, leastPart, 2)),
		entry("ferry", "km/h, 0 to 200", "the speed of ferries whose duration is not tagged", form.NumberTo(&p.Ferry, 0, fastest)),
	}
}

func (p *Profile) limitFields() []form.Field {
	return []form.Field{
		entry("width", "m, 0 to 10", "the vehicle's width: what is tagged narrower is closed; 0: fits everywhere", form.NumberTo(&p.Width, 0, 10)),
		entry("steepest", "percent, 0 to 100", "what is tagged steeper is closed uphill; 0: no limit", form.NumberTo(&p.Steepest, 0, 100)),
		entry("oneway", "keys", "the keys that make a street one-way, from the general to the particular; without `oneway` in it roundabouts do not bind either", form.ListTo(&p.Oneway, nil)),
		entry("contraflow", "values", "the values of cycleway tags that lift a one-way sign", form.ListTo(&p.Contraflow, nil)),
		entry("contraflow_below", "km/h, 0 to 200", "one-way streets signed at most so much are open both ways unless tagged otherwise; 0: none", form.NumberTo(&p.ContraflowBelow, 0, fastest)),
		entry("cycleways", "values", "the values of cycleway tags on which one rides as on `cycleway`", form.ListTo(&p.Cycleways, nil)),
		entry("sheltered", "values", "those that keep the traffic away: the factors of highway, maxspeed, lanes and hgv do not count", form.ListTo(&p.Sheltered, nil)),
		entry("barriers", "values with seconds", "what a barrier costs; `*` stands for all that are not listed, which else cannot be passed", form.Table{Known: nil, Low: 0, High: longest}.To(&p.Barriers)),
		entry("barred_barriers", "values", "barriers that cannot be passed whatever `*` says", form.ListTo(&p.BarredBarriers, nil)),
		entry("kerbs", "values with seconds", "what a kerb costs", form.Table{Known: nil, Low: 0, High: longest}.To(&p.Kerbs)),
		entry("barred_kerbs", "values", "kerbs that cannot be passed", form.ListTo(&p.BarredKerbs, nil)),
		entry("exempt", "values", "the values of `except` that free it from a turn restriction", form.ListTo(&p.Exempt, nil)),
		entry("restriction", "keys", "the keys of turn restrictions that bind it", form.ListTo(&p.Restriction, nil)),
	}
}

func (p *Profile) turnFields() []form.Field {
	return []form.Field{
		entry("turn", "s, 0 to 86400", "a right angle at a crossing, rising with the square of the angle", form.NumberTo(&p.Turn, 0, longest)),
		entry("turn_bias", "0.1 to 10", "that cost is multiplied by it across the other direction's traffic, divided by it towards the near side", form.NumberTo(&p.TurnBias, leastPart, 10)),
		entry("across", "s, 0 to 86400", "more for any turn across the other direction's traffic", form.NumberTo(&p.Across, 0, longest)),
		entry("crossing", "classes with seconds", "crossing or joining a street of this class from a lesser one, without lights", form.Table{Known: streetClasses, Low: 0, High: longest}.To(&p.Crossing)),
		entry("u_turn", "s, 0 to 86400", "turning round", form.NumberTo(&p.UTurn, 0, longest)),
		entry("signal", "s, 0 to 86400", "traffic lights", form.NumberTo(&p.Signal, 0, longest)),
		entry("signal_crossing", "s, 0 to 86400", "lights of a crossing over the street", form.NumberTo(&p.SignalCrossing, 0, longest)),
		entry("drive_on", "right or left", "the side of the road that traffic keeps to", form.ChoiceTo(&p.DriveOn, "right", "left")),
	}
}

// powerFields are those of the object "power". That Power takes them together is checked when all are known.
func powerFields(p *Power) []form.Field {
	return []form.Field{
		entry("mass", "kg, 0 to 100000", "rider, vehicle and load; 0: slopes do not matter", form.NumberTo(&p.Mass, 0, 100_000)),
		entry("drag", "m², 0 to 20", "drag coefficient times frontal area", form.NumberTo(&p.Drag, 0, 20)),
		entry("rolling", "0 to 0.5", "rolling resistance coefficient", form.NumberTo(&p.Rolling, 0, 0.5)),
		entry("rider", "W, 0 to 2000", "at the pedals, for as long as it takes; 0 for people on foot", form.NumberTo(&p.Rider, 0, 2000)),
		entry("motor", "W, 0 to 10000", "at the pedals at most; 0: none", form.NumberTo(&p.Motor, 0, 10_000)),
		entry("assist", "0 to 20", "watts of the motor's for each of the rider's", form.NumberTo(&p.Assist, 0, 20)),
		entry("cutoff", "km/h, 0 to 200", "where the motor stops helping; 0: never", form.NumberTo(&p.Cutoff, 0, fastest)),
		entry("efficiency", "0.1 to 1", "of the drive train", form.NumberTo(&p.Efficiency, 0, 1)),
		entry("cap", "km/h, 1 to 300", "that nobody exceeds downhill", form.NumberTo(&p.Cap, 0, 300)),
		entry("steepest", "percent, 0 to 100", "the slope from which one gets off and pushes; 0: never", form.NumberTo(&p.Steepest, 0, 100)),
	}
}

// take fills the profile from a file's root.
func (p *Profile) take(root form.Value) error {
	problems := form.Fill(p.fields(), root)
	if p.Name == "" {
		problems = append(problems, errors.New("name: missing; a profile needs one"))
	}
	if len(problems) == 0 {
		problems = append(problems, p.Power.check())
	}
	return errors.Join(problems...)
}

func (p *Profile) readPower(v form.Value) []error { return form.Fill(powerFields(&p.Power), v) }
