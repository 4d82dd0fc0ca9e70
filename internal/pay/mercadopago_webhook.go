package pay

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/fail"
)

// The headers and the query that come with a notification of Mercado Pago.
const (
	MercadoSignature = "X-Signature"
	MercadoRequest   = "X-Request-Id"
	MercadoSubject   = "data.id"
)

// MercadoHookIn is a notification as it arrived.
type MercadoHookIn struct {
	Body                        []byte
	Subject, Request, Signature string // the query's data.id, and the headers
	Secrets                     []string
	Now                         time.Time
}

// VerifyMercadoHook reads a notification, or refuses it (Invalid, payment.webhook.forged) when no secret fits its signature or its time is more
// than 300 seconds from now. It says which payment of the provider it is about, and nothing of how that stands.
func VerifyMercadoHook(in MercadoHookIn) (Event, error) {
	var at int64
	var signature []byte
	for pair := range strings.SplitSeq(in.Signature, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		switch name {
		case "ts":
			at, _ = strconv.ParseInt(value, 10, 64)
		case "v1":
			signature, _ = hex.DecodeString(value)
		}
	}
	if age := in.Now.Sub(time.UnixMilli(at)); age > 5*time.Minute || age < -5*time.Minute {
		return Event{}, fail.New(fail.Invalid, "payment.webhook.forged", "why", "time")
	}
	for _, secret := range in.Secrets {
		mac := hmac.New(sha256.New, []byte(secret))
		fmt.Fprintf(mac, "id:%s;request-id:%s;ts:%d;", strings.ToLower(in.Subject), in.Request, at)
		if secret != "" && hmac.Equal(signature, mac.Sum(nil)) {
			return mercadoEvent(in)
		}
	}
	return Event{}, fail.New(fail.Invalid, "payment.webhook.forged", "why", "signature")
}

func mercadoEvent(in MercadoHookIn) (Event, error) {
	var said struct {
		ID     json.Number `json:"id"`
		Type   string      `json:"type"`
		Action string      `json:"action"`
		Live   bool        `json:"live_mode"`
	}
	if err := json.Unmarshal(in.Body, &said); err != nil || said.ID == "" {
		return Event{}, fail.Wrap(err, fail.Invalid, "payment.webhook.malformed")
	}
	return Event{Provider: ByMercadoPago, ID: said.ID.String(), Type: said.Action, LiveMode: said.Live, Charge: ChargeID(in.Subject), Object: in.Body}, nil
}
