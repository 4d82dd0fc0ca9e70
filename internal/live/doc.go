// Package live pushes messages to open web sockets. It speaks two dialects of one protocol at the same address: today's
// (centrifuge-js 5, protocol 2) and the one that phone apps in the field still use (centrifuge-js 2.8.5, protocol 1); the first
// frame of a connection tells which.
//
// A Hub belongs to one co-operative. It sends and forgets: each channel remembers its last messages for a short while, so that a
// listener who lost the line catches up from its position or learns that it must read everything afresh. A listener who reads too
// slowly is cut off and comes back the same way.
//
// Nobody listens without a token, and a token names a Subject: a kind and a name, so that the user "42" is never taken for the
// order 42. A channel is either owned by one subject, or the authorise callback decides; what neither allows is refused.
package live
