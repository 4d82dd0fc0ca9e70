package shop

import (
	"bytes"
	"reflect"
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// ImportCatalogue makes the products of a restaurant follow its till: products are made or changed by their codes, those that came from the till
// before and are not in the catalogue any more are switched off, and a menu of its own gets the sections. Importing twice changes nothing. Invalid
// when a code is another restaurant's; sections leave out products that are not there.
func ImportCatalogue(tx *db.Tx, in Catalogue) error {
	r, err := LoadRestaurant(tx, in.RestaurantID)
	if err != nil {
		return err
	}
	if err := MayEdit(tx, r.ID); err != nil {
		return err
	}
	menu, err := ensureMenu(tx, in)
	if err != nil {
		return err
	}
	i := importing{tx: tx, Catalogue: in, menu: menu, options: map[string]int64{}, values: map[string]int64{}, products: map[string]int64{}}
	for _, step := range []func() error{i.saveOptions, i.dependOptions, i.saveProducts, i.dropProducts, i.saveSections} {
		if err := step(); err != nil {
			return err
		}
	}
	return tx.Emit(MenuChanged{RestaurantID: r.ID, MenuID: menu.ID})
}

// importing is an import on its way: what each code became.
type importing struct {
	tx *db.Tx
	Catalogue
	menu                      Menu
	options, values, products map[string]int64
}

func ensureMenu(tx *db.Tx, in Catalogue) (Menu, error) {
	m, found, err := menuByCode(tx, in.Code)
	if found || err != nil {
		return m, err
	}
	m = Menu{RestaurantID: in.RestaurantID, Code: in.Code, Name: in.Name, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}
	if m.ID, err = tx.ID(taxons); err != nil {
		return m, err
	}
	return m, insertMenu(tx, m)
}

func (i *importing) saveOptions() error {
	for _, in := range i.Options {
		o, found, err := optionByCode(i.tx, in.Code)
		if err != nil {
			return err
		}
		if !found {
			if o, err = i.makeOption(in); err != nil {
				return err
			}
		}
		if o.RestaurantID == nil || *o.RestaurantID != i.RestaurantID {
			return fail.New(fail.Invalid, "catalogue.code.taken", "code", in.Code)
		}
		i.options[in.Code] = o.ID
		if err := i.saveValues(o, in.Values); err != nil {
			return err
		}
	}
	return nil
}

func (i *importing) makeOption(in CatalogueOption) (Option, error) {
	o := Option{RestaurantID: &i.RestaurantID, Code: in.Code, Name: in.Name, Strategy: Free, Additional: in.Upper == nil || *in.Upper != 1 || in.Lower == nil || *in.Lower != 1,
		RangeLower: in.Lower, RangeUpper: in.Upper, CreatedAt: i.tx.Now(), UpdatedAt: i.tx.Now()}
	if slices.ContainsFunc(in.Values, func(v CatalogueValue) bool { return v.Price > 0 }) {
		o.Strategy = PerValue
	}
	id, err := i.tx.ID("product_options")
	if err != nil {
		return o, err
	}
	o.ID = id
	return o, db.Insert(i.tx, "product_options", o)
}

func (i *importing) saveValues(o Option, values []CatalogueValue) error {
	for _, in := range values {
		v, found, err := valueByCode(i.tx, in.Code)
		if err != nil {
			return err
		}
		if !found {
			position, err := nextPosition(i.tx, nextValue, o.ID)
			if err != nil {
				return err
			}
			v, err = addValue(i.tx, OptionValue{OptionID: o.ID, Position: position, Code: in.Code, Value: in.Name, Price: in.Price, Enabled: in.Enabled})
			if err != nil {
				return err
			}
		}
		if v.OptionID != o.ID {
			return fail.New(fail.Invalid, "catalogue.code.taken", "code", in.Code)
		}
		i.values[in.Code] = v.ID
		if err := i.tag(v, in.Tags); err != nil {
			return err
		}
	}
	return nil
}

func (i *importing) tag(v OptionValue, tags Tags) error {
	tagged, err := tags.onto(v.Metadata.V)
	if err != nil || bytes.Equal(tagged, v.Metadata.V) {
		return err
	}
	v.Metadata.V = tagged
	return saveOptionValue(i.tx, v)
}

// dependOptions says which values are asked for only after others, now that all are there.
func (i *importing) dependOptions() error {
	for _, o := range i.Options {
		for _, in := range o.Values {
			if len(in.DependsOn) == 0 {
				continue
			}
			v, err := LoadOptionValue(i.tx, i.values[in.Code])
			if err != nil {
				return err
			}
			before := len(v.DependsOn.V)
			for _, code := range in.DependsOn {
				if id := i.values[code]; id != 0 && !slices.Contains(v.DependsOn.V, id) {
					v.DependsOn.V = append(v.DependsOn.V, id)
				}
			}
			if len(v.DependsOn.V) == before {
				continue
			}
			if err := saveOptionValue(i.tx, v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (i *importing) saveProducts() error {
	for _, in := range i.Products {
		p, found, err := anyProductByCode(i.tx, in.Code)
		if err != nil {
			return err
		}
		if !found {
			p = NewProduct()
			p.Code, p.RestaurantID, p.CreatedAt = in.Code, &i.RestaurantID, i.tx.Now()
		}
		if p.RestaurantID == nil || *p.RestaurantID != i.RestaurantID {
			return fail.New(fail.Invalid, "catalogue.code.taken", "code", in.Code)
		}
		if err := i.saveProduct(p, in); err != nil {
			return err
		}
	}
	return nil
}

func (i *importing) saveProduct(p Product, in CatalogueProduct) (err error) {
	before := p
	set(&p.Name, textOrNil(in.Name))
	setText(&p.Description, textOrNil(in.Description))
	if p.Name == "" {
		p.Name = in.Code
	}
	p.Enabled, p.DisabledUntil, p.DeletedAt = in.Enabled, span.Instant{}, span.Instant{}
	if p.Metadata.V, err = in.Tags.onto(p.Metadata.V); err != nil {
		return err
	}
	switch {
	case p.ID == 0:
		if p.ID, err = i.tx.ID("products"); err != nil {
			return err
		}
		p.UpdatedAt = i.tx.Now()
		err = db.Insert(i.tx, "products", p)
	case !reflect.DeepEqual(before, p):
		err = saveProduct(i.tx, &p)
	}
	if err != nil {
		return err
	}
	i.products[in.Code] = p.ID
	if err := i.ask(p, in.Options); err != nil {
		return err
	}
	return i.price(p, in)
}

func textOrNil(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// ask links options to a product, behind those that it asks already.
func (i *importing) ask(p Product, codes []string) error {
	linked, err := optionIDsOf(i.tx, []int64{p.ID})
	if err != nil {
		return err
	}
	ids := linked[p.ID]
	for _, code := range codes {
		if id := i.options[code]; id != 0 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == len(linked[p.ID]) {
		return nil
	}
	return linkOptions(i.tx, p.ID, ids)
}

// price gives a product its variant, or all that it has another price. Lines that were ordered keep theirs.
func (i *importing) price(p Product, in CatalogueProduct) error {
	variants, err := variantsOf(i.tx, []int64{p.ID})
	if err != nil {
		return err
	}
	if len(variants[p.ID]) == 0 {
		return addDefaultVariant(i.tx, p, Variant{Code: in.Code + "_variant", Price: in.Price, TaxCategoryID: in.TaxCategoryID})
	}
	for _, v := range variants[p.ID] {
		if v.Price == in.Price && v.TaxCategoryID == in.TaxCategoryID {
			continue
		}
		v.Price, v.TaxCategoryID, v.UpdatedAt = in.Price, in.TaxCategoryID, i.tx.Now()
		if err := db.Update(i.tx, "product_variants", v); err != nil {
			return err
		}
	}
	return nil
}

// dropProducts switches off what came from the till once and is not in its catalogue any more.
func (i *importing) dropProducts() error {
	list, err := productsOf(i.tx, i.RestaurantID)
	if err != nil {
		return err
	}
	for _, p := range list {
		if i.products[p.Code] != 0 || !p.Enabled || TagsOf(p.Metadata.V)[TillTag] == "" {
			continue
		}
		p.Enabled = false
		if err := saveProduct(i.tx, &p); err != nil {
			return err
		}
	}
	return nil
}

// saveSections makes the menu's sections those of the catalogue. Sections that went keep their heading and lose their products.
func (i *importing) saveSections() error {
	have, err := sectionsOf(i.tx, []int64{i.menu.ID})
	if err != nil {
		return err
	}
	for _, in := range i.Sections {
		at := slices.IndexFunc(have, func(s Section) bool { return s.Code == in.Code })
		var s Section
		if at >= 0 {
			s = have[at]
			have = slices.Delete(have, at, at+1)
		}
		if err := i.saveSection(s, in); err != nil {
			return err
		}
	}
	for _, s := range have {
		if err := fillImported(i.tx, s.ID, nil); err != nil {
			return err
		}
	}
	return nil
}

func (i *importing) saveSection(s Section, in CatalogueSection) (err error) {
	if in.Name != "" {
		s.Name = in.Name
	}
	if s.Name == "" {
		s.Name = in.Code
	}
	s.Description, s.Enabled = org.Text(in.Description), in.Enabled
	if s.ID == 0 {
		s.MenuID, s.Code, s.CreatedAt, s.UpdatedAt = i.menu.ID, in.Code, i.tx.Now(), i.tx.Now()
		if s.Position, err = nextPosition(i.tx, nextSection, i.menu.ID); err != nil {
			return err
		}
		if s.ID, err = i.tx.ID(taxons); err != nil {
			return err
		}
		err = insertSection(i.tx, s)
	} else {
		err = saveSection(i.tx, s)
	}
	if err != nil {
		return err
	}
	var ids []int64
	for _, code := range in.Products {
		if id := i.products[code]; id != 0 {
			ids = append(ids, id)
		}
	}
	return fillImported(i.tx, s.ID, ids)
}
