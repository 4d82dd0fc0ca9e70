package road

import (
	"encoding/json"
	"hash/fnv"
)

// Profile says, as data, what the tags of streets mean for one kind of vehicle. ProfileNamed and ReadProfile make one; its fields may
// be changed before it is handed to a router. All speeds are in km/h; the values of the maps are those of OpenStreetMap.
// docs/profiles.md tells each field's meaning and range.
type Profile struct {
	Name  string `json:"name"`
	About string `json:"about,omitempty"`

	// Access lists the keys that may permit or forbid the way, from the general to the particular; the last one present decides.
	// Access values that are in none of the lists below say nothing. Restricted values permit at a price: the factor on the weight.
	Access     []string           `json:"access"`
	Allowed    []string           `json:"allowed"`
	Denied     []string           `json:"denied"`
	Restricted map[string]float64 `json:"restricted"`

	// Highways gives the speed on each class of street; classes that are missing need a permission by one of the keys in Opens and
	// are ridden at Other. Barred classes are not used even so. TopSpeed caps all riding; 0 is no cap.
	Highways map[string]float64 `json:"highways"`
	Opens    []string           `json:"opens"`
	Other    float64            `json:"other"`
	Barred   []string           `json:"barred"`
	TopSpeed float64            `json:"top_speed"`

	// Push gives the speed on foot beside the vehicle, by class of street. It counts where riding is not permitted and walking is,
	// in both directions. A class that is missing is walked at Walk where a sidewalk or a foot tag says that one can; 0 means that
	// the vehicle cannot be pushed. PushDenied tells that it may be pushed where its own keys forbid the way.
	Push       map[string]float64 `json:"push"`
	Walk       float64            `json:"walk"`
	PushDenied bool               `json:"push_denied"`

	// Caps on the speed. MaxSpeed is what a speed sign means: a cap ("cap"), the speed itself ("take") or nothing ("ignore"), after
	// multiplying it by MaxSpeedShare.
	Surfaces      map[string]float64 `json:"surfaces"`
	Smoothness    map[string]float64 `json:"smoothness"`
	Tracktypes    map[string]float64 `json:"tracktypes"`
	MaxSpeed      string             `json:"maxspeed"`
	MaxSpeedShare float64            `json:"maxspeed_share"`
	Ferry         float64            `json:"ferry"` // where no timetable is known

	// Width is the vehicle's in metres: narrower ways, signs and gaps are closed. Steepest is the slope in percent above which it
	// cannot go up. 0 is no limit.
	Width    float64 `json:"width"`
	Steepest float64 `json:"steepest"`

	// Oneway lists the keys that make a street one-way, from the general to the particular; a list without "oneway" is not bound by
	// roundabouts either. Contraflow lists the values of the cycleway tags that lift it; ContraflowBelow lifts it on streets signed
	// at most so many km/h, 0 on none.
	Oneway          []string `json:"oneway"`
	Contraflow      []string `json:"contraflow"`
	ContraflowBelow float64  `json:"contraflow_below"`

	// Cycleways lists the values of the cycleway tags that are ridden like a cycleway; Sheltered those that keep the traffic away.
	Cycleways []string `json:"cycleways"`
	Sheltered []string `json:"sheltered"`

	// Barriers gives the seconds that each kind of barrier costs, "*" those of kinds that are not listed; without it such kinds
	// cannot be passed. Kerbs gives the seconds of each kind of kerb; kinds that are missing cost nothing.
	Barriers       map[string]float64 `json:"barriers"`
	BarredBarriers []string           `json:"barred_barriers"`
	Kerbs          map[string]float64 `json:"kerbs"`
	BarredKerbs    []string           `json:"barred_kerbs"`

	// Exempt lists the values of "except" that free the vehicle from a turn restriction; Restriction lists the keys of restrictions
	// that bind it.
	Exempt      []string `json:"exempt"`
	Restriction []string `json:"restriction"`

	// Seconds for a right angle at a crossing (rising with the square of the angle; times TurnBias across the other direction's
	// traffic, divided by it towards the near side), more for any turn across it, for each class of street that one crosses without
	// lights, for turning round, for traffic lights, and for lights of a crossing that stop those on the street now and then.
	Turn           float64            `json:"turn"`
	TurnBias       float64            `json:"turn_bias"`
	Across         float64            `json:"across"`
	Crossing       map[string]float64 `json:"crossing"`
	UTurn          float64            `json:"u_turn"`
	Signal         float64            `json:"signal"`
	SignalCrossing float64            `json:"signal_crossing"`
	DriveOn        string             `json:"drive_on"` // "right" or "left"

	// Factors multiply the time into what is minimised: tag -> value -> factor.
	Factors map[string]map[string]float64 `json:"factors"`

	Power Power `json:"power"`
}

// Bike is the profile of a courier on an ordinary bicycle, who may ride up to customers' doors, obeys one-way signs and pushes the
// bicycle where riding is forbidden.
func Bike() Profile {
	p, err := ProfileNamed("bike")
	if err != nil {
		panic(err) // the file is part of the program, and tested
	}
	return p
}

// fingerprint tells profiles apart by their content.
func (p Profile) fingerprint() uint64 {
	data, err := json.Marshal(p)
	if err != nil {
		return 0 // an infinite speed: no stored result fits such a profile
	}
	h := fnv.New64a()
	h.Write(data)
	return h.Sum64()
}

// fastest is the highest speed on the flat in km/h, of ferries too.
func (p *Profile) fastest() float64 {
	kmh := max(p.Other, p.Walk, p.Ferry, p.TopSpeed)
	for _, speeds := range []map[string]float64{p.Highways, p.Push} {
		for _, speed := range speeds {
			kmh = max(kmh, speed)
		}
	}
	return kmh
}
