package pricing

import "pignon.coop/internal/authz"

// mayAdminister: administrators write price lists and see all of them.
func mayAdminister(who authz.Actor) error { return who.Must(authz.Admin) }

// mayRead: whoever rides or dispatches may read a price list.
func mayRead(who authz.Actor) error { return who.Must(authz.Courier) }

// mayLook: dispatchers see all price lists with what uses them, and try them.
func mayLook(who authz.Actor) error { return who.Must(authz.Dispatcher) }

// MayEdit tells whether somebody may write price lists, for screens.
func MayEdit(who authz.Actor) bool { return mayAdminister(who) == nil }
