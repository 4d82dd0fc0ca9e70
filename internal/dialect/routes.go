package dialect

import (
	"slices"

	"pignon.coop/internal/web"
)

// endpoints lists the whole dialect, a line per resource.
func (f *face) endpoints() []web.Endpoint {
	return slices.Concat[[]web.Endpoint]()
}
