package shop_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/db/dbtest"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

func TestOwnersAloneChangeARestaurant(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		w := newTown(t, world)
		demoted := owner
		demoted.Roles = nil
		dispatcher := authz.Actor{Kind: authz.Person, UserID: 1, Roles: []authz.Role{authz.Dispatcher}}
		for _, row := range []struct {
			who  authz.Actor
			kind fail.Kind
			ok   bool
		}{
			{owner, 0, true}, {admin, 0, true}, {authz.System(), 0, true},
			{rival, fail.Forbidden, false}, {demoted, fail.Forbidden, false}, {dispatcher, fail.Forbidden, false}, {guest, fail.Unauthenticated, false},
		} {
			for name, change := range map[string]func(*db.Tx) error{
				"update": func(tx *db.Tx) error {
					_, err := shop.UpdateRestaurant(tx, shop.UpdateRestaurantIn{ID: w.pizzeria.ID, State: ptr(shop.Rush)})
					return err
				},
				"close": func(tx *db.Tx) error {
					_, err := shop.CloseRestaurant(tx, shop.CloseRestaurantIn{RestaurantID: w.pizzeria.ID})
					return err
				},
				"open again": func(tx *db.Tx) error { return shop.OpenAgain(tx, shop.OpenAgainIn{RestaurantID: w.pizzeria.ID}) },
				"menu": func(tx *db.Tx) error {
					_, err := shop.EditMenu(tx, shop.EditMenuIn{ID: w.menu.ID, Name: "Dinner"})
					return err
				},
				"product": func(tx *db.Tx) error {
					_, err := shop.SwitchProduct(tx, shop.SwitchProductIn{ID: w.calzone.ID})
					return err
				},
				"option value": func(tx *db.Tx) error {
					_, err := shop.SwitchOptionValue(tx, shop.SwitchOptionValueIn{ID: w.size.Values[0].ID})
					return err
				},
			} {
				if err := w.as(row.who, change); row.ok && err != nil || !row.ok && !fail.Is(err, row.kind) {
					t.Errorf("%s by %s: %v", name, row.who.Name(), err)
				}
			}
		}
		err := w.as(owner, func(tx *db.Tx) error {
			_, err := shop.UpdateRestaurant(tx, shop.UpdateRestaurantIn{ID: w.pizzeria.ID, Fields: shop.Fields{Enabled: ptr(false)}})
			return err
		})
		if !fail.Is(err, fail.Forbidden) {
			t.Errorf("an owner enables restaurants: %v", err)
		}
	})
}

func TestCloseForTodayAndReopen(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		w := newTown(t, world) // it is noon
		view := func() (v shop.View) {
			err := w.Read(context.Background(), guest, func(tx *db.Tx) (err error) { v, err = shop.LoadView(tx, w.pizzeria.ID); return err })
			if err != nil {
				t.Fatal(err)
			}
			return v
		}
		if v := view(); !v.IsOpen() || len(v.Closings) != 0 {
			t.Fatalf("open at noon: %v %v", v.IsOpen(), v.Closings)
		}
		var rule shop.ClosingRule
		for range 2 {
			w.must(owner, func(tx *db.Tx) (err error) {
				rule, err = shop.CloseRestaurant(tx, shop.CloseRestaurantIn{RestaurantID: w.pizzeria.ID})
				return err
			})
		}
		v := view()
		if v.IsOpen() || len(v.Closings) != 1 || local(span.Range{From: rule.StartsAt, To: rule.EndsAt}) != "2026-11-24 00:00-23:59" {
			t.Errorf("closed: %v %v", v.IsOpen(), v.Closings)
		}
		if !v.NextOpening().Equal(at(t, "2026-11-25 11:30")) || local(v.FirstRange(shop.Delivery, shop.Pace{})) != "2026-11-25 11:50-12:00" {
			t.Errorf("opens again %v", v.NextOpening())
		}
		w.must(owner, func(tx *db.Tx) error { return shop.OpenAgain(tx, shop.OpenAgainIn{RestaurantID: w.pizzeria.ID}) })
		if v := view(); !v.IsOpen() {
			t.Error("still closed")
		}
		err := w.as(owner, func(tx *db.Tx) error {
			past := span.Range{From: span.At(at(t, "2026-11-20 00:00")), To: span.At(at(t, "2026-11-21 00:00"))}
			_, err := shop.CloseRestaurant(tx, shop.CloseRestaurantIn{RestaurantID: w.pizzeria.ID, During: past})
			return err
		})
		if !fail.Has(err, "restaurant.closing.backwards") {
			t.Errorf("closed in the past: %v", err)
		}
	})
}

func TestRush(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		w := newTown(t, world)
		state := func(s shop.State) error {
			return w.as(owner, func(tx *db.Tx) error {
				_, err := shop.UpdateRestaurant(tx, shop.UpdateRestaurantIn{ID: w.pizzeria.ID, State: &s})
				return err
			})
		}
		for _, s := range []shop.State{shop.Rush, shop.Rush} {
			if err := state(s); err != nil {
				t.Fatal(err)
			}
		}
		if err := state(shop.Pledge); !fail.Has(err, "value.choice") {
			t.Errorf("pledged again: %v", err)
		}
		start := w.Clock.Now()
		night := time.Date(start.Year(), start.Month(), start.Day()+1, 3, 0, 0, 0, time.UTC)
		for _, row := range []struct {
			at   time.Time
			want shop.State
		}{{start, shop.Rush}, {night.Add(9 * time.Hour), shop.Rush}, {night, shop.Normal}} {
			w.Clock.Set(row.at)
			w.must(authz.System(), func(tx *db.Tx) error { return shop.CalmAll(tx, shop.CalmRestaurants{}) })
			_ = w.Read(context.Background(), guest, func(tx *db.Tx) error {
				if r, err := shop.LoadRestaurant(tx, w.pizzeria.ID); err != nil || r.State != row.want {
					t.Errorf("%s: %v, %v", row.at, r.State, err)
				}
				return nil
			})
		}
		stale := w.as(owner, func(tx *db.Tx) error {
			_, err := shop.UpdateRestaurant(tx, shop.UpdateRestaurantIn{ID: w.pizzeria.ID, Version: 1, State: ptr(shop.Rush)})
			return err
		})
		if !fail.Is(stale, fail.Stale) {
			t.Errorf("an old version was saved: %v", stale)
		}
	})
}

func names(items []shop.Item) (list []string) {
	for _, i := range items {
		list = append(list, i.Name)
	}
	return list
}

func TestMenus(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		w := newTown(t, world)
		pizzas, desserts := w.menu.Sections[0], w.menu.Sections[1]
		if w.menu.ID != 1 || pizzas.ID != 2 || desserts.ID != 3 {
			t.Errorf("ids do not come from one sequence: %d %d %d", w.menu.ID, pizzas.ID, desserts.ID)
		}
		if !slices.Equal(names(pizzas.Items), []string{"Margherita", "Calzone"}) || pizzas.Items[0].Default.Price != 900 || len(pizzas.Items[0].Options) != 2 {
			t.Errorf("got %+v", pizzas)
		}
		w.must(owner, func(tx *db.Tx) error {
			if _, err := shop.EditSection(tx, shop.EditSectionIn{MenuID: 1, ID: 3, Products: &[]int64{w.calzone.ID}}); err != nil {
				return err
			}
			m, err := shop.EditMenu(tx, shop.EditMenuIn{ID: 1, Sections: []int64{3, 2}})
			if len(m.Sections) == 2 && (m.Sections[0].ID != 3 || !slices.Equal(names(m.Sections[0].Items), []string{"Calzone"}) || !slices.Equal(names(m.Sections[1].Items), []string{"Margherita"})) {
				t.Errorf("got %+v", m)
			}
			return err
		})
		for name, edit := range map[string]func(*db.Tx) error{
			"foreign section": func(tx *db.Tx) error {
				_, err := shop.EditMenu(tx, shop.EditMenuIn{ID: 1, Sections: []int64{9}})
				return err
			},
			"unknown product": func(tx *db.Tx) error {
				_, err := shop.EditSection(tx, shop.EditSectionIn{MenuID: 1, ID: 2, Products: &[]int64{99}})
				return err
			},
			"nameless": func(tx *db.Tx) error {
				_, err := shop.CreateMenu(tx, shop.CreateMenuIn{RestaurantID: w.pizzeria.ID})
				return err
			},
		} {
			if err := w.as(owner, edit); !fail.Is(err, fail.Invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		w.must(owner, func(tx *db.Tx) error {
			return first(func() error { return shop.DeleteSection(tx, shop.DeleteSectionIn{MenuID: 1, ID: 2}) }, func() error { return shop.DeleteMenu(tx, shop.DeleteMenuIn{ID: 1}) })
		})
		_ = w.Read(context.Background(), guest, func(tx *db.Tx) error {
			r, err := shop.LoadRestaurant(tx, w.pizzeria.ID)
			if err != nil || r.MenuID != nil {
				t.Errorf("the menu is still active: %v, %v", r.MenuID, err)
			}
			if _, err := shop.MenuOf(tx, r); !fail.Is(err, fail.NotFound) {
				t.Errorf("got %v", err)
			}
			return nil
		})
	})
}

func TestProductsComeBack(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		w := newTown(t, world)
		enabled := func() (on bool) {
			_ = w.Read(context.Background(), guest, func(tx *db.Tx) error {
				p, err := shop.LoadProduct(tx, w.calzone.ID)
				on = p.Enabled
				return err
			})
			return on
		}
		until := span.At(w.Clock.Now().Add(time.Hour))
		w.must(owner, func(tx *db.Tx) error {
			_, err := shop.SwitchProduct(tx, shop.SwitchProductIn{ID: w.calzone.ID, Until: until})
			return err
		})
		if enabled() {
			t.Fatal("still on")
		}
		other := shop.EnableProduct{ProductID: w.calzone.ID, Until: until.Add(time.Hour)}
		w.must(authz.System(), func(tx *db.Tx) error { return shop.BringBack(tx, other) })
		if enabled() {
			t.Error("a job for another time brought it back")
		}
		for range 2 {
			w.must(authz.System(), func(tx *db.Tx) error {
				return shop.BringBack(tx, shop.EnableProduct{ProductID: w.calzone.ID, Until: until})
			})
		}
		if !enabled() {
			t.Error("it did not come back")
		}
		err := w.as(owner, func(tx *db.Tx) error {
			_, err := shop.SwitchProduct(tx, shop.SwitchProductIn{ID: w.calzone.ID, Until: tx.Now()})
			return err
		})
		if !fail.Has(err, "product.until.past") {
			t.Errorf("until now: %v", err)
		}
		w.must(owner, func(tx *db.Tx) error { return shop.DeleteProduct(tx, shop.DeleteProductIn{ID: w.calzone.ID}) })
		_ = w.Read(context.Background(), guest, func(tx *db.Tx) error {
			m, err := shop.LoadMenuTree(tx, w.menu.ID)
			if err != nil || !slices.Equal(names(m.Sections[0].Items), []string{"Margherita"}) {
				t.Errorf("the menu shows %v, %v", names(m.Sections[0].Items), err)
			}
			page, err := shop.ListProducts(tx, shop.PageIn{RestaurantID: w.pizzeria.ID, Limit: 30})
			if err != nil || page.Total != 1 {
				t.Errorf("%d products, %v", page.Total, err)
			}
			return nil
		})
	})
}

func TestResolveVariant(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		w := newTown(t, world)
		resolve := func(p shop.Item, choices ...shop.Choice) (v shop.Variant) {
			w.must(guest, func(tx *db.Tx) (err error) {
				v, err = shop.ResolveVariant(tx, shop.ResolveVariantIn{Product: p.Product, Choices: choices})
				return err
			})
			return v
		}
		if v := resolve(w.calzone); v.ID != w.calzone.Default.ID {
			t.Errorf("nothing chosen: %+v", v)
		}
		if v := resolve(w.calzone, shop.Choice{Code: "OLIVES"}, shop.Choice{Code: "SMALL", Quantity: 1}, shop.Choice{Code: "NONE", Quantity: 1}); v.ID != w.calzone.Default.ID {
			t.Errorf("none of them counts: %+v", v)
		}
		big := resolve(w.margherita, shop.Choice{Code: "EGG", Quantity: 2}, shop.Choice{Code: "BIG", Quantity: 7})
		want := []shop.Chosen{{ID: w.size.Values[1].ID, Quantity: 1}, {ID: w.extras.Values[1].ID, Quantity: 2}}
		if !slices.Equal(big.OptionValues.V, want) || big.Price != 900 || big.Name != "Margherita" || big.TaxCategoryID != w.margherita.Default.TaxCategoryID {
			t.Errorf("got %+v", big)
		}
		if again := resolve(w.margherita, shop.Choice{Code: "BIG", Quantity: 1}, shop.Choice{Code: "EGG", Quantity: 2}); again.ID != big.ID {
			t.Errorf("the same choice made another variant: %+v", again)
		}
		if more := resolve(w.margherita, shop.Choice{Code: "BIG", Quantity: 1}, shop.Choice{Code: "EGG", Quantity: 1}); more.ID == big.ID {
			t.Error("another quantity is the same variant")
		}
		w.must(owner, func(tx *db.Tx) error {
			_, err := shop.SwitchOptionValue(tx, shop.SwitchOptionValueIn{ID: w.extras.Values[1].ID})
			return err
		})
		if v := resolve(w.calzone, shop.Choice{Code: "EGG", Quantity: 1}); v.ID != w.calzone.Default.ID {
			t.Errorf("a value that is off counts: %+v", v)
		}
	})
}

func TestProvisionTaxesTwice(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		w := newTown(t, world)
		w.must(authz.System(), func(tx *db.Tx) error { return shop.ProvisionTaxes(tx, "fr") })
		_ = w.Read(context.Background(), guest, func(tx *db.Tx) error {
			rates, err := shop.LoadTaxRates(tx)
			if err != nil || len(rates.Rates) != 9 || len(rates.ForCode("SERVICE")) != 1 || rates.ForCode("SERVICE")[0].Amount != 200000 {
				t.Errorf("%d rates, %v", len(rates.Rates), err)
			}
			return nil
		})
	})
}

func TestLists(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		w := newTown(t, world)
		count := func(who authz.Actor) (public, own int) {
			_ = w.Read(context.Background(), who, func(tx *db.Tx) error {
				a, err := shop.ListRestaurants(tx)
				b, err2 := shop.ListOwnRestaurants(tx, who.UserID)
				public, own = len(a), len(b)
				return first(func() error { return err }, func() error { return err2 })
			})
			return public, own
		}
		if public, own := count(owner); public != 1 || own != 1 {
			t.Errorf("%d and %d", public, own)
		}
		w.must(admin, func(tx *db.Tx) error {
			_, err := shop.UpdateRestaurant(tx, shop.UpdateRestaurantIn{ID: w.pizzeria.ID, Fields: shop.Fields{Enabled: ptr(false)}})
			return err
		})
		if public, own := count(owner); public != 0 || own != 1 {
			t.Errorf("disabled: %d and %d", public, own)
		}
		for who, kind := range map[*authz.Actor]fail.Kind{&guest: fail.Unauthenticated, &rival: fail.Forbidden} {
			err := w.Read(context.Background(), *who, func(tx *db.Tx) error { _, err := shop.LoadView(tx, w.pizzeria.ID); return err })
			if !fail.Is(err, kind) {
				t.Errorf("%s sees a disabled restaurant: %v", who.Name(), err)
			}
		}
		w.must(admin, func(tx *db.Tx) error { return shop.DeleteRestaurant(tx, shop.DeleteRestaurantIn{ID: w.pizzeria.ID}) })
		if public, own := count(owner); public != 0 || own != 0 {
			t.Errorf("deleted: %d and %d", public, own)
		}
	})
}

func TestWrongRestaurantsAreRefused(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		w := newTown(t, world)
		for code, f := range map[string]shop.Fields{
			"value.blank":                       {Name: ptr("")},
			"value.choice":                      {Type: ptr("Castle")},
			"restaurant.perimeter.unreadable":   {Perimeter: ptr("distance <")},
			"restaurant.preparation.unreadable": {PreparationRules: &[]shop.PreparationRule{{Expression: "true", Time: "soon"}}},
			"phone.invalid":                     {Telephone: ptr("hello")},
		} {
			err := w.as(owner, func(tx *db.Tx) error {
				_, err := shop.UpdateRestaurant(tx, shop.UpdateRestaurantIn{ID: w.pizzeria.ID, Fields: f})
				return err
			})
			if !fail.Has(err, code) {
				t.Errorf("%s: %v", code, err)
			}
		}
		for code, f := range map[string]shop.CreateProductIn{
			"product.price.negative": {RestaurantID: w.pizzeria.ID, Name: "x", TaxCategoryID: 1, Price: -1},
			"value.missing":          {RestaurantID: w.pizzeria.ID, Name: "x"},
			"value.choice":           {RestaurantID: w.pizzeria.ID, Name: "x", TaxCategoryID: 1, Allergens: []string{"LOVE"}},
		} {
			if err := w.as(owner, func(tx *db.Tx) error { _, err := shop.CreateProduct(tx, f); return err }); !fail.Has(err, code) {
				t.Errorf("%s: %v", code, err)
			}
		}
	})
}

func TestEditProduct(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		w := newTown(t, world)
		big := []shop.Choice{{Code: "BIG", Quantity: 1}}
		resolve := func() (v shop.Variant) {
			w.must(guest, func(tx *db.Tx) (err error) {
				v, err = shop.ResolveVariant(tx, shop.ResolveVariantIn{Product: w.margherita.Product, Choices: big})
				return err
			})
			return v
		}
		before := resolve()
		edit := shop.EditProductIn{ID: w.margherita.ID, Name: ptr("Regina"), Price: ptr(money.Amount(1100)), OptionIDs: &[]int64{w.size.ID}}
		w.must(owner, func(tx *db.Tx) error {
			i, err := shop.EditProduct(tx, edit)
			if err == nil && (i.Name != "Regina" || i.Default.Price != 1100 || len(i.Options) != 1) {
				t.Errorf("got %+v", i)
			}
			return err
		})
		if after := resolve(); after.ID != before.ID || after.Price != 1100 {
			t.Errorf("a variant kept the old price: %+v", after)
		}
		if err := w.as(rival, func(tx *db.Tx) error { _, err := shop.EditProduct(tx, edit); return err }); !fail.Is(err, fail.Forbidden) {
			t.Errorf("by a rival: %v", err)
		}
	})
}

func TestSearch(t *testing.T) {
	t.Parallel()
	dbtest.Each(t, func(t *testing.T, world *dbtest.World) {
		w := newTown(t, world)
		for text, want := range map[string][2]int{
			"ada": {1, 0}, "ITALIAN": {1, 0}, "marg": {0, 1}, "margarita": {0, 1}, "calzome": {0, 1}, "da ada": {1, 0}, "ada calzone": {0, 0}, "xyz": {0, 0}, "": {0, 0}, "🍕": {0, 0},
		} {
			_ = w.Read(context.Background(), guest, func(tx *db.Tx) error {
				found, err := shop.Search(tx, text)
				if err != nil || len(found.Shops) != want[0] || len(found.Products) != want[1] {
					t.Errorf("%q: %d shops, %d products, %v", text, len(found.Shops), len(found.Products), err)
				}
				return nil
			})
		}
	})
}
