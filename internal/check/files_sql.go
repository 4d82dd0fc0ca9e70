package check

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// filed are the files that rows point to, and until when the house looked after them.
type filed struct {
	names map[string]bool
	alive span.Instant
}

// filesOf gathers what photos of tasks, restaurants and products point to, those that were deleted too.
func filesOf(tx *db.Tx) (f filed, err error) {
	f.names = map[string]bool{}
	if f.alive, err = alive(tx); err != nil {
		return f, err
	}
	names, err := db.All[string](tx, `SELECT image_name FROM task_images UNION SELECT image_name FROM incident_images UNION SELECT image FROM restaurants WHERE image IS NOT NULL
		UNION SELECT banner_image FROM restaurants WHERE banner_image IS NOT NULL`)
	if err != nil {
		return f, err
	}
	products, err := db.All[db.JSON[[]shop.Image]](tx, "SELECT images FROM products")
	for _, images := range products {
		for _, i := range images.V {
			names = append(names, i.Blob)
		}
	}
	for _, n := range names {
		f.names[n] = true
	}
	return f, err
}
