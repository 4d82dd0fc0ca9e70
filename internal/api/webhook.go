package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
	"pignon.coop/internal/webhook"
)

// Webhook is an address that an integration is called at.
type Webhook struct {
	ID           int64        `json:"id"`
	Event        string       `json:"event"`
	URL          string       `json:"url"`
	FailingSince span.Instant `json:"failingSince" doc:"Nothing got through since; null when all is well"`
	PausedAt     span.Instant `json:"pausedAt" doc:"It is called no more; null while it is"`
	Secret       string       `json:"secret,omitempty" doc:"In the answer to its change alone. The one before signs beside it for a week"`
}

// WebhookCall is one message, with what came of it.
type WebhookCall struct {
	ID        int64        `json:"id"`
	Message   string       `json:"message" doc:"Header Webhook-Id: the same at every try"`
	Event     string       `json:"event"`
	Object    string       `json:"object" doc:"Path of what it is about"`
	Sequence  int64        `json:"sequence" doc:"Counts the calls of this webhook about this object"`
	State     string       `json:"state" enum:"waiting,delivered,given_up"`
	Tries     int64        `json:"tries"`
	Status    int64        `json:"status" doc:"HTTP status of the last answer, 0 without one"`
	DueAt     span.Instant `json:"dueAt" doc:"Of the next try, while it waits"`
	CreatedAt span.Instant `json:"createdAt"`
	EndedAt   span.Instant `json:"endedAt"`
	CanReplay bool         `json:"canReplay"`
}

// Webhooks are those of an integration.
type Webhooks struct {
	Webhooks []Webhook `json:"webhooks" doc:"By id"`
}

// WebhookCalls are the latest calls of a webhook.
type WebhookCalls struct {
	Calls []WebhookCall `json:"calls" doc:"Newest first"`
}

func (f *face) webhookRoutes() {
	one := func(method, path, summary string) huma.Operation {
		return huma.Operation{Method: method, Path: path, Tags: []string{"webhooks"}, Summary: summary}
	}
	register(f, web.Needs(authz.User), one(http.MethodGet, "/v1/apps/{id}/webhooks", "Webhooks of an integration"), f.webhooks)
	register(f, web.Needs(authz.User), one(http.MethodPost, "/v1/webhooks/{id}/rotate-secret", "Give a webhook a new secret"), f.tendWebhook(webhook.RotateSecret, true))
	register(f, web.Needs(authz.User), one(http.MethodPost, "/v1/webhooks/{id}/resume", "Call a paused webhook again"), f.tendWebhook(webhook.ResumeWebhook, false))
	register(f, web.Needs(authz.User), one(http.MethodGet, "/v1/webhooks/{id}/calls", "Latest calls of a webhook, newest first"), f.webhookCalls)
	register(f, web.Needs(authz.User), one(http.MethodPost, "/v1/webhook-calls/{id}/replay", "Make a call once more"), f.replayCall)
}

func webhookOf(w webhook.Webhook) Webhook {
	return Webhook{ID: w.ID, Event: w.Event, URL: w.URL, FailingSince: w.FailingSince, PausedAt: w.PausedAt}
}

func callOf(c webhook.Call) WebhookCall {
	return WebhookCall{ID: c.ID, Message: c.Message, Event: c.Event, Object: c.Object, Sequence: c.Sequence, State: string(c.State), Tries: c.Tries, Status: c.Status,
		DueAt: c.DueAt, CreatedAt: c.CreatedAt, EndedAt: c.EndedAt, CanReplay: webhook.Flow.May(c.State, webhook.ReplayVerb)}
}

func (f *face) webhooks(ctx context.Context, who authz.Actor, in *PathID) (*answer[Webhooks], error) {
	out := Webhooks{Webhooks: []Webhook{}}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		list, err := webhook.ListWebhooks(tx, in.ID)
		for _, w := range list {
			out.Webhooks = append(out.Webhooks, webhookOf(w))
		}
		return err
	})
	return &answer[Webhooks]{out}, err
}

func (f *face) tendWebhook(tend func(*db.Tx, int64) (webhook.Webhook, error), tell bool) func(context.Context, authz.Actor, *PathID) (*answer[Webhook], error) {
	return func(ctx context.Context, who authz.Actor, in *PathID) (*answer[Webhook], error) {
		var w webhook.Webhook
		err := f.change(ctx, who, func(tx *db.Tx) (err error) {
			w, err = tend(tx, in.ID)
			return err
		})
		out := webhookOf(w)
		if tell {
			out.Secret = w.Secret
		}
		return &answer[Webhook]{out}, err
	}
}

type webhookCallsIn struct {
	PathID
	Before int64 `query:"before" doc:"Only calls older than this one"`
	Limit  int64 `query:"limit" default:"50" minimum:"1" maximum:"200"`
}

func (f *face) webhookCalls(ctx context.Context, who authz.Actor, in *webhookCallsIn) (*answer[WebhookCalls], error) {
	out := WebhookCalls{Calls: []WebhookCall{}}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		list, err := webhook.ListCalls(tx, in.ID, in.Before, in.Limit)
		for _, c := range list {
			out.Calls = append(out.Calls, callOf(c))
		}
		return err
	})
	return &answer[WebhookCalls]{out}, err
}

func (f *face) replayCall(ctx context.Context, who authz.Actor, in *PathID) (*answer[WebhookCall], error) {
	var c webhook.Call
	err := f.change(ctx, who, func(tx *db.Tx) (err error) {
		c, err = webhook.ReplayCall(tx, in.ID)
		return err
	})
	return &answer[WebhookCall]{callOf(c)}, err
}
