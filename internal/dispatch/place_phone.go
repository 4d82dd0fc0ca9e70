package dispatch

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/geo"
)

// PlacePhone keeps where the caller's phone was last, for clients that know no duty: it counts at work or not, however old it is, and nobody
// is shown it. A place older than the kept one changes nothing, and so does the place of somebody who is no courier, or off the earth.
func PlacePhone(tx *db.Tx, f Fix) error {
	who := tx.Who()
	if !who.Holds(authz.Courier) || !geo.Valid(f.Lat, f.Lng) {
		return nil
	}
	f.CourierID = who.UserID
	return placePhone(tx, f)
}
