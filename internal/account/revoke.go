package account

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// revoke ends every token and session that a user has; now is by the clock of tokens. Tokens carry whole seconds, so the mark is the next
// whole second, and later than any mark before.
func revoke(tx *db.Tx, u *User, now span.Instant) error {
	mark := now.Truncate(time.Second).Add(time.Second)
	if next := u.TokensFrom.Time.Add(time.Second); !u.TokensFrom.IsZero() && next.After(mark) {
		mark = next
	}
	u.TokensFrom = span.At(mark)
	return forgetTokens(tx, u.ID)
}

// EndSessionsIn says whose sessions end, and when by the clock of tokens (Door.TokenNow).
type EndSessionsIn struct {
	UserID   int64
	TokenNow span.Instant
}

// EndSessions logs a user out everywhere: user tokens, refresh tokens and cookies. The user themselves and administrators may.
func EndSessions(tx *db.Tx, in EndSessionsIn) error {
	u, err := LoadUser(tx, in.UserID)
	if err != nil {
		return err
	}
	if err := mayChangeUser(tx.Who(), u.ID); err != nil {
		return err
	}
	if err := revoke(tx, &u, in.TokenNow); err != nil {
		return err
	}
	if err := saveUser(tx, &u); err != nil {
		return err
	}
	return tx.Emit(SessionsEnded{UserID: u.ID, Username: u.Username})
}
