// Package locales holds the words of the product: one message catalogue per language, shared by the server-rendered pages, the mails
// and the browser screens. Messages are a subset of ICU MessageFormat; package locale describes and reads it.
package locales

import "embed"

// Files holds one `<language>.json` per language: a flat object from key to message.
//
//go:embed *.json
var Files embed.FS
