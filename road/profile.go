package road

import (
	"encoding/json"
	"hash/fnv"
)

// Profile says, as data, what the tags of streets mean for one kind of vehicle. Start from Bike and change what differs. All speeds
// are in km/h; the values of the maps are those of OpenStreetMap.
type Profile struct {
	Name string `json:"name"`

	// Access lists the keys that may permit or forbid the way, from the general to the particular; the last one present decides.
	// Access values that are in neither list below say nothing.
	Access  []string `json:"access"`
	Allowed []string `json:"allowed"`
	Denied  []string `json:"denied"`

	// Highways gives the speed on each class of street; classes that are missing need an explicit permission by the last key of
	// Access and are ridden at Other. Barred classes are not used even so.
	Highways map[string]float64 `json:"highways"`
	Other    float64            `json:"other"`
	Barred   []string           `json:"barred"`

	// Push gives the speed on foot beside the vehicle, by class of street. It counts where riding is not permitted and walking is,
	// in both directions. A class that is missing is walked at Walk where a sidewalk or a foot tag says that one can; 0 means that
	// the vehicle cannot be pushed.
	Push map[string]float64 `json:"push"`
	Walk float64            `json:"walk"`

	// Caps on the riding speed.
	Surfaces   map[string]float64 `json:"surfaces"`
	Smoothness map[string]float64 `json:"smoothness"`
	Tracktypes map[string]float64 `json:"tracktypes"`
	Ferry      float64            `json:"ferry"` // where no timetable is known

	// Oneway lists the keys that make a street one-way, from the general to the particular. Contraflow lists the values of the
	// cycleway tags that lift it.
	Oneway     []string `json:"oneway"`
	Contraflow []string `json:"contraflow"`

	// Barriers gives the seconds that each kind of barrier costs; kinds that are missing cannot be passed.
	Barriers map[string]float64 `json:"barriers"`

	// Exempt lists the values of "except" that free the vehicle from a turn restriction; Restriction lists the keys of restrictions
	// that bind it.
	Exempt      []string `json:"exempt"`
	Restriction []string `json:"restriction"`

	// Seconds for a right angle at a crossing (rising with the square of the angle), for turning round, and for traffic lights.
	Turn   float64 `json:"turn"`
	UTurn  float64 `json:"u_turn"`
	Signal float64 `json:"signal"`

	Power Power `json:"power"`
}

// Bike is the profile of a courier on an ordinary bicycle, who may ride up to customers' doors, obeys one-way signs and pushes the
// bicycle where riding is forbidden.
func Bike() Profile {
	return Profile{
		Name:    "bike",
		Access:  []string{"access", "vehicle", "bicycle"},
		Allowed: []string{"yes", "designated", "official", "permissive", "destination", "delivery", "customers", "optional_sidepath"},
		Denied:  []string{"no", "private", "permit", "agricultural", "forestry", "military", "emergency", "use_sidepath"},
		Highways: map[string]float64{
			"cycleway": 17, "primary": 16, "primary_link": 16, "secondary": 17, "secondary_link": 17, "tertiary": 17,
			"tertiary_link": 17, "unclassified": 17, "residential": 17, "living_street": 12, "service": 14, "road": 15,
			"trunk": 14, "trunk_link": 14, "busway": 16, "track": 13, "path": 12,
		},
		Other:      10,
		Barred:     []string{"motorway", "motorway_link"},
		Push:       map[string]float64{"footway": 4, "pedestrian": 4, "path": 4, "platform": 4, "pier": 4, "corridor": 3, "steps": 2},
		Walk:       4,
		Surfaces:   bikeSurfaces(),
		Smoothness: map[string]float64{"bad": 12, "very_bad": 8, "horrible": 6, "very_horrible": 5, "impassable": 3},
		Tracktypes: map[string]float64{"grade2": 14, "grade3": 12, "grade4": 9, "grade5": 7},
		Ferry:      8,
		Oneway:     []string{"oneway", "oneway:bicycle"},
		Contraflow: []string{"opposite", "opposite_lane", "opposite_track", "opposite_share_busway"},
		Barriers: map[string]float64{
			"bollard": 0, "block": 1, "bus_trap": 0, "sump_buster": 0, "cattle_grid": 1, "entrance": 0, "gate": 6, "lift_gate": 4,
			"swing_gate": 6, "sliding_gate": 6, "hampshire_gate": 10, "kent_carriage_gap": 2, "cycle_barrier": 5, "chicane": 5,
			"motorcycle_barrier": 5, "toll_booth": 0, "border_control": 0, "sally_port": 0, "height_restrictor": 0, "kerb": 1,
			"chain": 4, "rope": 4, "planter": 1, "jersey_barrier": 3, "no": 0, "yes": 4, "swing": 5, "coupure": 0,
			"wicket_gate": 8, "bump_gate": 6, "debris": 10, "log": 8,
		},
		Exempt:      []string{"bicycle"},
		Restriction: []string{"restriction", "restriction:bicycle"},
		Turn:        3, UTurn: 20, Signal: 4,
	}
}

func bikeSurfaces() map[string]float64 {
	return map[string]float64{
		"sett": 12, "cobblestone": 9, "unhewn_cobblestone": 7, "cobblestone:flattened": 11, "compacted": 14, "fine_gravel": 13,
		"gravel": 11, "pebblestone": 10, "unpaved": 12, "ground": 11, "dirt": 11, "earth": 11, "grass": 7, "grass_paver": 10,
		"mud": 4, "sand": 4, "wood": 12, "metal": 12, "rock": 5, "woodchips": 8, "snow": 5, "ice": 5,
	}
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
