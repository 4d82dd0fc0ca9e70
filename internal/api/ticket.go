package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
	"pignon.coop/internal/ticket"
	"pignon.coop/internal/web"
)

// TicketPrint is a copy of an order's ticket that is to be printed.
type TicketPrint struct {
	ID        int64         `json:"id"`
	Order     int64         `json:"order"`
	Again     bool          `json:"again" doc:"It may have been printed before, and says so"`
	Printer   string        `json:"printer" doc:"That took it; empty while it waits"`
	PrintedAt *span.Instant `json:"printedAt"`
	CreatedAt span.Instant  `json:"createdAt"`
}

// Ticket is a copy with what is on it.
type Ticket struct {
	TicketPrint
	Text   string `json:"text" doc:"32 letters in a line"`
	ESCPOS []byte `json:"escpos" doc:"The same for a thermal printer, in base64: ESC/POS with the letters of page 16 (Windows-1252)"`
}

func printOf(p ticket.Print) TicketPrint {
	out := TicketPrint{ID: p.ID, Order: p.OrderID, Again: p.Again, Printer: p.TakenBy, CreatedAt: p.CreatedAt}
	if !p.PrintedAt.IsZero() {
		out.PrintedAt = &p.PrintedAt
	}
	return out
}

type (
	takeTicketIn struct {
		PathID
		Body struct {
			Printer string `json:"printer" minLength:"1" maxLength:"100" doc:"The same name each time, so that it may ask again"`
		}
	}
	ticketAgainIn struct {
		PathID
		Order int64 `path:"order"`
	}
)

func (f *face) ticketRoutes() {
	tags := []string{"orders"}
	register(f, web.Needs(authz.User), huma.Operation{
		Method: http.MethodGet, Path: "/v1/shops/{id}/tickets", Tags: tags, Summary: "Tickets that a shop has to print",
		Description: "One for each accepted order, oldest first. A printer takes one, prints it and says so. One that says nothing for two minutes loses it to the next that asks.",
	}, f.tickets)
	register(f, web.Needs(authz.User), huma.Operation{Method: http.MethodPost, Path: "/v1/tickets/{id}/take", Tags: tags, Summary: "Take a ticket to print it"}, f.takeTicket)
	register(f, web.Needs(authz.User), huma.Operation{Method: http.MethodPost, Path: "/v1/tickets/{id}/printed", Tags: tags, Summary: "Say that a ticket came out"}, f.ticketPrinted)
	register(f, web.Needs(authz.User), huma.Operation{
		Method: http.MethodPost, Path: "/v1/shops/{id}/orders/{order}/ticket", Tags: tags, Summary: "Ask for another copy of a ticket", DefaultStatus: http.StatusCreated,
		Description: "The copy says that it is one.",
	}, f.ticketAgain)
}

func (f *face) tickets(ctx context.Context, who authz.Actor, in *PathID) (*answer[[]TicketPrint], error) {
	out := []TicketPrint{}
	err := f.read(ctx, who, func(tx *db.Tx) error {
		all, err := ticket.Queue(tx, in.ID)
		for _, p := range all {
			out = append(out, printOf(p))
		}
		return err
	})
	return &answer[[]TicketPrint]{out}, err
}

func (f *face) takeTicket(ctx context.Context, who authz.Actor, in *takeTicketIn) (*answer[Ticket], error) {
	var t ticket.Taken
	err := f.change(ctx, who, func(tx *db.Tx) (err error) {
		t, err = ticket.Take(tx, f.house.Words(), ticket.TakeIn{ID: in.ID, Printer: in.Body.Printer})
		return err
	})
	return &answer[Ticket]{Ticket{TicketPrint: printOf(t.Print), Text: t.Paper.Text(), ESCPOS: t.Paper.ESCPOS()}}, err
}

func (f *face) ticketPrinted(ctx context.Context, who authz.Actor, in *PathID) (*answer[TicketPrint], error) {
	var p ticket.Print
	err := f.change(ctx, who, func(tx *db.Tx) (err error) {
		p, err = ticket.Printed(tx, in.ID)
		return err
	})
	return &answer[TicketPrint]{printOf(p)}, err
}

func (f *face) ticketAgain(ctx context.Context, who authz.Actor, in *ticketAgainIn) (*answer[TicketPrint], error) {
	var p ticket.Print
	err := f.change(ctx, who, func(tx *db.Tx) (err error) {
		p, err = ticket.Again(tx, ticket.AgainIn{OrderID: in.Order, RestaurantID: in.ID})
		return err
	})
	return &answer[TicketPrint]{printOf(p)}, err
}
