package order

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/promotion"
	"pignon.coop/internal/routing"
)

// Quote is what a basket costs right now, to be paid before it is placed. Hash stands for everything in it.
type Quote struct {
	Order
	Total money.Amount
	Hash  string
}

// QuoteCart prices a basket for checkout. Whoever pays must be allowed to edit it; one that was ordered is Invalid at `state`. Asking does
// not say that checkout is possible: that is Validate.
func QuoteCart(tx *db.Tx, orderID int64) (Quote, error) {
	c, err := cartFor(tx, orderID, mayEdit)
	if err != nil {
		return Quote{}, err
	}
	if err := settle(tx, &c); err != nil {
		return Quote{}, err
	}
	hash, err := fingerprint(tx, c)
	return Quote{Order: c.Order, Total: c.Total, Hash: hash}, err
}

// PlaceIn names a basket that is paid or needs no payment. Hash, when given, is that of the quote that was paid.
type PlaceIn struct {
	OrderID int64
	Hash    string
}

// PlaceOrder turns a basket into an order: number, promised time, timeline, history, order.created, and acceptance where the restaurant wants
// it so. It is for the house, after payment; it asks no policy. A basket is ordered once: placing it again gives the order that it became. A
// basket that was changed since its quote is Conflict order.place.changed; one for which no time is free is Conflict order.window.none, one whose time others took meanwhile order.window.taken; one whose coupon is used up is Conflict
// promotion.used_up.
func PlaceOrder(tx *db.Tx, legs *routing.Legs, in PlaceIn) (Order, error) {
	c, err := LoadCart(tx, in.OrderID)
	if err != nil || c.State != IsCart {
		return c.Order, err
	}
	hash, err := fingerprint(tx, c)
	if err != nil {
		return c.Order, err
	}
	if in.Hash != "" && in.Hash != hash {
		return c.Order, fail.New(fail.Conflict, "order.place.changed")
	}
	p, err := planOf(tx, legs, c)
	if err != nil {
		return c.Order, err
	}
	if err := p.promise(&c.Order); err != nil {
		return c.Order, err
	}
	if err := promotion.Use(tx, promotion.UseIn{OrderID: c.ID, CustomerID: c.CustomerID, Coupon: string(c.CouponCode), Codes: c.promotionCodes()}); err != nil {
		return c.Order, err
	}
	if _, err := c.turn(CreateVerb); err != nil {
		return c.Order, err
	}
	if err := introduce(tx, c.Order); err != nil {
		return c.Order, err
	}
	if err := dropHold(tx, c.ID); err != nil {
		return c.Order, err
	}
	c.Number = NumberOf(c.ID)
	if hash, err = fingerprint(tx, c); err != nil {
		return c.Order, err
	}
	c.FrozenHash = org.Text(hash)
	if err := saveOrder(tx, &c.Order); err != nil {
		return c.Order, err
	}
	return announce(tx, c.Order, p.auto)
}

// promise makes sure that there is a promised range, and plans backwards from it.
func (p plan) promise(o *Order) error {
	if p.seller == nil {
		return nil
	}
	o.setWindow(p.wanted(*o))
	switch {
	case o.Window().IsZero():
		return fail.New(fail.Conflict, "order.window.none")
	case p.taken(o.Window()):
		return fail.New(fail.Conflict, "order.window.taken")
	}
	p.schedule(o)
	return nil
}

func announce(tx *db.Tx, o Order, auto bool) (Order, error) {
	for _, kind := range []string{"order:checkout_succeeded", "order:created"} {
		if err := Remember(tx, o.ID, kind, nil); err != nil {
			return o, err
		}
	}
	if err := tx.Emit(Created{o.fact()}); err != nil {
		return o, err
	}
	if !auto {
		return o, nil
	}
	out, err := accept(tx, o, nil)
	return out.Order, err
}

// introduce writes the customer's name and telephone on the address where it says neither, and keeps the address for the next time.
func introduce(tx *db.Tx, o Order) error {
	if o.CustomerID == nil || o.ShippingAddressID == nil {
		return nil
	}
	customer, err := account.LoadCustomer(tx, *o.CustomerID)
	if err != nil {
		return err
	}
	in := org.ContactIn{ID: *o.ShippingAddressID, Name: customer.FullName(), Telephone: customer.Telephone}
	if err := org.IntroduceContact(tx, in); err != nil {
		return err
	}
	return account.KeepAddress(tx, customer.ID, *o.ShippingAddressID)
}

// Fingerprint stands for what is ordered, at which price and where to, as it is now. Time and words may change after payment; these may not, and
// a placed order keeps the fingerprint that it had.
func Fingerprint(tx *db.Tx, orderID int64) (string, error) {
	c, err := LoadCart(tx, orderID)
	if err != nil {
		return "", err
	}
	return fingerprint(tx, c)
}

// FingerprintParts takes a fingerprint apart: that of the goods with their price, and that of the place where they go.
func FingerprintParts(text string) (goods, place string) {
	goods, place, _ = strings.Cut(text, "-")
	return goods, place
}

func fingerprint(tx *db.Tx, c Cart) (string, error) {
	place, err := placeOf(tx, c)
	if err != nil {
		return "", err
	}
	content := []any{c.ID, c.RestaurantID, c.Method, c.ItemsTotal, c.Total}
	for _, i := range slices.SortedFunc(slices.Values(c.Items), func(a, b Item) int { return int(a.ID - b.ID) }) {
		content = append(content, []any{i.VariantID, i.Name, i.Quantity, i.UnitPrice, i.Total})
	}
	for _, a := range slices.SortedFunc(slices.Values(c.all()), func(a, b Adjustment) int { return int(a.ID - b.ID) }) {
		content = append(content, []any{a.ItemID, a.Type, a.Amount, a.Neutral})
	}
	goods, err := digest(content)
	if err != nil {
		return "", err
	}
	to, err := digest(place)
	return goods + "-" + to, err
}

// placeOf is where an order goes, nothing when it is collected.
func placeOf(tx *db.Tx, c Cart) ([]any, error) {
	if c.ShippingAddressID == nil {
		return nil, nil
	}
	found, err := org.LoadAddresses(tx, []int64{*c.ShippingAddressID})
	a := found[*c.ShippingAddressID]
	return []any{a.StreetAddress, a.Lat, a.Lng}, err
}

func digest(content []any) (string, error) {
	raw, err := json.Marshal(content)
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:]), err
}
