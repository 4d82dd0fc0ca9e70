package api

import "pignon.coop/internal/span"

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
	Reference *string      `json:"reference"`
	OrgName   string       `json:"orgName" doc:"Whose task it is: the shop or store, empty when nobody's"`
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
