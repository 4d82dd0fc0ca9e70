// Package flow holds the sentences that cross modules: how a basket is checked out, what an accepted order means for deliveries, what a task that
// is done means for its order. Each file is one sentence. Reactions are listed in app/reactions.go.
package flow
