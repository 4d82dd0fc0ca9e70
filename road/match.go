package road

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
)

// Fix is one reading of a satellite receiver.
type Fix struct {
	Point    Point
	At       Seconds // since any moment; 0 in all fixes where times are not known
	Accuracy Metres  // the radius that holds the true place two times in three; 0 where it is not known, for 10 m
}

// MatchOptions says how a trace is matched.
type MatchOptions struct {
	RouteOptions
	Tidy  bool // leave out fixes that hardly differ from the one before
	Whole bool // do not split the trace where the receiver was silent for long
}

// Match says which streets a trace followed: one matching for each part of it that hangs together, in order.
type Match struct {
	Matchings   []Matching
	Tracepoints []Tracepoint // one for each fix
}

// Matching is a part of a trace as a route with a leg from each of its fixes to the next. Confidence is the mean probability, by the
// fixes alone, that the vehicle was where the route puts it, 0 to 1; it is low where several streets would do, or none does.
type Matching struct {
	Confidence float64
	Route
}

// Tracepoint is a fix put onto a street. Those that were left out, or that belong to no matching, are not OK.
type Tracepoint struct {
	OK           bool
	Snap         Snap
	Matching     int // its number among the matchings
	Waypoint     int // its number among the fixes of that matching
	Alternatives int // other streets that were near
}

// MaxFixes is how many fixes a trace may have.
const MaxFixes = 10000

const (
	defaultAccuracy Metres = 10
	accuracySigmas         = 1.515 // the radius that holds 68 % of a two-dimensional normal distribution

	maxCandidates = 8     // streets around a fix
	turnAround    = 3000  // centimetres that count extra for turning round, so that noise does not
	longJump      = 2000  // metres between two fixes without times that no vehicle is believed to have made
	longestJump   = 10000 // metres between two fixes that are not looked into
	longSilence   = 60    // seconds
	lostFixes     = 3     // in a row that may be left out
	hopeless      = -60.0 // log-likelihood below the best from which a candidate is not followed
)

// Match finds the streets that a trace of fixes followed: the most probable sequence of places by a hidden Markov model, after
// Newson and Krumm, "Hidden Markov map matching through noise and sparseness" (2009). A place is the more probable the nearer its fix,
// a step from place to place the more probable the less its way is longer than the straight line between the fixes.
//
// Fixes off all streets and single outliers are left out; where a vehicle cannot have got to the next fix, it is more than ten
// kilometres away, or nothing was heard for more than a minute, a new matching begins. Parts of a single fix make none. The fixes
// must be in the order of their times. It fails with ErrNoRoad where no fix is near a street, and with the context's error.
func (r *Router) Match(ctx context.Context, trace []Fix, options MatchOptions) (Match, error) {
	if err := checkTrace(trace); err != nil {
		return Match{}, err
	}
	m := newMatcher(r, trace, options)
	defer m.close()
	chains, err := m.chains(ctx)
	if err != nil {
		return Match{}, err
	}
	if !m.near && len(trace) > 0 {
		return Match{}, fmt.Errorf("all %d fixes of the trace: %w", len(trace), ErrNoRoad)
	}
	result := Match{Tracepoints: make([]Tracepoint, len(trace))}
	for _, c := range chains {
		matching, err := m.matching(ctx, c, len(result.Matchings), result.Tracepoints)
		if err != nil {
			return Match{}, err
		}
		result.Matchings = append(result.Matchings, matching)
	}
	return result, nil
}

func checkTrace(trace []Fix) error {
	if len(trace) > MaxFixes {
		return fmt.Errorf("a trace of %d fixes: at most %d can be matched at once", len(trace), MaxFixes)
	}
	for i, f := range trace {
		if !(f.Accuracy >= 0) || math.IsNaN(float64(f.At)) || math.IsInf(float64(f.At), 0) {
			return fmt.Errorf("fix %d of the trace has time %g and accuracy %g: give numbers, no negative accuracy",
				i+1, float64(f.At), float64(f.Accuracy))
		}
		if i > 0 && f.At < trace[i-1].At {
			return fmt.Errorf("fix %d of the trace is earlier than the one before: put them in the order of their times", i+1)
		}
	}
	return nil
}

// matcher is the working memory of one question.
type matcher struct {
	r       *Router
	trace   []Fix
	options MatchOptions
	timed   bool
	near    bool    // some fix is near a street
	silence float64 // seconds from which on the trace is split
	walker  *walker
}

func newMatcher(r *Router, trace []Fix, options MatchOptions) *matcher {
	m := &matcher{r: r, trace: trace, options: options, walker: newWalker(r)}
	var steps []float64
	for i := range trace[:max(len(trace)-1, 0)] {
		steps = append(steps, float64(trace[i+1].At-trace[i].At))
	}
	if len(steps) > 0 {
		slices.Sort(steps)
		m.timed = steps[len(steps)-1] > 0
		m.silence = max(longSilence, 4*steps[(len(steps)-1)/2])
	}
	return m
}

func (m *matcher) close() { m.walker.close() }

// sigma is the standard deviation of a fix along each axis, in metres. Streets are drawn a few metres off themselves.
func (f Fix) sigma() float64 {
	return max(4, min(100, float64(cmp.Or(f.Accuracy, defaultAccuracy))/accuracySigmas))
}

// candidate is a place on an arc where the vehicle may have been.
type candidate struct {
	Snap
	arc arc
}

// candidates lists the places near a fix, each once for each direction of its street.
func (m *matcher) candidates(f Fix) (places []candidate, streets int) {
	radius := Metres(max(40, 4*f.sigma()))
	for _, s := range m.r.Nearest(Stop{Point: f.Point, Radius: radius}, maxCandidates) {
		streets++
		for a := 2 * s.edge; a <= 2*s.edge+1; a++ {
			if m.r.m.usable(a) {
				places = append(places, candidate{Snap: s, arc: a})
			}
		}
	}
	return places, streets
}

// chains cuts the trace into parts of at least two fixes that hang together.
func (m *matcher) chains(ctx context.Context) ([]chain, error) {
	var all []chain
	for i := 0; i < len(m.trace); {
		var c chain
		if c, i = m.chain(ctx, i); len(c) > 1 {
			all = append(all, c)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	return all, nil
}

// chain collects fixes that hang together, from the given one on, and tells where the next chain begins. A fix that cannot be reached
// is lost if one of those after it can; otherwise the next chain begins with it.
func (m *matcher) chain(ctx context.Context, i int) (c chain, following int) {
	lost := 0
	for ; i < len(m.trace) && lost <= lostFixes && ctx.Err() == nil; i++ {
		if len(c) > 0 && m.isSilent(c.last().fix, i) {
			break
		}
		next := m.moment(i)
		switch {
		case len(next.places) == 0 || len(c) > 0 && m.isDull(c.last().fix, i):
			lost += min(lost, 1) // tried again with those lost before it
		case len(c) == 0 || m.join(c.last(), next):
			c, lost = append(c, next), 0
		default:
			lost++
		}
	}
	return c, i - lost
}

// isSilent tells whether nothing was heard for so long that anything may have happened.
func (m *matcher) isSilent(from, to int) bool {
	return !m.options.Whole && m.timed && float64(m.trace[to].At-m.trace[from].At) > m.silence
}

// isDull tells whether a fix says nothing that the one before did not say. The last one counts: it is where the trace ends.
func (m *matcher) isDull(from, to int) bool {
	a, b := m.trace[from], m.trace[to]
	return m.options.Tidy && to != len(m.trace)-1 && metresBetween(a.Point, b.Point) < max(a.sigma(), b.sigma())
}

func (m *matcher) moment(fix int) *moment {
	places, streets := m.candidates(m.trace[fix])
	m.near = m.near || len(places) > 0
	next := &moment{fix: fix, places: places, streets: streets, fit: make([]float64, len(places))}
	for i, p := range places {
		next.fit[i] = -0.5 * math.Pow(float64(p.Metres)/m.trace[fix].sigma(), 2)
	}
	next.best = slices.Clone(next.fit)
	return next
}

// join works out the steps between two moments; false where none is possible.
func (m *matcher) join(from, to *moment) bool {
	a, b := m.trace[from.fix], m.trace[to.fix]
	straight := metresBetween(a.Point, b.Point)
	noise := a.sigma() + b.sigma()
	if straight > m.farthest(a, b)+3*noise {
		return false
	}
	limit := uint32(100 * (300 + 2*straight + 3*noise))
	scale := max(5, noise/2) + straight/50
	to.moves = make([][]float64, len(from.places))
	top := slices.Max(from.best)
	for i, p := range from.places {
		to.moves[i] = make([]float64, len(to.places))
		if from.best[i] < top+hopeless {
			fill(to.moves[i], math.Inf(-1))
			continue
		}
		m.walker.walk(p, to.places, limit)
		for j := range to.places {
			to.moves[i][j] = math.Inf(-1)
			if cm, ok := m.walker.length(p, to.places[j], 2*noise); ok && cm <= limit {
				to.moves[i][j] = -math.Abs(float64(cm)/100-straight) / scale
			}
		}
	}
	return to.follow(from)
}

func fill(values []float64, with float64) {
	for i := range values {
		values[i] = with
	}
}

// farthest is how far a vehicle can have got from one fix to the next, in metres: three times as fast as the profile's best, since
// people hurry.
func (m *matcher) farthest(a, b Fix) float64 {
	if !m.timed {
		return longJump
	}
	return min(longestJump, 3*m.r.m.profile.fastest()/3.6*max(1, float64(b.At-a.At)))
}

// matching turns a chain into a route, and notes where its fixes went.
func (m *matcher) matching(ctx context.Context, c chain, number int, points []Tracepoint) (Matching, error) {
	chosen := c.likeliest()
	result := Matching{Confidence: m.confidence(c, chosen)}
	var from candidate
	for i, moment := range c {
		if ctx.Err() != nil {
			return Matching{}, ctx.Err()
		}
		to := moment.places[chosen[i]]
		if i > 0 && to.arc == from.arc && m.walker.part(to) < m.walker.part(from) {
			asked := to.Asked
			to = from // noise put it back a little
			to.Asked, to.Metres = asked, Metres(metresBetween(to.Point, asked))
		}
		if i > 0 {
			result.add(m.leg(from, to))
		}
		result.Stops = append(result.Stops, to.Snap)
		points[moment.fix] = Tracepoint{OK: true, Snap: to.Snap, Matching: number, Waypoint: i, Alternatives: moment.streets - 1}
		from = to
	}
	return result, nil
}

// leg draws the way between two places that was found before.
func (m *matcher) leg(from, to candidate) Leg {
	m.walker.walk(from, []candidate{to}, math.MaxUint32)
	cost, path := m.walker.arrival(from, to)
	return m.r.m.legOf(cost, path, from.Snap, to.Snap, m.options.RouteOptions)
}

// confidence is the mean probability that the vehicle was near the chosen places.
func (m *matcher) confidence(c chain, chosen []int) float64 {
	sum := 0.0
	for t, odds := range c.odds() {
		place := c[t].places[chosen[t]]
		near := 0.0
		for j, p := range odds {
			if metresBetween(c[t].places[j].Point, place.Point) < 15 {
				near += p
			}
		}
		// Fixes more than two standard deviations off tell against any street.
		sum += near * min(1, math.Exp(2+c[t].fit[chosen[t]]))
	}
	return min(1, sum/float64(len(c)))
}
