package zelty

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"

	"pignon.coop/internal/money"
	"pignon.coop/internal/shop"
)

// ID is an identifier of the till: a text, or a bare number.
type ID string

// UnmarshalJSON takes both.
func (id *ID) UnmarshalJSON(b []byte) error {
	if b = bytes.TrimSpace(b); len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, (*string)(id))
	}
	if string(b) != "null" {
		var n json.Number
		if err := json.Unmarshal(b, &n); err != nil {
			return err
		}
		*id = ID(n.String())
	}
	return nil
}

// Push is a whole catalogue as the till sends it, as far as it is read.
type Push struct {
	Data struct {
		Name      string   `json:"name"`
		Tags      []tag    `json:"tags"`
		Items     []item   `json:"items"`
		MenuParts []part   `json:"menuParts"`
		Options   []option `json:"options"`
		Values    []value  `json:"optionValues"`
	} `json:"data"`
}

type tag struct {
	ID          ID     `json:"id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Disabled    bool   `json:"disabled"`
	Items       []ID   `json:"item_ids"`
}

type item struct {
	ID          ID     `json:"id"`
	Type        string `json:"type"` // dish, menu
	InternalID  ID     `json:"internal_id"`
	Name        string `json:"name"`
	Description string `json:"description"`
	Disabled    bool   `json:"disabled"`
	Price       *struct {
		Price int64 `json:"price"`
	} `json:"price"`
	Tax *struct {
		ID ID `json:"tax_id"`
	} `json:"tax_rules"`
	Options []ID `json:"option_ids"`
	Parts   []struct {
		ID ID `json:"menu_part_id"`
	} `json:"parts"`
}

type part struct {
	ID         ID     `json:"id"`
	InternalID ID     `json:"internal_id"`
	Name       string `json:"name"`
	Dishes     []ID   `json:"dish_ids"`
}

type option struct {
	ID      ID     `json:"id"`
	Name    string `json:"name"`
	Values  []ID   `json:"value_ids"`
	Minimum *int64 `json:"minimum_choices"`
	Maximum *int64 `json:"maximum_choices"`
	Number  ID     `json:"internal_id"`
}

type value struct {
	ID       ID     `json:"id"`
	Number   ID     `json:"internal_id"`
	Name     string `json:"name"`
	Disabled bool   `json:"disabled"`
	Price    *int64 `json:"price"`
}

// Names of the tags by which a product or a value is known to the till.
const (
	idTag     = shop.TillTag
	numberTag = shop.TillNumberTag
	typeTag   = "zelty_type"
	partTag   = "zelty_part_id"
	optionTag = "zelty_option_id"
)

const (
	dishType = "dish"
	menuType = "menu"
)

// Taxes are the tax categories of a till's taxes; Otherwise is that of dishes without one, and of menus.
type Taxes struct {
	ByID      map[ID]int64
	Otherwise int64
}

// Catalogue says a push in the words of the shop.
func (p Push) Catalogue(restaurantID int64, taxes Taxes) shop.Catalogue {
	out := shop.Catalogue{RestaurantID: restaurantID, Code: fmt.Sprintf("zelty_import_%d", restaurantID), Name: cmp.Or(p.Data.Name, "Imported catalog from Zelty")}
	t := translation{Push: p, restaurantID: restaurantID, taxes: taxes, parts: map[ID]part{}, items: map[ID]item{}, options: map[ID]option{}}
	for _, x := range p.Data.Items {
		t.items[x.ID] = x
	}
	for _, x := range p.Data.MenuParts {
		t.parts[x.ID] = x
	}
	for _, x := range p.Data.Options {
		t.options[x.ID] = x
	}
	out.Options = append(t.ownOptions(), t.partOptions()...)
	for _, kind := range []string{dishType, menuType} {
		for _, x := range p.Data.Items {
			if x.Type == kind {
				out.Products = append(out.Products, t.product(x))
			}
		}
	}
	for _, x := range p.Data.Tags {
		s := shop.CatalogueSection{Code: string(x.ID), Name: x.Name, Description: x.Description, Enabled: !x.Disabled}
		for _, id := range x.Items {
			s.Products = append(s.Products, string(id))
		}
		out.Sections = append(out.Sections, s)
	}
	return out
}

type translation struct {
	Push
	restaurantID int64
	taxes        Taxes
	parts        map[ID]part
	items        map[ID]item
	options      map[ID]option
}

// ours is the code of an option or a value of one restaurant.
func (t translation) ours(id ID) string { return fmt.Sprintf("%s_%d", id, t.restaurantID) }

func tagsOf(id, number ID) shop.Tags {
	tags := shop.Tags{idTag: string(id)}
	if number != "" {
		tags[numberTag] = string(number)
	}
	return tags
}

// ownOptions are those of dishes. A value that a menu offers with its dish waits for that dish to be chosen.
func (t translation) ownOptions() (list []shop.CatalogueOption) {
	values, waits := map[ID]value{}, t.waits()
	for _, v := range t.Data.Values {
		values[v.ID] = v
	}
	for _, o := range t.Data.Options {
		least, most := int64(0), int64(1)
		if o.Minimum != nil {
			least = *o.Minimum
		}
		if o.Maximum != nil {
			most = *o.Maximum
		}
		out := shop.CatalogueOption{Code: t.ours(o.ID), Name: o.Name, Lower: &least, Upper: &most}
		for _, id := range o.Values {
			v, ok := values[id]
			if !ok {
				continue
			}
			in := shop.CatalogueValue{Code: t.ours(v.ID), Name: v.Name, Enabled: !v.Disabled, DependsOn: waits[o.ID], Tags: tagsOf(v.ID, v.Number)}
			in.Tags[optionTag] = string(cmp.Or(o.Number, o.ID))
			if v.Price != nil && *v.Price > 0 {
				in.Price = money.Amount(*v.Price)
			}
			out.Values = append(out.Values, in)
		}
		list = append(list, out)
	}
	return list
}

// waits tells which values of menus' parts bring an option along.
func (t translation) waits() map[ID][]string {
	found := map[ID][]string{}
	for _, p := range t.Data.MenuParts {
		for _, dish := range p.Dishes {
			for _, o := range t.items[dish].Options {
				found[o] = append(found[o], partValue(p.ID, dish))
			}
		}
	}
	return found
}

func partValue(part, dish ID) string { return string(part) + "_" + string(dish) }

// partOptions are the courses of menus: one option each, however many menus share it.
func (t translation) partOptions() (list []shop.CatalogueOption) {
	offered := map[ID]bool{}
	used := map[ID]bool{}
	for _, x := range t.Data.Items {
		for _, p := range x.Parts {
			used[p.ID] = true
			offered[p.ID] = offered[p.ID] || !x.Disabled
		}
	}
	for _, p := range t.Data.MenuParts {
		if !used[p.ID] {
			continue
		}
		one := int64(1)
		out := shop.CatalogueOption{Code: string(p.ID), Name: p.Name, Lower: &one, Upper: &one}
		for _, id := range p.Dishes {
			dish, ok := t.items[id]
			if !ok {
				continue
			}
			v := shop.CatalogueValue{Code: partValue(p.ID, id), Name: dish.Name, Enabled: offered[p.ID], Tags: tagsOf(id, dish.InternalID)}
			v.Tags[partTag] = string(cmp.Or(p.InternalID, p.ID))
			out.Values = append(out.Values, v)
		}
		list = append(list, out)
	}
	return list
}

func (t translation) product(x item) shop.CatalogueProduct {
	out := shop.CatalogueProduct{Code: string(x.ID), Name: x.Name, Description: x.Description, Enabled: !x.Disabled, TaxCategoryID: t.taxes.Otherwise, Tags: tagsOf(x.ID, x.InternalID)}
	out.Tags[typeTag] = x.Type
	if x.Price != nil {
		out.Price = money.Amount(max(0, x.Price.Price))
	}
	if x.Type == dishType {
		if x.Tax != nil && t.taxes.ByID[x.Tax.ID] != 0 {
			out.TaxCategoryID = t.taxes.ByID[x.Tax.ID]
		}
		for _, id := range x.Options {
			out.Options = append(out.Options, t.ours(id))
		}
		return out
	}
	for _, p := range x.Parts {
		out.Options = append(out.Options, string(p.ID))
	}
	for _, p := range x.Parts {
		for _, dish := range t.parts[p.ID].Dishes {
			for _, id := range t.items[dish].Options {
				out.Options = append(out.Options, t.ours(id))
			}
		}
	}
	return out
}
