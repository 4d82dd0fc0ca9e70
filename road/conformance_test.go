package road

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"pignon.coop/road/extract"
)

// signCase is a rule of OpenStreetMap tagging: some tags, and what they mean for the profile "bike".
type signCase struct {
	tags   string // "k=v k=v", with the highway class first; node: or rule: stand before tags of junctions and of turn restrictions
	at     string // a time as "Mon 08:00", "" for none
	want   string
	source string // a page of the OpenStreetMap wiki, or a law
}

// signCases is the conformance list. docs/bike-rules.md is written from it: go test ./road -run Conformance -update
var signCases = []struct {
	title string
	cases []signCase
}{
	{"Classes of streets", []signCase{
		{"highway=residential", "", "ride 17", "Key:highway"},
		{"highway=primary", "", "ride 16", "Key:highway"},
		{"highway=trunk", "", "ride 14", "Key:highway"},
		{"highway=living_street", "", "ride 12", "Tag:highway=living_street"},
		{"highway=cycleway", "", "ride 17", "Tag:highway=cycleway"},
		{"highway=path", "", "ride 12", "Tag:highway=path"},
		{"highway=track", "", "ride 13", "Tag:highway=track"},
		{"highway=footway", "", "push 4", "Tag:highway=footway"},
		{"highway=pedestrian", "", "push 4", "Tag:highway=pedestrian"},
		{"highway=steps", "", "push 2", "Tag:highway=steps"},
		{"highway=steps ramp:bicycle=yes", "", "push 3", "Key:ramp:bicycle"},
		{"highway=steps conveying=yes", "", "closed", "Key:conveying"},
		{"highway=steps bicycle=yes", "", "push 2", "Tag:highway=steps"},
		{"highway=motorway", "", "closed", "OSM tags for routing/Access restrictions"},
		{"highway=motorway bicycle=yes", "", "closed", "our choice: a signed shoulder is no place for couriers"},
		{"highway=trunk motorroad=yes", "", "closed", "Key:motorroad"},
		{"highway=trunk motorroad=yes bicycle=yes", "", "ride 14", "Key:motorroad"},
		{"highway=bridleway", "", "closed", "Tag:highway=bridleway"},
		{"highway=bridleway bicycle=yes", "", "ride 10", "Tag:highway=bridleway"},
		{"highway=busway", "", "ride 16", "Tag:highway=busway"},
		{"railway=platform", "", "push 4", "Tag:railway=platform"},
		{"man_made=pier", "", "push 4", "Tag:man_made=pier"},
		{"highway=corridor", "", "push 3", "Tag:highway=corridor"},
	}},
	{"Access", []signCase{
		{"highway=residential access=no", "", "closed", "Key:access"},
		{"highway=residential access=private", "", "closed", "Key:access"},
		{"highway=residential access=no bicycle=yes", "", "ride 17", "Key:access#Transport mode restrictions"},
		{"highway=residential vehicle=no", "", "closed", "Key:vehicle"},
		{"highway=residential vehicle=no foot=yes", "", "push 4", "Key:vehicle"},
		{"highway=residential vehicle=no bicycle=yes", "", "ride 17", "Key:vehicle"},
		{"highway=residential vehicle=destination", "", "ride 17", "Tag:access=destination"},
		{"highway=residential access=delivery", "", "ride 17", "Tag:access=delivery"},
		{"highway=residential motor_vehicle=no", "", "ride 17", "Key:motor_vehicle"},
		{"highway=residential access=permissive", "", "ride 17", "Tag:access=permissive"},
		{"highway=residential access=unknown", "", "ride 17", "Key:access"},
		{"highway=track access=agricultural", "", "closed", "Tag:access=agricultural"},
		{"highway=track motor_vehicle=agricultural", "", "ride 13", "Tag:access=agricultural"},
		{"highway=secondary bicycle=use_sidepath", "", "closed", "Tag:bicycle=use_sidepath"},
		{"highway=secondary bicycle=optional_sidepath", "", "ride 17", "Tag:bicycle=optional_sidepath"},
		{"highway=secondary bicycle=no", "", "closed", "Key:bicycle"},
		{"highway=path bicycle=no", "", "push 4", "Key:bicycle"},
		{"highway=path bicycle=no foot=no", "", "closed", "Key:foot"},
		{"highway=path access=no", "", "closed", "Key:access"},
		{"highway=footway bicycle=yes", "", "ride 10", "Tag:bicycle=yes"},
		{"highway=pedestrian bicycle=permissive", "", "ride 10", "Tag:bicycle=permissive"},
		{"highway=footway bicycle=designated segregated=no", "", "ride 10", "Key:segregated"},
		{"highway=residential bicycle=dismount", "", "push 4", "Tag:bicycle=dismount"},
		{"highway=cycleway bicycle=dismount", "", "push 4", "Tag:bicycle=dismount"},
		{"highway=residential bicycle:forward=no", "", "closed; back ride 17", "Forward & backward, left & right"},
		{"highway=residential vehicle:backward=no", "", "ride 17; back closed", "Forward & backward, left & right"},
		{"highway=residential vehicle:backward=no bicycle:backward=yes", "", "ride 17", "Forward & backward, left & right"},
		{"highway=trunk foot=yes bicycle=no", "", "push 4", "Key:foot"},
		{"highway=trunk sidewalk=both bicycle=no", "", "push 4", "Key:sidewalk"},
	}},
	{"One-way streets", []signCase{
		{"highway=residential oneway=yes", "", "ride 17; back closed", "Key:oneway"},
		{"highway=residential oneway=1", "", "ride 17; back closed", "Key:oneway"},
		{"highway=residential oneway=-1", "", "closed; back ride 17", "Key:oneway"},
		{"highway=residential oneway=no", "", "ride 17", "Key:oneway"},
		{"highway=residential oneway=reversible", "", "ride 17", "Tag:oneway=reversible"},
		{"highway=residential oneway=alternating", "", "ride 17", "Tag:oneway=alternating"},
		{"highway=residential oneway=yes oneway:bicycle=no", "", "ride 17", "Key:oneway:bicycle"},
		{"highway=residential oneway=-1 oneway:bicycle=no", "", "ride 17", "Key:oneway:bicycle"},
		{"highway=residential oneway:bicycle=yes", "", "ride 17; back closed", "Key:oneway:bicycle"},
		{"highway=residential oneway=yes oneway:bicycle=-1", "", "closed; back ride 17", "Key:oneway:bicycle"},
		{"highway=residential oneway=yes sidewalk=both", "", "ride 17; back push 4", "Key:sidewalk"},
		{"highway=residential oneway=yes foot=yes", "", "ride 17; back push 4", "Key:foot"},
		{"highway=residential oneway=yes cycleway=opposite", "", "ride 17", "Key:cycleway"},
		{"highway=residential oneway=yes cycleway=opposite_lane", "", "ride 17", "Key:cycleway"},
		{"highway=residential oneway=yes cycleway=opposite_track", "", "ride 17", "Key:cycleway"},
		{"highway=residential oneway=yes cycleway:left=opposite_lane", "", "ride 17", "Key:cycleway"},
		{"highway=residential oneway=yes cycleway:left=lane cycleway:left:oneway=-1", "", "ride 17", "Key:cycleway:left:oneway"},
		{"highway=residential oneway=yes cycleway:right=track cycleway:right:oneway=no", "", "ride 17", "Key:cycleway:right:oneway"},
		{"highway=residential oneway=yes cycleway:left=lane", "", "ride 17; back closed", "Key:cycleway:left"},
		{"highway=residential oneway=yes cycleway=opposite oneway:bicycle=yes", "", "ride 17; back closed", "Key:oneway:bicycle"},
		{"highway=residential junction=roundabout", "", "ride 17; back closed", "Tag:junction=roundabout"},
		{"highway=residential junction=circular", "", "ride 17; back closed", "Tag:junction=circular"},
		{"highway=residential junction=roundabout sidewalk=both", "", "ride 17; back closed", "Tag:junction=roundabout"},
		{"highway=cycleway junction=roundabout oneway=no", "", "ride 17", "Tag:junction=roundabout"},
		{"highway=residential oneway=yes maxspeed=30", "", "ride 17; back closed", "Key:oneway:bicycle"},
		{"highway=path oneway=yes", "", "ride 12; back push 4", "Key:oneway"},
		{"highway=footway oneway=yes", "", "push 4", "Key:oneway"},
	}},
	{"Cycleways", []signCase{
		{"highway=primary cycleway=track", "", "ride 17", "Tag:cycleway=track"},
		{"highway=primary cycleway:right=lane", "", "ride 17; back ride 16", "Key:cycleway:right"},
		{"highway=primary cycleway:left=lane", "", "ride 16; back ride 17", "Key:cycleway:left"},
		{"highway=primary cycleway:both=lane", "", "ride 17", "Key:cycleway:both"},
		{"highway=primary cycleway:both=no", "", "ride 16", "Key:cycleway:both"},
		{"highway=primary cycleway=shared_lane", "", "ride 16", "Tag:cycleway=shared_lane"},
		{"highway=primary cycleway=separate", "", "ride 16", "Tag:cycleway=separate"},
	}},
	{"Speed: surfaces and signs", []signCase{
		{"highway=residential surface=asphalt", "", "ride 17", "Key:surface"},
		{"highway=residential surface=sett", "", "ride 12", "Tag:surface=sett"},
		{"highway=residential surface=asphalt;cobblestone", "", "ride 9", "Semi-colon value separator"},
		{"highway=residential surface=cobblestone", "", "ride 9", "Tag:surface=cobblestone"},
		{"highway=path surface=mud", "", "ride 4", "Tag:surface=mud"},
		{"highway=residential smoothness=very_bad", "", "ride 8", "Key:smoothness"},
		{"highway=path smoothness=impassable", "", "ride 3", "Tag:smoothness=impassable"},
		{"highway=track tracktype=grade1", "", "ride 13", "Key:tracktype"},
		{"highway=track tracktype=grade5", "", "ride 7", "Tag:tracktype=grade5"},
		{"highway=residential maxspeed=10", "", "ride 10", "Key:maxspeed"},
		{"highway=residential maxspeed=5 mph", "", "ride 8.05", "Key:maxspeed"},
		{"highway=residential maxspeed=walk", "", "ride 7", "Key:maxspeed"},
		{"highway=residential maxspeed=FR:urban", "", "ride 17", "Key:maxspeed"},
		{"highway=residential maxspeed=none", "", "ride 17", "Key:maxspeed"},
		{"highway=residential maxspeed:forward=10", "", "ride 10; back ride 17", "Key:maxspeed"},
		{"highway=residential maxspeed=10 maxspeed:backward=30", "", "ride 10; back ride 17", "Key:maxspeed"},
	}},
	{"Ferries", []signCase{
		{"route=ferry", "", "sail 8", "Tag:route=ferry"},
		{"route=ferry pignon:kmh=20", "", "sail 20", "Key:duration"},
		{"route=ferry bicycle=no", "", "closed", "Tag:route=ferry"},
		{"route=ferry bicycle=no foot=yes", "", "closed", "Tag:route=ferry"},
		{"route=ferry oneway=yes", "", "sail 8; back closed", "Key:oneway"},
	}},
	{"At certain times", []signCase{
		{"highway=pedestrian bicycle:conditional=yes @ (20:00-08:00)", "", "push 4", "Conditional restrictions"},
		{"highway=pedestrian bicycle:conditional=yes @ (20:00-08:00)", "Mon 21:30", "ride 10", "Conditional restrictions"},
		{"highway=pedestrian bicycle:conditional=yes @ (20:00-08:00)", "Mon 08:00", "push 4", "Conditional restrictions"},
		{"highway=residential access:conditional=no @ (Mo-Fr 07:30-09:00,16:00-17:00)", "Wed 16:30", "closed", "Conditional restrictions"},
		{"highway=residential access:conditional=no @ (Mo-Fr 07:30-09:00,16:00-17:00)", "Wed 12:00", "ride 17", "Conditional restrictions"},
		{"highway=residential access:conditional=no @ (Mo-Fr 07:30-09:00,16:00-17:00)", "Sat 16:30", "ride 17", "Conditional restrictions"},
		{"highway=residential bicycle=no bicycle:conditional=yes @ (Sa,Su)", "Sun 10:00", "ride 17", "Conditional restrictions"},
		{"highway=residential oneway=yes oneway:conditional=no @ (Su)", "Sun 10:00", "ride 17", "Conditional restrictions"},
		{"highway=residential oneway=yes oneway:conditional=no @ (Su)", "Mon 10:00", "ride 17; back closed", "Conditional restrictions"},
		{"highway=residential maxspeed:conditional=10 @ (Mo-Fr 08:00-17:00)", "Mon 10:00", "ride 10", "Conditional restrictions"},
		{"highway=residential maxspeed:conditional=10 @ wet", "Mon 10:00", "ride 17", "Conditional restrictions"},
		{"highway=residential vehicle:conditional=no @ (weight>3.5)", "Mon 10:00", "ride 17", "Conditional restrictions"},
		{"highway=residential bicycle:forward:conditional=no @ (22:00-06:00)", "Mon 23:00", "closed; back ride 17", "Conditional restrictions"},
		{"highway=residential bicycle:conditional=no @ (Mo-Fr);yes @ (Mo-Fr 12:00-14:00)", "Mon 13:00", "ride 17", "Conditional restrictions"},
	}},
	{"Barriers and junctions", []signCase{
		{"node: barrier=bollard", "", "pass", "Tag:barrier=bollard"},
		{"node: barrier=gate", "", "pass in 6 s", "Tag:barrier=gate"},
		{"node: barrier=gate access=private", "", "closed", "Tag:barrier=gate"},
		{"node: barrier=gate access=private bicycle=yes", "", "pass in 6 s", "Tag:barrier=gate"},
		{"node: barrier=gate bicycle=no foot=yes", "", "pass in 11 s", "Tag:barrier=gate"},
		{"node: barrier=gate locked=yes", "", "closed", "Key:locked"},
		{"node: barrier=cycle_barrier", "", "pass in 5 s", "Tag:barrier=cycle_barrier"},
		{"node: barrier=stile", "", "closed", "Tag:barrier=stile"},
		{"node: barrier=kissing_gate", "", "closed", "Tag:barrier=kissing_gate"},
		{"node: barrier=wall", "", "closed", "Tag:barrier=wall"},
		{"node: barrier=kerb kerb=lowered", "", "pass in 1 s", "Key:kerb"},
		{"node: kerb=raised", "", "pass in 2 s", "Tag:kerb=raised"},
		{"node: highway=traffic_signals", "", "pass in 4 s", "Tag:highway=traffic_signals"},
		{"node: highway=crossing crossing=traffic_signals", "", "pass in 2 s", "Tag:crossing=traffic_signals"},
		{"node: highway=crossing bicycle=no", "", "pass", "Tag:highway=crossing"},
		{"node: bicycle=no", "", "closed", "Key:access"},
		{"node: bicycle=dismount", "", "pass in 5 s", "Tag:bicycle=dismount"},
		{"node: barrier=gate bicycle:conditional=no @ (22:00-06:00)", "Mon 23:00", "closed", "Conditional restrictions"},
	}},
	{"Turn restrictions", []signCase{
		{"rule: restriction=no_left_turn", "", "forbids", "Relation:restriction"},
		{"rule: restriction=only_straight_on", "", "only this", "Relation:restriction"},
		{"rule: restriction=no_left_turn except=bicycle", "", "free", "Relation:restriction"},
		{"rule: restriction=no_left_turn except=psv;bicycle", "", "free", "Relation:restriction"},
		{"rule: restriction:bicycle=no_left_turn", "", "forbids", "Relation:restriction"},
		{"rule: restriction:hgv=no_left_turn", "", "free", "Relation:restriction"},
		{"rule: restriction:conditional=no_left_turn @ (Mo-Fr 07:00-09:00)", "Mon 08:00", "forbids", "Relation:restriction"},
		{"rule: restriction:conditional=no_left_turn @ (Mo-Fr 07:00-09:00)", "Mon 10:00", "free", "Relation:restriction"},
		{"rule: restriction=no_left_turn day_on=Monday day_off=Friday hour_on=07:00 hour_off=09:00", "Mon 08:00", "forbids", "Relation:restriction"},
		{"rule: restriction=no_left_turn day_on=Monday day_off=Friday hour_on=07:00 hour_off=09:00", "Sat 08:00", "free", "Relation:restriction"},
	}},
}

func TestConformance(t *testing.T) {
	t.Parallel()
	bike := Bike()
	for _, group := range signCases {
		for _, c := range group.cases {
			if got := meaning(t, &bike, c); got != c.want {
				t.Errorf("%s %s: %s, should be %s", c.tags, c.at, got, c.want)
			}
		}
	}
}

// Rules that other profiles, or settings, are needed for.
func TestConformanceOfOtherProfiles(t *testing.T) {
	t.Parallel()
	cargo, foot, car, moped, osrm := named(t, "cargo"), named(t, "foot"), named(t, "car"), named(t, "moped"), named(t, "bicycle-osrm")
	french := Bike()
	french.ContraflowBelow = 30
	english := Bike()
	english.DriveOn = "left"
	for _, tt := range []struct {
		profile *Profile
		signCase
	}{
		{&cargo, signCase{"highway=steps", "", "closed", "Tag:highway=steps"}},
		{&cargo, signCase{"highway=steps ramp=yes", "", "closed", "Key:ramp"}},
		{&cargo, signCase{"highway=cycleway maxwidth:physical=0.9", "", "closed", "Key:maxwidth:physical"}},
		{&cargo, signCase{"highway=cycleway width=1.5 m", "", "ride 15", "Key:width"}},
		{&cargo, signCase{"highway=residential incline=18%", "", "closed; back ride 15", "Key:incline"}},
		{&cargo, signCase{"highway=residential incline=-18%", "", "ride 15; back closed", "Key:incline"}},
		{&cargo, signCase{"highway=residential incline=up", "", "ride 15", "Key:incline"}},
		{&cargo, signCase{"highway=path surface=sand", "", "closed", "Tag:surface=sand"}},
		{&cargo, signCase{"node: barrier=cycle_barrier", "", "closed", "Tag:barrier=cycle_barrier"}},
		{&cargo, signCase{"node: barrier=bollard", "", "pass in 2 s", "Tag:barrier=bollard"}},
		{&cargo, signCase{"node: barrier=bollard maxwidth:physical=0.8", "", "closed", "Key:maxwidth:physical"}},
		{&cargo, signCase{"node: barrier=cycle_barrier bicycle=yes opening=0.7", "", "closed", "Tag:barrier=cycle_barrier"}},
		{&cargo, signCase{"node: kerb=raised", "", "closed", "Tag:kerb=raised"}},
		{&cargo, signCase{"node: kerb=flush", "", "pass", "Key:kerb"}},
		{&foot, signCase{"highway=residential oneway=yes", "", "ride 5", "Key:oneway"}},
		{&foot, signCase{"highway=trunk", "", "closed", "Key:foot"}},
		{&foot, signCase{"highway=trunk sidewalk=right", "", "ride 5", "Key:sidewalk"}},
		{&foot, signCase{"highway=footway conveying=yes", "", "ride 5", "Key:conveying"}},
		{&foot, signCase{"highway=cycleway foot=no", "", "closed", "Key:foot"}},
		{&foot, signCase{"node: barrier=wall", "", "closed", "Tag:barrier=wall"}},
		{&foot, signCase{"node: barrier=turnstile", "", "pass in 5 s", "Tag:barrier=turnstile"}},
		{&car, signCase{"highway=residential maxspeed=30", "", "ride 24", "Key:maxspeed"}},
		{&car, signCase{"highway=primary maxspeed=30", "", "ride 25.5", "Key:maxspeed"}},
		{&car, signCase{"highway=trunk motorroad=yes", "", "ride 75", "Key:motorroad"}},
		{&moped, signCase{"highway=trunk motorroad=yes", "", "closed", "Key:motorroad"}},
		{&moped, signCase{"highway=primary maxspeed=50", "", "ride 36", "Key:maxspeed"}},
		{&moped, signCase{"highway=residential oneway=yes cycleway=opposite oneway:bicycle=no", "", "ride 26; back closed", "Key:oneway:bicycle"}},
		{&car, signCase{"highway=cycleway", "", "closed", "Tag:highway=cycleway"}},
		{&car, signCase{"highway=residential motor_vehicle=destination", "", "ride 24 at 4 times", "Tag:access=destination"}},
		{&french, signCase{"highway=residential oneway=yes maxspeed=30", "", "ride 17", "Code de la route R412-28-1"}},
		{&french, signCase{"highway=residential oneway=yes maxspeed=50", "", "ride 17; back closed", "Code de la route R412-28-1"}},
		{&french, signCase{"highway=residential oneway=yes maxspeed=30 oneway:bicycle=yes", "", "ride 17; back closed", "Code de la route R412-28-1"}},
		{&english, signCase{"highway=primary cycleway:left=lane", "", "ride 17; back ride 16", "Key:cycleway:left"}},
		{&osrm, signCase{"highway=residential oneway=yes", "", "ride 15; back push 4", "OSRM's bicycle profile"}},
		{&osrm, signCase{"highway=residential junction=roundabout", "", "ride 15; back closed", "OSRM's bicycle profile"}},
		{&osrm, signCase{"highway=footway", "", "push 4", "OSRM's bicycle profile"}},
		{&osrm, signCase{"highway=footway bicycle=no", "", "closed", "OSRM's bicycle profile"}},
		{&osrm, signCase{"highway=trunk", "", "closed", "OSRM's bicycle profile"}},
		{&osrm, signCase{"highway=trunk access=yes", "", "ride 15", "OSRM's bicycle profile"}},
		{&osrm, signCase{"highway=primary surface=mud", "", "ride 3", "OSRM's bicycle profile"}},
		{&osrm, signCase{"highway=residential access=destination", "", "ride 15", "OSRM's bicycle profile"}},
		{&osrm, signCase{"node: barrier=gate", "", "pass", "OSRM's bicycle profile"}},
		{&osrm, signCase{"node: barrier=fence", "", "closed", "OSRM's bicycle profile"}},
		{&osrm, signCase{"rule: restriction=no_left_turn", "", "free", "OSRM's bicycle profile"}},
	} {
		if got := meaning(t, tt.profile, tt.signCase); got != tt.want {
			t.Errorf("%s: %s %s: %s, should be %s", tt.profile.Name, tt.tags, tt.at, got, tt.want)
		}
	}
}

func named(t *testing.T, name string) Profile {
	t.Helper()
	p, err := ProfileNamed(name)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// meaning is what a profile makes of some tags, in words.
func meaning(t *testing.T, p *Profile, c signCase) string {
	t.Helper()
	kind, words, found := strings.Cut(c.tags, ": ")
	if !found || kind != "node" && kind != "rule" {
		kind, words = "way", c.tags
	}
	tags, at := caseTags(words), caseTime(t, c.at)
	switch kind {
	case "node":
		return passing(p.passageAt(tags, at))
	case "rule":
		only, binds := p.bindsAt(tags, at)
		return map[[2]bool]string{{true, true}: "only this", {false, true}: "forbids"}[[2]bool{only, binds}] + map[bool]string{false: "free"}[binds]
	}
	w := p.costOf(tags, at)
	if there, back := going(p, w.Forward), going(p, w.Backward); there != back {
		return there + "; back " + back
	}
	return going(p, w.Forward)
}

func going(p *Profile, l lane) string {
	if l.Kmh == 0 {
		return "closed"
	}
	words := fmt.Sprintf("%s %.3g", [...]string{"closed", "ride", "push", "sail"}[l.Mode], l.Kmh)
	if p.Restricted != nil && l.Factor >= 2 {
		words += fmt.Sprintf(" at %.3g times", l.Factor)
	}
	return words
}

func passing(seconds float64, ok bool) string {
	switch {
	case !ok:
		return "closed"
	case seconds == 0:
		return "pass"
	}
	return fmt.Sprintf("pass in %v s", seconds)
}

// caseTags reads tags whose values may hold spaces: a new one begins where a word has a "=".
func caseTags(words string) extract.Tags {
	var tags extract.Tags
	for _, word := range strings.Fields(words) {
		if key, value, ok := strings.Cut(word, "="); ok {
			tags = append(tags, extract.Tag{Key: key, Value: value})
			continue
		}
		tags[len(tags)-1].Value += " " + word
	}
	return tags
}

func caseTime(t *testing.T, written string) When {
	t.Helper()
	if written == "" {
		return When{}
	}
	clock, err := time.Parse("Mon 15:04", written)
	if err != nil {
		t.Fatal(err)
	}
	at := At(clock)
	for day := range 7 {
		if time.Weekday(day).String()[:3] == written[:3] {
			at.Weekday = time.Weekday(day)
		}
	}
	return at
}

func TestConformanceDocument(t *testing.T) {
	t.Parallel()
	var doc strings.Builder
	doc.WriteString(rulesHead)
	for _, group := range signCases {
		fmt.Fprintf(&doc, "\n## %s\n\n| tags | when | a bicycle | source |\n|---|---|---|---|\n", group.title)
		for _, c := range group.cases {
			fmt.Fprintf(&doc, "| `%s` | %s | %s | %s |\n", strings.ReplaceAll(c.tags, "|", "\\|"), c.at, c.want, c.source)
		}
	}
	compareDocument(t, "../docs/bike-rules.md", doc.String())
}

const rulesHead = `# What signs mean to a bicycle

This list is the test of the profile ` + "`bike`" + `: each row holds some tags of a map and what a courier does because of them, with the page
of the OpenStreetMap wiki that says so. It is written from the test's table (` + "`go test ./road -run Conformance -update`" + `).

Speeds are in km/h. *Push* is on foot beside the bicycle, *back* is against the street's drawing direction (the same as forth where it
is not mentioned), *pass* is about a point on the way. A row without a time is about no particular time: signs that hold at certain
times only do not hold then. Where the law of a country gives more (in France, one-way streets up to 30 km/h are open to cyclists both
ways by article R412-28-1 of the Code de la route), maps tag it street by street; a profile's ` + "`contraflow_below`" + ` presumes it
where they do not.
`

// compareDocument compares a document with what it should be, or writes it.
func compareDocument(t *testing.T, path, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil || string(have) != want {
		t.Errorf("%s is not up to date (%v): run go test ./road -update", path, err)
	}
}
