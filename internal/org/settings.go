package org

import (
	"cmp"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/geo"
)

// Settings are the co-op's choices, each under the name in its tag. What was never set has its default; what was cleared is empty.
type Settings struct {
	BrandName    string `setting:"brand_name" default:"Pignon"`
	Namespace    string `setting:"namespace" default:"pignon"` // of live channels
	Country      string `setting:"country" default:"fr"`
	RegionName   string `setting:"region"` // of taxes; see Region
	Locale       string `setting:"locale" default:"fr"`
	Timezone     string `setting:"timezone" default:"Europe/Paris"`
	CurrencyCode string `setting:"currency_code" default:"eur"`
	LatLng       string `setting:"latlng"` // centre of the map, "lat,lng"

	AdministratorEmail  string `setting:"administrator_email"`
	PhoneNumber         string `setting:"phone_number"`
	Motto               string `setting:"motto"`
	OrderConfirmMessage string `setting:"order_confirm_message"`
	Theme               string `setting:"theme"`              // a JSON object
	HomepagePublished   bool   `setting:"homepage_published"` // its blocks; see package shop
	AboutText           string `setting:"about_text"`         // Markdown, like the next two; empty: the house's own words
	TermsText           string `setting:"terms_text"`
	PrivacyText         string `setting:"privacy_text"`

	DefaultTaxCategory string `setting:"default_tax_category"`
	SubjectToVAT       bool   `setting:"subject_to_vat"`
	AccountingAccount  string `setting:"accounting_account"`
	NewShopDays        int    `setting:"new_shop_days" default:"90"`
	OrderAnswerMinutes int    `setting:"order_answer_minutes" default:"30"` // a shop has to answer an order, which is refused then; 0: no end

	AutomaticDispatch bool `setting:"automatic_dispatch"` // gives couriers what cannot wait; see package dispatch

	SecondFactorRoles string `setting:"second_factor_roles"` // that nobody holds without a second factor, apart by spaces: "ROLE_ADMIN ROLE_DISPATCHER"

	OIDCName         string `setting:"oidc_name"` // of the provider that people may sign in with, as the button says it
	OIDCIssuer       string `setting:"oidc_issuer"`
	OIDCClientID     string `setting:"oidc_client_id"`
	OIDCClientSecret string `setting:"oidc_client_secret,secret"`

	GoogleClientID     string `setting:"google_client_id"` // of the web, then those of apps, apart by spaces
	GoogleClientSecret string `setting:"google_client_secret,secret"`
	AppleClientID      string `setting:"apple_client_id"` // of apps, apart by spaces
	FacebookAppID      string `setting:"facebook_app_id"`
	FacebookAppSecret  string `setting:"facebook_app_secret,secret"`
	GoogleIssuer       string `setting:"google_issuer" default:"https://accounts.google.com"`
	AppleIssuer        string `setting:"apple_issuer" default:"https://appleid.apple.com"`
	FacebookAPIURL     string `setting:"facebook_api_url" default:"https://graph.facebook.com"`

	GuestCheckoutEnabled  bool   `setting:"guest_checkout_enabled"`
	CashOnDeliveryEnabled bool   `setting:"cash_on_delivery_enabled"`
	Maintenance           bool   `setting:"maintenance"`
	MaintenanceMessage    string `setting:"maintenance_message"`
	PublicIDSalt          string `setting:"public_id_salt,secret"` // random, made with the first save

	StripeLivemode            bool   `setting:"stripe_livemode"`
	StripeTestPublishableKey  string `setting:"stripe_test_publishable_key"`
	StripeTestSecretKey       string `setting:"stripe_test_secret_key,secret"`
	StripeTestConnectClientID string `setting:"stripe_test_connect_client_id"`
	StripeTestWebhookSecret   string `setting:"stripe_test_webhook_secret,secret"`
	StripeLivePublishableKey  string `setting:"stripe_live_publishable_key"`
	StripeLiveSecretKey       string `setting:"stripe_live_secret_key,secret"`
	StripeLiveConnectClientID string `setting:"stripe_live_connect_client_id"`
	StripeLiveWebhookSecret   string `setting:"stripe_live_webhook_secret,secret"`

	MercadopagoLivemode           bool   `setting:"mercadopago_livemode"`
	MercadopagoTestPublishableKey string `setting:"mercadopago_test_publishable_key"`
	MercadopagoTestAccessToken    string `setting:"mercadopago_test_access_token,secret"`
	MercadopagoLivePublishableKey string `setting:"mercadopago_live_publishable_key"`
	MercadopagoLiveAccessToken    string `setting:"mercadopago_live_access_token,secret"`
	MercadopagoAccessToken        string `setting:"mercadopago_access_token,secret"`
	MercadopagoTestWebhookSecret  string `setting:"mercadopago_test_webhook_secret,secret"`
	MercadopagoLiveWebhookSecret  string `setting:"mercadopago_live_webhook_secret,secret"`

	PaygreenPublicKey            string `setting:"paygreen_public_key"`
	EdenredClientID              string `setting:"edenred_client_id"`
	EdenredAuthorizationEndpoint string `setting:"edenred_authorization_endpoint"`
	EdenredClientSecret          string `setting:"edenred_client_secret,secret"`
	ZeltyWebhookSecret           string `setting:"zelty_webhook_secret,secret"`

	SMSGatewayURL   string `setting:"sms_gateway_url"` // texts are posted to it as JSON: id, to, from, text; see package sms
	SMSGatewayToken string `setting:"sms_gateway_token,secret"`
	SMSSender       string `setting:"sms_sender"` // at most 11 letters, or a number; the co-op's name when empty

	RoutingURL        string `setting:"routing_url"`
	GeocoderURL       string `setting:"geocoder_url"`
	StripeAPIURL      string `setting:"stripe_api_url"`
	MercadopagoAPIURL string `setting:"mercadopago_api_url"`
	PaygreenAPIURL    string `setting:"paygreen_api_url"`
	EdenredAPIURL     string `setting:"edenred_api_url"`
	LoopeatAPIURL     string `setting:"loopeat_api_url"`
	ZeltyAPIURL       string `setting:"zelty_api_url"`
	UrbantzAPIURL     string `setting:"urbantz_api_url"`
	WoopitAPIURL      string `setting:"woopit_api_url"`
	UrbantzAPIKey     string `setting:"urbantz_api_key,secret"`
	WoopitAPIKey      string `setting:"woopit_api_key,secret"`
}

// Region is the region of taxes: that of the settings, or else the country.
func (s Settings) Region() string {
	if s.RegionName != "" {
		return s.RegionName
	}
	return s.Country
}

// StrongRoles are the roles that nobody holds without a second factor.
func (s Settings) StrongRoles() (roles []authz.Role) {
	for r := range strings.FieldsSeq(s.SecondFactorRoles) {
		roles = append(roles, authz.Role(r))
	}
	return roles
}

// Zone is the co-op's time zone; UTC when the setting was cleared.
func (s Settings) Zone() *time.Location {
	zone, err := time.LoadLocation(s.Timezone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Currency is the ISO 4217 code of the co-op's currency, in capitals.
func (s Settings) Currency() string { return strings.ToUpper(s.CurrencyCode) }

// Centre is the middle of the map, the zero point when there is none.
func (s Settings) Centre() geo.Point {
	p, err := geo.Parse(s.LatLng)
	if err != nil {
		return geo.Point{}
	}
	return p
}

// StripeKeys are the keys of the mode in force, live or test.
func (s Settings) StripeKeys() (publishable, secret, webhook string) {
	if s.StripeLivemode {
		return s.StripeLivePublishableKey, s.StripeLiveSecretKey, s.StripeLiveWebhookSecret
	}
	return s.StripeTestPublishableKey, s.StripeTestSecretKey, s.StripeTestWebhookSecret
}

// MercadopagoKeys are the public key and the access token of the mode in force, live or test.
func (s Settings) MercadopagoKeys() (publishable, token string) {
	if s.MercadopagoLivemode {
		return s.MercadopagoLivePublishableKey, cmp.Or(s.MercadopagoLiveAccessToken, s.MercadopagoAccessToken)
	}
	return s.MercadopagoTestPublishableKey, cmp.Or(s.MercadopagoTestAccessToken, s.MercadopagoAccessToken)
}

// Setting tells what one setting is: its name, the Go kind of its value and whether its value must not be shown.
type Setting struct {
	Name    string
	Kind    reflect.Kind // String, Bool or Int
	Default string
	Secret  bool
	index   int
}

// KnownSettings lists every setting in the order of Settings.
func KnownSettings() []Setting {
	t := reflect.TypeFor[Settings]()
	list := make([]Setting, t.NumField())
	for i := range list {
		f := t.Field(i)
		name, option, _ := strings.Cut(f.Tag.Get("setting"), ",")
		list[i] = Setting{Name: name, Kind: f.Type.Kind(), Default: f.Tag.Get("default"), Secret: option == "secret", index: i}
	}
	return list
}

// settingsFrom gives the settings that stored texts mean, without checking them again.
func settingsFrom(texts map[string]string) Settings {
	var s Settings
	fields := reflect.ValueOf(&s).Elem()
	for _, def := range KnownSettings() {
		text, ok := texts[def.Name]
		if !ok {
			text = def.Default
		}
		switch f := fields.Field(def.index); def.Kind {
		case reflect.Bool:
			f.SetBool(truth(text))
		case reflect.Int:
			n, _ := strconv.ParseInt(text, 10, 64)
			f.SetInt(n)
		default:
			f.SetString(text)
		}
	}
	return s
}

// truth: the settings screen of the reference stores "1" and "0"; empty is no, anything else yes.
func truth(text string) bool { return !slices.Contains([]string{"", "0", "false"}, text) }

// holds tells whether the setting can have this text. Empty text clears, so it always can.
func (d Setting) holds(text string) bool {
	switch {
	case text == "":
		return true
	case d.Kind == reflect.Bool:
		return slices.Contains([]string{"0", "1", "true", "false"}, text)
	case d.Kind == reflect.Int:
		return wholeNumber(text)
	case d.Name == "timezone":
		return isZone(text)
	case d.Name == "latlng":
		return isPlace(text)
	case d.Name == "theme":
		return isObject(text)
	case d.Name == "second_factor_roles":
		return !slices.ContainsFunc(strings.Fields(text), func(r string) bool { return !authz.Assignable(authz.Role(r)) })
	}
	return true
}

func wholeNumber(text string) bool { n, err := strconv.Atoi(text); return err == nil && n >= 0 }

func isZone(text string) bool {
	_, err := time.LoadLocation(text)
	return err == nil && text != "Local"
}

func isPlace(text string) bool { _, err := geo.Parse(text); return err == nil }

// settingText writes a value of a document or a form as the text that is kept. null clears.
func settingText(v any) (string, error) {
	switch v := v.(type) {
	case nil:
		return "", nil
	case string:
		return v, nil
	case bool:
		return strconv.FormatBool(v), nil
	case int:
		return strconv.Itoa(v), nil
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), nil
	}
	return objectText(v)
}
