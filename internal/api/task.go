package api

import (
	"context"
	"io"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// Task is one stop as our screens see it.
type Task struct {
	ID        int64        `json:"id"`
	Version   int64        `json:"version" doc:"One further at each change; commands that edit the task may name it"`
	Type      string       `json:"type" enum:"PICKUP,DROPOFF"`
	Status    string       `json:"status" enum:"TODO,DOING,DONE,FAILED,CANCELLED"`
	Address   Place        `json:"address"`
	After     span.Instant `json:"after" doc:"Start of the window"`
	Before    span.Instant `json:"before" doc:"End of the window"`
	Comments  string       `json:"comments"`
	Doorstep  bool         `json:"doorstep"`
	Weight    *int64       `json:"weight" doc:"Grams"`
	Parcels   int64        `json:"parcels" doc:"How many packages it carries"`
	Volume    int64        `json:"volume" doc:"Room that its packages take, in the co-op's units"`
	Reference *string      `json:"reference"`
	OrgName   string       `json:"orgName" doc:"Whose task it is: the shop or store, empty when nobody's"`
	StoreID   *int64       `json:"storeId" doc:"The store whose task it is"`
	Tags      []Tag        `json:"tags"`
	Group     *TaskGroup   `json:"group"`
	Delivery  *TaskOf      `json:"delivery" doc:"The delivery that the task is a stop of"`
	Previous  *int64       `json:"previous" doc:"The task that must be completed before this one"`
	Next      *int64       `json:"next"`
	Images    []Image      `json:"images"`
	Can       []string     `json:"can" enum:"start,done,fail,cancel,restore,reschedule,note,photo,assign" doc:"What the caller may do with it now"`
}

// Place is an address with what a courier must know of it.
type Place struct {
	ID            int64   `json:"id"`
	StreetAddress string  `json:"streetAddress"`
	Name          *string `json:"name"`
	ContactName   *string `json:"contactName"`
	Telephone     *string `json:"telephone"`
	Description   *string `json:"description"`
	Lat           float64 `json:"lat"`
	Lng           float64 `json:"lng"`
}

// Tag is a coloured word.
type Tag struct {
	Name  string `json:"name"`
	Slug  string `json:"slug"`
	Color string `json:"color"`
}

// TaskGroup is the group that a task belongs to.
type TaskGroup struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
}

// TaskOf places a task in its delivery and order.
type TaskOf struct {
	ID          int64   `json:"id"`
	Position    int64   `json:"position" doc:"Rank in the delivery, from 1"`
	OrderID     *int64  `json:"orderId"`
	OrderNumber *string `json:"orderNumber"`
	OrderTotal  *int64  `json:"orderTotal" doc:"Minor units"`
}

// Image is a photo that proves a task.
type Image struct {
	ID  int64  `json:"id"`
	URL string `json:"url" doc:"Path on this server; it needs the caller's session"`
}

// taskOf shows a task to somebody.
func taskOf(who authz.Actor, s delivery.Sheet) Task {
	t := Task{
		ID: s.ID, Version: s.Version, Type: string(s.Type), Status: string(s.Status), After: s.After, Before: s.Before, Comments: s.Comments,
		Doorstep: s.Doorstep, Weight: s.Shown, Reference: s.Reference, Tags: []Tag{}, Images: []Image{}, Previous: s.PreviousID, Next: s.NextID,
		StoreID: s.StoreID, Can: delivery.Can(who, s),
		Address: sheetPlace(s),
	}
	load := delivery.LoadOf(s.Parcels)
	t.Parcels, t.Volume = load.Parcels, load.Volume
	if s.OrgName != nil {
		t.OrgName = *s.OrgName
	}
	for _, x := range s.Tagged {
		t.Tags = append(t.Tags, Tag(x))
	}
	for _, x := range s.Images {
		t.Images = append(t.Images, imageOf(x))
	}
	if s.GroupID != nil && s.GroupName != nil {
		t.Group = &TaskGroup{ID: *s.GroupID, Name: *s.GroupName}
	}
	if s.DeliveryID != nil && s.DeliveryPosition != nil {
		t.Delivery = &TaskOf{ID: *s.DeliveryID, Position: *s.DeliveryPosition, OrderID: s.OrderID, OrderNumber: s.OrderNumber, OrderTotal: s.OrderTotal}
	}
	return t
}

func sheetPlace(s delivery.Sheet) Place {
	return Place{
		ID: s.AddressID, StreetAddress: s.Place.StreetAddress, Name: s.Place.Name, ContactName: s.Place.ContactName,
		Telephone: s.Place.Telephone, Description: s.Place.Description, Lat: s.Place.Lat, Lng: s.Place.Lng,
	}
}

func tasksOf(who authz.Actor, sheets []delivery.Sheet) []Task {
	tasks := make([]Task, len(sheets))
	for n, s := range sheets {
		tasks[n] = taskOf(who, s)
	}
	return tasks
}

func imageOf(m delivery.Image) Image {
	return Image{ID: m.ID, URL: "/v1/images/" + strconv.FormatInt(m.ID, 10)}
}

type taskID struct {
	ID int64 `path:"id"`
}

type taskAnswer struct{ Body Task }

func (f *face) taskRoutes() {
	register(f, web.Needs(authz.User), huma.Operation{Method: "GET", Path: "/v1/tasks/{id}", Summary: "One task"}, f.task)
	register(f, web.Needs(authz.User), huma.Operation{Method: "GET", Path: "/v1/tasks/{id}/history", Summary: "What happened to a task, oldest first"}, f.taskHistory)
	verb(f, "start", "Set off to a task", func(tx *db.Tx, id int64, _ FinishIn) error {
		_, err := delivery.StartTask(tx, id)
		return err
	})
	verb(f, "done", "End a task well", func(tx *db.Tx, id int64, in FinishIn) error {
		_, err := delivery.CompleteTask(tx, in.of(id))
		return err
	})
	verb(f, "fail", "End a task without success", func(tx *db.Tx, id int64, in FinishIn) error {
		_, err := delivery.FailTask(tx, in.of(id))
		return err
	})
	verb(f, "note", "Append to a task's comments", func(tx *db.Tx, id int64, in FinishIn) error {
		_, err := delivery.NoteTask(tx, id, in.Notes)
		return err
	})
	verb(f, "cancel", "Take a task out of the plan", func(tx *db.Tx, id int64, _ FinishIn) error {
		_, err := delivery.CancelTask(tx, id)
		return err
	})
	verb(f, "restore", "Put a task back into the plan", func(tx *db.Tx, id int64, _ FinishIn) error {
		_, err := delivery.RestoreTask(tx, id)
		return err
	})
	verb(f, "reschedule", "Free a task and give it another window", func(tx *db.Tx, id int64, in RescheduleIn) error {
		_, err := dispatch.Reschedule(tx, id, span.Range{From: in.After, To: in.Before})
		return err
	})
	register(f, web.Needs(authz.User), huma.Operation{Method: "GET", Path: "/v1/images/{id}", Summary: "A photo of a task, as a file"}, f.image)
}

// FinishIn says how a task ended.
type FinishIn struct {
	Notes       string `json:"notes,omitempty" maxLength:"2000"`
	Reason      string `json:"reason,omitempty" maxLength:"64" doc:"Code of the failure reason"`
	ContactName string `json:"contactName,omitempty" maxLength:"200" doc:"Who took it"`
}

func (in FinishIn) of(task int64) delivery.FinishIn {
	return delivery.FinishIn{TaskID: task, Notes: in.Notes, Reason: in.Reason, ContactName: in.ContactName}
}

// RescheduleIn is a new window.
type RescheduleIn struct {
	After  span.Instant `json:"after"`
	Before span.Instant `json:"before"`
}

// verb adds the operation that does something to one task and answers with it.
func verb[In any](f *face, name, summary string, do func(*db.Tx, int64, In) error) {
	type input struct {
		ID   int64 `path:"id"`
		Body In
	}
	op := huma.Operation{Method: "POST", Path: "/v1/tasks/{id}/" + name, Summary: summary, OperationID: name + "-task", DefaultStatus: 200}
	register(f, web.Needs(authz.Courier), op, func(ctx context.Context, who authz.Actor, in *input) (*taskAnswer, error) {
		var out taskAnswer
		err := f.change(ctx, who, func(tx *db.Tx) error {
			if _, err := visibleTask(tx, in.ID); err != nil {
				return err
			}
			if err := do(tx, in.ID, in.Body); err != nil {
				return err
			}
			s, err := delivery.LoadSheet(tx, in.ID)
			out.Body = taskOf(who, s)
			return err
		})
		return &out, err
	})
}

// visibleTask loads a task; what the caller may not see does not exist.
func visibleTask(tx *db.Tx, id int64) (delivery.Sheet, error) {
	s, err := delivery.LoadSheet(tx, id)
	if err == nil && delivery.MayView(tx, s) != nil {
		err = fail.New(fail.NotFound, "row.not_found")
	}
	return s, err
}

func (f *face) task(ctx context.Context, who authz.Actor, in *taskID) (*taskAnswer, error) {
	var out taskAnswer
	err := f.read(ctx, who, func(tx *db.Tx) error {
		s, err := visibleTask(tx, in.ID)
		out.Body = taskOf(who, s)
		return err
	})
	return &out, err
}

// image streams a photo to who may see its task.
func (f *face) image(ctx context.Context, who authz.Actor, in *taskID) (*huma.StreamResponse, error) {
	var name string
	err := f.read(ctx, who, func(tx *db.Tx) error {
		m, err := delivery.LoadImage(tx, in.ID)
		if err != nil {
			return err
		}
		name = m.Name
		if m.TaskID == nil {
			return who.Must(authz.Dispatcher)
		}
		_, err = visibleTask(tx, *m.TaskID)
		return err
	})
	if err != nil {
		return nil, err
	}
	file, kind, err := f.house.Photos.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(c huma.Context) {
		defer file.Close() //nolint:errcheck // it was only read
		c.SetHeader("Content-Type", kind)
		c.SetHeader("Cache-Control", "private, max-age=86400")
		_, _ = io.Copy(c.BodyWriter(), file) // an error means that the caller went away
	}}, nil
}
