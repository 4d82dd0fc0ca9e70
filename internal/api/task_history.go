package api

import (
	"context"
	"strconv"
	"strings"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
)

// TaskEvent is a line of a task's history.
type TaskEvent struct {
	ID       int64        `json:"id"`
	Name     string       `json:"name" doc:"What happened: created, updated, started, done, failed, cancelled, restored, rescheduled, incident-reported, assigned, unassigned"`
	At       span.Instant `json:"at"`
	By       string       `json:"by" doc:"User name of who did it; empty when nobody did"`
	Username string       `json:"username" doc:"The courier that it is about, for assigned and unassigned"`
	Notes    string       `json:"notes"`
	Reason   string       `json:"reason"`
}

type taskHistoryOut struct{ Body []TaskEvent }

func (f *face) taskHistory(ctx context.Context, who authz.Actor, in *taskID) (*taskHistoryOut, error) {
	out := &taskHistoryOut{Body: []TaskEvent{}}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		if _, err := visibleTask(tx, in.ID); err != nil {
			return err
		}
		entries, err := delivery.History(tx, in.ID)
		if err != nil {
			return err
		}
		names := map[string]string{}
		for _, e := range entries {
			if err := nameActor(tx, names, e.Actor); err != nil {
				return err
			}
			out.Body = append(out.Body, eventOf(e, names[e.Actor]))
		}
		return nil
	})
	return out, err
}

// nameActor finds the user name behind an actor of the history, once for each.
func nameActor(tx *db.Tx, names map[string]string, actor string) error {
	if _, known := names[actor]; known {
		return nil
	}
	names[actor] = ""
	user, ok := strings.CutPrefix(actor, "user:")
	id, err := strconv.ParseInt(user, 10, 64)
	if !ok || err != nil {
		return nil
	}
	u, err := account.LoadUser(tx, id)
	if err == nil {
		names[actor] = u.Username
	}
	if fail.Is(err, fail.NotFound) {
		return nil
	}
	return err
}

func eventOf(e delivery.Entry, by string) TaskEvent {
	text := func(key string) string {
		s, _ := e.Data.V[key].(string)
		return s
	}
	return TaskEvent{
		ID: e.ID, Name: strings.TrimPrefix(e.Name, "task:"), At: e.CreatedAt, By: by, Username: text("username"), Notes: text("notes"), Reason: text("reason"),
	}
}
