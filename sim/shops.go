package sim

// shopIdea is a shop that was made up for the demo.
type shopIdea struct {
	name, kind, about, hours string
	cuisine                  []string
	options                  []optionIdea
	sections                 []sectionIdea
}

type sectionIdea struct {
	name     string
	products []productIdea
}

type productIdea struct {
	name, about string
	price       int
	options     []string
	diets       []string
}

type optionIdea struct {
	code, name string
	several    bool
	values     []valueIdea
}

type valueIdea struct {
	name  string
	price int
}

var (
	vegetarian = []string{"VEGETARIAN_DIET"}
	vegan      = []string{"VEGAN_DIET"}
)

const always = "00:00-23:59"

var shops = []shopIdea{
	{
		name: "La Bonne Roue", kind: "Restaurant", about: "Cuisine du marché, cuite le matin et portée chaude.", hours: always, cuisine: []string{"french"},
		options: []optionIdea{{"side", "Accompagnement", false, []valueIdea{{"Pommes sautées", 0}, {"Salade verte", 0}, {"Légumes rôtis", 150}}}},
		sections: []sectionIdea{
			{"Entrées", []productIdea{{"Velouté de courge", "Graines torréfiées, huile de noix", 650, nil, vegan}, {"Œuf mollet et lentilles", "Vinaigrette à l’échalote", 780, nil, vegetarian}}},
			{"Plats", []productIdea{{"Poulet rôti au thym", "Jus court", 1450, []string{"side"}, nil}, {"Tourte aux champignons", "Pâte au beurre", 1290, []string{"side"}, vegetarian},
				{"Truite de la vallée", "Beurre citronné", 1590, []string{"side"}, nil}}},
			{"Desserts", []productIdea{{"Crème au caramel", "", 520, nil, vegetarian}, {"Tarte aux pommes", "Servie tiède", 560, nil, vegetarian}}},
		},
	},
	{
		name: "Pizzeria Bella Cadena", kind: "Restaurant", about: "Pâte levée deux jours, four à bois.", hours: always, cuisine: []string{"italian"},
		options: []optionIdea{
			{"base", "Base", false, []valueIdea{{"Tomate", 0}, {"Crème", 0}}},
			{"extra", "Suppléments", true, []valueIdea{{"Mozzarella", 150}, {"Champignons", 120}, {"Olives", 80}, {"Piment", 0}}},
		},
		sections: []sectionIdea{
			{"Pizzas", []productIdea{{"Margherita", "Tomate, mozzarella, basilic", 950, []string{"base", "extra"}, vegetarian}, {"Quattro stagioni", "Artichaut, jambon, champignons, olives", 1250, []string{"base", "extra"}, nil},
				{"Ortolana", "Légumes grillés", 1150, []string{"base", "extra"}, vegan}}},
			{"Boissons", []productIdea{{"Eau pétillante 50 cl", "", 250, nil, vegan}, {"Limonade au gingembre", "Maison", 380, nil, vegan}}},
		},
	},
	{
		name: "Momo & Miso", kind: "Restaurant", about: "Bouillons, nouilles et raviolis à la vapeur.", hours: always, cuisine: []string{"asian"},
		options: []optionIdea{{"spice", "Force", false, []valueIdea{{"Doux", 0}, {"Relevé", 0}, {"Très relevé", 0}}}},
		sections: []sectionIdea{
			{"Bols", []productIdea{{"Ramen au miso", "Œuf, maïs, oignon nouveau", 1280, []string{"spice"}, nil}, {"Udon aux légumes", "Bouillon d’algues", 1180, []string{"spice"}, vegan}}},
			{"À partager", []productIdea{{"Momos aux légumes (8)", "Sauce à la coriandre", 890, nil, vegan}, {"Edamame", "Fleur de sel", 450, nil, vegan}}},
		},
	},
	{
		name: "El Forn del Pont", kind: "Bakery", about: "Pains au levain et viennoiseries.", hours: "06:30-19:30", cuisine: []string{"sandwich"},
		sections: []sectionIdea{
			{"Pains", []productIdea{{"Miche au levain 1 kg", "", 620, nil, vegan}, {"Pain aux noix", "", 480, nil, vegan}}},
			{"Salé", []productIdea{{"Sandwich chèvre et miel", "", 690, nil, vegetarian}, {"Coca aux poivrons", "", 540, nil, vegan}}},
			{"Sucré", []productIdea{{"Brioche aux pralines", "", 350, nil, vegetarian}, {"Croissant", "", 160, nil, vegetarian}}},
		},
	},
	{
		name: "L’Épicerie du Pignon", kind: "GroceryStore", about: "Fruits, légumes et vrac de la vallée.", hours: "08:00-20:00", cuisine: nil,
		sections: []sectionIdea{
			{"Paniers", []productIdea{{"Panier de légumes de saison", "Environ 4 kg", 1650, nil, vegan}, {"Panier de fruits", "Environ 3 kg", 1450, nil, vegan}}},
			{"Crémerie", []productIdea{{"Tomme de brebis 250 g", "", 780, nil, vegetarian}, {"Yaourts nature (4)", "", 360, nil, vegetarian}}},
		},
	},
}
