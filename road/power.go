package road

import (
	"errors"
	"fmt"
	"math"
)

// Power says how strong a rider and a vehicle are, so that hills cost the time and the energy that they take. The zero Power takes
// every hill for flat. It follows the steady-speed balance of Martin, Milliken, Cobb, McFadden and Coggan, "Validation of a
// mathematical model for road cycling power", Journal of Applied Biomechanics 14 (1998): what reaches the wheel equals gravity,
// rolling resistance and drag, in still air.
//
// The profile's speed on a flat street is kept: a rider slows down where strength no longer suffices for it, rides downhill a
// little faster, brakes on steep descents, and gets off where walking is quicker or the slope too steep.
type Power struct {
	Mass       float64 `json:"mass"`       // kg: rider, vehicle and load; 0: slopes do not matter
	Drag       float64 `json:"drag"`       // m²: drag coefficient times frontal area
	Rolling    float64 `json:"rolling"`    // rolling resistance coefficient
	Rider      float64 `json:"rider"`      // W at the pedals for as long as it takes; 0 for people on foot
	Motor      float64 `json:"motor"`      // W at the pedals at most; 0 for none. In the European Union 250
	Assist     float64 `json:"assist"`     // W of the motor's for each W of the rider's
	Cutoff     float64 `json:"cutoff"`     // km/h from which the motor no longer helps; 0 for never. In the European Union 25
	Efficiency float64 `json:"efficiency"` // of the drive train, above 0 up to 1
	Cap        float64 `json:"cap"`        // km/h that nobody exceeds downhill
	Steepest   float64 `json:"steepest"`   // slope in per cent from which one gets off and pushes; 0 for never
}

// Energy is work in watt-hours: the rider's at the pedals, and what the battery gives for the motor's.
type Energy struct {
	Rider float64
	Motor float64
}

const (
	gravity    = 9.80665 // m/s²
	airDensity = 1.2     // kg/m³, 20 °C at 100 m above the sea

	// People ride 0.86 km/h faster for each per cent downhill where they ride 21.6 km/h on the flat: Parkin and Rotheram, "Design
	// speeds and acceleration characteristics of bicycle traffic", Transport Policy 17 (2010).
	downhillGain = 100 * 0.86 / 21.6

	// Comfortable braking in units of gravity. A slope takes its share of it, and one wants to stop within the same distance.
	braking = 0.3

	batteryEfficiency = 0.8 // the share of a battery's energy that a hub or mid motor makes work
)

// check tells in words what is wrong with a profile's power, nil for nothing.
func (p Power) check() error {
	if p == (Power{}) {
		return nil
	}
	for _, f := range []struct {
		name             string
		value, low, high float64
	}{
		{"mass", p.Mass, 1, 100000}, {"drag", p.Drag, 0, 20}, {"rolling", p.Rolling, 0, 0.5}, {"rider", p.Rider, 0, 2000},
		{"motor", p.Motor, 0, 10000}, {"assist", p.Assist, 0, 20}, {"cutoff", p.Cutoff, 0, 200},
		{"efficiency", p.Efficiency, 0.1, 1}, {"cap", p.Cap, 1, 300}, {"steepest", p.Steepest, 0, 100},
	} {
		if !(f.value >= f.low && f.value <= f.high) {
			return fmt.Errorf("power: %s is %g; it must lie between %g and %g", f.name, f.value, f.low, f.high)
		}
	}
	if p.Motor > 0 && (p.Assist == 0 || p.Rider == 0) {
		return errors.New("power: a motor needs a rider to help, and assist to say how much")
	}
	return nil
}

// maxSlope is where the tables end, in per cent; steeper slopes count as this.
const maxSlope = 30

// slopes is a Power worked out for the streets with one speed on the flat, in steps of one per cent from -maxSlope to maxSlope.
type slopes struct {
	paces        slopeTable // time in units of the time on the flat
	rider, motor slopeTable // watt-hours per metre
}

type slopeTable [2*maxSlope + 1]float64

// at reads between the steps. A slope is metres up per metre along.
func (t *slopeTable) at(slope float64) float64 {
	x := max(0, min(2*maxSlope, 100*slope+maxSlope))
	i := min(int(x), 2*maxSlope-1)
	share := x - float64(i)
	return t[i] + share*(t[i+1]-t[i])
}

// pace is how many times longer a slope takes than the flat.
func (s *slopes) pace(slope float64) float64 { return s.paces.at(slope) }

// energy is the work of riding so many metres of a slope.
func (s *slopes) energy(metres, slope float64) Energy {
	return Energy{Rider: metres * s.rider.at(slope), Motor: metres * s.motor.at(slope)}
}

// slopes works the tables out for streets that are ridden at a speed on the flat; one pushes at the other speed, 0 for never.
func (p Power) slopes(flatKmh, walkKmh float64) *slopes {
	s := &slopes{}
	if p.Mass <= 0 || !(flatKmh > 0) {
		for i := range s.paces {
			s.paces[i] = 1
		}
		return s
	}
	flat := flatKmh / 3.6
	c := climber{Power: p, flat: flat, walk: min(flat, walkKmh/3.6), onFoot: p.Rider == 0 || flatKmh <= walkKmh}
	c.Rider = max(c.Rider, c.effort())
	for i := range s.paces {
		slope := float64(i-maxSlope) / 100
		speed, riding := c.speed(slope)
		rider, battery := c.watts(speed, slope, riding)
		s.paces[i], s.rider[i], s.motor[i] = flat/speed, rider/speed/3600, battery/speed/3600
	}
	return s
}

// climber is a Power on streets of one speed. Speeds are in metres per second.
type climber struct {
	Power
	flat, walk float64
	onFoot     bool
}

// effort is the rider's share in keeping the speed on the flat, which a profile's speeds may make larger than its rider's strength.
func (c climber) effort() float64 {
	if c.onFoot {
		return 0
	}
	rider, _ := c.split(c.resistance(c.flat, 0)*c.flat/c.Efficiency, c.flat)
	return rider
}

// speed is the speed on a slope, and whether it is ridden.
func (c climber) speed(slope float64) (speed float64, riding bool) {
	if c.onFoot {
		return c.flat * walking(slope), false
	}
	speed = min(c.ceiling(slope), c.strength(slope))
	walk := c.walk * walking(slope)
	if walk > 0 && (speed < walk || c.Steepest > 0 && 100*slope > c.Steepest) {
		return max(walk, 0.1), false
	}
	return max(speed, 0.1), true
}

// walking is the speed on a slope in units of that on the flat: Tobler's hiking function ("Three presentations on geographical
// analysis and modeling", NCGIA 93-1, 1993).
func walking(slope float64) float64 { return math.Exp(-3.5 * (math.Abs(slope+0.05) - 0.05)) }

// ceiling is the highest speed that a rider wants on a slope.
func (c climber) ceiling(slope float64) float64 {
	if slope >= 0 {
		return c.flat
	}
	safe := c.Cap / 3.6 * math.Sqrt(max(0, 1+slope/braking))
	return min(c.flat*(1-downhillGain*slope), safe)
}

// strength is the speed at which all power is used up. Power needed rises with speed from where it is not negative, and power given
// does not, so that halving finds the one speed where they meet.
func (c climber) strength(slope float64) float64 {
	low, high := 0.0, 60.0
	for range 40 {
		speed := (low + high) / 2
		if (c.Rider+c.help(c.Rider, speed))*c.Efficiency >= c.resistance(speed, slope)*speed {
			low = speed
		} else {
			high = speed
		}
	}
	return low
}

// help is what the motor adds to the rider's watts.
func (c climber) help(rider, speed float64) float64 {
	if c.Cutoff > 0 && speed > c.Cutoff/3.6 {
		return 0
	}
	return min(rider*c.Assist, c.Motor)
}

// resistance is the force in newtons against moving at a speed up a slope, negative where it pushes.
func (c climber) resistance(speed, slope float64) float64 {
	angle := math.Atan(slope)
	return c.Mass*gravity*(math.Sin(angle)+c.Rolling*math.Cos(angle)) + airDensity/2*c.Drag*speed*speed
}

// split shares watts at the pedals between rider and motor.
func (c climber) split(watts, speed float64) (rider, motor float64) {
	motor = c.help(watts/(1+c.Assist), speed)
	return watts - motor, motor
}

// watts is the rider's work and the battery's while moving at a speed on a slope; nothing while it takes brakes.
func (c climber) watts(speed, slope float64, riding bool) (rider, battery float64) {
	wheel := max(0, c.resistance(speed, slope)*speed)
	if !riding {
		return wheel, 0
	}
	rider, motor := c.split(wheel/c.Efficiency, speed)
	return rider, motor / batteryEfficiency
}
