package org_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/geo"
	"pignon.coop/internal/org"
)

var admin = authz.Actor{Kind: authz.Person, UserID: 1, Roles: []authz.Role{authz.Admin}}

func write(t *testing.T, w *dbtest.World, who authz.Actor, fn func(*db.Tx) error) error {
	t.Helper()
	return w.Write(context.Background(), who, fn)
}

func TestSettings(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		var fresh, saved org.Settings
		err := write(t, w, admin, func(tx *db.Tx) (err error) {
			if fresh, err = org.LoadSettings(tx); err != nil {
				return err
			}
			if err := org.SaveSettings(tx, map[string]any{
				"brand_name": "Les Pignons", "latlng": "48.857,2.335", "motto": nil, "subject_to_vat": "1", "new_shop_days": 30.0,
				"guest_checkout_enabled": true, "country": "be", "theme": map[string]any{"--primary": "#123"}, "timezone": "",
			}); err != nil {
				return err
			}
			saved, err = org.LoadSettings(tx)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if fresh.BrandName != "Pignon" || fresh.NewShopDays != 90 || fresh.SubjectToVAT || fresh.Region() != "fr" || fresh.Zone().String() != "Europe/Paris" {
			t.Errorf("defaults: %+v", fresh)
		}
		if saved.BrandName != "Les Pignons" || saved.Centre() != geo.At(48.857, 2.335) || !saved.SubjectToVAT || saved.NewShopDays != 30 ||
			!saved.GuestCheckoutEnabled || saved.Region() != "be" || saved.Theme != `{"--primary":"#123"}` || saved.Timezone != "" || len(saved.PublicIDSalt) < 20 {
			t.Errorf("saved: %+v", saved)
		}
	})
}

func TestSettingsRefuse(t *testing.T) {
	t.Parallel()
	w := dbtest.SQLite(t)
	for _, c := range []struct {
		name string
		who  authz.Actor
		in   map[string]any
		code string
	}{
		{"unknown name", admin, map[string]any{"brand": "x"}, "settings.name.unknown"},
		{"not a bool", admin, map[string]any{"maintenance": "maybe"}, "settings.value.refused"},
		{"not a number", admin, map[string]any{"new_shop_days": 1.5}, "settings.value.refused"},
		{"not a zone", admin, map[string]any{"timezone": "Mars/Olympus"}, "settings.value.refused"},
		{"not a place", admin, map[string]any{"latlng": "91,2"}, "settings.value.refused"},
		{"not a theme", admin, map[string]any{"theme": "blue"}, "settings.value.refused"},
		{"not an admin", authz.Actor{Kind: authz.Person, Roles: []authz.Role{authz.Dispatcher}}, map[string]any{"motto": "x"}, "auth.forbidden"},
	} {
		err := write(t, w, c.who, func(tx *db.Tx) error { return org.SaveSettings(tx, c.in) })
		if !fail.Has(err, c.code) {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		street, phone, name, contact := "12 Rue Sedaine, Paris", "06 12 34 56 78", "Shop", "Ana de la Cruz"
		var a org.Address
		err := write(t, w, admin, func(tx *db.Tx) (err error) {
			a, err = org.PlaceAddress(tx, org.AddressIn{StreetAddress: &street, Position: &org.Position{Lat: 48.85623456789012, Lng: 2.3726}, Telephone: &phone, ContactName: &contact})
			if err != nil {
				return err
			}
			again, err := org.PlaceAddress(tx, org.AddressIn{ID: a.ID})
			if err != nil || again.Lat != 48.85623456789012 || again.Telephone != "+33612345678" || again.FirstName() != "Ana" || again.LastName() != "de la Cruz" {
				t.Errorf("loaded %+v, %v", again, err)
			}
			changed, err := org.ChangeAddress(tx, org.ChangeAddressIn{ID: a.ID, Fields: org.AddressIn{Name: &name}})
			if changed.Name != "Shop" || changed.StreetAddress != street || changed.OneLine() != "Shop, "+street {
				t.Errorf("changed %+v", changed)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		seller := authz.Actor{Kind: authz.Person, UserID: 2, Roles: []authz.Role{authz.Store}}
		remove := func(who authz.Actor, theirs bool) error {
			return write(t, w, who, func(tx *db.Tx) error { return org.DeleteAddress(tx, org.DeleteAddressIn{ID: a.ID, Theirs: theirs}) })
		}
		if err := remove(seller, false); !fail.Is(err, fail.Forbidden) {
			t.Errorf("a stranger deleted it: %v", err)
		}
		if err := remove(seller, true); err != nil {
			t.Error(err)
		}
		if err := remove(admin, false); !fail.Is(err, fail.NotFound) {
			t.Errorf("deleted twice: %v", err)
		}
	})
}

// TestReviseAddress: what is said besides is kept with the place; another place is another address.
func TestReviseAddress(t *testing.T) {
	t.Parallel()
	w := dbtest.SQLite(t)
	ptr := func(s string) *string { return &s }
	at := func(lat float64) *org.Position { return &org.Position{Lat: lat, Lng: 2.3726} }
	for name, c := range map[string]struct {
		in    org.AddressIn
		moved bool
		code  string
	}{
		"nothing":           {org.AddressIn{}, false, ""},
		"the code":          {org.AddressIn{Description: ptr("Code 12")}, false, ""},
		"fewer digits":      {org.AddressIn{StreetAddress: ptr(" 12 Rue Sedaine"), Position: at(48.8562345678)}, false, ""},
		"next door":         {org.AddressIn{Position: at(48.8571)}, true, ""},
		"another street":    {org.AddressIn{StreetAddress: ptr("14 Rue Sedaine"), Position: at(48.8571)}, true, ""},
		"a street unplaced": {org.AddressIn{StreetAddress: ptr("14 Rue Sedaine")}, false, "value.missing"},
	} {
		err := write(t, w, admin, func(tx *db.Tx) error {
			old, err := org.PlaceAddress(tx, org.AddressIn{StreetAddress: ptr("12 Rue Sedaine"), Position: at(48.85623456789012), Name: ptr("Shop")})
			if err != nil {
				return err
			}
			c.in.ID = old.ID
			a, err := org.ReviseAddress(tx, c.in)
			if c.code != "" {
				if !fail.Has(err, c.code) {
					t.Errorf("%s: %v", name, err)
				}
				return nil
			}
			kept, loadErr := org.LoadAddress(tx, old.ID)
			if (a.ID != old.ID) != c.moved || a.Name != "Shop" || kept.Lat != old.Lat || kept.StreetAddress != old.StreetAddress {
				t.Errorf("%s: %+v, kept %+v", name, a, kept)
			}
			if c.in.Description != nil && kept.Description != "Code 12" {
				t.Errorf("%s: kept %+v", name, kept)
			}
			return errors.Join(err, loadErr)
		})
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAddressRefuses(t *testing.T) {
	t.Parallel()
	w := dbtest.SQLite(t)
	at := &org.Position{Lat: 48, Lng: 2}
	ptr := func(s string) *string { return &s }
	for name, c := range map[string]struct {
		in   org.AddressIn
		path string
	}{
		"nowhere":    {org.AddressIn{StreetAddress: ptr("x")}, "geo"},
		"off":        {org.AddressIn{StreetAddress: ptr("x"), Position: &org.Position{Lat: 91}}, "geo"},
		"no street":  {org.AddressIn{StreetAddress: ptr(" "), Position: at}, "streetAddress"},
		"bad phone":  {org.AddressIn{StreetAddress: ptr("x"), Position: at, Telephone: ptr("call me")}, "telephone"},
		"long notes": {org.AddressIn{StreetAddress: ptr("x"), Position: at, Description: ptr(strings.Repeat("x", 2000))}, "description"},
	} {
		err := write(t, w, admin, func(tx *db.Tx) error { _, err := org.PlaceAddress(tx, c.in); return err })
		if !fail.Is(err, fail.Invalid) || fail.Of(err).Fields[0].Path != c.path {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSlugAndPhone(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{"Été à Sète!": "ete-a-sete", " Froid  +4° ": "froid-4", "Œufs & Smørrebrød": "oeufs-smorrebrod", "日本": ""} {
		if got := org.Slug(in); got != want {
			t.Errorf("slug of %q is %q, want %q", in, got, want)
		}
	}
	for in, want := range map[string]org.Text{"": "", "06 12 34 56 78": "+33612345678", "+32 470 12 34 56": "+32470123456"} {
		if got, err := org.ParsePhone(in, "fr"); got != want || err != nil {
			t.Errorf("%q: %q, %v", in, got, err)
		}
	}
	if _, err := org.ParsePhone("12", "fr"); !fail.Has(err, "phone.invalid") {
		t.Errorf("got %v", err)
	}
}

func TestTags(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, w *dbtest.World) {
		add := func() error {
			return write(t, w, admin, func(tx *db.Tx) error {
				_, err := org.AddTag(tx, org.TagIn{Name: "Très froid", Color: "#00f"})
				return err
			})
		}
		if err := add(); err != nil {
			t.Fatal(err)
		}
		if err := add(); !fail.Is(err, fail.Invalid) {
			t.Errorf("twice: %v", err)
		}
		_ = w.Read(context.Background(), admin, func(tx *db.Tx) error {
			found, err := org.TagsBySlug(tx, []string{"tres-froid", "none"})
			if err != nil || len(found) != 1 || found["tres-froid"].Color != "#00f" {
				t.Errorf("found %v, %v", found, err)
			}
			return nil
		})
	})
}
