package place

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold cuts text into words: lower case, no accents, letters and digits only, but 12-14 stays together. An apostrophe ends a word;
// a raised dot does not.
func fold(s string) []string {
	text := []rune(plain(s))
	var words []string
	from := 0
	for i := 0; i <= len(text); i++ {
		if i < len(text) && inWord(text, i) {
			continue
		}
		if i > from {
			words = append(words, string(text[from:i]))
		}
		from = i + 1
	}
	return words
}

func inWord(text []rune, i int) bool {
	if unicode.IsLetter(text[i]) || unicode.IsDigit(text[i]) {
		return true
	}
	return text[i] == '-' && i > 0 && i+1 < len(text) && unicode.IsDigit(text[i-1]) && unicode.IsDigit(text[i+1])
}

func plain(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFD.String(s) {
		if r < unicode.MaxASCII {
			b.WriteRune(unicode.ToLower(r))
			continue
		}
		if unicode.Is(unicode.Mn, r) || r == '·' {
			continue
		}
		b.WriteString(plainRune(unicode.ToLower(r)))
	}
	return b.String()
}

// plainRune spells letters that have no accent to lose.
func plainRune(r rune) string {
	switch r {
	case '–':
		return "-"
	case 'ß':
		return "ss"
	case 'œ':
		return "oe"
	case 'æ':
		return "ae"
	case 'ø':
		return "o"
	case 'ł':
		return "l"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ı':
		return "i"
	}
	return string(r)
}

// spellings lists words that stand for each other, in the languages and abbreviations of our cities. The first of a line names
// the meaning; the marks before it say how little the word tells: "." a kind of street, "-" a mere link.
const spellings = `
.street rue r carrer c/ c carrers calle street st via strasse str katu gatan gata rua strada straat ulica
.avenue avenue av ave avda avinguda avenida avgda viale
.boulevard boulevard bd bld blvd boul boulv bulevard bulevar
.square place pl plaza placa plaça square sq piazza platz placeta praca tori torg largo
.road road rd route rte carretera ctra crta estrada strasse
.lane chemin ch che chem cami camino lane ln weg vicolo sentier polku
.drive drive dr
.court court ct
.alley allee allees all alley ruelle vicolo
.passage passage pass psg passatge pasaje pge
.deadend impasse imp cul
.quay quai qu quay moll muelle wharf
.course cours crs
.suburb faubourg fbg fg
.bridge pont bridge puente ponte silta
.residence residence res resid residencia
.building batiment bat bt edifici edificio building bldg immeuble imm
.roundabout rond rotonda rpt roundabout
.stairs escalier escaliers esc escales escalera stairs
.station gare station estacio estacion stazione bahnhof bf
saint saint st sant san
sainte sainte ste santa
saints saints sts
notre notre nd
doctor docteur dr doctor doct
general general gal gen
marshal marechal mal
president president pdt pres prst
commander commandant cdt cmdt
captain capitaine cne cpt
colonel colonel col
lieutenant lieutenant lt
professor professeur pr prof professor
monsignor monseigneur mgr
prince prince pce
mount mont mount mt
church eglise church esglesia iglesia chiesa kirche kirkko
school ecole school escola escuela scuola schule
hospital hopital hospital ospedale
castle chateau castle castell castillo
town ville town vila villa
old vieux vieille vieil old vell vella
big grand grande gran grosse great
north nord north n norte
south sud south s sur
east est east e
west ouest west w oest oeste
-of de du des d of del dels della di da do dos von
-the la le les l the el els los las il lo
-and et and i y und e
-at a au aux al als en sur sous
`

// meaning is what a word stands for beyond its own letters.
type meaning struct {
	name   string
	weight float32
}

const (
	wordWeight    = 1    // a name of its own
	genericWeight = 0.25 // a kind of street
	linkWeight    = 0.05 // of, the, and
)

var meanings = parseSpellings(spellings)

func parseSpellings(text string) map[string][]meaning {
	out := map[string][]meaning{}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		m := meaning{name: "=" + words[0], weight: wordWeight}
		switch words[0][0] {
		case '.':
			m.weight = genericWeight
		case '-':
			m.weight = linkWeight
		}
		for _, w := range words[1:] {
			w = strings.Join(fold(w), "")
			out[w] = append(out[w], m)
		}
	}
	return out
}

// weightOf says how much a word tells about a name.
func weightOf(word string) float32 {
	weight := float32(wordWeight)
	for _, m := range meanings[word] {
		weight = min(weight, m.weight)
	}
	return weight
}

// streetKey brings the spellings of one street's name together: Av. Meritxell, Avinguda de Meritxell.
func streetKey(name string) string {
	words := fold(name)
	key := make([]string, 0, len(words))
	for _, w := range words {
		list := meanings[w]
		switch {
		case len(list) == 0:
			key = append(key, w)
		case weightOf(w) > linkWeight:
			key = append(key, list[0].name)
		}
	}
	if len(key) == 0 {
		key = words
	}
	return strings.Join(key, " ")
}
