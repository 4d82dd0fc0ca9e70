package pay

import (
	"crypto/hmac"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v85"
	"github.com/stripe/stripe-go/v85/webhook"

	"pignon.coop/internal/fail"
)

// SignatureHeader is the header that carries a webhook's signature.
const SignatureHeader = "Stripe-Signature"

// WebhookIn is a webhook as it arrived. Body must be the raw bytes; Secrets are the live ones (two while one is being changed).
type WebhookIn struct {
	Body    []byte
	Header  string
	Secrets []string
	Now     time.Time
}

// Event is a genuine message of the provider. It can come twice, late and in any order: deduplicate by ID, and treat it as a hint to
// look at the intent (Retrieve) rather than as news.
type Event struct {
	Provider Provider
	ID       string
	Type     string // payment_intent.succeeded, charge.captured, ...
	Created  time.Time
	LiveMode bool
	Account  AccountID // set for events of a connected account
	Intent   IntentID  // the intent concerned, when there is one
	Charge   ChargeID
	Object   json.RawMessage
}

// Ref names the intent that the event is about.
func (e Event) Ref() Ref { return Ref{ID: e.Intent, Account: e.Account} }

// VerifyWebhook reads a webhook, or refuses it (Invalid, payment.webhook.forged) when no secret fits its signature, in constant time,
// or its time is more than 300 seconds from now, before or after.
func VerifyWebhook(in WebhookIn) (Event, error) {
	at, signatures := parseSignature(in.Header)
	if age := in.Now.Unix() - at; age > 300 || age < -300 {
		return Event{}, fail.New(fail.Invalid, "payment.webhook.forged", "why", "time")
	}
	if !anyHolds(in, at, signatures) {
		return Event{}, fail.New(fail.Invalid, "payment.webhook.forged", "why", "signature")
	}
	return parseEvent(in.Body)
}

func parseSignature(header string) (at int64, signatures [][]byte) {
	for pair := range strings.SplitSeq(header, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		switch name {
		case "t":
			at, _ = strconv.ParseInt(value, 10, 64)
		case "v1":
			if signature, err := hex.DecodeString(value); err == nil {
				signatures = append(signatures, signature)
			}
		}
	}
	return at, signatures
}

func anyHolds(in WebhookIn, at int64, signatures [][]byte) bool {
	for _, secret := range in.Secrets {
		if secret == "" {
			continue
		}
		want := webhook.ComputeSignature(time.Unix(at, 0), in.Body, secret)
		for _, signature := range signatures {
			if hmac.Equal(signature, want) {
				return true
			}
		}
	}
	return false
}

func parseEvent(body []byte) (Event, error) {
	var raw stripe.Event
	if err := json.Unmarshal(body, &raw); err != nil || raw.ID == "" || raw.Data == nil {
		return Event{}, fail.Wrap(err, fail.Invalid, "payment.webhook.malformed")
	}
	var object struct {
		ID     string          `json:"id"`
		Object string          `json:"object"`
		Intent json.RawMessage `json:"payment_intent"`
		Charge json.RawMessage `json:"charge"`
	}
	if err := json.Unmarshal(raw.Data.Raw, &object); err != nil {
		return Event{}, fail.Wrap(err, fail.Invalid, "payment.webhook.malformed")
	}
	event := Event{Provider: ByStripe, ID: raw.ID, Type: string(raw.Type), Created: time.Unix(raw.Created, 0).UTC(), LiveMode: raw.Livemode,
		Account: AccountID(raw.Account), Intent: IntentID(idIn(object.Intent)), Charge: ChargeID(idIn(object.Charge)), Object: raw.Data.Raw}
	switch object.Object {
	case "payment_intent":
		event.Intent = IntentID(object.ID)
	case "charge":
		event.Charge = ChargeID(object.ID)
	}
	return event, nil
}

// idIn reads an id that is written as such or as an expanded object.
func idIn(raw json.RawMessage) string {
	var id string
	if json.Unmarshal(raw, &id) == nil {
		return id
	}
	var object struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(raw, &object)
	return object.ID
}
