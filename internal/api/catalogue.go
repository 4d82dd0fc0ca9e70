package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
	"pignon.coop/internal/web"
)

// MenuSection is a heading of a menu with its products.
type MenuSection struct {
	ID          int64     `json:"id"`
	Name        string    `json:"name"`
	Description string    `json:"description"`
	Enabled     bool      `json:"enabled"`
	Products    []Product `json:"products"`
}

// Product is what can be put into a basket.
type Product struct {
	ID            int64           `json:"id"`
	Version       int64           `json:"version" doc:"Edits may name it"`
	Code          string          `json:"code" doc:"What a basket's line names"`
	Name          string          `json:"name"`
	Description   string          `json:"description"`
	Price         int64           `json:"price" doc:"Minor units"`
	Enabled       bool            `json:"enabled" doc:"One that is off is shown but cannot be ordered"`
	DisabledUntil span.Instant    `json:"disabledUntil" doc:"When it comes back by itself"`
	Images        []ProductImage  `json:"images"`
	Diets         []string        `json:"diets" doc:"HALAL_DIET"`
	Allergens     []string        `json:"allergens" doc:"NUTS"`
	Reusable      bool            `json:"reusable" doc:"It can come in a reusable box"`
	Options       []ProductOption `json:"options" doc:"In the order in which they are asked"`
}

// ProductImage is a picture of a product.
type ProductImage struct {
	Ratio string `json:"ratio" enum:"1:1,16:9"`
	URL   string `json:"url"`
}

// ProductOption is a choice. Without a range and not additional, exactly one value is to be chosen.
type ProductOption struct {
	ID         int64         `json:"id"`
	Code       string        `json:"code"`
	Name       string        `json:"name"`
	Additional bool          `json:"additional" doc:"It may be left out, and values may be taken several times"`
	Lower      *int64        `json:"lower" doc:"Least number of values"`
	Upper      *int64        `json:"upper" doc:"Most, null when unbounded"`
	Values     []OptionValue `json:"values" doc:"Customers see only those that are switched on"`
}

// OptionValue is one answer to an option.
type OptionValue struct {
	ID        int64   `json:"id"`
	Code      string  `json:"code"`
	Name      string  `json:"name"`
	Price     int64   `json:"price" doc:"What it adds, in minor units"`
	Enabled   bool    `json:"enabled"`
	DependsOn []int64 `json:"dependsOn" doc:"Shown only once one of these values is chosen; empty: always"`
}

func (f *face) catalogueRoutes() {
	register(f, web.Known, huma.Operation{Method: "PATCH", Path: "/v1/products/{id}", Summary: "Change a product, switch it on or off"}, f.changeProduct)
	register(f, web.Known, huma.Operation{Method: "PATCH", Path: "/v1/option-values/{id}", Summary: "Switch an option value on or off"}, f.switchValue)
	register(f, web.Known, huma.Operation{Method: "POST", Path: "/v1/shops", Summary: "Add a shop", DefaultStatus: http.StatusCreated}, f.createShop)
	register(f, web.Known, huma.Operation{Method: "POST", Path: "/v1/shops/{id}/products", Summary: "Add a product", DefaultStatus: http.StatusCreated}, f.createProduct)
	register(f, web.Known, huma.Operation{Method: "POST", Path: "/v1/shops/{id}/options", Summary: "Add an option", DefaultStatus: http.StatusCreated}, f.createOption)
}

func sectionOf(s shop.SectionTree, all bool) MenuSection {
	out := MenuSection{ID: s.ID, Name: s.Name, Description: string(s.Description), Enabled: s.Enabled, Products: []Product{}}
	for _, i := range s.Items {
		out.Products = append(out.Products, productOf(i, all))
	}
	return out
}

// productOf shows a product; `all` shows option values that are off, too.
func productOf(i shop.Item, all bool) Product {
	p := Product{
		ID: i.ID, Version: i.Version, Code: i.Code, Name: i.Name, Description: string(i.Description), Price: int64(i.Default.Price), Enabled: i.Enabled && i.Default.ID != 0,
		DisabledUntil: i.DisabledUntil, Images: []ProductImage{}, Diets: i.Diets.V, Allergens: i.Allergens.V, Reusable: i.ReusablePackaging,
		Options: []ProductOption{},
	}
	for _, image := range i.Images.V {
		url := image.URL
		if image.Blob != "" {
			url = *mediaPath(org.Text(image.Blob))
		}
		p.Images = append(p.Images, ProductImage{Ratio: image.Ratio, URL: url})
	}
	for _, o := range i.Options {
		p.Options = append(p.Options, optionOf(o, all))
	}
	return p
}

func optionOf(o shop.OptionTree, all bool) ProductOption {
	out := ProductOption{ID: o.ID, Code: o.Code, Name: o.Name, Additional: o.Additional, Lower: o.RangeLower, Upper: o.RangeUpper, Values: []OptionValue{}}
	for _, v := range o.Values {
		if v.Enabled || all {
			out.Values = append(out.Values, valueOf(o.Option, v))
		}
	}
	return out
}

func valueOf(o shop.Option, v shop.OptionValue) OptionValue {
	return OptionValue{ID: v.ID, Code: v.Code, Name: v.Value, Price: int64(o.Charge(v)), Enabled: v.Enabled, DependsOn: v.DependsOn.V}
}

// SwitchIn switches something on or off.
type SwitchIn struct {
	Enabled bool `json:"enabled"`
}

// ChangeProductIn changes a product; absent fields stay.
type ChangeProductIn struct {
	Version     int64        `json:"version,omitempty" doc:"The version that the caller saw; a newer one makes the edit stale"`
	Enabled     *bool        `json:"enabled,omitempty"`
	Until       span.Instant `json:"until,omitempty" doc:"With enabled false: when it comes back by itself"`
	Name        *string      `json:"name,omitempty" minLength:"1" maxLength:"255"`
	Description *string      `json:"description,omitempty" maxLength:"5000"`
	Price       *int64       `json:"price,omitempty" minimum:"0" doc:"Minor units"`
	TaxCategory *int64       `json:"taxCategoryId,omitempty" minimum:"1"`
	Options     *[]int64     `json:"options,omitempty" maxItems:"50"`
	Diets       *[]string    `json:"diets,omitempty"`
	Allergens   *[]string    `json:"allergens,omitempty"`
}

type switchThing struct {
	PathID
	Body SwitchIn
}

type changeProduct struct {
	PathID
	Body ChangeProductIn
}

func (f *face) changeProduct(ctx context.Context, who authz.Actor, in *changeProduct) (*answer[Product], error) {
	b := in.Body
	edit := shop.EditProductIn{
		ID: in.ID, Version: b.Version, Name: b.Name, Description: b.Description, Price: (*money.Amount)(b.Price), TaxCategoryID: b.TaxCategory,
		OptionIDs: b.Options, Diets: b.Diets, Allergens: b.Allergens,
	}
	var out Product
	err := f.change(ctx, who, func(tx *db.Tx) error {
		i, err := shop.EditProduct(tx, edit)
		if err == nil && b.Enabled != nil {
			i, err = shop.SwitchProduct(tx, shop.SwitchProductIn{ID: in.ID, Enabled: *b.Enabled, Until: span.At(b.Until.Time)})
		}
		out = productOf(i, true)
		return err
	})
	return &answer[Product]{out}, err
}

func (f *face) switchValue(ctx context.Context, who authz.Actor, in *switchThing) (*answer[OptionValue], error) {
	var out OptionValue
	err := f.change(ctx, who, func(tx *db.Tx) error {
		v, err := shop.SwitchOptionValue(tx, shop.SwitchOptionValueIn{ID: in.ID, Enabled: in.Body.Enabled})
		if err != nil {
			return err
		}
		_, options, err := shop.LoadOptionValues(tx, []int64{v.ID})
		out = valueOf(options[v.OptionID], v)
		return err
	})
	return &answer[OptionValue]{out}, err
}

// CreateShopIn is a new shop.
type CreateShopIn struct {
	ShopFields
	Address AddressFields `json:"address"`
}

type createShop struct{ Body CreateShopIn }

func (f *face) createShop(ctx context.Context, who authz.Actor, in *createShop) (*answer[Shop], error) {
	fields, err := in.Body.fields()
	if err != nil {
		return nil, err
	}
	a := in.Body.Address
	address := org.AddressIn{
		StreetAddress: &a.StreetAddress, Position: &org.Position{Lat: a.Lat, Lng: a.Lng}, Name: a.Name, ContactName: a.ContactName, Telephone: a.Telephone,
		Description: a.Description, PostalCode: a.PostalCode, Locality: a.Locality,
	}
	var out Shop
	err = f.change(ctx, who, func(tx *db.Tx) error {
		r, err := shop.CreateRestaurant(tx, shop.CreateRestaurantIn{Address: address, Fields: fields})
		if err != nil {
			return err
		}
		out, err = f.snapshot(ctx, tx, r.ID)
		return err
	})
	return &answer[Shop]{out}, err
}

// CreateProductIn is a new product.
type CreateProductIn struct {
	Code        string   `json:"code,omitempty" maxLength:"255" doc:"Made when empty"`
	Name        string   `json:"name" minLength:"1" maxLength:"255"`
	Description string   `json:"description,omitempty" maxLength:"5000"`
	Price       int64    `json:"price" minimum:"0" doc:"Minor units"`
	TaxCategory int64    `json:"taxCategoryId" minimum:"1"`
	Options     []int64  `json:"options,omitempty" maxItems:"50"`
	Diets       []string `json:"diets,omitempty"`
	Allergens   []string `json:"allergens,omitempty"`
}

type createProduct struct {
	PathID
	Body CreateProductIn
}

func (f *face) createProduct(ctx context.Context, who authz.Actor, in *createProduct) (*answer[Product], error) {
	b := in.Body
	var out Product
	err := f.change(ctx, who, func(tx *db.Tx) error {
		i, err := shop.CreateProduct(tx, shop.CreateProductIn{
			RestaurantID: in.ID, Code: b.Code, Name: b.Name, Description: b.Description, Price: money.Amount(b.Price), TaxCategoryID: b.TaxCategory,
			OptionIDs: b.Options, Diets: b.Diets, Allergens: b.Allergens,
		})
		out = productOf(i, true)
		return err
	})
	return &answer[Product]{out}, err
}

// CreateOptionIn is a new option with its values.
type CreateOptionIn struct {
	Code       string     `json:"code,omitempty" maxLength:"255" doc:"Made when empty"`
	Name       string     `json:"name" minLength:"1" maxLength:"255"`
	Strategy   string     `json:"strategy,omitempty" enum:"free,option_value" default:"free" doc:"free: values cost nothing"`
	Additional bool       `json:"additional,omitempty"`
	Lower      *int64     `json:"lower,omitempty" minimum:"0"`
	Upper      *int64     `json:"upper,omitempty" minimum:"1"`
	Values     []NewValue `json:"values" maxItems:"200"`
}

// NewValue is a value of a new option.
type NewValue struct {
	Code  string `json:"code,omitempty" maxLength:"255" doc:"Made when empty"`
	Name  string `json:"name" minLength:"1" maxLength:"255"`
	Price int64  `json:"price,omitempty" minimum:"0" doc:"Minor units"`
}

type createOption struct {
	PathID
	Body CreateOptionIn
}

func (f *face) createOption(ctx context.Context, who authz.Actor, in *createOption) (*answer[ProductOption], error) {
	b := in.Body
	option := shop.CreateOptionIn{
		RestaurantID: in.ID, Code: b.Code, Name: b.Name, Strategy: shop.Strategy(b.Strategy), Additional: b.Additional, Lower: b.Lower, Upper: b.Upper,
	}
	for _, v := range b.Values {
		option.Values = append(option.Values, shop.ValueIn{Code: v.Code, Value: v.Name, Price: money.Amount(v.Price)})
	}
	var out ProductOption
	err := f.change(ctx, who, func(tx *db.Tx) error {
		o, err := shop.CreateOption(tx, option)
		out = optionOf(o, true)
		return err
	})
	return &answer[ProductOption]{out}, err
}
