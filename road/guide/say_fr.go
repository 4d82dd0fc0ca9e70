package guide

import (
	"strconv"
	"strings"
)

// french says steps in French.
type french struct{}

func (f french) depart(s Step) string {
	way := [...]string{"le nord", "le nord-est", "l’est", "le sud-est", "le sud", "le sud-ouest", "l’ouest", "le nord-ouest"}[compass(s.Manoeuvre.After)]
	switch {
	case s.Mode == Ferry:
		return f.ferry(s)
	case s.Mode == Pushing:
		return "Partez à pied vers " + way + f.where(s)
	}
	return "Partez vers " + way + f.where(s)
}

func (french) arrive(s Step) string {
	switch s.Manoeuvre.Modifier {
	case Left:
		return "Vous y êtes" + colon + "sur votre gauche"
	case Right:
		return "Vous y êtes" + colon + "sur votre droite"
	case Straight:
		return "Vous y êtes" + colon + "droit devant"
	}
	return "Vous y êtes"
}

// colon is preceded by the narrow space that does not break.
const colon = "\u00a0: "

func (f french) turn(s Step) string {
	m := s.Manoeuvre
	switch {
	case s.Mode == Ferry:
		return f.ferry(s)
	case m.Kind == Notification:
		return f.change(s)
	case m.Modifier == UTurn && m.Kind != Roundabout && m.Kind != Rotary:
		return "Faites demi-tour" + f.where(s)
	}
	sentence := f.riding(s)
	switch {
	case s.Mode == Pushing:
		return sentence + ", à pied"
	case s.Mode == Cycling && s.Came == Pushing:
		return sentence + " et remontez à vélo"
	}
	return sentence
}

func (f french) riding(s Step) string {
	m := s.Manoeuvre
	switch m.Kind {
	case NewName:
		if m.Modifier == Straight {
			return "Continuez" + f.where(s)
		}
		return f.bend(m.Modifier) + f.where(s)
	case Continue:
		if f.where(s) == "" {
			return f.bend(m.Modifier)
		}
		return f.bend(m.Modifier) + " pour rester" + f.where(s)
	case Fork:
		return f.keep(m.Modifier) + f.where(s)
	case EndOfRoad:
		return "Au bout de la rue, " + lower(f.bend(m.Modifier)) + f.where(s)
	case RoundaboutTurn:
		return "Au petit rond-point, " + lower(f.bend(m.Modifier)) + f.where(s)
	case Roundabout, Rotary:
		return f.roundabout(s)
	case ExitRoundabout, ExitRotary:
		return "Quittez le rond-point" + f.where(s)
	}
	return f.bend(m.Modifier) + f.where(s)
}

func (f french) roundabout(s Step) string {
	at := "Au rond-point"
	if s.Rotary != "" {
		at += " (" + s.Rotary + ")"
	}
	if s.Manoeuvre.Exit == 0 {
		return at + ", engagez-vous"
	}
	return at + ", prenez la " + f.ordinal(s.Manoeuvre.Exit) + " sortie" + f.where(s)
}

func (f french) ferry(s Step) string {
	if name := called(s); name != "" {
		return "Prenez le bac" + colon + name
	}
	return "Prenez le bac"
}

// change is going straight on in another mode.
func (f french) change(s Step) string {
	switch s.Mode {
	case Pushing:
		return "Descendez de vélo et continuez à pied" + f.where(s)
	case Cycling:
		return "Remontez à vélo" + f.where(s)
	}
	return "Continuez" + f.where(s)
}

func (french) bend(m Modifier) string {
	switch m {
	case UTurn:
		return "Faites demi-tour"
	case SharpRight:
		return "Tournez franchement à droite"
	case Right:
		return "Tournez à droite"
	case SlightRight:
		return "Obliquez à droite"
	case SlightLeft:
		return "Obliquez à gauche"
	case Left:
		return "Tournez à gauche"
	case SharpLeft:
		return "Tournez franchement à gauche"
	}
	return "Continuez tout droit"
}

func (french) keep(m Modifier) string {
	switch {
	case strings.HasSuffix(string(m), "right"):
		return "Restez à droite"
	case strings.HasSuffix(string(m), "left"):
		return "Restez à gauche"
	}
	return "Restez tout droit"
}

func (french) ordinal(n int) string {
	words := [...]string{"", "première", "deuxième", "troisième", "quatrième", "cinquième", "sixième", "septième", "huitième", "neuvième", "dixième"}
	if n < len(words) {
		return words[n]
	}
	return strconv.Itoa(n) + "e"
}

func (french) ahead(length, sentence string) string { return "Dans " + length + ", " + lower(sentence) }
func (french) now(sentence string) string           { return "Maintenant, " + lower(sentence) }

func (french) metres(count int) string {
	return strconv.Itoa(count) + noBreak + plural(count, "mètre", 2)
}

func (french) kilometres(tenths int) string {
	return decimal(tenths, ",") + noBreak + plural(tenths, "kilomètre", 20)
}

// plural adds an s from a number on: in French, less than two is singular.
func plural(n int, word string, from int) string {
	if n < from {
		return word
	}
	return word + "s"
}

// where names the street with its preposition and article: " dans la rue Masséna", " sur l’avenue Jean-Médecin".
func (f french) where(s Step) string {
	name := called(s)
	if name == "" {
		return f.nameless(s.Sort)
	}
	first, rest, more := strings.Cut(name, " ")
	kind := strings.ToLower(first)
	if preposition := f.before(kind); preposition != "" {
		if !more {
			return preposition + kind
		}
		return preposition + kind + " " + rest
	}
	switch {
	case s.Name == "" && numbered(name):
		return " sur la " + name
	case more && (first == "La" || first == "Le" || first == "Les"):
		return " sur " + kind + " " + rest
	}
	return " sur " + name
}

// nameless is where of a street without a name.
func (french) nameless(sort Sort) string {
	switch sort {
	case CyclePath:
		return " sur la piste cyclable"
	case Footpath:
		return " dans l’allée piétonne"
	case Stairs:
		return " dans l’escalier"
	case DirtTrack:
		return " sur le chemin"
	}
	return ""
}

// before is what stands before a kind of street; "" where the word is not one.
func (french) before(kind string) string {
	switch kind {
	case "rue", "ruelle", "venelle", "traverse", "galerie", "cour", "cité", "résidence", "villa", "montée", "côte", "descente":
		return " dans la "
	case "impasse", "allée":
		return " dans l’"
	case "passage", "square", "faubourg", "tunnel", "clos", "lotissement", "hameau", "parc", "jardin":
		return " dans le "
	case "avenue", "esplanade", "autoroute":
		return " sur l’"
	case "place", "placette", "route", "promenade", "piste", "voie", "rocade", "chaussée", "digue", "corniche", "levée", "passerelle":
		return " sur la "
	case "boulevard", "quai", "chemin", "pont", "cours", "parvis", "rond-point", "sentier", "mail", "viaduc", "carrefour", "belvédère":
		return " sur le "
	case "allées", "quais", "boulevards", "berges", "escaliers":
		return " sur les "
	}
	return ""
}

// numbered tells street numbers such as "D 99" from names.
func numbered(name string) bool {
	letters := strings.TrimRight(name, "0123456789")
	letters = strings.TrimSpace(letters)
	return len(letters) > 0 && len(letters) <= 2 && len(letters) < len(name) && strings.ToUpper(letters) == letters
}
