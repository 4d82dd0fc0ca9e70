package app

import (
	"strconv"

	"pignon.coop/front"
	"pignon.coop/internal/site"
)

func (c *Coop) siteHouse() site.House {
	h := site.House{
		DB: c.db, Log: c.log, Observe: c.metrics.observe, Door: c.door, WordsFor: c.WordsFor, Spoken: c.words.Languages(), Settings: c.Settings,
		Planner: c.Planner, Geocoder: c.geocoder, Blobs: c.blobs, Front: front.Dist(), Live: c.hub, Checkout: c.checkout, Others: c.others, Origin: c.config.Origin(),
		Map: site.Map{Tiles: c.city.Tiles, StyleURL: c.config.TileURL},
	}
	if c.city.Known() {
		h.Map.Build = strconv.FormatInt(c.city.Meta.Built.Unix(), 36)
	}
	if c.config.FakeCards {
		h.CardURL = "/_stripe"
	}
	return h
}
