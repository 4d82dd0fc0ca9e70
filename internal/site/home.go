package site

import (
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/place"
	"pignon.coop/internal/web"
)

// homePage is the co-op's door: who it is, where to, and its restaurants.
type homePage struct {
	frame
	Address string  // in the field
	Typed   string  // an address that was not found
	Meant   []meant // what it may have meant
	Blocks  []homeBlock
	Cards   []card
}

func (*homePage) template() string { return "home" }

// home shows the co-op and its restaurants. Without an address the times are those of a ride nobody knows yet.
func (f *face) home(c *web.Call) error {
	p := &homePage{frame: f.frame(c), Address: addressStart(c.Query("address"))}
	cards, err := f.cards(c, here{})
	if err != nil {
		return err
	}
	p.Cards = cards
	err = f.read(c, func(tx *db.Tx) (err error) {
		p.Blocks, err = homeBlocks(tx, p.frame, cards)
		return err
	})
	if err != nil {
		return err
	}
	return f.show(c, 200, p)
}

// search takes an address that somebody typed or chose, remembers it, and goes on to the restaurants that deliver there.
func (f *face) search(c *web.Call) error {
	text := strings.TrimSpace(c.Query("address"))
	if len(text) > longestText {
		text = ""
	}
	if at, ok := pointOf(c.Query("lat"), c.Query("lng")); ok && text != "" {
		h := here{Label: text, Postcode: c.Query("postcode"), City: c.Query("city")}
		h.Lat, h.Lng = at.Degrees()
		return f.goHere(c, h)
	}
	if at, ok := pointOf(c.Query("lat"), c.Query("lng")); ok {
		return f.searchAt(c, at)
	}
	if text == "" {
		f.redirect(c, "/")
		return nil
	}
	hit, ok, err := f.house.Geocoder().Geocode(c.R.Context(), text, f.searchOptions(c, 1))
	if err != nil {
		return err
	}
	if ok && (isDoor(hit) || numbered(&hit, text)) {
		return f.goHere(c, hereAt(hit))
	}
	return f.ask(c, text)
}

func (f *face) goHere(c *web.Call, h here) error {
	if err := f.keepHere(c, h); err != nil {
		return err
	}
	f.redirect(c, "/restaurants")
	return nil
}

// ask shows what an address may have meant.
func (f *face) ask(c *web.Call, text string) error {
	hits, err := f.house.Geocoder().Autocomplete(c.R.Context(), text, f.searchOptions(c, mostHits))
	if err != nil {
		return err
	}
	p := &homePage{frame: f.frame(c), Typed: text}
	p.NoIndex = true
	for _, hit := range hits {
		p.Meant = append(p.Meant, meant{here: hereAt(hit), Door: isDoor(hit), Name: hit.Name})
	}
	return f.show(c, 200, p)
}

// meant is a place that a visitor may have meant. One that is no door needs a number yet: Name goes back into the field.
type meant struct {
	here
	Door bool
	Name string
}

// addressStart is a street that waits for its number.
func addressStart(name string) string {
	if name = strings.TrimSpace(name); name == "" || len(name) > longestText {
		return ""
	}
	return name + " "
}

// isDoor tells whether a courier can ring there.
func isDoor(hit place.Hit) bool { return hit.Kind == place.House || hit.Kind == place.Other }

// numbered makes a door of a street whose numbers the map does not know: the number is the one that was typed.
func numbered(hit *place.Hit, typed string) bool {
	number := numberIn(typed)
	if hit.Kind != place.Street || number == "" {
		return false
	}
	hit.HouseNumber, hit.Street, hit.Name = number, hit.Name, ""
	return true
}

// numberIn finds the word of an address that starts with a digit and is no postcode.
func numberIn(text string) string {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' }) {
		if word[0] >= '0' && word[0] <= '9' && len(word) < 5 {
			return word
		}
	}
	return ""
}
