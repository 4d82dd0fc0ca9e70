package api

import (
	"context"
	"maps"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// Board is one consistent picture of a day: what the dispatch screen shows. Live messages after `seq` change it.
type Board struct {
	Day       span.Day        `json:"day"`
	Seq       int64           `json:"seq" doc:"Position in the journal that this picture shows; resume the live stream from it"`
	Tasks     []Task          `json:"tasks" doc:"Every task whose window touches the day or that is on one of its lists"`
	Lists     []TaskList      `json:"lists" doc:"By courier; a task that is on none of them is free"`
	Tours     []Tour          `json:"tours"`
	Couriers  []BoardCourier  `json:"couriers" doc:"Everybody who can be given a task"`
	Vehicles  []Vehicle       `json:"vehicles" doc:"The fleet, and what lists have of it though it is gone"`
	Trailers  []Trailer       `json:"trailers"`
	Reports   []KeptReport    `json:"reports" doc:"Reports of couriers that could not be applied and that no dispatcher has seen yet, oldest first"`
	Closures  []StreetClosure `json:"closures" doc:"Streets that routes keep away from, whatever the day"`
	Undo      *Edit           `json:"undo" doc:"The caller's last edit of this day that can still be undone"`
	Reasons   []FailureReason `json:"failureReasons" doc:"What can be chosen when a task fails"`
	Automatic bool            `json:"automatic" doc:"What couriers have to set out for now goes out by itself"`
	Can       []string        `json:"can" enum:"edit,propose,undo,automatic"`
}

// TaskList is the plan of one courier for one day.
type TaskList struct {
	ID        int64    `json:"id" doc:"0 when the courier has no list yet that day; its version is 0 too"`
	Version   int64    `json:"version" doc:"One further at each accepted edit"`
	CourierID int64    `json:"courierId"`
	Username  string   `json:"username"`
	Day       span.Day `json:"day"`
	Items     []Item   `json:"items" doc:"In the order of the ride"`
	VehicleID *int64   `json:"vehicleId" doc:"What the courier rides"`
	TrailerID *int64   `json:"trailerId" doc:"What it pulls"`
	Color     string   `json:"color" doc:"The courier's colour, #rrggbb"`
	Distance  int64    `json:"distance" doc:"Metres"`
	Duration  int64    `json:"duration" doc:"Seconds"`
	Polyline  string   `json:"polyline" doc:"Google encoded, precision 5; empty until the route is known"`
	ChangedBy string   `json:"changedBy" doc:"User name of who made the last edit; empty when nobody did"`
}

// Item is one element of a task list: a task or a tour. Exactly one of the two is set.
type Item struct {
	Task int64 `json:"task,omitempty"`
	Tour int64 `json:"tour,omitempty"`
}

// BoardCourier is a courier on the board.
type BoardCourier struct {
	ID       int64     `json:"id"`
	Username string    `json:"username"`
	Color    string    `json:"color"`
	OnDuty   bool      `json:"onDuty"`
	Position *Position `json:"position" doc:"The latest known place of a courier on duty, null after half an hour of silence"`
}

// Position is a place of a courier at a moment.
type Position struct {
	Lat float64      `json:"lat"`
	Lng float64      `json:"lng"`
	At  span.Instant `json:"at"`
}

// KeptReport is a courier's report that came too late or contradicts what is known. It changed nothing; a dispatcher decides.
type KeptReport struct {
	ID         string       `json:"id"`
	TaskID     int64        `json:"taskId"`
	Username   string       `json:"username"`
	Kind       string       `json:"kind" enum:"start,done,failed,note"`
	Notes      string       `json:"notes"`
	Reason     string       `json:"reason"`
	TappedAt   span.Instant `json:"tappedAt" doc:"As the phone's clock said"`
	ReceivedAt span.Instant `json:"receivedAt"`
	Outcome    string       `json:"outcome" doc:"Code of the refusal, a translation key under error."`
}

// Edit is one change of the board that can be undone as a whole.
type Edit struct {
	ID int64        `json:"id"`
	At span.Instant `json:"at"`
}

// SetItemsIn is the wanted content of a list.
type SetItemsIn struct {
	Version int64    `json:"version" minimum:"0" doc:"The list's version that the caller saw; 0 when there was none"`
	Items   []Item   `json:"items" maxItems:"500"`
	From    []Source `json:"from,omitempty" maxItems:"500" doc:"The other lists that items are taken from. A task held by a list that is not named here makes the edit stale"`
}

// Source is a list that items are taken from, with the version that the caller saw.
type Source struct {
	List    int64 `json:"list"`
	Version int64 `json:"version"`
}

// Edited is the answer to an edit: every list that it changed, and the edit to undo.
type Edited struct {
	Lists []TaskList `json:"lists"`
	Edit  *Edit      `json:"edit" doc:"null when nothing changed"`
}

// Proposal is a plan that nobody has accepted yet.
type Proposal struct {
	Day   span.Day      `json:"day"`
	Lists []PlannedList `json:"lists" doc:"Only lists that would change"`
	Left  []LeftTask    `json:"left" doc:"Free tasks for which no courier was found"`
}

// PlannedList is what a courier's list would become.
type PlannedList struct {
	CourierID int64        `json:"courierId"`
	Username  string       `json:"username"`
	Version   int64        `json:"version" doc:"The list's version that the plan was made from; 0 when there was none"`
	Items     []Item       `json:"items"`
	VehicleID *int64       `json:"vehicleId,omitempty" doc:"What the courier takes, in the plan of a day; the list gets it when the plan is applied"`
	TrailerID *int64       `json:"trailerId,omitempty"`
	From      []Source     `json:"from,omitempty" doc:"The lists that tasks are taken from, of couriers who went home"`
	Added     []int64      `json:"added" doc:"The tasks that the plan adds"`
	Gifts     []Gift       `json:"gifts,omitempty" doc:"The same by delivery, in the order of the ride, and why they go to this courier; not read when a plan is applied"`
	Tour      *PlannedTour `json:"tour,omitempty" doc:"How the list would be ridden; always in a plan, and not read when a plan is applied"`
}

// PlannedTour is the ride of a courier from what is not begun on.
type PlannedTour struct {
	From     span.Instant  `json:"from" doc:"When the courier sets out"`
	To       span.Instant  `json:"to" doc:"When they are back or have done the last stop"`
	Stops    []PlannedStop `json:"stops" doc:"In the order of the ride"`
	Distance int64         `json:"distance" doc:"Metres"`
	Duration int64         `json:"duration" doc:"Seconds on the way"`
	Polyline string        `json:"polyline" doc:"Google encoded, precision 5"`
}

// PlannedStop is a task with the moment from which it would be done.
type PlannedStop struct {
	Task int64        `json:"task"`
	At   span.Instant `json:"at"`
}

// Gift is a delivery that a plan gives to a courier.
type Gift struct {
	Tasks    []int64      `json:"tasks"`
	Leave    span.Instant `json:"leave" doc:"When the courier has to set out for the first of them, at the latest"`
	Last     span.Instant `json:"last" doc:"When the last of them would be done"`
	Reason   string       `json:"reason" enum:"equal,sooner,warmer,nearer,better,fairer,alone,theirs" doc:"What speaks most for this courier against the next best. sooner: customers wait less; warmer: meals ride for a shorter time; nearer: less riding; better: ends sooner or nearer to where work comes up; fairer: has had less; equal: both would do; alone: nobody else can be in time; theirs: they have the rest of the delivery"`
	RunnerUp string       `json:"runnerUp,omitempty" doc:"User name of the next best courier"`
	From     string       `json:"from,omitempty" doc:"User name of who had them and went home"`
	Later    int64        `json:"later" doc:"Seconds by which the next best would be done later"`
}

// LeftTask is a task without a place in the plan.
type LeftTask struct {
	Task   int64  `json:"task"`
	Reason string `json:"reason" enum:"no_courier,no_room,too_far,gone_home" doc:"gone_home: whoever has it went home, and nobody else can take it; no_courier: nobody is on duty; no_room: nobody can be in time beside what they have; too_far: nobody could be in time at all"`
}

// Applied tells what became of a plan.
type Applied struct {
	Lists   []TaskList `json:"lists" doc:"The lists that were changed"`
	Refused []int64    `json:"refused" doc:"Couriers whose part was refused because something changed meanwhile"`
	Edit    *Edit      `json:"edit"`
}

type (
	boardIn struct {
		Day string `query:"day" doc:"2031-05-06; today when it is missing"`
	}
	boardOut  struct{ Body Board }
	editedOut struct{ Body Edited }
	listIn    struct {
		Courier int64  `path:"courier"`
		Day     string `path:"day"`
		Body    SetItemsIn
	}
	proposalIn struct {
		Body struct {
			Day span.Day `json:"day"`
		}
	}
	proposalOut struct{ Body Proposal }
	applyIn     struct {
		Body struct {
			Day   span.Day      `json:"day"`
			Lists []PlannedList `json:"lists" maxItems:"500"`
		}
	}
	appliedOut  struct{ Body Applied }
	automaticIn struct {
		Body struct {
			On bool `json:"on"`
		}
	}
	undoIn struct {
		Body struct {
			Edit int64 `json:"edit" doc:"An edit of the caller, from the answer to it or from the board"`
		}
	}
	openListIn struct {
		Courier int64  `path:"courier"`
		Day     string `path:"day"`
	}
	listOut      struct{ Body TaskList }
	reportSeenIn struct {
		ID string `path:"id"`
	}
)

func (f *face) dispatchRoutes() {
	plans := web.Needs(authz.Dispatcher)
	register(f, plans, huma.Operation{Method: "GET", Path: "/v1/dispatch/board", Summary: "The dispatch board of a day"}, f.board)
	register(f, plans, huma.Operation{
		Method: "PUT", Path: "/v1/dispatch/lists/{courier}/{day}", Summary: "Give a courier's list its items",
		Description: "Answers 409 with the code task_list.stale, and the day's lists as they stand now under args.lists, when the edit rests on an old picture.",
	}, f.setItems)
	register(f, plans, huma.Operation{
		Method: "POST", Path: "/v1/dispatch/lists/{courier}/{day}", Summary: "Plan a courier for a day, with an empty list if there is none yet", DefaultStatus: 200,
	}, f.openList)
	register(f, plans, huma.Operation{
		Method: "POST", Path: "/v1/dispatch/proposal", Summary: "Propose couriers for the free tasks of a day; changes nothing", DefaultStatus: 200,
	}, f.propose)
	register(f, plans, huma.Operation{
		Method: "POST", Path: "/v1/dispatch/proposal/apply", Summary: "Accept a proposal, or some of its lists", DefaultStatus: 200,
	}, f.apply)
	register(f, web.Needs(authz.Admin), huma.Operation{
		Method: "PUT", Path: "/v1/dispatch/automatic", Summary: "Give out by itself, or no longer, what couriers have to set out for now", DefaultStatus: 204,
	}, f.setAutomatic)
	register(f, plans, huma.Operation{Method: "POST", Path: "/v1/dispatch/undo", Summary: "Undo an edit of one's own", DefaultStatus: 200}, f.undo)
	register(f, plans, huma.Operation{
		Method: "POST", Path: "/v1/dispatch/reports/{id}/seen", Summary: "Take note of a report that could not be applied", DefaultStatus: 204,
	}, f.seeReport)
}

// day reads a day, today when it is missing.
func (f *face) day(text string) (span.Day, error) {
	if text == "" {
		return span.DayOf(f.house.DB.Now(), f.house.Zone()), nil
	}
	day, err := span.ParseDay(text)
	if err != nil {
		return "", fail.At("day", "value.invalid")
	}
	return day, nil
}

func (f *face) board(ctx context.Context, who authz.Actor, in *boardIn) (*boardOut, error) {
	day, err := f.day(in.Day)
	if err != nil {
		return nil, err
	}
	var b dispatch.Board
	var settings org.Settings
	err = f.read(ctx, who, func(tx *db.Tx) (err error) {
		if b, err = dispatch.LoadBoard(tx, day); err != nil {
			return err
		}
		settings, err = org.LoadSettings(tx)
		return err
	})
	out := &boardOut{boardOf(who, b)}
	out.Body.Reasons = f.failureReasons(ctx)
	out.Body.Automatic = settings.AutomaticDispatch
	out.Body.Closures = closuresOf(b.Closures, f.house.Avoids())
	return out, err
}

func (f *face) setAutomatic(ctx context.Context, who authz.Actor, in *automaticIn) (*struct{}, error) {
	return nil, f.change(ctx, who, func(tx *db.Tx) error {
		return org.SaveSettings(tx, map[string]any{"automatic_dispatch": in.Body.On})
	})
}

func boardOf(who authz.Actor, b dispatch.Board) Board {
	out := Board{
		Day: b.Day, Seq: b.Seq, Tasks: tasksOf(who, b.Tasks), Lists: listsOf(b.Lists), Tours: []Tour{}, Couriers: []BoardCourier{},
		Vehicles: vehiclesOf(b.Yard), Trailers: trailersOf(b.Yard), Reports: []KeptReport{}, Closures: []StreetClosure{}, Can: []string{"edit", "propose"},
	}
	for _, t := range b.Tours {
		out.Tours = append(out.Tours, shownTour(t, b.Stops[t.ID]))
	}
	for _, c := range b.Couriers {
		courier := BoardCourier{ID: c.User.ID, Username: c.User.Username, Color: dispatch.Colour(c.User.Username), OnDuty: c.OnDuty}
		if c.Position != nil {
			courier.Position = &Position{Lat: c.Position.Lat, Lng: c.Position.Lng, At: c.Position.At}
		}
		out.Couriers = append(out.Couriers, courier)
	}
	for _, r := range b.Reports {
		out.Reports = append(out.Reports, KeptReport{
			ID: r.ID, TaskID: r.TaskID, Username: r.Username, Kind: r.Kind, Notes: r.Body.V.Notes, Reason: r.Body.V.Reason,
			TappedAt: r.TappedAt, ReceivedAt: r.ReceivedAt, Outcome: r.Outcome,
		})
	}
	if who.Is(authz.Admin) {
		out.Can = append(out.Can, "automatic")
	}
	if b.Undo != nil {
		out.Undo = &Edit{ID: b.Undo.ID, At: b.Undo.CreatedAt}
		out.Can = append(out.Can, "undo")
	}
	return out
}

func listsOf(views []dispatch.ListView) []TaskList {
	lists := make([]TaskList, len(views))
	for n, v := range views {
		lists[n] = TaskList{
			ID: v.ID, Version: v.Version, CourierID: v.CourierID, Username: v.Username, Day: v.Day, Items: itemsOf(v.Items),
			VehicleID: v.VehicleID, TrailerID: v.TrailerID, Color: dispatch.Colour(v.Username), Distance: v.Distance, Duration: v.Duration,
			Polyline: v.Polyline, ChangedBy: v.ChangedBy,
		}
	}
	return lists
}

func itemsOf(items []dispatch.Item) []Item {
	out := make([]Item, len(items))
	for n, i := range items {
		out[n] = Item(i)
	}
	return out
}

func itemsIn(items []Item) []dispatch.Item {
	out := make([]dispatch.Item, len(items))
	for n, i := range items {
		out[n] = dispatch.Item(i)
	}
	return out
}

func (f *face) setItems(ctx context.Context, who authz.Actor, in *listIn) (*editedOut, error) {
	day, err := f.day(in.Day)
	if err != nil {
		return nil, err
	}
	guard := &dispatch.Guard{Version: in.Body.Version, From: fromOf(in.Body.From)}
	return f.edited(ctx, who, day, func(tx *db.Tx) (dispatch.Edited, error) {
		return dispatch.SetItems(tx, dispatch.SetItemsIn{CourierID: in.Courier, Day: day, Items: itemsIn(in.Body.Items), Guard: guard})
	})
}

// fromOf reads the versions of lists.
func fromOf(sources []Source) map[int64]int64 {
	from := map[int64]int64{}
	for _, s := range sources {
		from[s.List] = s.Version
	}
	return from
}

func (f *face) openList(ctx context.Context, who authz.Actor, in *openListIn) (*listOut, error) {
	day, err := f.day(in.Day)
	if err != nil {
		return nil, err
	}
	out := &listOut{}
	err = f.change(ctx, who, func(tx *db.Tx) error {
		list, err := dispatch.OpenList(tx, in.Courier, day)
		if err != nil {
			return err
		}
		view, err := dispatch.ViewList(tx, list)
		out.Body = listsOf([]dispatch.ListView{view})[0]
		return err
	})
	return out, err
}

func (f *face) undo(ctx context.Context, who authz.Actor, in *undoIn) (*editedOut, error) {
	return f.edited(ctx, who, "", func(tx *db.Tx) (dispatch.Edited, error) { return dispatch.Undo(tx, in.Body.Edit) })
}

// edited runs an edit, finds the new ways along the streets, and answers with the lists as they are then.
func (f *face) edited(ctx context.Context, who authz.Actor, day span.Day, edit func(*db.Tx) (dispatch.Edited, error)) (*editedOut, error) {
	var e dispatch.Edited
	err := f.change(ctx, who, func(tx *db.Tx) (err error) {
		e, err = edit(tx)
		return err
	})
	if err != nil {
		return nil, f.withLists(ctx, who, day, err)
	}
	lists, err := f.routed(ctx, who, e.Lists)
	out := &editedOut{Edited{Lists: lists}}
	if e.Edit != 0 {
		out.Body.Edit = &Edit{ID: e.Edit, At: e.Lists[0].UpdatedAt}
	}
	return out, err
}

// withLists adds to a stale answer how the lists of the day stand now.
func (f *face) withLists(ctx context.Context, who authz.Actor, day span.Day, cause error) error {
	if !fail.Is(cause, fail.Stale) || day == "" {
		return cause
	}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		views, err := dispatch.ViewLists(tx, day)
		cause = fail.New(fail.Stale, fail.Of(cause).Code, "day", string(day), "lists", listsOf(views))
		return err
	})
	if err != nil {
		return err
	}
	return cause
}

func (f *face) routed(ctx context.Context, who authz.Actor, changed []dispatch.TaskList) ([]TaskList, error) {
	routes := dispatch.Routes{DB: f.house.DB, Planner: f.house.Planner}
	for _, l := range changed {
		if err := routes.Find(ctx, l.ID); err != nil {
			f.house.Log.Warn("route of a list", "list", l.ID, "error", err) // the job tries again
		}
	}
	lists := []TaskList{}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		for n, l := range changed {
			var err error
			if changed[n], err = dispatch.LoadList(tx, l.ID); err != nil {
				return err
			}
		}
		views, err := dispatch.ViewAll(tx, changed)
		lists = listsOf(views)
		return err
	})
	return lists, err
}

func (f *face) propose(ctx context.Context, who authz.Actor, in *proposalIn) (*proposalOut, error) {
	if _, err := f.day(string(in.Body.Day)); err != nil {
		return nil, err
	}
	var s dispatch.Snapshot
	err := f.read(ctx, who, func(tx *db.Tx) (err error) {
		s, err = dispatch.TakeSnapshot(tx, in.Body.Day)
		return err
	})
	if err != nil {
		return nil, err
	}
	plans := dispatch.Plans{Planner: f.house.Planner}
	plan, err := plans.Make(ctx, s)
	if err != nil {
		return nil, err
	}
	if err := plans.Draw(ctx, plan); err != nil {
		return nil, err
	}
	out := Proposal{Day: s.Day, Lists: []PlannedList{}, Left: []LeftTask{}}
	for _, l := range plan.Lists {
		out.Lists = append(out.Lists, plannedOf(l))
	}
	for _, l := range plan.Left {
		out.Left = append(out.Left, LeftTask(l))
	}
	return &proposalOut{out}, nil
}

func plannedOf(l dispatch.PlannedList) PlannedList {
	var from []Source
	for _, id := range slices.Sorted(maps.Keys(l.From)) {
		from = append(from, Source{List: id, Version: l.From[id]})
	}
	return PlannedList{
		From:      from,
		CourierID: l.CourierID, Username: l.Username, Version: l.Version, Items: itemsOf(l.Items), Added: l.Added, Gifts: giftsOf(l.Gifts), Tour: tourOf(l.Tour),
		VehicleID: l.VehicleID, TrailerID: l.TrailerID,
	}
}

func tourOf(t dispatch.PlannedTour) *PlannedTour {
	out := &PlannedTour{From: span.At(t.From), To: span.At(t.To), Stops: make([]PlannedStop, len(t.Stops))}
	out.Distance, out.Duration, out.Polyline = int64(t.Way.Metres), int64(t.Way.Seconds), t.Way.Polyline
	for n, s := range t.Stops {
		out.Stops[n] = PlannedStop{s.Task, span.At(s.At)}
	}
	return out
}

func giftsOf(gifts []dispatch.Gift) []Gift {
	out := make([]Gift, len(gifts))
	for n, g := range gifts {
		out[n] = Gift{Tasks: g.Tasks, Leave: span.At(g.Leave), Last: span.At(g.Last), Reason: g.Reason, RunnerUp: g.RunnerUp, From: g.From, Later: g.Later}
	}
	return out
}

func (f *face) apply(ctx context.Context, who authz.Actor, in *applyIn) (*appliedOut, error) {
	if _, err := f.day(string(in.Body.Day)); err != nil {
		return nil, err
	}
	var lists []dispatch.PlannedList
	for _, l := range in.Body.Lists {
		lists = append(lists, dispatch.PlannedList{CourierID: l.CourierID, Version: l.Version, Items: itemsIn(l.Items), VehicleID: l.VehicleID, TrailerID: l.TrailerID, From: fromOf(l.From)})
	}
	var o dispatch.Outcome
	edited, err := f.edited(ctx, who, in.Body.Day, func(tx *db.Tx) (_ dispatch.Edited, err error) {
		o, err = dispatch.ApplyPlan(tx, in.Body.Day, lists)
		return o.Edited, err
	})
	if err != nil {
		return nil, err
	}
	return &appliedOut{Applied{Lists: edited.Body.Lists, Edit: edited.Body.Edit, Refused: append([]int64{}, o.Refused...)}}, nil
}

func (f *face) seeReport(ctx context.Context, who authz.Actor, in *reportSeenIn) (*struct{}, error) {
	return nil, f.change(ctx, who, func(tx *db.Tx) error { return dispatch.SeeReport(tx, in.ID) })
}
