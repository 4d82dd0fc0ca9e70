package dispatch

import (
	"context"
	"slices"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/order"
	"pignon.coop/internal/span"
)

// lead is how long before a courier has to set out they are told.
const lead = 4 * time.Minute

// DispatchDue is the job that gives out what cannot wait any longer.
type DispatchDue struct{}

// JobKind names the job.
func (DispatchDue) JobKind() string { return "dispatch_due" }

// Autopilot gives couriers on duty what they have to set out for now, as a proposal would have it, where the co-op wants that. It never
// moves what a list holds, and leaves to people what somebody has taken off a list.
type Autopilot struct {
	DB     *db.DB
	Plans  Plans
	Wanted func() bool
}

// Wakes tells whether a fact of this name may change what has to be given out now.
func Wakes(event string) bool {
	return slices.Contains([]string{
		delivery.TaskCreated{}.EventName(), delivery.TaskRescheduled{}.EventName(), delivery.TaskDone{}.EventName(),
		delivery.TaskFailed{}.EventName(), delivery.TaskCancelled{}.EventName(), delivery.TaskRestored{}.EventName(),
		order.Delayed{}.EventName(), DutyChanged{}.EventName(), ListChanged{}.EventName(),
	}, event)
}

// Handler runs the jobs.
func (a Autopilot) Handler() job.Handler {
	return job.On(func(ctx context.Context, _ DispatchDue) error { return a.Run(ctx) })
}

// Run plans once and gives out what is due.
func (a Autopilot) Run(ctx context.Context) error {
	if !a.Wanted() {
		return nil
	}
	var s Snapshot
	err := a.DB.Read(ctx, authz.System(), func(tx *db.Tx) (err error) {
		s, err = snapshotForNow(tx)
		return err
	})
	if err != nil || len(s.Free) == 0 || len(s.Riders) == 0 {
		return err
	}
	due, err := a.due(ctx, s)
	if err != nil || len(due) == 0 {
		return err
	}
	return a.DB.Write(ctx, authz.System(), func(tx *db.Tx) error { return giveOut(tx, s.Day, due) })
}

// due plans, and plans again without what can wait, so that nothing rests on its being done first.
func (a Autopilot) due(ctx context.Context, s Snapshot) ([]PlannedList, error) {
	deadline := s.Now.Add(lead)
	plan, err := a.Plans.Make(ctx, s)
	if err != nil {
		return nil, err
	}
	if waiting := plan.CanWait(deadline); len(waiting) > 0 {
		s.Free = withoutDeliveriesOf(s.Free, waiting)
		if plan, err = a.Plans.Make(ctx, s); err != nil {
			return nil, err
		}
	}
	return plan.Due(deadline), nil
}

// snapshotForNow is today with those on duty alone, without what somebody has taken off a list.
func snapshotForNow(tx *db.Tx) (Snapshot, error) {
	zone, err := zoneOf(tx)
	if err != nil {
		return Snapshot{}, err
	}
	s, err := TakeSnapshot(tx, span.DayOf(tx.Now().Time, zone))
	if err != nil {
		return Snapshot{}, err
	}
	s.Riders = slices.DeleteFunc(s.Riders, func(r Rider) bool { return !r.OnDuty })
	var free []int64
	for _, stop := range s.Free {
		free = append(free, stop.Task)
	}
	if len(free) == 0 {
		return s, nil
	}
	back, err := delivery.TakenBack(tx, free)
	s.Free = withoutDeliveriesOf(s.Free, back)
	return s, err
}

// withoutDeliveriesOf leaves out tasks and what belongs to the same deliveries.
func withoutDeliveriesOf(free []Stop, tasks []int64) []Stop {
	held := map[int64]bool{}
	for _, stop := range free {
		if stop.Delivery != 0 && slices.Contains(tasks, stop.Task) {
			held[stop.Delivery] = true
		}
	}
	return slices.DeleteFunc(free, func(s Stop) bool { return held[s.Delivery] || slices.Contains(tasks, s.Task) })
}

func giveOut(tx *db.Tx, day span.Day, due []PlannedList) error {
	out, err := ApplyPlan(tx, day, due)
	if fail.Is(err, fail.Stale) {
		return nil // the change that it rests on wakes the next run
	}
	if err != nil {
		return err
	}
	for _, l := range due {
		if slices.Contains(out.Refused, l.CourierID) {
			continue
		}
		for _, g := range l.Gifts {
			if err := tx.Emit(TaskDispatched{Tasks: g.Tasks, CourierID: l.CourierID, Day: day, Reason: g.Reason, RunnerUp: g.RunnerUp}); err != nil {
				return err
			}
		}
	}
	return nil
}
