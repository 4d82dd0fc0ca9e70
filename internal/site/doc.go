// Package site is the face for people who eat: pages rendered on the server, usable without scripts up to payment, in the visitor's
// language. It also serves what every screen needs from the same origin: the built front end, the map, address search and pictures.
//
// It translates between forms and use cases. It holds no rule, no query and no state of its own; what a visitor's browser must remember
// (language, address, basket, session) stands in cookies.
package site
