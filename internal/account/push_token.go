package account

import (
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// PushToken is a telephone that may be woken for a user.
type PushToken struct {
	ID        int64        `db:"id"`
	UserID    int64        `db:"user_id"`
	Platform  string       `db:"platform"` // ios or android
	Token     string       `db:"token"`
	CreatedAt span.Instant `db:"created_at"`
}

// AddPushTokenIn is a telephone as the app presents it.
type AddPushTokenIn struct{ Platform, Token string }

const longestPushToken = 4096

// AddPushToken keeps the caller's telephone, one of each platform. A telephone that belonged to another user changes hands.
func AddPushToken(tx *db.Tx, in AddPushTokenIn) (PushToken, error) {
	if err := mustBePerson(tx.Who()); err != nil {
		return PushToken{}, err
	}
	var wrong *fail.Error
	if !slices.Contains([]string{"ios", "android"}, in.Platform) {
		wrong = wrong.Add("platform", "value.choice")
	}
	if in.Token == "" {
		wrong = wrong.Add("token", "value.blank")
	}
	if len(in.Token) > longestPushToken || !org.Readable(in.Token) {
		wrong = wrong.Add("token", "value.invalid")
	}
	if wrong != nil {
		return PushToken{}, wrong
	}
	if err := replacePushToken(tx, in); err != nil {
		return PushToken{}, err
	}
	id, err := tx.ID("push_tokens")
	if err != nil {
		return PushToken{}, err
	}
	p := PushToken{ID: id, UserID: tx.Who().UserID, Platform: in.Platform, Token: in.Token, CreatedAt: tx.Now()}
	return p, insertPushToken(tx, p)
}

// RemovePushToken forgets one of the caller's telephones; unknown ones and those of others are NotFound.
func RemovePushToken(tx *db.Tx, token string) error {
	if err := mustBePerson(tx.Who()); err != nil {
		return err
	}
	n, err := deletePushToken(tx, tx.Who().UserID, token)
	if err == nil && n == 0 {
		return fail.New(fail.NotFound, "row.not_found")
	}
	return err
}
