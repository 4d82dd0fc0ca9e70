package payment

import (
	"slices"
	"strings"

	"pignon.coop/internal/org"
	"pignon.coop/internal/pay"
)

// GatewayOf is the provider that takes cards in a co-op's country.
func GatewayOf(s org.Settings) pay.Provider {
	country := strings.ToLower(s.Country)
	switch {
	case slices.Contains([]string{"ar", "br", "cr", "mx", "cl", "co"}, country):
		return pay.ByMercadoPago
	case country == "gh":
		return "pawapay" // takes nothing here yet
	}
	return pay.ByStripe
}

// CardDoor is the gateway by which cards are charged with the settings in force.
func CardDoor(s org.Settings) pay.Door {
	d := pay.Door{Provider: GatewayOf(s), Live: s.StripeLivemode}
	if d.Provider == pay.ByMercadoPago {
		d.Live = s.MercadopagoLivemode
	}
	return d
}

// Door is the gateway of a payment that was begun.
func (p Payment) Door() pay.Door {
	d := pay.Door{Provider: p.Details.V.Provider, Live: p.LiveMode, Holder: p.Details.V.Holder}
	if d.Provider == "" {
		d.Provider = pay.ByStripe
	}
	return d
}

// takenAtOnce tells whether the provider takes the money when it is paid, rather than holding it.
func (p Payment) takenAtOnce() bool {
	return p.Details.V.Provider == pay.ByMercadoPago && p.Details.V.Automatic
}

// OnPages keeps of an order's means those that the co-op's own pages can take: cash, and cards of the provider whose form they show.
func OnPages(codes []Code, s org.Settings) []Code {
	return slices.DeleteFunc(codes, func(c Code) bool { return c == Voucher || c == Card && GatewayOf(s) != pay.ByStripe })
}

// takesCards: what the country's provider needs is there.
func takesCards(s org.Settings) bool {
	switch GatewayOf(s) {
	case pay.ByMercadoPago:
		public, token := s.MercadopagoKeys()
		return public != "" && token != ""
	case pay.ByStripe: // all three keys of the test mode or of the live mode
		return s.StripeTestPublishableKey != "" && s.StripeTestSecretKey != "" && s.StripeTestConnectClientID != "" ||
			s.StripeLivePublishableKey != "" && s.StripeLiveSecretKey != "" && s.StripeLiveConnectClientID != ""
	}
	return false
}
