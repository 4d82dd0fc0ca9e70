// Package ticket owns what kitchens print: a queue of copies for each shop, of which each is taken by one printer and printed once, and the ticket
// itself, as text and in the language of thermal printers. A copy that may have come out before says so. It refuses to know how a printer is reached.
package ticket
