package guide

import (
	"strings"
	"testing"
)

func speaker(t *testing.T, language string) Speaker {
	t.Helper()
	s, err := NewSpeaker(language)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func step(kind Kind, modifier Modifier, name string) Step {
	return Step{Manoeuvre: Manoeuvre{Kind: kind, Modifier: modifier}, Name: name, Mode: Cycling}
}

func TestSay(t *testing.T) {
	t.Parallel()
	exit := step(Roundabout, Right, "Avenue Foch")
	exit.Manoeuvre.Exit = 2
	rotary := exit
	rotary.Manoeuvre.Kind, rotary.Rotary, rotary.Manoeuvre.Exit, rotary.Name = Rotary, "Place Masséna", 12, ""
	pushing := step(Turn, Left, "Rue du Puits")
	pushing.Mode = Pushing
	again := step(Turn, Left, "Rue du Puits")
	again.Came = Pushing
	walk := step(Notification, Straight, "Rue Pavée")
	walk.Mode = Pushing
	ferry := step(Turn, Left, "Vevey - Lausanne")
	ferry.Mode = Ferry
	west := step(Depart, "", "Quai Saint-Antoine")
	west.Manoeuvre.After = 265
	numbered := step(Turn, Left, "")
	numbered.Ref = "D 99"
	nameless := func(sort Sort) Step {
		s := step(Turn, Left, "")
		s.Sort = sort
		return s
	}
	for _, tt := range []struct {
		step   Step
		en, fr string
	}{
		{nameless(CyclePath), "Turn left onto the cycle path", "Tournez à gauche sur la piste cyclable"},
		{nameless(Footpath), "Turn left onto the footpath", "Tournez à gauche dans l’allée piétonne"},
		{nameless(Stairs), "Turn left onto the steps", "Tournez à gauche dans l’escalier"},
		{nameless(DirtTrack), "Turn left onto the track", "Tournez à gauche sur le chemin"},
		{west, "Set off west along Quai Saint-Antoine", "Partez vers l’ouest sur le quai Saint-Antoine"},
		{step(Depart, "", ""), "Set off north", "Partez vers le nord"},
		{step(Arrive, "", "Rue A"), "You are there", "Vous y êtes"},
		{step(Arrive, Left, "Rue A"), "You are there: on the left", "Vous y êtes\u00a0: sur votre gauche"},
		{step(Turn, Left, "Rue de l'Église"), "Turn left into Rue de l'Église", "Tournez à gauche dans la rue de l'Église"},
		{step(Turn, SlightRight, "Avenue Jean-Médecin"), "Bear right into Avenue Jean-Médecin", "Obliquez à droite sur l’avenue Jean-Médecin"},
		{step(Turn, SharpLeft, "Impasse du Lavoir"), "Turn sharp left into Impasse du Lavoir", "Tournez franchement à gauche dans l’impasse du Lavoir"},
		{step(Turn, Straight, "Via Roma"), "Go straight on into Via Roma", "Continuez tout droit sur Via Roma"},
		{step(Turn, Right, "La Canebière"), "Turn right into La Canebière", "Tournez à droite sur la Canebière"},
		{step(Turn, Right, "Chemin"), "Turn right into Chemin", "Tournez à droite sur le chemin"},
		{numbered, "Turn left into D 99", "Tournez à gauche sur la D 99"},
		{step(Turn, UTurn, "Rue A"), "Turn round and go back along Rue A", "Faites demi-tour dans la rue A"},
		{step(Continue, Left, "Boulevard Rive"), "Turn left to stay on Boulevard Rive", "Tournez à gauche pour rester sur le boulevard Rive"},
		{step(NewName, Straight, "Place Carnot"), "Go on along Place Carnot", "Continuez sur la place Carnot"},
		{step(Fork, SlightLeft, ""), "Keep left", "Restez à gauche"},
		{step(EndOfRoad, Right, "Rue A"), "At the end of the street, turn right into Rue A", "Au bout de la rue, tournez à droite dans la rue A"},
		{exit, "At the roundabout, take the second exit into Avenue Foch", "Au rond-point, prenez la deuxième sortie sur l’avenue Foch"},
		{rotary, "At Place Masséna, take the 12th exit", "Au rond-point (Place Masséna), prenez la 12e sortie"},
		{step(RoundaboutTurn, Left, ""), "At the little roundabout, turn left", "Au petit rond-point, tournez à gauche"},
		{step(ExitRoundabout, Right, "Rue A"), "Leave the roundabout into Rue A", "Quittez le rond-point dans la rue A"},
		{pushing, "Turn left into Rue du Puits, on foot", "Tournez à gauche dans la rue du Puits, à pied"},
		{again, "Turn left into Rue du Puits, and get on again", "Tournez à gauche dans la rue du Puits et remontez à vélo"},
		{walk, "Get off and push along Rue Pavée", "Descendez de vélo et continuez à pied dans la rue Pavée"},
		{step(Notification, Straight, ""), "Get on again", "Remontez à vélo"},
		{ferry, "Take the ferry, Vevey - Lausanne", "Prenez le bac\u00a0: Vevey - Lausanne"},
	} {
		if got := speaker(t, "en").Say(tt.step); got != tt.en {
			t.Errorf("%q, want %q", got, tt.en)
		}
		if got := speaker(t, "fr").Say(tt.step); got != tt.fr {
			t.Errorf("%q, want %q", got, tt.fr)
		}
	}
}

func TestAhead(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		metres float64
		en, fr string
	}{
		{8, "Now turn left", "Maintenant, tournez à gauche"},
		{43, "In 40 metres, turn left", "Dans 40 mètres, tournez à gauche"},
		{97, "In 100 metres, turn left", "Dans 100 mètres, tournez à gauche"},
		{180, "In 200 metres, turn left", "Dans 200 mètres, tournez à gauche"},
		{980, "In 1 kilometre, turn left", "Dans 1 kilomètre, tournez à gauche"},
		{1640, "In 1.6 kilometres, turn left", "Dans 1,6 kilomètre, tournez à gauche"},
		{23400, "In 23 kilometres, turn left", "Dans 23 kilomètres, tournez à gauche"},
	} {
		plain := func(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }
		if got := speaker(t, "en").Ahead(step(Turn, Left, ""), tt.metres); plain(got) != tt.en || !strings.Contains(got, "\u00a0") && tt.metres > 25 {
			t.Errorf("%q, want %q", got, tt.en)
		}
		if got := speaker(t, "fr").Ahead(step(Turn, Left, ""), tt.metres); plain(got) != tt.fr {
			t.Errorf("%q, want %q", got, tt.fr)
		}
	}
	if _, err := NewSpeaker("tlh"); err == nil {
		t.Error("a language that nobody here speaks was accepted")
	}
}
