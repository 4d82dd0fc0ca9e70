package place

import (
	"bytes"
	"context"
	"testing"

	"pignon.coop/internal/datatest"
	"pignon.coop/internal/geo"
	"pignon.coop/road/extract"
)

// imported builds the index of a real extract.
func imported(t testing.TB, name string) (*Index, geo.Point) {
	t.Helper()
	x, err := extract.ReadFile(context.Background(), datatest.Path(t, "osm/"+name), nil)
	if err != nil {
		t.Fatal(err)
	}
	var section bytes.Buffer
	if err := Build(context.Background(), x, &section, nil); err != nil {
		t.Fatal(err)
	}
	index, err := Open(section.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return index, between(geo.Point(x.Bounds.Min), geo.Point(x.Bounds.Max), 0.5)
}

// asked is a question and the first answer that a person would expect.
type asked struct{ question, want string }

func TestRealCities(t *testing.T) {
	t.Parallel()
	for file, rows := range map[string][]asked{
		"monaco-osmix2025.osm.pbf": {
			{"18 boulevard des moulins", "18 Boulevard des Moulins, 98000 Monte-Carlo"},
			{"bd des moulins 18", "18 Boulevard des Moulins, 98000 Monte-Carlo"},
			{"18, bd. des Moulins, 98000 Monaco", "18 Boulevard des Moulins, 98000 Monte-Carlo"},
			{"boulvard des moulin", "Boulevard des Moulins, 98000 Monte-Carlo"},
			{"35 bd princesse charl", "35 Boulevard Princesse Charlotte, 98000 Monaco"},
			{"avenue st charles 7", "7 Avenue Saint-Charles, 98000 Monaco"},
			{"5 rue col bellando de castro", "5 Rue Colonel Bellando de Castro, 98000 Monaco"},
			{"esc sainte devote 7", "7 Escalier Sainte-Dévote, 98000 Monaco"},
			{"12 rue grimaldi", "Rue Grimaldi, 98000 Monaco"},
			{"grimladi", "Rue Grimaldi, 98000 Monaco"},
			{"grimaldi street", "Rue Grimaldi, 98000 Monaco"},
			{"av de la costa", "Avenue de la Costa, 98000 Monte-Carlo"},
			{"place du casino", "Place du Casino, 98000 Monaco"},
			{"casino monte carlo", "Casino de Monte Carlo, 98000 Monaco"},
			{"princess grace hospital", "Centre hospitalier Princesse Grace, 98000 Monaco"},
			{"monaco ville", "Monaco-Ville, 98000 Monaco"},
			{"31 general leclerc beausoleil", "31 Boulevard du Général Leclerc, 06240 Beausoleil"},
		},
		"andorra-valhalla2025.osm.pbf": {
			{"av meritxell 65", "Avinguda Meritxell 65, AD500 Andorra la Vella"},
			{"65 avenue meritxell", "Avinguda Meritxell 65, AD500 Andorra la Vella"},
			{"avinguda meritxel", "Avinguda Meritxell, AD500 Andorra la Vella"},
			{"avinguda de tarragona 26", "Avinguda de Tarragona 26, AD500 Andorra la Vella"},
			{"carrer major encamp", "Carrer Major, Encamp"},
			{"rue bonaventura riberaygua", "Carrer Bonaventura Riberaygua, AD500 Andorra la Vella"},
			{"c/ prat de la creu", "Carrer Prat de la Creu, AD500 Andorra la Vella"},
			{"carlemany 91", "Avinguda Carlemany 91, AD700 Escaldes-Engordany"},
			{"meritxell 1", "Avinguda Meritxell, AD500 Andorra la Vella"},
			{"avinguda m", "Avinguda Meritxell, AD500 Andorra la Vella"},
			{"Av. Príncep Benlloch 20 bis", "Avinguda del Princep Benlloch 20 bis, AD500 Andorra la Vella"},
			{"caldea", "Caldea-Inuu, AD700 Escaldes-Engordany"},
			{"pas de la casa", "Pas de la Casa, Encamp"},
			{"sant julia", "Sant Julià de Lòria"},
			{"escaldes", "les Escaldes, AD700 Escaldes-Engordany"},
			{"hospital meritxell", "Hospital de Nostra Senyora de Meritxell, AD700 Escaldes-Engordany"},
		},
		"zurich-hb-osr2025.osm.pbf": {
			{"bahnhofstrasse 106", "Bahnhofstrasse 106, 8001 Zürich"},
			{"Bahnhofstr. 106", "Bahnhofstrasse 106, 8001 Zürich"},
			{"50 lowenstrasse", "Löwenstrasse 50, 8001 Zürich"},
			{"schützengasse 14a", "Schützengasse 14a, 8001 Zürich"},
			{"limatquai 140", "Limmatquai 140, 8001 Zürich"},
			{"weinbergstrasse 41 8006", "Weinbergstrasse 41, 8006 Zürich"},
			{"hauptbahnhof", "Zürich Hauptbahnhof"},
		},
		"helsinki-pyrosm2020b.osm.pbf": {
			{"mannerheimintie 10", "Mannerheimintie 10, 00100 Helsinki"},
			{"manerheimintie 10", "Mannerheimintie 10, 00100 Helsinki"},
			{"aleksanterinkatu 52 helsinki", "Aleksanterinkatu 52, 00100 Helsinki"},
			{"iso roobertinkatu 4", "Iso Roobertinkatu 4-6, 00120 Helsinki"},
			{"albertinkatu 26", "Albertinkatu 26, 00120 Helsinki"},
			{"alexandersgatan 52", "Aleksanterinkatu 52, 00100 Helsinki"},
			{"kamppi", "Kamppi, Helsinki"},
		},
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			index, near := imported(t, file)
			for _, row := range rows {
				hits := index.Autocomplete(row.question, Options{Near: near})
				if len(hits) == 0 || hits[0].Label() != row.want {
					t.Errorf("%q: want %q first, have %v", row.question, row.want, labels(hits))
				}
			}
		})
	}
}

func labels(hits []Hit) []string {
	var out []string
	for _, h := range hits {
		out = append(out, h.Label())
	}
	return out
}

// TestRealHouses asks for every house number of a city by its own label, and for what stands at its own point.
func TestRealHouses(t *testing.T) {
	t.Parallel()
	index, _ := imported(t, "helsinki-pyrosm2020b.osm.pbf")
	found, back, n := 0, 0, index.tables[numberTable].len()
	for i := range n {
		want := index.house(uint32(i), "")
		for _, h := range index.Autocomplete(want.Label(), Options{Near: want.Point, Limit: 1}) {
			if h.Label() == want.Label() {
				found++
			}
		}
		if h, ok := index.Reverse(want.Point); ok && h.Point == want.Point {
			back++
		}
	}
	if found*100 < n*99 || back != n {
		t.Errorf("of %d house numbers, %d were found by their label and %d by their place", n, found, back)
	}
}

func BenchmarkAutocomplete(b *testing.B) {
	for _, c := range []struct{ file, question string }{
		{"milan-otp2015.osm.pbf", "v"},
		{"milan-otp2015.osm.pbf", "via tor"},
		{"milan-otp2015.osm.pbf", "corso buenos aires 12"},
		{"milan-otp2015.osm.pbf", "corso buenso aries"},
		{"delaware-paulmach.osm.pbf", "main st newark"},
		{"delaware-paulmach.osm.pbf", "pensylvania avenu wilmingtn"},
	} {
		b.Run(c.file[:5]+"/"+c.question, func(b *testing.B) {
			index, near := imported(b, c.file)
			b.ResetTimer()
			for range b.N {
				index.Autocomplete(c.question, Options{Near: near})
			}
		})
	}
}
