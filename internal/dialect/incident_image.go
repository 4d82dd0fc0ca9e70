package dialect

import (
	"crypto/hmac"
	"net/http"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/incident"
	"pignon.coop/internal/web"
)

// addIncidentImage takes in a photo, and adds it to the incident of the header X-Attach-To.
func (f *face) addIncidentImage(c *web.Call) error {
	file, _, err := c.R.FormFile("file")
	if err != nil {
		return fail.At("file", "value.blank")
	}
	defer file.Close() //nolint:errcheck // it was only read
	in := incident.AddImageIn{}
	if text := c.R.Header.Get("X-Attach-To"); text != "" {
		if in.IncidentID = idOf("incidents", text); in.IncidentID == 0 {
			return itemNotFound(text)
		}
		err := f.read(c, func(tx *db.Tx) error { _, err := incident.Load(tx, in.IncidentID); return err }) // before the work of cleaning
		if fail.Is(err, fail.NotFound) {
			return itemNotFound(text)
		}
		if err != nil {
			return err
		}
	}
	in.Blob, err = f.house.Photos.Keep(c.R.Context(), file)
	if fail.Is(err, fail.Invalid) {
		return fail.At("file", "value.mime")
	}
	if err != nil {
		return err
	}
	m, err := worked(c, f.change, func(tx *db.Tx) (incident.Image, error) { return incident.AddImage(tx, in) })
	if err != nil {
		return err
	}
	return f.item(c, http.StatusCreated, "IncidentImage", f.painter(c).incidentImage(m).Only("@id", "@type", "thumbnail"))
}

func (f *face) incidentImage(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	m, err := worked(c, f.read, func(tx *db.Tx) (incident.Image, error) { return incident.ReadImage(tx, id) })
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "IncidentImage", f.painter(c).incidentImage(m).Only("@id", "@type", "thumbnail"))
}

// incidentPhoto gives the file itself to who has its URL, which only those get who may see the incident.
func (f *face) incidentPhoto(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if f.house.Settings().PublicIDSalt == "" || !hmac.Equal([]byte(c.Query("key")), []byte(f.painter(c).token("incident photo", id))) {
		return fail.New(fail.NotFound, "row.not_found")
	}
	m, err := worked(c, f.read, func(tx *db.Tx) (incident.Image, error) { return incident.LoadImage(tx, id) })
	if err != nil {
		return err
	}
	return f.serveFile(c, m.Name, m.CreatedAt.Time)
}
