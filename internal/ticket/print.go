package ticket

import (
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// Print is one copy of a ticket that was or is to be printed.
type Print struct {
	ID           int64        `db:"id"`
	OrderID      int64        `db:"order_id"`
	RestaurantID int64        `db:"restaurant_id"`
	Again        bool         `db:"again"`    // it says that the ticket may have been printed before
	TakenBy      string       `db:"taken_by"` // name of the printer, empty while it waits
	TakenAt      span.Instant `db:"taken_at"`
	PrintedAt    span.Instant `db:"printed_at"`
	CreatedAt    span.Instant `db:"created_at"`
}

// lease is how long a printer has to say that it printed what it took. Then another may, and the ticket says that it may be a second one.
const lease = 2 * time.Minute

// OrderAcceptedIsPrinted puts a copy into the queue of each shop whose goods are in an order.
func OrderAcceptedIsPrinted(tx *db.Tx, e order.Accepted) error {
	c, err := order.LoadCart(tx, e.OrderID)
	if err != nil {
		return err
	}
	shops, err := order.VendorsOf(tx, c)
	if err != nil {
		return err
	}
	for _, s := range shops {
		if known, err := wasQueued(tx, e.OrderID, s.ID); err != nil || known { // a restored order was printed before
			return err
		}
		if _, err := queue(tx, Print{OrderID: e.OrderID, RestaurantID: s.ID}); err != nil {
			return err
		}
	}
	return nil
}

func queue(tx *db.Tx, p Print) (Print, error) {
	id, err := tx.ID("ticket_prints")
	p.ID, p.CreatedAt = id, tx.Now()
	if err != nil {
		return p, err
	}
	return p, db.Insert(tx, "ticket_prints", p)
}

// Queue lists the copies that a shop has to print, oldest first: those that wait, and those that a printer took and said nothing more of.
func Queue(tx *db.Tx, restaurantID int64) ([]Print, error) {
	if err := mayPrint(tx, restaurantID); err != nil {
		return nil, err
	}
	return waiting(tx, restaurantID, tx.Now().Add(-lease))
}

// mayPrint: who runs the shop, and dispatchers. For others there is no such shop.
func mayPrint(tx *db.Tx, restaurantID int64) error {
	if err := order.MayRunShop(tx, restaurantID); err != nil {
		return fail.New(fail.NotFound, "row.not_found")
	}
	return nil
}

// Taken is a copy with what is on it.
type Taken struct {
	Print
	Paper Paper
}

// TakeIn names a copy, and the printer that takes it.
type TakeIn struct {
	ID      int64
	Printer string
}

// Take gives a copy to one printer. One that another has, or that was printed, is Conflict; the same printer may ask again.
func Take(tx *db.Tx, words *locale.Printer, in TakeIn) (t Taken, err error) {
	if in.Printer == "" {
		return t, fail.At("printer", "ticket.printer.nameless")
	}
	if t.Print, err = load(tx, in.ID); err != nil {
		return t, err
	}
	if err := mayPrint(tx, t.RestaurantID); err != nil {
		return t, err
	}
	switch {
	case !t.PrintedAt.IsZero():
		return t, fail.New(fail.Conflict, "ticket.print.printed")
	case t.TakenBy != "" && t.TakenBy != in.Printer && t.TakenAt.Add(lease).After(tx.Now().Time):
		return t, fail.New(fail.Conflict, "ticket.print.taken", "printer", t.TakenBy)
	}
	before := t.Print
	t.Again = t.Again || t.TakenBy != ""
	t.TakenBy, t.TakenAt = in.Printer, tx.Now()
	first, err := replace(tx, before, t.Print)
	if err == nil && !first {
		err = fail.New(fail.Conflict, "ticket.print.taken", "printer", "")
	}
	if err != nil {
		return t, err
	}
	t.Paper, err = paperOf(tx, words, t.Print)
	return t, err
}

// Printed says that a copy came out. Saying so twice changes nothing.
func Printed(tx *db.Tx, id int64) (Print, error) {
	p, err := load(tx, id)
	if err != nil {
		return p, err
	}
	if err := mayPrint(tx, p.RestaurantID); err != nil {
		return p, err
	}
	if p.TakenBy == "" {
		return p, fail.New(fail.Conflict, "ticket.print.not_taken")
	}
	if p.PrintedAt.IsZero() {
		before := p
		p.PrintedAt = tx.Now()
		_, err = replace(tx, before, p) // whoever was quicker said the same
	}
	return p, err
}

// AgainIn names an order and the shop that wants another copy of its ticket.
type AgainIn struct{ OrderID, RestaurantID int64 }

// Again queues another copy, which says that it is one.
func Again(tx *db.Tx, in AgainIn) (Print, error) {
	if err := mayPrint(tx, in.RestaurantID); err != nil {
		return Print{}, err
	}
	known, err := wasQueued(tx, in.OrderID, in.RestaurantID)
	if err != nil {
		return Print{}, err
	}
	if !known {
		return Print{}, fail.New(fail.NotFound, "row.not_found")
	}
	return queue(tx, Print{OrderID: in.OrderID, RestaurantID: in.RestaurantID, Again: true})
}

func paperOf(tx *db.Tx, words *locale.Printer, p Print) (Paper, error) {
	o, err := order.LoadOrder(tx, p.OrderID)
	if err != nil {
		return Paper{}, err
	}
	v, err := order.ViewForShop(tx, o, p.RestaurantID)
	if err != nil {
		return Paper{}, err
	}
	if v.Shop == nil {
		r, err := shop.LoadRestaurant(tx, p.RestaurantID)
		if err != nil {
			return Paper{}, err
		}
		v.Shop = &shop.View{Restaurant: r}
	}
	return write(words, v, p.Again, tx.Now()), nil
}
