package fleet

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// ListTrailers gives dispatchers the trailers, by name.
func ListTrailers(tx *db.Tx, limit, offset int) (page org.Page[Trailer], err error) {
	if err := mayPlan(tx.Who()); err != nil {
		return page, err
	}
	return pageOf[Trailer](tx, "trailers", "name, id", limit, offset)
}

// ReadTrailer gives administrators a trailer.
func ReadTrailer(tx *db.Tx, id int64) (Trailer, error) {
	t, err := LoadTrailer(tx, id)
	if err != nil {
		return t, err
	}
	return t, mayAdminister(tx.Who())
}

// SaveTrailerIn is a new trailer (ID 0) or what changes of one.
type SaveTrailerIn struct {
	ID int64
	BodyIn
	Vehicles *[]int64 // that can pull it
}

// SaveTrailer makes or changes a trailer; administrators may.
func SaveTrailer(tx *db.Tx, in SaveTrailerIn) (t Trailer, err error) {
	if in.ID != 0 {
		if t, err = LoadTrailer(tx, in.ID); err != nil {
			return t, err
		}
	}
	if err := mayAdminister(tx.Who()); err != nil {
		return t, err
	}
	in.change(&t.Body)
	if err := t.check(in.BodyIn, in.ID == 0).Or(); err != nil {
		return t, err
	}
	if err := write(tx, "trailers", &t.ID, func() any { t.CreatedAt, t.UpdatedAt = first(t.CreatedAt, tx.Now()), tx.Now(); return t }); err != nil {
		return t, err
	}
	if in.Vehicles != nil {
		for _, id := range *in.Vehicles {
			if _, err := LoadVehicle(tx, id); err != nil {
				return t, org.Named(err, "vehicles", id)
			}
		}
		if err := setPairs(tx, byTrailer, t.ID, *in.Vehicles); err != nil {
			return t, err
		}
	}
	return t, tx.Emit(TrailerSaved{TrailerID: t.ID})
}

// DeleteTrailer hides a trailer. Past task lists keep it.
func DeleteTrailer(tx *db.Tx, id int64) error {
	t, err := ReadTrailer(tx, id)
	if err != nil {
		return err
	}
	t.DeletedAt, t.UpdatedAt = tx.Now(), tx.Now()
	if err := db.Update(tx, "trailers", t); err != nil {
		return err
	}
	return tx.Emit(TrailerDeleted{TrailerID: id})
}
