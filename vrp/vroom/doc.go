// Package vroom speaks VROOM's JSON: it reads what VROOM's clients send (API of version 1.15), has it solved by package vrp, with times
// from their matrices or from the streets of a map, and answers as VROOM does. docs/vroom-http.md tells what is supported and what
// differs.
package vroom
