package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// CourierDay is everything that the courier's phone needs for a day without network.
type CourierDay struct {
	Day            span.Day        `json:"day"`
	Seq            int64           `json:"seq" doc:"Position in the journal that this picture shows"`
	OnDuty         bool            `json:"onDuty"`
	Version        int64           `json:"version" doc:"The list's version, 0 when there is none"`
	Tasks          []Task          `json:"tasks" doc:"In the order of the ride, tours unfolded, cancelled ones left out; telephone numbers of stops finished for two hours are left out"`
	Distance       int64           `json:"distance" doc:"Metres"`
	Duration       int64           `json:"duration" doc:"Seconds"`
	Polyline       string          `json:"polyline"`
	FailureReasons []FailureReason `json:"failureReasons" doc:"What can be chosen when a task fails"`
}

// FailureReason is a choice for a task that failed.
type FailureReason struct {
	Code        string `json:"code"`
	Description string `json:"description" doc:"In the caller's language"`
}

// Duty switches a courier's duty on or off. Positions are taken only on duty.
type Duty struct {
	On bool `json:"on"`
}

// ReportIn is what a courier did, as the phone queued it.
type ReportIn struct {
	ID          string       `json:"id" minLength:"8" maxLength:"64" doc:"Chosen by the phone, once per tap: the idempotency key"`
	Task        int64        `json:"task"`
	Kind        string       `json:"kind" enum:"start,done,failed,note"`
	TappedAt    span.Instant `json:"tappedAt" doc:"When it was tapped, by the phone's clock"`
	Notes       string       `json:"notes,omitempty" maxLength:"2000"`
	Reason      string       `json:"reason,omitempty" maxLength:"64" doc:"Code of the failure reason"`
	ContactName string       `json:"contactName,omitempty" maxLength:"200" doc:"Who took it"`
}

// ReportOut tells what became of a report. A report is answered with 200 whatever its outcome: it is kept, and the phone must forget it.
type ReportOut struct {
	ID      string `json:"id"`
	Outcome string `json:"outcome" doc:"applied; repeated: the task was in that state already; otherwise the code of the refusal, a translation key under error."`
	Task    *Task  `json:"task" doc:"As it is now; null when it is no longer the caller's"`
}

// FixesIn is a batch of positions.
type FixesIn struct {
	Positions []Position `json:"positions" maxItems:"1000"`
}

// FixesOut tells how many positions of a batch were kept.
type FixesOut struct {
	Kept int `json:"kept"`
}

type (
	courierDayOut struct{ Body CourierDay }
	dutyIn        struct{ Body Duty }
	dutyOut       struct{ Body Duty }
	reportIn      struct{ Body ReportIn }
	reportOut     struct{ Body ReportOut }
	fixesIn       struct{ Body FixesIn }
	fixesOut      struct{ Body FixesOut }
	photoIn       struct {
		RawBody huma.MultipartFormFiles[struct {
			File huma.FormFile `form:"file" contentType:"image/jpeg,image/png" required:"true"`
			Task int64         `form:"task" doc:"The task that the photo proves"`
		}]
	}
	photoOut struct{ Body Image }
)

const photoMost = 13 << 20 // bytes, with the envelope around the file

func (f *face) courierRoutes() {
	rides := web.Needs(authz.Courier)
	register(f, rides, huma.Operation{Method: "GET", Path: "/v1/courier/day", Summary: "The caller's own day, complete for use without network"}, f.courierDay)
	register(f, rides, huma.Operation{Method: "POST", Path: "/v1/courier/duty", Summary: "Go on or off duty", DefaultStatus: 200}, f.setDuty)
	register(f, rides, huma.Operation{
		Method: "POST", Path: "/v1/courier/reports", Summary: "Tell what was done, once", DefaultStatus: 200,
		Description: "Answers 200 whatever the outcome: the report is kept, and the phone forgets it. The same id again gives the first answer.",
	}, f.report)
	register(f, rides, huma.Operation{
		Method: "POST", Path: "/v1/courier/photos", Summary: "Send a photo that proves a task", DefaultStatus: 201, MaxBodyBytes: photoMost,
		Description: "JPEG or PNG. The same photo for the same task again gives the first answer.",
	}, f.photo)
	register(f, rides, huma.Operation{
		Method: "POST", Path: "/v1/courier/positions", Summary: "Tell where the caller was", DefaultStatus: 200,
		Description: "Positions are kept only from the start of a duty to its end.",
	}, f.positions)
}

func (f *face) courierDay(ctx context.Context, who authz.Actor, in *boardIn) (*courierDayOut, error) {
	day, err := f.day(in.Day)
	if err != nil {
		return nil, err
	}
	var c dispatch.CourierDay
	var now time.Time
	err = f.read(ctx, who, func(tx *db.Tx) (err error) {
		now = tx.Now().Time
		c, err = dispatch.LoadCourierDay(tx, day)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := CourierDay{
		Day: c.Day, Seq: c.Seq, OnDuty: c.OnDuty, Version: c.List.Version, Tasks: tasksOf(who, c.Tasks), Distance: c.List.Distance,
		Duration: c.List.Duration, Polyline: c.List.Polyline, FailureReasons: f.failureReasons(ctx),
	}
	for n, t := range c.Tasks {
		if t.Status.Completed() && now.Sub(t.UpdatedAt.Time) > phoneKept {
			out.Tasks[n].Address.Telephone = nil
		}
	}
	return &courierDayOut{out}, nil
}

const phoneKept = 2 * time.Hour // after the end of a task, its telephone number is nobody's business any more

func (f *face) failureReasons(ctx context.Context) []FailureReason {
	list := []FailureReason{}
	r, ok := ctx.Value(requestKey{}).(*http.Request)
	if !ok {
		return list
	}
	words := f.house.WordsFor(r)
	for _, code := range delivery.FailureReasons() {
		list = append(list, FailureReason{Code: code, Description: words.T("failure_reason."+code, nil)})
	}
	return list
}

func (f *face) setDuty(ctx context.Context, who authz.Actor, in *dutyIn) (*dutyOut, error) {
	err := f.change(ctx, who, func(tx *db.Tx) error { return dispatch.SetDuty(tx, in.Body.On) })
	return &dutyOut{in.Body}, err
}

func (f *face) report(ctx context.Context, who authz.Actor, in *reportIn) (*reportOut, error) {
	b := in.Body
	out := ReportOut{ID: b.ID}
	err := f.change(ctx, who, func(tx *db.Tx) error {
		r, err := dispatch.TakeReport(tx, dispatch.ReportIn{
			ID: b.ID, TaskID: b.Task, Kind: b.Kind, TappedAt: b.TappedAt,
			Body: dispatch.ReportBody{Notes: b.Notes, Reason: b.Reason, ContactName: b.ContactName},
		})
		if err != nil {
			return err
		}
		out.Outcome, out.Task = r.Outcome, nil
		s, err := visibleTask(tx, b.Task)
		if fail.Is(err, fail.NotFound) {
			return nil
		}
		task := taskOf(who, s)
		out.Task = &task
		return err
	})
	return &reportOut{out}, err
}

func (f *face) photo(ctx context.Context, who authz.Actor, in *photoIn) (*photoOut, error) {
	form := in.RawBody.Data()
	err := f.read(ctx, who, func(tx *db.Tx) error { // before the work of cleaning
		_, err := visibleTask(tx, form.Task)
		return err
	})
	if err != nil {
		return nil, err
	}
	name, err := f.house.Photos.Keep(ctx, form.File)
	if err != nil {
		return nil, err
	}
	var m delivery.Image
	err = f.change(ctx, who, func(tx *db.Tx) (err error) {
		if _, err := visibleTask(tx, form.Task); err != nil {
			return err
		}
		m, err = delivery.AddImage(tx, name, []int64{form.Task})
		return err
	})
	return &photoOut{imageOf(m)}, err
}

func (f *face) positions(ctx context.Context, who authz.Actor, in *fixesIn) (*fixesOut, error) {
	var fixes []dispatch.Fix
	for _, p := range in.Body.Positions {
		fixes = append(fixes, dispatch.Fix{Lat: p.Lat, Lng: p.Lng, At: p.At})
	}
	kept, err := f.house.Positions.Take(ctx, who, fixes)
	return &fixesOut{FixesOut{Kept: kept}}, err
}
