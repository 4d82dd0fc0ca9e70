package road

import (
	"strings"
	"testing"
	"time"
)

func TestOpeningHours(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		hours string
		on    []string // times at which it holds
		off   []string
	}{
		{"07:00-19:00", []string{"Mon 07:00", "Sun 18:59"}, []string{"Mon 06:59", "Mon 19:00"}},
		{"22:00-06:00", []string{"Mon 23:00", "Mon 05:59"}, []string{"Mon 06:00", "Mon 21:59"}},
		{"22:00-26:00", []string{"Mon 23:00", "Mon 01:59"}, []string{"Mon 02:00"}},
		{"00:00-24:00", []string{"Mon 00:00", "Mon 23:59"}, nil},
		{"24/7", []string{"Mon 00:00"}, nil},
		{"08:00+", []string{"Mon 08:00", "Mon 23:59"}, []string{"Mon 07:59"}},
		{"Mo-Fr", []string{"Mon 12:00", "Fri 23:59"}, []string{"Sat 00:00"}},
		{"Fr-Mo", []string{"Fri 12:00", "Sun 12:00", "Mon 12:00"}, []string{"Tue 12:00"}},
		{"Mo,We", []string{"Wed 12:00"}, []string{"Tue 12:00"}},
		{"Mo-Fr 07:00-09:00,16:30-18:30", []string{"Fri 08:00", "Fri 17:00"}, []string{"Fri 12:00", "Sat 08:00"}},
		{"Fr 22:00-06:00", []string{"Fri 23:00", "Sat 05:00"}, []string{"Fri 05:00", "Sat 23:00"}},
		{"Su,PH 10:00-12:00", []string{"Sun 11:00"}, []string{"Mon 11:00", "Sun 12:00"}},
		{"Mo-Fr 08:00-12:00, Sa 09:00-11:00", []string{"Fri 11:30", "Sat 10:00"}, []string{"Sat 08:30", "Fri 12:30"}},
		{"Mo-Fr 08:00-12:00; Sa 09:00-11:00", []string{"Fri 11:30", "Sat 10:00"}, []string{"Sat 08:30"}},
		{"08:00-18:00; Su off", []string{"Sat 10:00"}, []string{"Sun 10:00"}},
		{"Mar-Oct", []string{"Mon 12:00"}, nil},
		{"Nov-Feb", nil, []string{"Mon 12:00"}},
		{"Nov-Jun Mo 10:00-12:00", []string{"Mon 11:00"}, []string{"Mon 13:00", "Tue 11:00"}},
		{"Jun 10-20", []string{"Mon 12:00"}, nil},
		{"Jun 16-20", nil, []string{"Mon 12:00"}},
		{"May 15-Jul 1", []string{"Mon 12:00"}, nil},
		{"Sep 1-Jun 14", nil, []string{"Mon 12:00"}},
		{"Jun 15", []string{"Mon 12:00"}, nil},
		{"sunset-sunrise", nil, []string{"Mon 12:00"}},
		{"sunrise-sunset", []string{"Mon 12:00"}, nil},
		{"Mo-Fr 09:00-12:00, 15-17; Sa-Su 24h", []string{"Mon 16:30", "Sat 03:00"}, []string{"Mon 13:00", "Mon 17:00"}},
		{"10:30:00-12:30:00", []string{"Mon 11:00"}, []string{"Mon 12:30"}},
		{"mo-fr 10:00-12:00", []string{"Mon 11:00"}, []string{"Sat 11:00"}},
		{"mar 15 - Sep 15", []string{"Mon 11:00"}, nil},
		{"15.03. bis 15.09.", nil, []string{"Mon 11:00"}},
		{"week 1-10", nil, []string{"Mon 12:00"}},
		{"Mo[1]", nil, []string{"Mon 12:00"}},
		{"soon", nil, []string{"Mon 12:00"}},
		{"", nil, []string{"Mon 12:00"}},
		{"25:70-99:00", nil, []string{"Mon 12:00"}},
	} {
		for _, when := range [2][]string{tt.on, tt.off} {
			for _, written := range when {
				at := caseTime(t, written)
				at.Month, at.Day = time.June, 15
				want := len(tt.on) > 0 && &when[0] == &tt.on[0]
				if got := hoursHold(tt.hours, at); got != want {
					t.Errorf("%s on %s: %v", tt.hours, written, got)
				}
			}
		}
	}
	if hoursHold("24/7", When{}) {
		t.Error("no time is known")
	}
	holiday := When{Known: true, Holiday: true, Minute: 660, Weekday: time.Tuesday}
	if !hoursHold("Su,PH 10:00-12:00", holiday) || hoursHold("Su 10:00-12:00", holiday) {
		t.Error("holidays")
	}
}

func TestConditionalValues(t *testing.T) {
	t.Parallel()
	at := At(time.Date(2026, time.June, 15, 12, 0, 0, 0, time.UTC)) // a Monday
	for text, want := range map[string]string{
		"no @ (Mo)": "no", "no @ Mo": "no", "no @ (Tu)": "", "no @ (Mo-Fr); yes @ (11:00-13:00)": "yes", "no@(Mo)": "no",
		"yes @ (11:00-13:00); no @ (Mo; Tu)": "no", "no @ (Mo AND 11:00-13:00)": "no", "no @ (Mo AND wet)": "", "no @ weight>3.5": "",
		"no": "", "@ (Mo)": "", "no @": "", "": "", "no @ ((Mo": "",
	} {
		if got, ok := conditionalValue(text, at); got != want || ok != (want != "") {
			t.Errorf("%q: %q", text, got)
		}
	}
}

func FuzzConditions(f *testing.F) {
	for _, seed := range []string{"no @ (Mo-Fr 07:00-09:00,16:00-18:00; PH off)", "Mar 1-Oct 31 Sa,Su 10:00+", "a @ ((b); c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		v, ok := conditionalValue(text, When{Known: true, Minute: 700, Weekday: time.Friday, Day: 3, Month: time.May})
		if ok && !strings.Contains(text, v) {
			t.Errorf("%q comes from nowhere", v)
		}
	})
}
