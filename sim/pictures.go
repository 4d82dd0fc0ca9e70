package sim

import (
	"bytes"
	"fmt"
	"image/color"
	"image/png"
	"iter"
)

// Picture is a drawing for a shop or a product of the demo co-op: for the product when it has a code, else for the shop of that name, where
// a banner stands above the menu.
type Picture struct {
	Shop, Product string
	Banner        bool
	File          []byte // PNG
}

// Pictures draws, one after the other, what all shops and products of Document are shown with; always the same.
func Pictures() iter.Seq2[Picture, error] {
	return func(yield func(Picture, error) bool) {
		for i, s := range shops {
			for _, p := range s.pictures(i) {
				file, err := p.draw()
				if !yield(Picture{Shop: s.name, Product: p.product, Banner: p.banner, File: file}, err) {
					return
				}
			}
		}
	}
}

// plan is a picture that is not drawn yet.
type plan struct {
	product string
	banner  bool
	ground  color.RGBA
	motifs  []sketch
}

func (s shopIdea) pictures(number int) []plan {
	look := looks()[s.name]
	list := []plan{{ground: look.ground, motifs: look.motifs[:1]}, {banner: true, ground: look.ground, motifs: look.motifs}}
	drawn := sketches()
	for n, section := range s.sections {
		for m, p := range section.products {
			list = append(list, plan{product: fmt.Sprintf("shop%d-%d-%d", number+1, n+1, m+1), ground: grounds()[(n+2*m+number)%len(grounds())], motifs: []sketch{drawn[p.name]}})
		}
	}
	return list
}

func (p plan) draw() ([]byte, error) {
	width, unit := 1280, 310.0
	if p.banner {
		unit = 265 // pages cut banners to 21:9
	}
	if p.product != "" {
		width, unit = 960, 272 // fits into both shapes that are cut out of it
	}
	e := newEasel(width, 720, p.ground, unit)
	if p.banner {
		p.motifs[1](e.at(-2.1, 0, 0.9))
		p.motifs[2](e.at(2.1, 0, 0.9))
	}
	p.motifs[0](e)
	var b bytes.Buffer
	err := png.Encode(&b, e.sheet)
	return b.Bytes(), err
}

// grounds are the calm colours that motifs stand on.
func grounds() []color.RGBA {
	return []color.RGBA{hex(0xdce5d4), hex(0xf1e0c8), hex(0xd6e3e8), hex(0xf0d9cf), hex(0xe3dcea)}
}

type look struct {
	ground color.RGBA
	motifs []sketch // the shop's own first
}

func looks() map[string]look {
	return map[string]look{
		"La Bonne Roue":         {hex(0xd5e2cf), []sketch{chicken, mushroomPie, appleTart}},
		"Pizzeria Bella Cadena": {hex(0xf2d9c4), []sketch{margherita, garden, lemonade}},
		"Momo & Miso":           {hex(0xcfe0e3), []sketch{ramen, momos, edamame}},
		"El Forn del Pont":      {hex(0xf4e3bf), []sketch{croissant, loaf, brioche}},
		"L’Épicerie du Pignon":  {hex(0xe4dbe8), []sketch{vegetables, cheese, fruit}},
	}
}

// sketches gives the motif of every product by its name.
func sketches() map[string]sketch {
	return map[string]sketch{
		"Velouté de courge": soup, "Œuf mollet et lentilles": eggAndLentils, "Poulet rôti au thym": chicken, "Tourte aux champignons": mushroomPie,
		"Truite de la vallée": trout, "Crème au caramel": flan, "Tarte aux pommes": appleTart,
		"Margherita": margherita, "Quattro stagioni": fourSeasons, "Ortolana": garden, "Eau pétillante 50 cl": bottle, "Limonade au gingembre": lemonade,
		"Ramen au miso": ramen, "Udon aux légumes": udon, "Momos aux légumes (8)": momos, "Edamame": edamame,
		"Miche au levain 1 kg": loaf, "Pain aux noix": nutLoaf, "Sandwich chèvre et miel": sandwich, "Coca aux poivrons": pepperFlatbread,
		"Brioche aux pralines": brioche, "Croissant": croissant,
		"Panier de légumes de saison": vegetables, "Panier de fruits": fruit, "Tomme de brebis 250 g": cheese, "Yaourts nature (4)": yoghurts,
	}
}
