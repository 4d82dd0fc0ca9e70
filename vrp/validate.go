package vrp

import "fmt"

// Limits of a problem. Travel and rates beyond them would overflow the search's arithmetic.
const (
	maxPlaces = 1 << 15
	maxTasks  = 1 << 14
	maxLeg    = 1 << 27
)

// Validate reports the first thing in the problem that makes no sense, in words for the person who wrote it.
func (p *Problem) Validate() error {
	if len(p.Profiles) == 0 {
		return fmt.Errorf("the problem has no profile: give at least one table of durations")
	}
	if n := len(p.Jobs) + 2*len(p.Shipments); n > maxTasks {
		return fmt.Errorf("the problem has %d stops: at most %d are possible", n, maxTasks)
	}
	for i := range p.Profiles {
		if err := p.Profiles[i].validate(); err != nil {
			return fmt.Errorf("profile %d: %w", i, err)
		}
		if p.Profiles[i].Places != p.Profiles[0].Places {
			return fmt.Errorf("profile %d has %d places, profile 0 has %d: all need the same", i, p.Profiles[i].Places, p.Profiles[0].Places)
		}
	}
	if p.Balance < 0 || p.Balance > 1e9 {
		return fmt.Errorf("balance %d: it goes from 0 to 1000000000", p.Balance)
	}
	for i := range p.Vehicles {
		if err := p.validateVehicle(&p.Vehicles[i]); err != nil {
			return fmt.Errorf("vehicle %d (id %d): %w", i, p.Vehicles[i].ID, err)
		}
	}
	if err := p.validateTasks(); err != nil {
		return err
	}
	return p.validateLocks()
}

func (f *Profile) validate() error {
	if f.Places < 1 || f.Places > maxPlaces {
		return fmt.Errorf("it has %d places: 1 to %d are possible", f.Places, maxPlaces)
	}
	want := f.Places * f.Places
	if len(f.Durations) != want {
		return fmt.Errorf("durations has %d entries: %d places need %d", len(f.Durations), f.Places, want)
	}
	if f.Distances != nil && len(f.Distances) != want {
		return fmt.Errorf("distances has %d entries: %d places need %d", len(f.Distances), f.Places, want)
	}
	if f.Costs != nil && len(f.Costs) != want {
		return fmt.Errorf("costs has %d entries: %d places need %d", len(f.Costs), f.Places, want)
	}
	for name, table := range map[string][]int32{"duration": f.Durations, "distance": f.Distances, "cost": f.Costs} {
		for i, v := range table {
			if v < 0 || v > maxLeg {
				return fmt.Errorf("%s from place %d to %d is %d: it goes from 0 to %d", name, i/f.Places, i%f.Places, v, maxLeg)
			}
		}
	}
	return nil
}

func (p *Problem) validateVehicle(v *Vehicle) error {
	if v.Profile < 0 || v.Profile >= len(p.Profiles) {
		return fmt.Errorf("there is no profile %d", v.Profile)
	}
	for name, place := range map[string]int{"start": v.Start, "end": v.End} {
		if place != Nowhere && (place < 0 || place >= p.Profiles[0].Places) {
			return fmt.Errorf("its %s is place %d: there are %d places", name, place, p.Profiles[0].Places)
		}
	}
	if err := v.Shift.validate(); err != nil {
		return fmt.Errorf("shift: %w", err)
	}
	if err := validateBreaks(v.Breaks); err != nil {
		return err
	}
	if v.SpeedPercent < 0 || v.SpeedPercent > 1000 || v.SpeedPercent > 0 && v.SpeedPercent < 10 {
		return fmt.Errorf("speed is %d percent: it goes from 10 to 1000", v.SpeedPercent)
	}
	if min(v.MaxDistance, v.MaxDuration, v.MaxTravel) < 0 || v.MaxStops < 0 {
		return fmt.Errorf("a maximum is negative: leave it zero for none")
	}
	c := v.Costs
	if min(c.Fixed, c.PerHour, c.PerKm, c.PerWorkHour, c.PerTaskHour) < 0 || max(c.PerHour, c.PerKm, c.PerWorkHour, c.PerTaskHour) > 1e6 || c.Fixed > 1e12 {
		return fmt.Errorf("costs %+v: rates go from 0 to 1000000, the fixed cost to 10^12", c)
	}
	return validateAmounts("capacity", v.Capacity)
}

func validateBreaks(breaks []Break) error {
	for i, b := range breaks {
		if len(b.Windows) == 0 || b.Duration < 0 || b.Duration > Unlimited {
			return fmt.Errorf("break %d needs a window and a duration", i)
		}
		if err := first(validateWindows(b.Windows), validateAmounts("load", b.MaxLoad)); err != nil {
			return fmt.Errorf("break %d: %w", i, err)
		}
		if i > 0 && b.Windows[0].From < breaks[i-1].Windows[0].From {
			return fmt.Errorf("break %d begins before the one listed before it: list them in order", i)
		}
	}
	return nil
}

func (w Window) validate() error {
	if w.From < 0 || w.To > Unlimited || w.To < w.From {
		return fmt.Errorf("window %d-%d: it has to begin at 0 or later, end after it begins and by %d", w.From, w.To, Unlimited)
	}
	return nil
}

func validateAmounts(name string, amounts []int32) error {
	if len(amounts) > maxDims {
		return fmt.Errorf("%s has %d dimensions: at most %d are possible", name, len(amounts), maxDims)
	}
	for _, a := range amounts {
		if a < 0 || a > maxLeg {
			return fmt.Errorf("%s %d: it goes from 0 to %d", name, a, maxLeg)
		}
	}
	return nil
}

func (p *Problem) validateTasks() error {
	for i := range p.Jobs {
		j := &p.Jobs[i]
		err := first(p.validateTerms(&j.Terms), p.validateStop(&j.Stop), validateAmounts("delivery", j.Delivery), validateAmounts("pick-up", j.Pickup))
		if err == nil && (j.Release < 0 || j.Release > Unlimited) {
			err = fmt.Errorf("release %d: it goes from 0 to %d", j.Release, Unlimited)
		}
		if err != nil {
			return fmt.Errorf("job %d (id %d): %w", i, j.ID, err)
		}
	}
	for i := range p.Shipments {
		s := &p.Shipments[i]
		err := first(p.validateTerms(&s.Terms), p.validateStop(&s.Pickup), p.validateStop(&s.Drop), validateAmounts("amount", s.Amount))
		if err == nil && s.MaxOnBoard < 0 {
			err = fmt.Errorf("the time on board is %d: leave it zero for no bound", s.MaxOnBoard)
		}
		if err != nil {
			return fmt.Errorf("shipment %d (id %d): %w", i, s.ID, err)
		}
	}
	return nil
}

func first(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *Problem) validateTerms(t *Terms) error {
	if t.Priority < 0 || t.Priority > 100 {
		return fmt.Errorf("priority %d: it goes from 0 to 100", t.Priority)
	}
	if t.Penalty < 0 || t.Penalty > 1e12 {
		return fmt.Errorf("penalty %d: it goes from 0 to 10^12", t.Penalty)
	}
	for _, list := range [][]int{t.Only, t.Never} {
		for _, v := range list {
			if v < 0 || v >= len(p.Vehicles) {
				return fmt.Errorf("it names vehicle %d: there are %d", v, len(p.Vehicles))
			}
		}
	}
	for _, w := range t.Wishes {
		if w.Vehicle < 0 || w.Vehicle >= len(p.Vehicles) || w.Cost > 1e9 || w.Cost < -1e9 {
			return fmt.Errorf("wish %+v: it names a vehicle that exists and a cost up to 10^9", w)
		}
	}
	return nil
}

func (p *Problem) validateStop(s *Stop) error {
	if s.Place < 0 || s.Place >= p.Profiles[0].Places {
		return fmt.Errorf("it is at place %d: there are %d places", s.Place, p.Profiles[0].Places)
	}
	for _, t := range append([]TypeTimes{{Service: s.Service, Setup: s.Setup}}, s.ByType...) {
		if min(t.Service, t.Setup) < 0 || max(t.Service, t.Setup) > maxLeg {
			return fmt.Errorf("service %d, set-up %d: they go from 0 to %d", t.Service, t.Setup, maxLeg)
		}
	}
	if s.LatePerHour < 0 || s.LatePerHour > 1e9 || s.Due < 0 {
		return fmt.Errorf("lateness costs %d an hour after %d: they go from 0 to 10^9", s.LatePerHour, s.Due)
	}
	return validateWindows(s.Windows)
}

func validateWindows(windows []Window) error {
	for i, w := range windows {
		if err := w.validate(); err != nil {
			return err
		}
		if i > 0 && w.From <= windows[i-1].To {
			return fmt.Errorf("window %d-%d begins before the end of the one listed before it", w.From, w.To)
		}
	}
	return nil
}
