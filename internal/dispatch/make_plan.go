package dispatch

import (
	"context"

	"pignon.coop/internal/routing"
)

// Plans makes proposals with the riding times of the street graph.
type Plans struct {
	Planner func() *routing.Planner // the one in force
}

// Make proposes couriers for a snapshot's free tasks. It must be called with no unit of work open.
func (p Plans) Make(ctx context.Context, s Snapshot) (Plan, error) {
	times, err := p.timesOf(ctx, s.Points)
	if err != nil {
		return Plan{}, err
	}
	return Propose(s, times), nil
}
