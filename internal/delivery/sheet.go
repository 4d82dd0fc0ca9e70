package delivery

import "pignon.coop/internal/span"

// Sheet is a task with everything that screens and the contract show of it.
type Sheet struct {
	Task
	Place       Place    `db:"a"`
	OrgName     *string  `db:"org_name"`
	GroupName   *string  `db:"group_name"`
	StoreID     *int64   `db:"store_id"`
	OrderID     *int64   `db:"order_id"`
	OrderNumber *string  `db:"order_number"`
	OrderTotal  *int64   `db:"order_total"` // minor units
	Reusable    *bool    `db:"order_reusable"`
	Collect     *string  `db:"order_collect"` // code of a means of payment that the courier takes at the door, nil for none
	CourierID   *int64   `db:"courier_id"`
	Username    *string  `db:"username"` // of the courier
	Blocked     bool     `db:"blocked"`  // the task before it has not ended
	Shown       *int64   `db:"-"`        // weight to show: grams, summed up over the delivery where that makes sense
	Tagged      []Tag    `db:"-"`
	Incidents   []Mark   `db:"-"`
	Images      []Image  `db:"-"`
	Parcels     []Parcel `db:"-"` // to show: packages, those of other tasks of the delivery where that makes sense
}

// Place is the address of a task.
type Place struct {
	StreetAddress string  `db:"street_address"`
	Name          *string `db:"name"`
	ContactName   *string `db:"contact_name"`
	Telephone     *string `db:"telephone"`
	Description   *string `db:"description"`
	Provider      *string `db:"provider"`
	Lat           float64 `db:"lat"`
	Lng           float64 `db:"lng"`
}

// Mark names an incident of a task.
type Mark struct {
	ID     int64 `db:"id"`
	TaskID int64 `db:"task_id"`
	Open   bool  `db:"open"`
}

// Tag is a coloured word, as known to the co-op.
type Tag struct {
	Name  string `db:"name"`
	Slug  string `db:"slug"`
	Color string `db:"color"`
}

// Courier is who carries the task, 0 for nobody.
func (s Sheet) Courier() int64 { return valueOf(s.CourierID) }

// SheetQuery selects tasks. The zero value selects all that the actor may see.
type SheetQuery struct {
	IDs          []int64    // only these
	Delivery     int64      // only its tasks, in its order
	Window       span.Range // windows that touch it
	Assigned     *bool
	Organization string // by name
	ByWindow     bool   // by end of window, pick-ups first; otherwise by id
	Limit        int    // 0 is all
	Offset       int
}
