package online

// Left is a task without a courier, by index.
type Left struct {
	Task   int
	Reason Reason
}

// Why tells why a task is with its courier.
type Why struct {
	Task, Courier int
	// First and Last are when the service at its first and last stop starts.
	First, Last int
	// RunnerUp is who would have had it next, -1 for nobody, at Extra more, with its last stop at ThenLast.
	RunnerUp int
	Extra    float64
	ThenLast int
	// Reason is what speaks most for the courier against the runner-up.
	Reason Reason
}

// Reason is one thing that a plan weighs.
type Reason uint8

// The reasons: for a courier, and against all of them.
const (
	Equal  Reason = iota // both would do as well
	Sooner               // customers wait less, or are less late
	Warmer               // meals ride for a shorter time
	Nearer               // less riding and waiting
	Better               // ends sooner, or nearer to where work comes up
	Fairer               // has had less than an even share
	Alone                // nobody else can do it in time
	Theirs               // has the rest of it already

	Nobody // there is no courier
	Full   // nobody can do it in time beside what they have accepted
	Remote // nobody could do it in time even with nothing else to do
)

// whys explains every task that has a courier, all else unchanged.
func (s *search) whys() (out []Why) {
	for t := range s.p.Tasks {
		if s.home[t] >= 0 {
			out = append(out, s.why(int32(t)))
		}
	}
	return out
}

func (s *search) why(t int32) Why {
	c := int(s.home[t])
	kept, stops := s.routes[c], s.p.Tasks[t].Stops
	out := Why{Task: int(t), Courier: c, RunnerUp: -1, Reason: Alone}
	out.First, out.Last = s.timesOf(c, kept.stops, stops)
	s.saved = s.saved[:0]
	s.take(t)
	defer func() { s.routes[c], s.home[t] = kept, int32(c) }()
	own := kept.cost - s.routes[c].cost
	if s.p.Tasks[t].Only >= 0 {
		out.Reason = Theirs
		return out
	}
	next, ok := s.runnerUp(t, c)
	if !ok {
		return out
	}
	route := filled(s.routes[next.courier].stops, stops, next.option)
	_, out.ThenLast = s.timesOf(next.courier, route, stops)
	out.RunnerUp, out.Extra = next.courier, next.cost-own
	mine, theirs := s.bill(c, kept.stops), s.bill(next.courier, route)
	out.Reason = strongest(mine.minus(s.bill(c, s.routes[c].stops)), theirs.minus(s.bill(next.courier, s.routes[next.courier].stops)))
	return out
}

// offered is an option with a courier.
type offered struct {
	option
	courier int
}

func (s *search) runnerUp(t int32, not int) (best offered, ok bool) {
	for c := range s.routes {
		if o := s.offer(t, c); c != not && o.a >= 0 && (!ok || o.cost < best.cost) {
			best, ok = offered{o, c}, true
		}
	}
	return best, ok
}

// timesOf rides a route and tells when the first and the last of some stops are served.
func (s *search) timesOf(c int, route []int32, stops []int) (first, last int) {
	s.ride(c, route)
	return s.when[stops[0]], s.when[stops[len(stops)-1]]
}

func (s *search) ride(c int, route []int32) cursor {
	k := s.start(c)
	for _, stop := range route {
		s.step(&k, stop, s.p.Couriers[c].Off)
	}
	return k
}

// bill is a cost by reason.
type bill [Fairer + 1]float64

func (b bill) minus(o bill) bill {
	for i := range b {
		b[i] -= o[i]
	}
	return b
}

// bill splits what a route costs, by riding it under a part of the prices at a time.
func (s *search) bill(c int, route []int32) (b bill) {
	all := s.p.Prices
	defer func() { s.p.Prices = all }()
	for reason, prices := range map[Reason]Prices{
		Sooner: {Eager: all.Eager, Late: all.Late},
		Warmer: {Cool: all.Cool},
		Nearer: {Ride: all.Ride, Wait: all.Wait},
		Better: {Busy: all.Busy, Far: all.Far},
	} {
		s.p.Prices = prices
		k := s.ride(c, route)
		b[reason] = k.cost + s.rest(&k)
	}
	s.p.Prices = all
	b[Fairer] = s.level(c, s.tasksIn(route))
	return b
}

func (s *search) tasksIn(route []int32) (n int) {
	for _, stop := range route {
		if t := s.taskOf[stop]; t >= 0 && int(stop) == s.p.Tasks[t].Stops[0] {
			n++
		}
	}
	return n
}

// strongest is the reason by which mine is cheaper most.
func strongest(mine, theirs bill) Reason {
	best := Equal
	saved := gain
	for r := Sooner; r <= Fairer; r++ {
		if theirs[r]-mine[r] > saved {
			best, saved = r, theirs[r]-mine[r]
		}
	}
	return best
}

// against finds why a task has no courier.
func (s *search) against(t int) Reason {
	if len(s.routes) == 0 {
		return Nobody
	}
	for c := range s.routes {
		kept := s.routes[c]
		s.routes[c].stops = nil
		s.refresh(c)
		o := s.look(c, nil, s.p.Tasks[t].Stops)
		s.routes[c] = kept
		if o.a >= 0 && (s.p.Tasks[t].Only < 0 || s.p.Tasks[t].Only == c) {
			return Full
		}
	}
	return Remote
}
