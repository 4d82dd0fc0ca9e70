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
	if len(s.Points) == 0 {
		return Propose(s, func(int, int) int { return 0 }), nil
	}
	table, err := p.Planner().Table(ctx, s.Points, s.Points)
	if err != nil {
		return Plan{}, err
	}
	return Propose(s, func(from, to int) int {
		_, seconds := table.At(from, to)
		return seconds
	}), nil
}
