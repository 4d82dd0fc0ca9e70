package app

import (
	"context"

	"pignon.coop/internal/check"
)

// Check looks at every invariant of the co-op's data, its files and its payments at the provider.
func (c *Coop) Check(ctx context.Context) (check.Report, error) {
	return check.Run(ctx, check.House{DB: c.db, Blobs: c.blobs, Gateway: c.gateway})
}
