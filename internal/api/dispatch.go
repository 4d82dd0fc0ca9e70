package api

import "pignon.coop/internal/span"

// Board is one consistent picture of a day: what the dispatch screen shows. Live messages after `seq` change it.
type Board struct {
	Day      span.Day       `json:"day"`
	Seq      int64          `json:"seq" doc:"Position in the journal that this picture shows; resume the live stream from it"`
	Tasks    []Task         `json:"tasks" doc:"Every task whose window touches the day or that is on one of its lists"`
	Lists    []TaskList     `json:"lists" doc:"By courier; a task that is on none of them is free"`
	Tours    []Tour         `json:"tours"`
	Couriers []BoardCourier `json:"couriers" doc:"Everybody who can be given a task"`
	Reports  []KeptReport   `json:"reports" doc:"Reports of couriers that could not be applied and that no dispatcher has seen yet, oldest first"`
	Undo     *Edit          `json:"undo" doc:"The caller's last edit of this day that can still be undone"`
	Can      []string       `json:"can" enum:"edit,propose,undo"`
}

// TaskList is the plan of one courier for one day.
type TaskList struct {
	ID        int64    `json:"id" doc:"0 when the courier has no list yet that day; its version is 0 too"`
	Version   int64    `json:"version" doc:"One further at each accepted edit"`
	CourierID int64    `json:"courierId"`
	Username  string   `json:"username"`
	Day       span.Day `json:"day"`
	Items     []Item   `json:"items" doc:"In the order of the ride"`
	Color     string   `json:"color" doc:"The courier's colour, #rrggbb"`
	Distance  int64    `json:"distance" doc:"Metres"`
	Duration  int64    `json:"duration" doc:"Seconds"`
	Polyline  string   `json:"polyline" doc:"Google encoded, precision 5; empty until the route is known"`
}

// Item is one element of a task list: a task or a tour. Exactly one of the two is set.
type Item struct {
	Task int64 `json:"task,omitempty"`
	Tour int64 `json:"tour,omitempty"`
}

// Tour is a named row of tasks that is handed over as a whole.
type Tour struct {
	ID    int64   `json:"id"`
	Name  string  `json:"name"`
	Tasks []int64 `json:"tasks"`
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
	CourierID int64   `json:"courierId"`
	Username  string  `json:"username"`
	Version   int64   `json:"version" doc:"The list's version that the plan was made from; 0 when there was none"`
	Items     []Item  `json:"items"`
	Added     []int64 `json:"added" doc:"The tasks that the plan adds"`
}

// LeftTask is a task without a place in the plan.
type LeftTask struct {
	Task   int64  `json:"task"`
	Reason string `json:"reason" enum:"no_courier,no_room" doc:"no_courier: nobody is on duty; no_room: every place would be too late"`
}

// Applied tells what became of a plan.
type Applied struct {
	Lists   []TaskList `json:"lists" doc:"The lists that were changed"`
	Refused []int64    `json:"refused" doc:"Couriers whose part was refused because something changed meanwhile"`
	Edit    *Edit      `json:"edit"`
}
