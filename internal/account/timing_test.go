package account_test

import (
	"context"
	"syscall"
	"testing"
	"time"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db/dbtest"
)

// spent is the processor time that the process used so far.
func spent(t *testing.T) time.Duration {
	t.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		t.Fatal(err)
	}
	return time.Duration(u.Utime.Nano())
}

// AC26: a name that nobody has takes as much work as one with a wrong password. It is measured alone, at the cost of a real co-op, by work and not
// by the clock on the wall.
func TestAC26UnknownNamesTakeAsLong(t *testing.T) { //nolint:paralleltest // others' work would be counted
	w := dbtest.SQLite(t)
	signer, err := account.LoadSigner(context.Background(), w.DB, w.Clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	v := town{w, account.NewDoor(account.DoorIn{DB: w.DB, Signer: signer, Passwords: account.NewPasswords(account.UsualCost())}), t}
	v.user("zoe")
	took := map[string]time.Duration{}
	for range 25 {
		for _, name := range []string{"zoe", "nobody"} {
			w.Clock.Step(time.Hour)
			before := spent(t)
			_, err := v.login(name, "wrong")
			took[name] += spent(t) - before
			v.wants(err, "session.login.refused")
		}
	}
	if ratio := float64(took["zoe"]) / float64(took["nobody"]); ratio < 0.8 || ratio > 1.25 {
		t.Errorf("a known name takes %.2f times the work of an unknown one: %v", ratio, took)
	}
}
