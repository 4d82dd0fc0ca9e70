package shop

import (
	"encoding/json"

	"pignon.coop/internal/money"
)

// Catalogue is all that a restaurant's till sells, by the till's own codes. ImportCatalogue makes the restaurant's products follow it.
type Catalogue struct {
	RestaurantID int64
	Code, Name   string // of the menu that holds its sections
	Options      []CatalogueOption
	Products     []CatalogueProduct
	Sections     []CatalogueSection
}

// CatalogueOption is made where it is missing; what is there stays as people left it, but for the tags of its values and what they depend on.
type CatalogueOption struct {
	Code, Name   string
	Lower, Upper *int64
	Values       []CatalogueValue
}

// CatalogueValue is a value of an option.
type CatalogueValue struct {
	Code, Name string
	Price      money.Amount
	Enabled    bool
	DependsOn  []string // codes of values of other options
	Tags       Tags
}

// CatalogueProduct is a dish or a menu. An empty name or description stays as it is.
type CatalogueProduct struct {
	Code, Name, Description string
	Price                   money.Amount
	TaxCategoryID           int64
	Enabled                 bool
	Options                 []string // codes, beside those that it asks already
	Tags                    Tags
}

// CatalogueSection is a heading of the menu with the codes of its products.
type CatalogueSection struct {
	Code, Name, Description string
	Enabled                 bool
	Products                []string
}

// Tags are the till's own words for something, kept in its metadata.
type Tags map[string]string

// TillTag is the tag of products that came from a till.
const TillTag = "zelty_id"

// TagsOf reads the tags in a metadata document. What else stands there is left out.
func TagsOf(metadata json.RawMessage) Tags {
	var all map[string]any
	_ = json.Unmarshal(metadata, &all) // a document of another form has no tags
	tags := Tags{}
	for name, v := range all {
		if text, ok := v.(string); ok {
			tags[name] = text
		}
	}
	return tags
}

// onto writes the tags into a metadata document, leaving the rest.
func (t Tags) onto(metadata json.RawMessage) (json.RawMessage, error) {
	all := map[string]any{}
	_ = json.Unmarshal(metadata, &all) // a document of another form gives way
	for name, v := range t {
		all[name] = v
	}
	return json.Marshal(all)
}
