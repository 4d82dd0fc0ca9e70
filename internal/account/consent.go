package account

import (
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// Consent is what a user said about one sort of mail.
type Consent struct {
	ID          int64        `db:"id"`
	UserID      int64        `db:"user_id"`
	Type        string       `db:"type"` // NEWSLETTER or MARKETING
	Accepted    bool         `db:"accepted"`
	Asked       bool         `db:"asked"`
	WithdrawnAt span.Instant `db:"withdrawed_at"`
	CreatedAt   span.Instant `db:"created_at"`
}

// MyConsents lists the caller's consents, by type.
func MyConsents(tx *db.Tx) ([]Consent, error) {
	if err := mustBePerson(tx.Who()); err != nil {
		return nil, err
	}
	return consentsOf(tx, tx.Who().UserID)
}

// AnswerConsentIn is an answer to one question.
type AnswerConsentIn struct {
	Type            string
	Accepted, Asked bool
}

// AnswerConsent keeps the caller's answer and gives all consents. A type that the caller was never to be asked about changes nothing.
func AnswerConsent(tx *db.Tx, in AnswerConsentIn) ([]Consent, error) {
	list, err := MyConsents(tx)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(list, func(c Consent) bool { return c.Type == in.Type })
	if i < 0 {
		return list, nil
	}
	c := &list[i]
	if c.Accepted && !in.Accepted {
		c.WithdrawnAt = tx.Now()
	}
	if in.Accepted {
		c.WithdrawnAt = span.Instant{}
	}
	c.Accepted, c.Asked = in.Accepted, in.Asked
	return list, saveConsent(tx, *c)
}

// addConsents writes the questions that a new user is to be asked, refused until answered.
func addConsents(tx *db.Tx, userID int64) error {
	for _, kind := range []string{"NEWSLETTER", "MARKETING"} {
		id, err := tx.ID("optin_consents")
		if err != nil {
			return err
		}
		if err := insertConsent(tx, Consent{ID: id, UserID: userID, Type: kind, CreatedAt: tx.Now()}); err != nil {
			return err
		}
	}
	return nil
}
