package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// ParcelBody is a delivery from a store to one place or several.
type ParcelBody struct {
	Drops []ParcelDrop `json:"drops" minItems:"1" maxItems:"50" doc:"Where it goes, in this order"`
}

// ParcelEdit is what a delivery shall be.
type ParcelEdit struct {
	ParcelBody
	Reprice bool `json:"reprice,omitempty" doc:"Charge what the price list says now; only dispatchers change prices"`
}

// ParcelDrop is one of its drop-offs.
type ParcelDrop struct {
	TaskID   int64         `json:"taskId,omitempty" doc:"The stop that it is by now; without, a new one. An edit cancels the drop-offs that it does not name"`
	Address  AddressFields `json:"address"`
	Window   *Window       `json:"window,omitempty" doc:"When it is to be there; may be missing for a quote"`
	SlotID   *int64        `json:"slotId,omitempty" doc:"The time slot that the window is a choice of"`
	Comments string        `json:"comments,omitempty" maxLength:"5000"`
	Weight   *int64        `json:"weight,omitempty" minimum:"0" maximum:"1000000000" doc:"Grams"`
	Packages []Packed      `json:"packages,omitempty" maxItems:"50"`
}

// Packed is so many packages of a kind.
type Packed struct {
	Name     string `json:"name" maxLength:"255"`
	Quantity int64  `json:"quantity" minimum:"1" maximum:"10000"`
}

// ParcelQuote is what a parcel would cost.
type ParcelQuote struct {
	Total  int64 `json:"total" doc:"Minor units, tax included"`
	Tax    int64 `json:"tax"`
	Metres int64 `json:"metres" doc:"Length of the way"`
}

// StoreDeliveries is a page of what a store sends.
type StoreDeliveries struct {
	Deliveries []StoreDelivery `json:"deliveries"`
	Total      int             `json:"total"`
}

// StoreDelivery is one of them.
type StoreDelivery struct {
	ID       int64    `json:"id"`
	State    string   `json:"state" enum:"planned,under_way,done,failed,cancelled" doc:"Of its stops together"`
	To       string   `json:"to" doc:"Its last drop-off"`
	Name     string   `json:"name"`
	Window   Window   `json:"window"`
	Drops    int      `json:"drops" doc:"How many drop-offs it has"`
	Number   string   `json:"number" doc:"Of its order"`
	Total    *int64   `json:"total" doc:"Minor units; null where it is not sold"`
	Label    string   `json:"label" doc:"Path of the label of the parcel of its last drop-off"`
	Tracking string   `json:"tracking" doc:"Path of the page for whoever waits for it"`
	Can      []string `json:"can" enum:"cancel,edit,reprice"`
}

// ParcelSheet is a delivery with its stops.
type ParcelSheet struct {
	StoreDelivery
	Stops []ParcelStop `json:"stops" doc:"In their order, cancelled ones left out"`
}

// ParcelStop is a stop with what proves it.
type ParcelStop struct {
	TaskID   int64         `json:"taskId"`
	Type     string        `json:"type" enum:"PICKUP,DROPOFF"`
	Status   string        `json:"status" enum:"TODO,DOING,DONE,FAILED"`
	Address  SavedAddress  `json:"address"`
	Window   Window        `json:"window"`
	Comments string        `json:"comments"`
	Weight   *int64        `json:"weight" doc:"Grams"`
	Packages []Packed      `json:"packages"`
	Label    string        `json:"label" doc:"Path of the label of its parcel"`
	Images   []Image       `json:"images" doc:"Photos and signatures"`
	EndedAt  *span.Instant `json:"endedAt"`
	Notes    string        `json:"notes" doc:"What the courier said at the end, or why it failed"`
}

type (
	parcelIn struct {
		PathID
		Body ParcelBody
	}
	parcelEditIn struct {
		PathID
		Body ParcelEdit
	}
	storePageIn struct {
		PathID
		Offset int    `query:"offset" minimum:"0"`
		When   string `query:"when" enum:"today,coming,past" doc:"By the window of the last drop-off; without, all"`
		Text   string `query:"q" maxLength:"200" doc:"In the name, the street or the number of the order"`
	}
)

const storePage = 30

func (f *face) parcelRoutes() {
	tags := []string{"stores"}
	users := web.Needs(authz.User)
	register(f, users, huma.Operation{Method: http.MethodGet, Path: "/v1/stores/{id}/deliveries", Tags: tags,
		Summary: "What a store sends: newest first, what is to come soonest first"}, f.storeDeliveries)
	register(f, users, phased(huma.Operation{Method: http.MethodPost, Path: "/v1/stores/{id}/quote", Tags: tags, Summary: "What a parcel would cost; keeps nothing"}), f.quoteParcel)
	register(f, users, phased(huma.Operation{Method: http.MethodPost, Path: "/v1/stores/{id}/deliveries", Tags: tags, Summary: "Send a parcel",
		DefaultStatus: http.StatusCreated}), f.sendParcel)
	register(f, users, huma.Operation{Method: http.MethodGet, Path: "/v1/deliveries/{id}", Tags: tags, Summary: "A delivery with its stops and what proves them"}, f.parcel)
	register(f, users, phased(huma.Operation{Method: http.MethodPost, Path: "/v1/deliveries/{id}/quote", Tags: tags,
		Summary: "What a delivery would cost after a change; keeps nothing"}), f.quoteEdit)
	register(f, users, phased(huma.Operation{Method: http.MethodPut, Path: "/v1/deliveries/{id}", Tags: tags, Summary: "Change a delivery that has not begun"}), f.editParcel)
	register(f, users, huma.Operation{Method: http.MethodDelete, Path: "/v1/deliveries/{id}", Tags: tags, Summary: "Take a delivery back", DefaultStatus: http.StatusNoContent}, f.takeBack)
}

func (f *face) parcels() flow.Parcels {
	return flow.Parcels{DB: f.house.DB, Planner: f.house.Planner, Words: f.house.Words}
}

func (f *face) storeDeliveries(ctx context.Context, who authz.Actor, in *storePageIn) (*answer[StoreDeliveries], error) {
	out := StoreDeliveries{Deliveries: []StoreDelivery{}}
	if err := f.sender(ctx, who, in.ID); err != nil {
		return nil, err
	}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		ids, total, err := delivery.ListOfStore(tx, in.query(tx.Now(), f.house.Zone()))
		out.Total = total
		for _, id := range ids {
			d, err := f.parcelSheet(ctx, tx, id)
			if err != nil {
				return err
			}
			out.Deliveries = append(out.Deliveries, d.StoreDelivery)
		}
		return err
	})
	return &answer[StoreDeliveries]{out}, err
}

func (in *storePageIn) query(now span.Instant, zone *time.Location) delivery.StoreQuery {
	q := delivery.StoreQuery{StoreID: in.ID, Text: in.Text, Limit: storePage, Offset: in.Offset}
	day := span.DayOf(now.Time, zone).In(zone)
	switch in.When {
	case "today":
		q.Where = []delivery.Compared{{Bound: delivery.DropoffBefore, Sign: ">=", At: day.From}, {Bound: delivery.DropoffAfter, Sign: "<", At: day.To}}
	case "coming":
		q.Where = []delivery.Compared{{Bound: delivery.DropoffAfter, Sign: ">=", At: day.To}}
	case "past":
		q.Where = []delivery.Compared{{Bound: delivery.DropoffBefore, Sign: "<", At: day.From}}
	}
	q.ByDropoff, q.Ascending = in.When != "", in.When == "today" || in.When == "coming"
	return q
}

// parcel shows a delivery to those who manage it.
func (f *face) parcel(ctx context.Context, who authz.Actor, in *PathID) (*answer[ParcelSheet], error) {
	var out ParcelSheet
	err := f.read(ctx, who, func(tx *db.Tx) (err error) {
		if _, err := flow.ManagedDelivery(tx, in.ID); err != nil {
			return err
		}
		out, err = f.parcelSheet(ctx, tx, in.ID)
		return err
	})
	return &answer[ParcelSheet]{out}, hidden(err)
}

func (f *face) parcelSheet(ctx context.Context, tx *db.Tx, id int64) (out ParcelSheet, err error) {
	stops, _, err := delivery.ListSheets(tx.As(authz.System()), delivery.SheetQuery{Delivery: id})
	if err != nil {
		return out, err
	}
	salt := f.house.Settings().PublicIDSalt
	state := delivery.StateOf(stops)
	out = ParcelSheet{StoreDelivery: StoreDelivery{ID: id, State: string(state), Can: parcelVerbs(tx.Who(), stops)}, Stops: []ParcelStop{}}
	for _, s := range stops {
		if s.Status == delivery.Cancelled && state != delivery.CalledOff {
			continue
		}
		stop, err := parcelStop(tx, s)
		if err != nil {
			return out, err
		}
		stop.Label = delivery.LabelPath(salt, s.ID)
		out.Stops = append(out.Stops, stop)
		if s.Type == delivery.Dropoff {
			out.Drops++
			out.To, out.Name, out.Window, out.Label = stop.Address.StreetAddress, textOf(stop.Address.Name), stop.Window, stop.Label
			out.Number, out.Total = textOf(s.OrderNumber), s.OrderTotal
		}
	}
	public, err := delivery.PublicID(salt, id)
	out.Tracking = "/" + f.words(ctx).Language() + "/pub/d/" + public
	return out, err
}

func parcelVerbs(who authz.Actor, stops []delivery.Sheet) []string {
	can := []string{}
	if delivery.Untouched(stops) {
		can = append(can, "cancel")
	}
	if delivery.StateOf(stops) == delivery.Planned {
		can = append(can, "edit")
		if who.Is(authz.Dispatcher) {
			can = append(can, "reprice")
		}
	}
	return can
}

func parcelStop(tx *db.Tx, s delivery.Sheet) (ParcelStop, error) {
	out := ParcelStop{TaskID: s.ID, Type: string(s.Type), Status: string(s.Status), Address: SavedAddress{Place: sheetPlace(s)}, Window: Window{From: s.After, To: s.Before},
		Comments: s.Comments, Weight: s.Weight, Packages: []Packed{}, Images: []Image{}}
	for _, p := range s.Parcels {
		if p.TaskID == s.ID {
			out.Packages = append(out.Packages, Packed{Name: p.Name, Quantity: p.Quantity})
		}
	}
	for _, m := range s.Images {
		out.Images = append(out.Images, imageOf(m))
	}
	if !s.Status.Completed() {
		return out, nil
	}
	end, ok, err := delivery.EndOf(tx, s.ID)
	if ok {
		out.EndedAt, out.Notes = &end.CreatedAt, end.Said()
	}
	return out, err
}

func (d ParcelDrop) stop() flow.StopEdit {
	s := flow.StopEdit{TaskID: d.TaskID, Told: true, StopIn: flow.StopIn{Type: delivery.Dropoff, Address: d.Address.in(nil), Comments: d.Comments, Weight: d.Weight}}
	if d.Window != nil {
		s.After, s.Before = d.Window.From, d.Window.To
	}
	if d.SlotID != nil {
		s.TimeSlot = flow.SlotPath(*d.SlotID)
	}
	for _, p := range d.Packages {
		s.Packages = append(s.Packages, flow.PackagesIn{Name: p.Name, Quantity: p.Quantity})
	}
	return s
}

func (in *parcelIn) parcel() flow.ParcelIn {
	stops := []flow.StopIn{{Type: delivery.Pickup}}
	for _, d := range in.Body.Drops {
		stops = append(stops, d.stop().StopIn)
	}
	return flow.ParcelIn{StoreID: in.ID, Stops: stops}
}

func (in *parcelEditIn) edit() flow.EditDropsIn {
	out := flow.EditDropsIn{DeliveryID: in.ID, Reprice: in.Body.Reprice}
	for _, d := range in.Body.Drops {
		out.Drops = append(out.Drops, d.stop())
	}
	return out
}

func (f *face) quoteParcel(ctx context.Context, who authz.Actor, in *parcelIn) (*answer[ParcelQuote], error) {
	if err := f.sender(ctx, who, in.ID); err != nil {
		return nil, err
	}
	e, err := f.parcels().Estimate(ctx, who, in.parcel())
	if err != nil {
		return nil, err
	}
	return &answer[ParcelQuote]{quoteOf(e)}, nil
}

func quoteOf(e flow.Estimate) ParcelQuote {
	return ParcelQuote{Total: int64(e.Price.Total), Tax: int64(e.Tax.Of(money.Amount(e.Price.Total))), Metres: e.Parcel.Distance}
}

func (f *face) quoteEdit(ctx context.Context, who authz.Actor, in *parcelEditIn) (*answer[ParcelQuote], error) {
	e, err := f.parcels().EstimateDrops(ctx, who, in.edit())
	if err != nil {
		return nil, hidden(err)
	}
	return &answer[ParcelQuote]{quoteOf(e)}, nil
}

func (f *face) editParcel(ctx context.Context, who authz.Actor, in *parcelEditIn) (*answer[ParcelSheet], error) {
	if err := f.parcels().EditDrops(ctx, who, in.edit()); err != nil {
		return nil, hidden(err)
	}
	return f.parcel(ctx, who, &in.PathID)
}

func (f *face) sendParcel(ctx context.Context, who authz.Actor, in *parcelIn) (*answer[ParcelSheet], error) {
	if err := f.sender(ctx, who, in.ID); err != nil {
		return nil, err
	}
	made, err := f.parcels().Order(ctx, who, in.parcel())
	if err != nil {
		return nil, err
	}
	return f.parcel(ctx, who, &PathID{made.ID})
}

func (f *face) takeBack(ctx context.Context, who authz.Actor, in *PathID) (*struct{}, error) {
	return nil, f.change(ctx, who, func(tx *db.Tx) error { return hidden(flow.CancelDelivery(tx, in.ID)) })
}
