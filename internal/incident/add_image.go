package incident

import "pignon.coop/internal/db"

// AddImageIn is a photo whose bytes are stored already. IncidentID 0: it belongs to none yet.
type AddImageIn struct {
	Blob       string
	IncidentID int64
}

// AddImage keeps a photo of an incident.
func AddImage(tx *db.Tx, in AddImageIn) (Image, error) {
	if err := mayReport(tx.Who()); err != nil {
		return Image{}, err
	}
	m := Image{Name: in.Blob, UploadedBy: author(tx.Who()), CreatedAt: tx.Now()}
	if in.IncidentID != 0 {
		if _, err := Load(tx, in.IncidentID); err != nil {
			return Image{}, err
		}
		m.IncidentID = &in.IncidentID
	}
	var err error
	if m.ID, err = tx.ID("incident_images"); err != nil {
		return Image{}, err
	}
	return m, db.Insert(tx, "incident_images", m)
}

// ReadImage gives a photo to who may see its incident, or took it.
func ReadImage(tx *db.Tx, id int64) (Image, error) {
	m, err := LoadImage(tx, id)
	if err != nil {
		return m, err
	}
	if m.IncidentID == nil {
		return m, mayReport(tx.Who())
	}
	i, err := Load(tx, *m.IncidentID)
	if err != nil {
		return m, err
	}
	return m, MayView(tx, i)
}
