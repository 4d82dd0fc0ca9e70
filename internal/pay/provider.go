package pay

// Provider names who moves the money of a payment.
type Provider string

// The providers.
const (
	ByStripe      Provider = "stripe"
	ByMercadoPago Provider = "mercadopago"
	ByEdenred     Provider = "edenred"
)

// Door names a gateway: that of a provider, in its live or its test mode. The zero value is Stripe's test mode.
type Door struct {
	Provider Provider
	Live     bool
	Holder   int64 // customer whose vouchers are meant
}
