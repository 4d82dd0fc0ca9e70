package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// OwnWeek is a week as a courier sees it.
type OwnWeek struct {
	Monday    span.Day `json:"monday"`
	Published bool     `json:"published" doc:"Shifts can be taken"`
	Shifts    []Shift  `json:"shifts" doc:"The caller's, and once the week is published all others; by start"`
}

// TimeOff is days on which somebody does not want to work.
type TimeOff struct {
	ID      int64    `json:"id"`
	UserID  int64    `json:"userId"`
	Name    string   `json:"name"`
	First   span.Day `json:"first"`
	Last    span.Day `json:"last"`
	State   string   `json:"state" enum:"pending,approved,rejected"`
	Comment string   `json:"comment"`
	Can     []string `json:"can" enum:"take_back,approve,reject"`
}

// UsualHours is when in an ordinary week somebody can work, or cannot.
type UsualHours struct {
	ID      int64  `json:"id"`
	Type    string `json:"type" enum:"available,unavailable"`
	Weekday int64  `json:"weekday" doc:"1 is Monday"`
	From    string `json:"from" doc:"09:00"`
	To      string `json:"to"`
	Comment string `json:"comment"`
}

// OwnTime is what somebody said of their time.
type OwnTime struct {
	TimeOff []TimeOff    `json:"timeOff" doc:"Newest first"`
	Hours   []UsualHours `json:"hours"`
}

type hoursBody struct {
	Type    string `json:"type"`
	Weekday int64  `json:"weekday"`
	From    string `json:"from"`
	To      string `json:"to"`
	Comment string `json:"comment" maxLength:"2000"`
}

type timeOffBody struct {
	First   span.Day `json:"first"`
	Last    span.Day `json:"last"`
	Comment string   `json:"comment" maxLength:"2000"`
}

type workedBody struct {
	UserID  int64        `json:"userId,omitempty" doc:"The caller where nobody is named"`
	From    span.Instant `json:"from"`
	To      span.Instant `json:"to"`
	Break   int64        `json:"break" minimum:"0" maximum:"1440"`
	Comment string       `json:"comment" maxLength:"2000"`
}

func (f *face) ownWeekRoutes() {
	courier := web.Needs(authz.Courier)
	op := func(method, path, summary string, status int) huma.Operation {
		return huma.Operation{Method: method, Path: path, Tags: []string{"shifts"}, Summary: summary, DefaultStatus: status}
	}
	register(f, courier, op(http.MethodGet, "/v1/me/weeks/{day}", "The caller's week", 200), f.ownWeek)
	for _, verb := range []struct {
		name, summary string
		do            func(*db.Tx, int64) (shift.Sheet, error)
	}{{"take", "Take a place on a shift, or on its waiting list", shift.Apply}, {"give-back", "Give a place back", shift.Unapply}} {
		register(f, courier, op(http.MethodPost, "/v1/shifts/{id}/"+verb.name, verb.summary, 200), func(ctx context.Context, who authz.Actor, in *PathID) (*answer[Shift], error) {
			return f.shiftAfter(ctx, who, func(tx *db.Tx) (shift.Sheet, error) { return verb.do(tx, in.ID) })
		})
	}
	register(f, courier, op(http.MethodPut, "/v1/shifts/{id}/worked", "Say when somebody really worked", 200), func(ctx context.Context, who authz.Actor, in *struct {
		PathID
		Body workedBody
	}) (*answer[Shift], error) {
		b := in.Body
		return f.shiftAfter(ctx, who, func(tx *db.Tx) (shift.Sheet, error) {
			return shift.ReportTime(tx, shift.ReportTimeIn{ShiftID: in.ID, UserID: b.UserID, StartsAt: b.From, EndsAt: b.To, Break: b.Break, Comment: b.Comment})
		})
	})
	register(f, courier, op(http.MethodGet, "/v1/me/time", "What the caller said of their time", 200), f.ownTime)
	register(f, courier, op(http.MethodPost, "/v1/me/time-off", "Ask for time off", 204), func(ctx context.Context, who authz.Actor, in *struct{ Body timeOffBody }) (*struct{}, error) {
		return nil, f.change(ctx, who, func(tx *db.Tx) error {
			_, err := shift.AskHoliday(tx, shift.HolidayIn{FirstDay: in.Body.First, LastDay: in.Body.Last, Comment: in.Body.Comment})
			return err
		})
	})
	register(f, courier, op(http.MethodDelete, "/v1/time-off/{id}", "Take back a request for time off", 204), f.removes(shift.DeleteHoliday))
	register(f, courier, op(http.MethodPost, "/v1/me/hours", "Say when one can work in an ordinary week, or cannot", 204), func(ctx context.Context, who authz.Actor, in *struct{ Body hoursBody }) (*struct{}, error) {
		b := in.Body
		return nil, f.change(ctx, who, func(tx *db.Tx) error {
			_, err := shift.SaveAvailability(tx, shift.AvailabilityIn{Type: b.Type, DayOfWeek: b.Weekday, StartTime: b.From, EndTime: b.To, Comment: b.Comment})
			return err
		})
	})
	register(f, courier, op(http.MethodDelete, "/v1/hours/{id}", "Take back what was said of one's hours", 204), f.removes(shift.DeleteAvailability))
}

func (f *face) ownWeek(ctx context.Context, who authz.Actor, in *weekIn) (*answer[OwnWeek], error) {
	day, err := f.day(string(in.Day))
	if err != nil {
		return nil, err
	}
	monday := shift.Monday(day)
	out := &answer[OwnWeek]{OwnWeek{Monday: monday}}
	return out, f.read(ctx, who, func(tx *db.Tx) error {
		days := shift.Days{First: monday, Last: monday.Plus(6)}
		mine, err := shift.MyShifts(tx, days)
		if err != nil {
			return err
		}
		open, err := shift.OpenShifts(tx, days)
		if err != nil {
			return err
		}
		for _, s := range mine {
			if !slices.ContainsFunc(open, func(o shift.Sheet) bool { return o.ID == s.ID }) {
				open = append(open, s)
			}
		}
		slices.SortStableFunc(open, func(a, b shift.Sheet) int { return a.StartsAt.Compare(b.StartsAt.Time) })
		book, err := openShiftBook(tx, open)
		if err != nil {
			return err
		}
		book.published, err = shift.Published(tx, monday)
		out.Body.Published, out.Body.Shifts = book.published, book.all(open)
		return err
	})
}

func (f *face) ownTime(ctx context.Context, who authz.Actor, _ *struct{}) (*answer[OwnTime], error) {
	out := &answer[OwnTime]{OwnTime{Hours: []UsualHours{}}}
	return out, f.read(ctx, who, func(tx *db.Tx) error {
		asked, err := shift.MyHolidays(tx)
		if err != nil {
			return err
		}
		if out.Body.TimeOff, err = timeOffOf(tx, asked); err != nil {
			return err
		}
		rules, err := shift.MyAvailabilities(tx)
		for _, r := range rules {
			out.Body.Hours = append(out.Body.Hours, UsualHours{r.ID, r.Type, r.DayOfWeek, r.StartTime, r.EndTime, string(r.Comment)})
		}
		return err
	})
}

// timeOffIn lists what touches some days, and whatever waits for a decision.
func timeOffIn(tx *db.Tx, days shift.Days) ([]TimeOff, error) {
	list, err := shift.ListHolidays(tx, shift.HolidaysIn{Days: days})
	if err != nil {
		return nil, err
	}
	waiting, err := shift.ListHolidays(tx, shift.HolidaysIn{State: shift.HolidayFlow.Initial})
	if err != nil {
		return nil, err
	}
	for _, w := range waiting {
		if !slices.ContainsFunc(list, func(h shift.Holiday) bool { return h.ID == w.ID }) {
			list = append(list, w)
		}
	}
	return timeOffOf(tx, list)
}

func timeOffOf(tx *db.Tx, list []shift.Holiday) ([]TimeOff, error) {
	var ids []int64
	for _, h := range list {
		ids = append(ids, h.UserID)
	}
	slices.Sort(ids)
	users, err := account.LoadUsers(tx, slices.Compact(ids))
	out := make([]TimeOff, len(list))
	for i, h := range list {
		out[i] = TimeOff{ID: h.ID, UserID: h.UserID, Name: users[h.UserID].Username, First: h.FirstDay, Last: h.LastDay, State: string(h.State), Comment: string(h.Comment), Can: []string{}}
		if h.State == shift.HolidayFlow.Initial {
			out[i].Can = canWith(tx.Who(), h)
		}
	}
	return out, err
}

func canWith(who authz.Actor, h shift.Holiday) (can []string) {
	can = []string{}
	if h.UserID == who.UserID {
		can = append(can, "take_back")
	}
	if who.Is(authz.Dispatcher) {
		can = append(can, string(shift.Approve), string(shift.Reject))
	}
	return can
}
