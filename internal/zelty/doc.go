// Package zelty ties restaurants to their Zelty till: catalogues that it pushes become products and a menu, what it tells of them switches them, and
// orders are sent to it. It owns the tables zelty_imports and zelty_calls. It knows the till's words; what becomes of them in the catalogue is
// package shop's.
package zelty
