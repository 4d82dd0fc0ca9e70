package road

import "testing"

// Each row is a rule of OpenStreetMap tagging with the way that a bicycle takes because of it. Sources: the wiki's pages on
// Key:oneway, Bicycle, Key:access, Relation:restriction, Key:barrier, Key:surface.
func TestRulesOfTheRoad(t *testing.T) {
	t.Parallel()
	const (
		block = `
A---B---C---D
|   |   |   |
E---F---G---H`
		arrows = `
A---B>>>C---D
|   |   |   |
E---F---G---H`
		against = `
A---B<<<C---D
|   |   |   |
E---F---G---H`
		rails = `
A---B---C
|   |   |
D---E---F`
		crossing = `
    N
    |
W---X---E`
	)
	for name, tt := range map[string]struct {
		drawing  string
		more     []string
		from, to string
		want     string
	}{
		"straight on":                                {block, nil, "AB", "CD", "BC"},
		"along a one-way street":                     {arrows, nil, "AB", "CD", "BC"},
		"round a one-way street":                     {against, nil, "AB", "CD", "BFGC"},
		"oneway=-1 is against the drawing":           {block, []string{"BC oneway=-1"}, "AB", "CD", "BFGC"},
		"oneway:bicycle=no lifts the sign":           {against, []string{"CB oneway:bicycle=no"}, "AB", "CD", "BC"},
		"cycleway=opposite lifts the sign":           {against, []string{"CB cycleway=opposite"}, "AB", "CD", "BC"},
		"cycleway:left=opposite_lane lifts the sign": {against, []string{"CB cycleway:left=opposite_lane"}, "AB", "CD", "BC"},
		"cycleway:left:oneway=-1 lifts the sign":     {against, []string{"CB cycleway:left=lane cycleway:left:oneway=-1"}, "AB", "CD", "BC"},
		"oneway:bicycle=yes binds bicycles alone":    {block, []string{"CB oneway:bicycle=yes"}, "AB", "CD", "BFGC"},
		"a roundabout is one-way":                    {block, []string{"CB junction=roundabout"}, "AB", "CD", "BFGC"},
		"a sidewalk lets one push the wrong way":     {against, []string{"CB sidewalk=both", "FG surface=mud"}, "AB", "CD", "BC"},

		"access=no":                       {block, []string{"BC access=no"}, "AB", "CD", "BFGC"},
		"access=private":                  {block, []string{"BC access=private"}, "AB", "CD", "BFGC"},
		"bicycle=yes beats access=no":     {block, []string{"BC access=no bicycle=yes"}, "AB", "CD", "BC"},
		"vehicle=no":                      {block, []string{"BC vehicle=no"}, "AB", "CD", "BFGC"},
		"bicycle=yes beats vehicle=no":    {block, []string{"BC vehicle=no bicycle=yes"}, "AB", "CD", "BC"},
		"motor_vehicle=no lets bikes in":  {block, []string{"BC motor_vehicle=no"}, "AB", "CD", "BC"},
		"access=destination lets one in":  {block, []string{"BC access=destination"}, "AB", "CD", "BC"},
		"bicycle=use_sidepath":            {block, []string{"BC bicycle=use_sidepath"}, "AB", "CD", "BFGC"},
		"a motorway":                      {block, []string{"BC highway=motorway"}, "AB", "CD", "BFGC"},
		"a motorroad":                     {block, []string{"BC highway=trunk motorroad=yes"}, "AB", "CD", "BFGC"},
		"a trunk road":                    {block, []string{"BC highway=trunk"}, "AB", "CD", "BC"},
		"a street under construction":     {block, []string{"BC highway=construction"}, "AB", "CD", "BFGC"},
		"bicycle=dismount is pushed":      {block, []string{"BC bicycle=dismount", "FG access=no"}, "AB", "CD", "BC"},
		"pushing is slower than a detour": {block, []string{"BC bicycle=dismount"}, "AB", "CD", "BFGC"},
		"a footway is pushed":             {block, []string{"BC highway=footway", "FG access=no"}, "AB", "CD", "BC"},
		"a footway for bicycles":          {block, []string{"BC highway=footway bicycle=yes"}, "AB", "CD", "BC"},
		"steps are for those who must":    {block, []string{"BC highway=steps", "FG access=no"}, "AB", "CD", "BC"},
		"steps against a detour":          {block, []string{"BC highway=steps"}, "AB", "CD", "BFGC"},

		"a mud track":         {block, []string{"BC surface=mud"}, "AB", "CD", "BFGC"},
		"impassable":          {block, []string{"BC smoothness=impassable"}, "AB", "CD", "BFGC"},
		"asphalt":             {block, []string{"BC surface=asphalt"}, "AB", "CD", "BC"},
		"grade5":              {block, []string{"BC highway=track tracktype=grade5", "FG highway=cycleway"}, "AB", "CD", "BC"},
		"a bollard":           {block, []string{"B barrier=bollard"}, "AB", "CD", "BC"},
		"a wall":              {block, []string{"B barrier=wall"}, "AB", "CD", "AEFGC"},
		"a private gate":      {block, []string{"B barrier=gate access=private"}, "AB", "CD", "AEFGC"},
		"a locked gate":       {block, []string{"B barrier=gate locked=yes"}, "AB", "CD", "AEFGC"},
		"a gate for bicycles": {block, []string{"B barrier=gate access=private bicycle=yes"}, "AB", "CD", "BC"},
		"a stile":             {block, []string{"B barrier=stile"}, "AB", "CD", "AEFGC"},
		"no bicycles past here, but people": {
			block, []string{"B barrier=gate bicycle=no foot=yes"}, "AB", "CD", "BC"},

		"a ferry":                        {block, []string{"BC highway= route=ferry", "FG access=no"}, "AB", "CD", "BC"},
		"a quick ferry":                  {block, []string{"BC highway= route=ferry duration=00:00:12"}, "AB", "CD", "BC"},
		"a ferry that takes an hour":     {block, []string{"BC highway= route=ferry duration=1:00"}, "AB", "CD", "BFGC"},
		"a ferry without bicycles":       {block, []string{"BC highway= route=ferry bicycle=no"}, "AB", "CD", "BFGC"},
		"lights cost less than a detour": {block, []string{"B highway=traffic_signals"}, "AB", "CD", "BC"},

		"no left turn":                    {crossing, []string{"WX NX no_left_turn"}, "WX", "N", "XEXN"},
		"no left turn, but bicycles":      {crossing, []string{"WX NX no_left_turn except=psv;bicycle"}, "WX", "N", "XN"},
		"restriction:bicycle":             {crossing, []string{"WX NX - restriction:bicycle=no_left_turn"}, "WX", "N", "XEXN"},
		"restriction:hgv is not ours":     {crossing, []string{"WX NX - restriction:hgv=no_left_turn"}, "WX", "N", "XN"},
		"only straight on":                {crossing, []string{"WX XE only_straight_on"}, "WX", "N", "XEXN"},
		"only into a motorway":            {crossing, []string{"WX XE only_straight_on", "XE highway=motorway"}, "WX", "N", "XN"},
		"no left turn by way of a street": {rails, []string{"AB BE EF no_u_turn", "CF access=no"}, "AB", "EF", "ADE"},
		"but from another street":         {rails, []string{"AB BE EF no_u_turn", "CF access=no"}, "BC", "EF", "BE"},
		"only on by way of a street":      {rails, []string{"AB BE DE only_left_turn", "CF access=no"}, "AB", "EF", "ADE"},
		"begun alike":                     {rails, []string{"AB BE EF no_u_turn", "AB BE DE no_right_turn", "AD access=no"}, "AB", "DE", "BCFE"},
		"a plain rule behind a street":    {rails, []string{"AB BE EF no_u_turn", "BE DE no_right_turn", "AD access=no"}, "AB", "DE", "BCFE"},
		"from the other side":             {crossing, []string{"WX NX no_left_turn"}, "XE", "N", "XN"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := draw(t, tt.drawing, tt.more...)
			if got := w.ride(t, w.router(t, Bike()), tt.from, tt.to); got != tt.want {
				t.Errorf("rides %q, should ride %q", got, tt.want)
			}
		})
	}
}

func TestProfilesAreSwappedWithoutImport(t *testing.T) {
	t.Parallel()
	w := draw(t, `
A---B<<<C---D
|   |   |   |
E---F---G---H`, "BF highway=steps", "AE highway=steps")
	g := built(t, w.x)
	walker := Bike()
	walker.Oneway, walker.Highways = nil, map[string]float64{"residential": 4, "steps": 4}
	if got := w.ride(t, routed(t, g, walker), "AB", "CD"); got != "BC" {
		t.Errorf("on foot: %s", got)
	}
	if got := w.ride(t, routed(t, g, Bike()), "AB", "CD"); got != "BFGC" {
		t.Errorf("by bike: %s", got)
	}
	blind := Bike()
	blind.Highways, blind.Push = nil, nil
	if near := routed(t, g, blind).Nearest(Stop{Point: w.place["A"]}, 1); len(near) != 0 {
		t.Errorf("a profile that knows no street: %v", near)
	}
}

func TestFerryTimetables(t *testing.T) {
	t.Parallel()
	for written, hours := range map[string]float64{
		"30": 0.5, "0:30": 0.5, "01:15": 1.25, "00:00:36": 0.01, "": 0, "soon": 0, "-5": 0, "1:x": 0,
	} {
		if got := hoursOf(written); got != hours {
			t.Errorf("%q: %v hours, should be %v", written, got, hours)
		}
	}
}
