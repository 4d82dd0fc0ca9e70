package dispatch

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// Duty is a stretch of time in which a courier works. While it lasts their positions are taken.
type Duty struct {
	ID        int64        `db:"id"`
	CourierID int64        `db:"courier_id"`
	StartedAt span.Instant `db:"started_at"`
	EndedAt   span.Instant `db:"ended_at"` // zero while it lasts
}

// SetDuty puts the caller, a courier, on or off duty. What they are already is no error. Off duty their place is forgotten at once.
func SetDuty(tx *db.Tx, on bool) error {
	who := tx.Who()
	if err := who.Must(authz.Courier); err != nil {
		return err
	}
	duty, running, err := runningDuty(tx, who.UserID)
	if err != nil || running == on {
		return err
	}
	if !on {
		duty.EndedAt = tx.Now()
		if err := endDuty(tx, duty); err != nil {
			return err
		}
		return tx.Emit(DutyChanged{CourierID: who.UserID})
	}
	id, err := tx.ID("duties")
	if err != nil {
		return err
	}
	if err := db.Insert(tx, "duties", Duty{ID: id, CourierID: who.UserID, StartedAt: tx.Now()}); err != nil {
		return err
	}
	return tx.Emit(DutyChanged{CourierID: who.UserID, On: true})
}

// OnDuty tells whether a courier is on duty.
func OnDuty(tx *db.Tx, courier int64) (bool, error) {
	_, on, err := runningDuty(tx, courier)
	return on, err
}
