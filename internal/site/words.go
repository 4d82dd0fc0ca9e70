package site

import (
	"slices"
	"strings"
	"time"

	"pignon.coop/internal/fail"
)

// withCard is a card and what prints it, for the templates that show one.
type withCard struct {
	F    frame
	Card card
}

// With hands a card to a template of its own.
func (f frame) With(x card) withCard { return withCard{F: f, Card: x} }

// AsCard is the restaurant of the page as a card.
func (p *restaurantPage) AsCard() card { return p.card }

// withDish is a dish and what prints it.
type withDish struct {
	F      frame
	Dish   dish
	ShopID int64
	Link   string
}

// WithDish hands a dish to the template that shows one.
func (p *restaurantPage) WithDish(d dish) withDish {
	return withDish{F: p.frame, Dish: d, ShopID: p.ID, Link: p.Link}
}

// OnShop tells that the basket stands on its restaurant's page.
func (b *basket) OnShop() bool {
	return strings.HasPrefix(b.Path, "/restaurant/") || strings.HasPrefix(b.Path, "/shop/")
}

// translated prints the word of a code, or the code itself when there is none: co-ops add their own.
func (f frame) translated(prefix, code string) string {
	if key := prefix + code; f.words.Has(key) {
		return f.T(key)
	}
	return code
}

// Cuisine names a cuisine.
func (f frame) Cuisine(code string) string { return f.translated("cuisine.", code) }

// TypeOf names a kind of restaurant.
func (f frame) TypeOf(name string) string { return f.translated("shop.type.", name) }

// Allergens lists allergens.
func (f frame) Allergens(codes []string) string { return f.list("allergen.", codes) }

// Diets lists diets.
func (f frame) Diets(codes []string) string { return f.list("diet.", codes) }

func (f frame) list(prefix string, codes []string) string {
	words := make([]string, len(codes))
	for i, code := range codes {
		words[i] = f.translated(prefix, code)
	}
	return strings.Join(words, ", ")
}

// Weekdays names days, from Monday on, those that follow each other as a stretch: "Monday–Friday, Sunday".
func (f frame) Weekdays(days []time.Weekday) string {
	var parts []string
	for from := 0; from < 7; from++ {
		if !slices.Contains(days, weekday(from)) {
			continue
		}
		to := from
		for to+1 < 7 && slices.Contains(days, weekday(to+1)) {
			to++
		}
		part := f.T("date.weekday", "n", int(weekday(from)))
		if to > from {
			part += "–" + f.T("date.weekday", "n", int(weekday(to)))
		}
		parts = append(parts, part)
		from = to
	}
	return strings.Join(parts, ", ")
}

// weekday is the n-th day of a week that starts on Monday.
func weekday(n int) time.Weekday { return time.Weekday((n + 1) % 7) }

// Troubles lists what hinders checkout as things stand, each sentence once. What the form says already is left out.
func (p *checkoutPage) Troubles() (list []string) {
	if p.Trouble == nil {
		return nil
	}
	for _, field := range fail.Of(p.Trouble).Fields {
		text := p.Wrong(p.Trouble, field.Path)
		if text != "" && !slices.Contains(list, text) && p.Wrong(p.Err, field.Path) == "" {
			list = append(list, text)
		}
	}
	return list
}

// doorField is one field of the forms about accounts.
type doorField struct {
	Name, Label, Hint, Type, Complete, Value, Wrong string
	Required                                        bool
}

// Field describes a field with its value and what is wrong with it.
func (p *doorPage) Field(name, value string) doorField {
	d := doorField{
		Name: name, Value: value, Type: "text", Label: p.T("site.field." + name), Hint: p.T("site.field." + name + ".hint"), Wrong: p.Wrong(p.Err, name),
		Required: name != "telephone",
	}
	d.Complete = map[string]string{"email": "email", "telephone": "tel", "username": "username", "password": "new-password", "name": "name"}[name]
	switch name {
	case "email", "password":
		d.Type = name
	case "telephone":
		d.Type = "tel"
	}
	return d
}
