// Package meals replays days of the meal delivery routing problem of Reyes, Erera, Savelsbergh, Sahasrabudhe and O'Neil (2018) under its
// exact rules: it reads the instances, plays a day minute by minute against a dispatcher that knows only what has been placed, checks
// what came of it from the rules alone, and scores it as the paper does.
//
// All instants are minutes from the start of the day, all places are metres in the plane. A way takes its straight length at the given
// speed, rounded up to whole minutes. A courier is given one restaurant with an ordered set of its orders, cannot be diverted until the
// last of them is dropped, and then waits there. Pick-ups happen no later than the courier's off-time.
package meals
