package store

import (
	"encoding/json"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/span"
)

// QuoteState tells whether an offer was taken.
type QuoteState string

// The states.
const (
	Open      QuoteState = "new"
	Confirmed QuoteState = "confirmed"
)

// Quote is a price that a store was offered for a delivery, until a time.
type Quote struct {
	ID         int64                    `db:"id"`
	StoreID    int64                    `db:"store_id"`
	Amount     money.Amount             `db:"amount"`
	Payload    db.JSON[json.RawMessage] `db:"payload"` // the delivery as it was asked for
	State      QuoteState               `db:"state"`
	ExpiresAt  span.Instant             `db:"expires_at"`
	DeliveryID *int64                   `db:"delivery_id"`
	CreatedAt  span.Instant             `db:"created_at"`
	UpdatedAt  span.Instant             `db:"updated_at"`
}

// quoteLife is how long an offer stands.
const quoteLife = 24 * time.Hour

// OfferIn is a price for a delivery as somebody asked for it.
type OfferIn struct {
	StoreID int64
	Amount  money.Amount
	Payload json.RawMessage
}

// Offer keeps a price that a store can take for a day.
func Offer(tx *db.Tx, in OfferIn) (Quote, error) {
	if err := MayEdit(tx, in.StoreID); err != nil {
		return Quote{}, err
	}
	id, err := tx.ID("delivery_quotes")
	if err != nil {
		return Quote{}, err
	}
	q := Quote{ID: id, StoreID: in.StoreID, Amount: in.Amount, Payload: db.JSON[json.RawMessage]{V: in.Payload}, State: Open,
		ExpiresAt: tx.Now().Add(quoteLife), CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	if err := db.Insert(tx, "delivery_quotes", q); err != nil {
		return q, err
	}
	return q, tx.Emit(QuoteOffered{QuoteID: q.ID, StoreID: q.StoreID, Amount: int64(q.Amount)})
}

// LoadQuote reads an offer for whoever may take it: administrators, and the store's own integrations.
func LoadQuote(tx *db.Tx, id int64) (Quote, error) {
	q, err := loadQuote(tx, id)
	if err != nil {
		return q, err
	}
	return q, mayTake(tx.Who(), q.StoreID)
}

// QuoteForTaking is LoadQuote before it is taken. One that was taken already is given as it is, so that asking twice makes one delivery; one that
// is over is Conflict quote.confirm.expired.
func QuoteForTaking(tx *db.Tx, id int64) (Quote, error) {
	q, err := LoadQuote(tx, id)
	if err == nil && q.State == Open && !tx.Now().Before(q.ExpiresAt.Time) {
		err = fail.New(fail.Conflict, "quote.confirm.expired")
	}
	return q, err
}

func mayTake(who authz.Actor, storeID int64) error {
	if who.Kind == authz.Person || who.Kind == authz.House {
		return who.Must(authz.Admin)
	}
	return mayEdit(who, storeID, nil)
}

// Take writes down the delivery that an offer became.
func Take(tx *db.Tx, q Quote, deliveryID int64) (Quote, error) {
	if q.State == Confirmed {
		return q, fail.New(fail.Conflict, "quote.confirm.confirmed")
	}
	q.State, q.DeliveryID, q.UpdatedAt = Confirmed, &deliveryID, tx.Now()
	if err := db.Update(tx, "delivery_quotes", q); err != nil {
		return q, err
	}
	return q, tx.Emit(QuoteTaken{QuoteID: q.ID, StoreID: q.StoreID, DeliveryID: deliveryID})
}
