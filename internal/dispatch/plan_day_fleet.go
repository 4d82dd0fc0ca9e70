package dispatch

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fleet"
)

// equip gives a carrier the vehicle and trailer of the list, unless others are wanted, and what follows from them: where they set out and
// come back, and what fits.
func (d *DaySnapshot) equip(tx *db.Tx, c *Carrier) error {
	if c.VehicleID == nil {
		list, ok, err := findList(tx, c.CourierID, d.Day)
		if err != nil || !ok || list.VehicleID == nil {
			return err
		}
		c.VehicleID, c.TrailerID = list.VehicleID, list.TrailerID
	} else if err := (EquipIn{VehicleID: c.VehicleID, TrailerID: c.TrailerID}).check(tx); err != nil {
		return err
	}
	home, err := homeOf(tx, *c.VehicleID)
	if err != nil {
		return err
	}
	if c.Start == nil {
		c.Start = &home
	}
	if c.End == nil {
		c.End = &home
	}
	return c.load(tx)
}

// load bounds what a carrier takes by what fits on the vehicle and its trailer.
func (c *Carrier) load(tx *db.Tx) error {
	v, err := fleet.VehicleOf(tx, *c.VehicleID)
	if err != nil {
		return err
	}
	grams, volume := v.MaxWeight, v.MaxVolume
	if c.TrailerID != nil {
		trailers, err := fleet.TrailersByID(tx, []int64{*c.TrailerID})
		if err != nil {
			return err
		}
		grams, volume = more(grams, trailers[*c.TrailerID].MaxWeight), more(volume, trailers[*c.TrailerID].MaxVolume)
	}
	if c.Room.Grams == 0 {
		c.Room.Grams = grams
	}
	c.Room.Volume = volume
	return nil
}

// more adds the room of a trailer to a bound; 0 is none.
func more(room, pulled int64) int64 {
	if room == 0 {
		return 0
	}
	return room + pulled
}
