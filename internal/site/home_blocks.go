package site

import (
	"bytes"
	"encoding/json"
	"html/template"
	"math"
	"slices"
	"strconv"

	"github.com/yuin/goldmark"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
)

// homeBlock is a part of the home page: restaurants under a title, or a text.
type homeBlock struct {
	ID     int64
	Title  string
	Cards  []card
	Text   template.HTML
	Ground template.CSS // colour behind the text and of it, "" for the page's own
}

// blockData is what the data of the blocks that the page knows may hold.
type blockData struct {
	Slug       string            `json:"slug"`
	Component  string            `json:"component"`
	Args       map[string]string `json:"args"`
	Markdown   string            `json:"markdown"`
	Background string            `json:"backgroundColor"`
}

const newestShops = 6

// homeBlocks makes the blocks of the home page: those that the co-op published, else its favourites and its selections. Blocks that show nothing
// are left out.
func homeBlocks(tx *db.Tx, f frame, cards []card) ([]homeBlock, error) {
	blocks := []shop.HomepageBlock{{Type: shop.BlockShops, Data: db.JSON[json.RawMessage]{V: json.RawMessage(`{"component":"featured"}`)}}}
	settings, err := org.LoadSettings(tx)
	if err == nil && settings.HomepagePublished {
		blocks, err = shop.ListHomepageBlocks(tx)
	}
	if err != nil {
		return nil, err
	}
	page, err := shop.ListCollections(tx, math.MaxInt32, 0)
	if err != nil {
		return nil, err
	}
	if !settings.HomepagePublished {
		for _, c := range page.Rows {
			data, _ := json.Marshal(blockData{Slug: c.Slug}) // texts cannot fail
			blocks = append(blocks, shop.HomepageBlock{ID: c.ID, Type: shop.BlockShops, Data: db.JSON[json.RawMessage]{V: data}})
		}
	}
	var shown []homeBlock
	for _, b := range blocks {
		if out := f.homeBlock(b, page.Rows, cards); len(out.Cards) > 0 || out.Text != "" {
			shown = append(shown, out)
		}
	}
	return shown, nil
}

func (f frame) homeBlock(b shop.HomepageBlock, collections []shop.ShopCollection, cards []card) homeBlock {
	var data blockData
	_ = json.Unmarshal(b.Data.V, &data) // free-form: what does not fit shows nothing
	out := homeBlock{ID: b.ID}
	switch {
	case b.Type == shop.BlockBanner:
		out.Text, out.Ground = markdown(data.Markdown), ground(data.Background)
	case b.Type == shop.BlockShops && data.Slug != "":
		out.Title, out.Cards = collected(data.Slug, collections, cards)
	case b.Type == shop.BlockShops || f.words.Has("site.home.block."+b.Type):
		out.Title, out.Cards = f.component(data, b.Type, cards)
	}
	return out
}

// collected gives the restaurants of a selection in its order.
func collected(slug string, collections []shop.ShopCollection, cards []card) (title string, list []card) {
	for _, c := range collections {
		if c.Slug != slug {
			continue
		}
		title = c.Title
		for _, id := range c.Shops.V {
			list = append(list, only(cards, func(x card) bool { return x.shop.ID == id })...)
		}
	}
	return title, list
}

// component gives the restaurants of one of the lists that make themselves. The type of a block without data may name it.
func (f frame) component(data blockData, kind string, cards []card) (title string, list []card) {
	if data.Component == "" {
		data.Component = kind
	}
	switch data.Component {
	case "featured":
		list = only(cards, func(x card) bool { return x.shop.Featured })
	case "exclusive":
		list = only(cards, func(x card) bool { return x.shop.Exclusive })
	case "zero_waste":
		list = only(cards, func(x card) bool { return x.shop.ZeroWaste() })
	case "newest":
		list = slices.Clone(cards)
		slices.SortStableFunc(list, func(a, b card) int { return b.shop.CreatedAt.Compare(a.shop.CreatedAt.Time) })
		list = list[:min(newestShops, len(list))]
	case "cuisine":
		name := data.Args["cuisine"]
		return f.Cuisine(name), only(cards, func(x card) bool { return slices.Contains(x.Cuisines, name) })
	case "type":
		name := data.Args["type"]
		return f.TypeOf(name), only(cards, func(x card) bool { return x.Type == name })
	default:
		return "", nil
	}
	return f.T("site.home.block." + data.Component), list
}

func only(cards []card, fits func(card) bool) (list []card) {
	for _, x := range cards {
		if fits(x) {
			list = append(list, x)
		}
	}
	return list
}

// markdown turns a text of the co-op into HTML; tags in it are left out.
func markdown(text string) template.HTML {
	var b bytes.Buffer
	if err := goldmark.Convert([]byte(text), &b); err != nil {
		return ""
	}
	return template.HTML(b.String()) //nolint:gosec // goldmark leaves out raw HTML and dangerous links
}

// ground is a colour of the form #rrggbb with an ink that can be read on it.
func ground(colour string) template.CSS {
	if len(colour) != 7 || colour[0] != '#' {
		return ""
	}
	rgb, err := strconv.ParseUint(colour[1:], 16, 32)
	if err != nil {
		return ""
	}
	ink := "#000"
	if luminance(rgb) < 0.179 { // where white and black are as far away
		ink = "#fff"
	}
	return template.CSS("background:" + colour + ";color:" + ink) //nolint:gosec // seven characters that were read as a number
}

// luminance of a colour as WCAG defines it.
func luminance(rgb uint64) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		c := float64(rgb>>(16-8*i)&0xff) / 255
		if c <= 0.04045 {
			sum += weight * c / 12.92
		} else {
			sum += weight * math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return sum
}
