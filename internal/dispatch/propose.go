package dispatch

import (
	"cmp"
	"math"
	"slices"

	"pignon.coop/internal/delivery"
)

// Times gives the riding time between two places of a snapshot, in seconds.
type Times func(from, to int) int

// Plan is a proposal: the whole wanted content of each list that would change.
type Plan struct {
	Lists []PlannedList
	Left  []Left
}

// PlannedList is what a courier's list would become.
type PlannedList struct {
	CourierID int64
	Username  string
	Version   int64 // of the list that it was made from
	Items     []Item
	Added     []int64 // tasks
}

// Left is a free task that found no place.
type Left struct {
	Task   int64
	Reason string
}

// Why a task is left.
const (
	NoCourier = "no_courier"
	NoRoom    = "no_room"
)

// Propose finds a place for the free tasks of a snapshot, and moves nothing that is assigned already. Tasks of one delivery go to one
// courier, in their order. Each step takes the delivery that would lose most by waiting, and puts it where it costs least: riding time,
// lateness, and meals that cool down on board. The same snapshot gives the same plan.
func Propose(s Snapshot, times Times) Plan {
	p := &planner{times: times, now: s.Now.Unix()}
	for _, r := range s.Riders {
		p.rides = append(p.rides, p.rideOf(r))
	}
	jobs := jobsOf(s)
	placed := make([][]placing, len(jobs))
	for j := range jobs {
		placed[j] = make([]placing, len(p.rides))
		for r := range p.rides {
			placed[j][r] = p.best(p.rides[r], jobs[j])
		}
	}
	plan := Plan{Left: leftBeforehand(s, jobs)}
	for open := len(jobs); open > 0; open-- {
		j, r := p.choose(jobs, placed)
		if j < 0 {
			break
		}
		p.rides[r].insert(placed[j][r])
		jobs[j].placed = true
		for k := range jobs {
			if !jobs[k].placed {
				placed[k][r] = p.best(p.rides[r], jobs[k])
			}
		}
	}
	return p.finish(s, jobs, plan)
}

// tasksWanted is a delivery's free tasks, which go to one courier. only names that courier when the delivery is partly theirs.
type tasksWanted struct {
	visits []*visit
	only   int64
	placed bool
}

func (w tasksWanted) due() int64 {
	due := int64(math.MaxInt64)
	for _, v := range w.visits {
		due = min(due, v.due)
	}
	return due
}

// jobsOf groups the free tasks by delivery.
func jobsOf(s Snapshot) []tasksWanted {
	holders := map[int64]int64{}
	for _, r := range s.Riders {
		for _, v := range r.Visits {
			if v.Delivery != 0 && v.Status != delivery.Cancelled {
				holders[v.Delivery] = r.CourierID
			}
		}
	}
	var jobs []tasksWanted
	at := map[int64]int{}
	for _, stop := range s.Free {
		n, known := at[stop.Delivery]
		if stop.Delivery == 0 || !known {
			at[stop.Delivery] = len(jobs)
			jobs = append(jobs, tasksWanted{visits: []*visit{visitOf(stop)}, only: holders[stop.Delivery]})
			continue
		}
		jobs[n].visits = append(jobs[n].visits, visitOf(stop))
	}
	for _, j := range jobs {
		slices.SortStableFunc(j.visits, func(a, b *visit) int { return cmp.Compare(a.Rank, b.Rank) })
	}
	return jobs
}

func leftBeforehand(s Snapshot, jobs []tasksWanted) []Left {
	if len(s.Riders) > 0 {
		return nil
	}
	var left []Left
	for _, j := range jobs {
		for _, v := range j.visits {
			left = append(left, Left{Task: v.Task, Reason: NoCourier})
		}
	}
	return left
}

// choose picks the job with the greatest regret: how much worse its second-best courier is. Ties go to what is due first.
func (p *planner) choose(jobs []tasksWanted, placed [][]placing) (job, ride int) {
	job, ride = -1, -1
	most := math.Inf(-1)
	for j := range jobs {
		if jobs[j].placed {
			continue
		}
		first, second, r := math.Inf(1), math.Inf(1), -1
		for n, option := range placed[j] {
			switch {
			case option.cost < first:
				first, second, r = option.cost, first, n
			case option.cost < second:
				second = option.cost
			}
		}
		if r < 0 {
			continue
		}
		regret := math.Min(second-first, alone)
		if regret > most || regret == most && jobs[j].due() < jobs[job].due() {
			job, ride, most = j, r, regret
		}
	}
	return job, ride
}

const alone = 1e6 // the regret of what only one courier can take

func (p *planner) finish(s Snapshot, jobs []tasksWanted, plan Plan) Plan {
	for n, ride := range p.rides {
		if len(ride.added) == 0 {
			continue
		}
		r := s.Riders[n]
		plan.Lists = append(plan.Lists, PlannedList{
			CourierID: r.CourierID, Username: r.Username, Version: r.Version, Items: ride.items(), Added: ride.added,
		})
	}
	for _, j := range jobs {
		if j.placed || len(s.Riders) == 0 {
			continue
		}
		for _, v := range j.visits {
			plan.Left = append(plan.Left, Left{Task: v.Task, Reason: NoRoom})
		}
	}
	return plan
}
