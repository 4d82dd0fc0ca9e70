// Package webhook owns the addresses that integrations gave us to be called at, and the calls: one a try until somebody takes it, for three
// days; a log of thirty days; replays; two live secrets while one is changed.
//
// Tables: webhooks, webhook_calls. It does not know what happened: others say which object an event is about.
package webhook
