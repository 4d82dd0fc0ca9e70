package zelty

import (
	"encoding/json"
	"fmt"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
)

// Event is something that the till tells.
type Event struct {
	Name         string          `json:"event_name"`
	RestaurantID ID              `json:"restaurant_id"`
	Data         json.RawMessage `json:"data"`
}

// told is the data of all events, as far as it is read.
type told struct {
	Dishes  []thing `json:"dishes"`
	Menus   []thing `json:"menus"`
	Options []struct {
		Disable bool `json:"disable"`
		Values  []struct {
			ID    ID     `json:"id"`
			Price *int64 `json:"price"`
		} `json:"values"`
	} `json:"options"`
	DishID     ID   `json:"id_dish"`
	MenuID     ID   `json:"id_menu"`
	OutOfStock bool `json:"outofstock"`
	Values     []struct {
		ID           ID   `json:"id_dish_option_value"`
		RestaurantID ID   `json:"id_restaurant"`
		OutOfStock   bool `json:"outofstock"`
	} `json:"options_values_availabilities"`
	ID     ID     `json:"id"`
	Status string `json:"status"`
}

type thing struct {
	ID      ID   `json:"id"`
	Disable bool `json:"disable"`
}

// Hear does what an event asks for. Events, things and orders that nobody knows are left out.
func Hear(tx *db.Tx, e Event) error {
	var t told
	if len(e.Data) > 0 {
		if err := json.Unmarshal(e.Data, &t); err != nil {
			return fail.Wrap(err, fail.Invalid, "request.not_json")
		}
	}
	switch e.Name {
	case "dish.update":
		return switchAll(tx, t.Dishes, false)
	case "menu.update":
		return switchAll(tx, t.Menus, false)
	case "dish.delete":
		return switchAll(tx, t.Dishes, true)
	case "menu.delete":
		return switchAll(tx, t.Menus, true)
	case "dish.availability_update":
		return shop.FollowTillProduct(tx, shop.TillSwitch{ID: string(t.DishID), Enabled: !t.OutOfStock})
	case "menu.availability_update":
		return shop.FollowTillProduct(tx, shop.TillSwitch{ID: string(t.MenuID), Enabled: !t.OutOfStock})
	case "option.update", "option_value.availability_update":
		return hearValues(tx, t, e.RestaurantID)
	case "order.status.update":
		return hearOrder(tx, t)
	}
	return nil
}

func switchAll(tx *db.Tx, list []thing, gone bool) error {
	for _, x := range list {
		if err := shop.FollowTillProduct(tx, shop.TillSwitch{ID: string(x.ID), Enabled: !x.Disable && !gone}); err != nil {
			return err
		}
	}
	return nil
}

func hearValues(tx *db.Tx, t told, restaurant ID) error {
	for _, o := range t.Options {
		for _, v := range o.Values {
			in := shop.TillSwitch{ID: fmt.Sprintf("%s_%s", v.ID, restaurant), Enabled: !o.Disable}
			if v.Price != nil && *v.Price >= 0 {
				in.Price = (*money.Amount)(v.Price)
			}
			if err := shop.FollowTillValue(tx, in); err != nil {
				return err
			}
		}
	}
	for _, v := range t.Values {
		in := shop.TillSwitch{ID: fmt.Sprintf("%s_%s", v.ID, v.RestaurantID), Enabled: !v.OutOfStock}
		if err := shop.FollowTillValue(tx, in); err != nil {
			return err
		}
	}
	return nil
}

func hearOrder(tx *db.Tx, t told) error {
	id, found, err := order.ByTill(tx, string(t.ID))
	if !found || err != nil {
		return err
	}
	switch t.Status {
	case "production":
		_, err = order.StartPreparing(tx, order.VerbIn{OrderID: id})
	case "ready":
		_, err = order.FinishPreparing(tx, order.VerbIn{OrderID: id})
	}
	return err
}
