package flow

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/incident"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/pricing"
	"pignon.coop/internal/span"
	"pignon.coop/internal/store"
)

// Order makes a delivery and its order, at the price of its store's list or the one that a dispatcher fixed. Without a list, or where no rule
// holds, the order costs nothing, and the kept trace tells why. Dispatchers may, whoever may act for the store, and a store's own integrations.
func (p Parcels) Order(ctx context.Context, who authz.Actor, in ParcelIn) (delivery.Made, error) {
	return p.ordered(ctx, who, in, func(*db.Tx, delivery.Made) error { return nil })
}

// ordered is Order with more to do in the same unit of work.
func (p Parcels) ordered(ctx context.Context, who authz.Actor, in ParcelIn, then func(*db.Tx, delivery.Made) error) (delivery.Made, error) {
	d, err := p.draft(ctx, who, in)
	if err != nil {
		return delivery.Made{}, err
	}
	if !who.Is(authz.Dispatcher) {
		d.in.Fixed = nil
	}
	var made delivery.Made
	err = p.DB.Write(ctx, who, func(tx *db.Tx) (err error) {
		if made, err = d.order(tx, p.Words()); err != nil {
			return err
		}
		return then(tx, made)
	})
	return made, err
}

// Offer says what a delivery would cost and keeps that for its store to take, for a day. asked is the delivery as it was asked for.
func (p Parcels) Offer(ctx context.Context, who authz.Actor, in ParcelIn, asked json.RawMessage) (q store.Quote, err error) {
	d, err := p.draft(ctx, who, in)
	if err != nil {
		return q, err
	}
	if d.store == nil {
		return q, fail.New(fail.Forbidden, "auth.forbidden")
	}
	e := d.estimate()
	if d.tariff != nil && !e.Price.Found() {
		return q, fail.New(fail.Invalid, "pricing.quote.none")
	}
	err = p.DB.Write(ctx, who, func(tx *db.Tx) (err error) {
		q, err = store.Offer(tx, store.OfferIn{StoreID: d.store.ID, Amount: e.Price.Total, Payload: asked})
		return err
	})
	return q, err
}

// Take makes the delivery that a store was offered a price for, at that price. Taking an offer again gives the delivery that it became.
func (p Parcels) Take(ctx context.Context, who authz.Actor, q store.Quote, in ParcelIn) (store.Quote, error) {
	in.StoreID, in.StoreNamed, in.Fixed = q.StoreID, false, &FixedPrice{Amount: q.Amount}
	d, err := p.draft(ctx, who, in)
	if err != nil {
		return q, err
	}
	err = p.DB.Write(ctx, who, func(tx *db.Tx) error {
		if q, err = store.QuoteForTaking(tx, q.ID); err != nil || q.State == store.Confirmed {
			return err
		}
		made, err := d.order(tx, p.Words())
		if err != nil {
			return err
		}
		q, err = store.Take(tx, q, made.ID)
		return err
	})
	return q, err
}

// order writes the delivery and its order.
func (d *draft) order(tx *db.Tx, words *locale.Printer) (made delivery.Made, err error) {
	if err := d.check(tx.Who()); err != nil {
		return made, err
	}
	stops, err := d.place(tx)
	if err != nil {
		return made, err
	}
	e := d.estimate()
	last := lastDrop(stops)
	in := order.CreateParcelIn{AddressID: last.AddressID, Window: span.Range{From: last.After, To: last.Before}, Lines: d.lines(words, e), Fixed: d.fixedText()}
	if in.Window.From.IsZero() {
		in.Window.From = last.Before.Add(-shortest)
	}
	o, err := order.CreateParcel(tx, in)
	if err != nil {
		return made, err
	}
	if d.in.Keep && tx.Who().Is(authz.Dispatcher) {
		if err := order.Bookmark(tx, o.ID, true); err != nil {
			return made, err
		}
	}
	owed := payment.OweIn{OrderID: o.ID, Total: o.Total, Code: payment.Card}
	if d.in.Cash {
		owed.Code = payment.Cash
	}
	if err := payment.Owe(tx, owed); err != nil {
		return made, err
	}
	if d.in.Fixed == nil {
		if err := pricing.Keep(tx, o.ID, e.Price, d.parcel.Supplements); err != nil {
			return made, err
		}
	}
	if made, err = delivery.CreateDelivery(tx, d.delivery(&o.ID, stops)); err != nil {
		return made, err
	}
	if d.unpriced(e) {
		if err := reviewPrice(tx, o.Order, made); err != nil {
			return made, err
		}
	}
	return made, d.giveToCourier(tx, made)
}

// unpriced tells that a price was wanted and none was found: no rule of the store's list holds, or there is no store.
func (d *draft) unpriced(e Estimate) bool {
	return d.in.Fixed == nil && (d.store == nil || d.tariff != nil && !e.Price.Found())
}

// reviewPrice tells dispatchers of an order that costs nothing because nobody knows what it costs.
func reviewPrice(tx *db.Tx, o order.Order, made delivery.Made) error {
	title := string(o.Number)
	if tx.Who().Kind == authz.App {
		title += " (API client)"
	}
	first := slices.IndexFunc(made.Tasks, func(t delivery.Task) bool { return t.Type == delivery.Pickup })
	_, err := incident.Raise(tx, incident.ReportIn{TaskID: made.Tasks[max(0, first)].ID, Title: title, Reason: delivery.PriceReview})
	return err
}

func lastDrop(stops []delivery.CreateTaskIn) delivery.CreateTaskIn {
	for _, s := range slices.Backward(stops) {
		if s.Type == delivery.Dropoff {
			return s
		}
	}
	return stops[len(stops)-1]
}

func (d *draft) delivery(orderID *int64, stops []delivery.CreateTaskIn) delivery.CreateDeliveryIn {
	in := delivery.CreateDeliveryIn{OrderID: orderID, Stops: stops, Route: routeOf(d.route)}
	if d.store != nil {
		in.StoreID, in.OrganizationID = &d.store.ID, &d.store.OrganizationID
	}
	return in
}

// check names what a delivery lacks: two stops, an end to each window, and pick-ups that are not later than what is dropped off.
func (d *draft) check(who authz.Actor) error {
	stops := d.in.Stops
	if len(stops) < 2 {
		return fail.At("items", "delivery.tasks.too_few")
	}
	if len(stops) == 2 {
		stops[0].Type, stops[1].Type = delivery.Pickup, delivery.Dropoff
	}
	var wrong *fail.Error
	for i, s := range stops {
		if s.Before.IsZero() {
			wrong = wrong.Add(fmt.Sprintf("items[%d].task.doneBefore", i), "value.blank")
		}
		if d.places[i] == nil {
			wrong = wrong.Add(fmt.Sprintf("items[%d].task.address.geo", i), "value.missing")
		}
	}
	if wrong != nil {
		return wrong
	}
	if tooLate(stops) {
		return fail.At("items", "delivery.pickup.too_late")
	}
	if d.store == nil {
		return who.Must(authz.Dispatcher)
	}
	return nil
}

func tooLate(stops []StopIn) bool {
	first := slices.IndexFunc(stops, func(s StopIn) bool { return s.Type == delivery.Pickup })
	return first >= 0 && slices.ContainsFunc(stops, func(s StopIn) bool {
		return s.Type == delivery.Dropoff && stops[first].Before.After(s.Before.Time)
	})
}

// place gives every stop its address. Of a pair the drop-off's comes first, so are they numbered.
func (d *draft) place(tx *db.Tx) ([]delivery.CreateTaskIn, error) {
	turn := make([]int, len(d.in.Stops))
	for i := range turn {
		turn[i] = i
	}
	if len(turn) == 2 {
		turn[0], turn[1] = 1, 0
	}
	stops := make([]delivery.CreateTaskIn, len(turn))
	for _, i := range turn {
		s := d.in.Stops[i]
		address, err := org.PlaceAddress(tx, *s.Address)
		if err != nil {
			return nil, err
		}
		stops[i] = delivery.CreateTaskIn{Type: s.Type, AddressID: address.ID, After: s.After, Before: s.Before, Comments: s.Comments, Doorstep: s.Doorstep,
			Weight: s.Weight, Packages: d.ids[i], Tags: d.tags(s), Metadata: d.metadata(s), Reference: s.Reference}
	}
	d.summarise(stops)
	return stops, nil
}

func (d *draft) tags(s StopIn) []string {
	tags := slices.Clone(s.Tags)
	if d.store == nil {
		return tags
	}
	for _, tag := range d.store.Tags.V {
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	return tags
}

// metadata is what was said of a stop, with the store's document.
func (d *draft) metadata(s StopIn) map[string]any {
	all := map[string]any{}
	for k, v := range s.Metadata {
		all[k] = v
	}
	if d.store != nil && d.store.Options.V.Document != "" {
		documents, _ := all["documents"].([]any)
		all["documents"] = append(documents, string(d.store.Options.V.Document))
	}
	return all
}

// summarise tells whoever picks up what to take: each kind of package, and the weight of all.
func (d *draft) summarise(stops []delivery.CreateTaskIn) {
	var text strings.Builder
	total := map[string]int64{}
	var names []string
	for _, stop := range d.parcel.Stops {
		for _, p := range stop.Packages {
			if total[p.Name] == 0 {
				names = append(names, p.Name)
			}
			total[p.Name] += p.Quantity
		}
	}
	for _, name := range names {
		fmt.Fprintf(&text, "%d × %s\n", total[name], name)
	}
	if grams, some := d.grams(); some {
		text.WriteString(kilograms(grams))
	}
	first := slices.IndexFunc(stops, func(s delivery.CreateTaskIn) bool { return s.Type == delivery.Pickup })
	if first < 0 || text.Len() == 0 {
		return
	}
	if stops[first].Comments != "" {
		stops[first].Comments += "\n\n"
	}
	stops[first].Comments += text.String()
}

func (d *draft) grams() (sum int64, some bool) {
	for _, s := range d.parcel.Stops {
		if s.Weight != nil {
			sum, some = sum+*s.Weight, true
		}
	}
	return sum, some
}

// kilograms writes a weight with two decimals, thousands set apart by commas.
func kilograms(grams int64) string {
	cents := (grams + 5) / 10
	whole := fmt.Sprint(cents / 100)
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	return fmt.Sprintf("%s.%02d kg", whole, cents%100)
}

// giveToCourier puts the tasks at the end of the list of the store's own courier, where it has one.
func (d *draft) giveToCourier(tx *db.Tx, made delivery.Made) error {
	if d.store == nil || d.store.Options.V.DefaultCourier == nil {
		return nil
	}
	courier, err := account.LoadUser(tx, *d.store.Options.V.DefaultCourier)
	if err != nil || !courier.Enabled || !courier.Actor().Is(authz.Courier) {
		return err // the tasks wait for a dispatcher
	}
	_, err = dispatch.Assign(tx.As(authz.System()), dispatch.AssignIn{Tasks: []int64{made.Tasks[0].ID}, Username: courier.Username})
	return err
}
