package zelty

import (
	"strconv"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
)

// tillOrderBody is an order in the till's words.
type tillOrderBody struct {
	RemoteID    string       `json:"remote_id"`
	DisplayID   string       `json:"display_id"`
	Fulfillment string       `json:"fulfillment_type"`
	Mode        string       `json:"mode"`
	Source      string       `json:"source"`
	Due         string       `json:"due_date,omitempty"`
	Customer    *tillGuest   `json:"customer,omitempty"`
	Address     *tillAddress `json:"address,omitempty"`
	Items       []tillDish   `json:"items"`
	Total       money.Amount `json:"total"`
	Comment     string       `json:"comment,omitempty"`
}

type tillGuest struct {
	RemoteID string `json:"remote_id"`
	First    string `json:"fname"`
	Last     string `json:"name"`
	Mail     string `json:"mail"`
	Phone    string `json:"phone"`
}

type tillAddress struct {
	Name   string `json:"name"`
	Street string `json:"street"`
	Zip    string `json:"zip_code"`
	City   string `json:"city"`
}

type tillDish struct {
	ID        any            `json:"id"`
	RemoteID  string         `json:"remote_id,omitempty"`
	Type      string         `json:"type"`
	Price     money.Amount   `json:"price"`
	Dishes    []tillCourse   `json:"dishes,omitempty"`
	Modifiers []tillModifier `json:"modifiers,omitempty"`
}

type tillCourse struct {
	Part any `json:"id_part"`
	ID   any `json:"id"`
}

type tillModifier struct {
	Option   any          `json:"option_id"`
	Value    any          `json:"option_value_id"`
	Quantity int64        `json:"quantity"`
	Price    money.Amount `json:"price"`
}

// longestComment is as much as the till takes.
const longestComment = 256

// bodyOf says an order in the till's words.
func bodyOf(v order.OrderView, dishes []tillDish) tillOrderBody {
	b := tillOrderBody{
		RemoteID: strconv.FormatInt(v.ID, 10), DisplayID: cut(string(v.Number), 10), Fulfillment: "deliver_by_partner", Mode: "delivery", Source: "web",
		Items: dishes, Total: v.ItemsTotal, Comment: cut(string(v.Notes), longestComment),
	}
	if !v.PickupAt.IsZero() {
		b.Due = v.PickupAt.In(v.Shop.Zone).Format("2006-01-02T15:04:05-07:00")
	}
	if p := v.Customer; p != nil {
		b.Customer = &tillGuest{RemoteID: strconv.FormatInt(p.ID, 10), First: string(p.GivenName), Last: string(p.FamilyName), Mail: p.Email, Phone: string(p.Telephone)}
	}
	if a := v.Address; a != nil {
		b.Address = &tillAddress{Name: string(a.Name), Street: a.StreetAddress, Zip: string(a.PostalCode), City: string(a.Locality)}
	}
	fee := money.Amount(0)
	for _, a := range v.Adjustments {
		if a.Type == order.DeliveryFee {
			fee += a.Amount
		}
	}
	if dish := v.Shop.Options.V.ZeltyDeliveryFeeDishID; dish != nil {
		b.Items = append(b.Items, tillDish{ID: *dish, Type: dishType, Price: fee})
	}
	b.Total += fee
	return b
}

func cut(text string, most int) string {
	runes := []rune(text)
	return string(runes[:min(most, len(runes))])
}

// dishesOf gives one entry per piece; nil when the till does not know all of it.
func dishesOf(tx *db.Tx, v order.OrderView) ([]tillDish, error) {
	var variantIDs, productIDs, valueIDs []int64
	for _, i := range v.Items {
		if i.VariantID == nil || i.ProductID == nil {
			return nil, nil
		}
		variantIDs, productIDs = append(variantIDs, *i.VariantID), append(productIDs, *i.ProductID)
	}
	variants, err := shop.LoadVariants(tx, variantIDs)
	if err != nil {
		return nil, err
	}
	for _, x := range variants {
		for _, chosen := range x.OptionValues.V {
			valueIDs = append(valueIDs, chosen.ID)
		}
	}
	products, err := shop.LoadProducts(tx, productIDs)
	if err != nil {
		return nil, err
	}
	values, options, err := shop.LoadOptionValues(tx, valueIDs)
	if err != nil {
		return nil, err
	}
	var list []tillDish
	for _, i := range v.Items {
		variant := variants[*i.VariantID]
		tags := shop.TagsOf(products[*i.ProductID].Metadata.V)
		if tags[numberTag] == "" {
			return nil, nil
		}
		d := tillDish{ID: number(tags[numberTag]), RemoteID: variant.Code, Type: dishType, Price: i.UnitPrice}
		if tags[typeTag] == menuType {
			d.Type = menuType
		}
		for _, chosen := range variant.OptionValues.V {
			x := values[chosen.ID]
			d.choose(x, options[x.OptionID], chosen.Quantity)
		}
		for range i.Quantity {
			list = append(list, d)
		}
	}
	return list, nil
}

// choose adds a chosen value: a course of a menu, or something on top.
func (d *tillDish) choose(v shop.OptionValue, o shop.Option, quantity int64) {
	tags := shop.TagsOf(v.Metadata.V)
	id := tags[numberTag]
	if id == "" {
		id = tags[idTag]
	}
	if part := tags[partTag]; part != "" {
		d.Dishes = append(d.Dishes, tillCourse{Part: number(part), ID: number(id)})
		return
	}
	for range max(1, quantity) {
		d.Modifiers = append(d.Modifiers, tillModifier{Option: number(tags[optionTag]), Value: number(id), Quantity: 1, Price: o.Charge(v)})
	}
}

// number writes an identifier as a number where it is one.
func number(id string) any {
	if n, err := strconv.ParseInt(id, 10, 64); err == nil {
		return n
	}
	return id
}
