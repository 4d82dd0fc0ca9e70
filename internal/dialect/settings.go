package dialect

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/order"
	"pignon.coop/internal/org"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/web"
)

func (f *face) settingsEndpoints() []web.Endpoint {
	endpoints := []web.Endpoint{{Pattern: "GET /api/settings", Access: web.Public, Serve: f.settings}}
	for _, language := range []string{"ca", "cs", "da", "de", "en", "es", "eu", "fi", "fr", "it", "nl", "pl", "pt", "sv"} {
		endpoints = append(endpoints,
			web.Endpoint{Pattern: "GET /" + language + "/terms-text", Access: web.Public, Serve: f.legalText("legal.terms.text", func(s org.Settings) string { return s.TermsText })},
			web.Endpoint{Pattern: "GET /" + language + "/privacy-text", Access: web.Public, Serve: f.legalText("legal.privacy.text", func(s org.Settings) string { return s.PrivacyText })})
	}
	return endpoints
}

func (f *face) settings(c *web.Call) error {
	document := f.settingsObject(f.house.Settings())
	err := f.read(c, func(tx *db.Tx) error {
		preparation, shipping, err := order.UsualTimes(tx)
		document.Set("average_preparation_time", int(preparation.Minutes())).Set("average_shipping_time", int(shipping.Minutes()))
		return err
	})
	if err != nil {
		return err
	}
	if c.Query("format") != "hash" {
		return f.plainJSON(c, http.StatusOK, document)
	}
	body, err := document.MarshalJSON()
	if err != nil {
		return err
	}
	sum := sha1.Sum(body) // the contract's way to tell whether anything changed; no secret hangs on it
	return f.plainJSON(c, http.StatusOK, hex.EncodeToString(sum[:]))
}

func (f *face) settingsObject(s org.Settings) *Object {
	publishable, _, _ := s.StripeKeys()
	mercadopago, _ := s.MercadopagoKeys()
	o := Obj("brand_name", org.Text(s.BrandName), "country", strings.ToLower(s.Country), "locale", s.Locale,
		"stripe_publishable_key", org.Text(publishable), "payment_gateway", payment.GatewayOf(s),
		"mercadopago_publishable_key", org.Text(mercadopago), "latlng", s.LatLng, "currency_code", s.CurrencyCode,
		"administrator_email", org.Text(s.AdministratorEmail))
	if phone, err := org.ParsePhone(s.PhoneNumber, s.Country); err == nil && phone != "" {
		o.Set("phone_number", phone)
	}
	return o.Set("guest_checkout_enabled", s.GuestCheckoutEnabled).Set("split_terms_and_conditions_and_privacy_policy", false).
		Set("average_preparation_time", 0).Set("average_shipping_time", 0).Set("motto", org.Text(s.Motto)).
		Set("order_confirm_message", s.OrderConfirmMessage).Set("edenred_client_id", s.EdenredClientID).
		Set("edenred_authorization_endpoint", s.EdenredAuthorizationEndpoint).Set("paygreen_public_key", org.Text(s.PaygreenPublicKey)).
		Set("theme", themeOf(s.Theme)).Set("timezone", s.Zone().String())
}

func themeOf(text string) any {
	var theme map[string]any
	if json.Unmarshal([]byte(text), &theme) != nil || theme == nil {
		return map[string]any{}
	}
	return theme
}

// legalText answers with a text that the app's page about the co-op shows: the co-op's own, else the house's in the co-op's language.
func (f *face) legalText(key string, own func(org.Settings) string) func(*web.Call) error {
	return func(c *web.Call) error {
		s := f.house.Settings()
		text := own(s)
		if text == "" {
			text = f.house.Words().T(key, map[string]any{"brand": s.BrandName, "email": s.AdministratorEmail})
		}
		return f.plainJSON(c, http.StatusOK, Obj("text", text))
	}
}
