package app

import (
	"context"
	"time"

	"pignon.coop/internal/job"
)

// forgetAnswers is the job that deletes answers to requests with a key, once their term is over.
type forgetAnswers struct{}

// JobKind names the job.
func (forgetAnswers) JobKind() string { return "forget_answers" }

func (c *Coop) repeatHandlers() []job.Handler {
	return []job.Handler{job.On(func(ctx context.Context, _ forgetAnswers) error { return c.repeats.Forget(ctx) })}
}

func repeatTimetable() []job.Periodic {
	return []job.Periodic{{Every: time.Hour, Args: forgetAnswers{}}}
}
