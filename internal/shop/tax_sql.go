package shop

import (
	"fmt"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
)

// LoadTaxRates reads all categories and rates, with the co-op's region.
func LoadTaxRates(tx *db.Tx) (TaxRates, error) {
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return TaxRates{}, err
	}
	t := TaxRates{Region: settings.Region()}
	if t.Categories, err = db.All[TaxCategory](tx, "SELECT * FROM tax_categories ORDER BY id"); err != nil {
		return t, err
	}
	t.Rates, err = db.All[TaxRate](tx, "SELECT * FROM tax_rates ORDER BY id")
	return t, err
}

// ProvisionTaxes writes the categories and rates of the region that a new co-op starts with. Those that are there already stay as they are.
func ProvisionTaxes(tx *db.Tx, region string) error {
	for _, row := range TaxTable() {
		if row.Region != region {
			continue
		}
		category, err := ensureTaxCategory(tx, row.Category)
		if err != nil {
			return err
		}
		if err := ensureTaxRate(tx, row, category); err != nil {
			return err
		}
	}
	return nil
}

func ensureTaxCategory(tx *db.Tx, code string) (int64, error) {
	id, found, err := db.Maybe[int64](tx, "SELECT id FROM tax_categories WHERE code = ?", code)
	if found || err != nil {
		return id, err
	}
	if id, err = tx.ID("tax_categories"); err != nil {
		return 0, err
	}
	return id, db.Insert(tx, "tax_categories", TaxCategory{ID: id, Code: code, Name: "tax_category." + code, CreatedAt: tx.Now(), UpdatedAt: tx.Now()})
}

func ensureTaxRate(tx *db.Tx, row TaxRow, category int64) error {
	_, found, err := db.Maybe[int64](tx, "SELECT id FROM tax_rates WHERE code = ?", row.Code)
	if found || err != nil {
		return err
	}
	id, err := tx.ID("tax_rates")
	if err != nil {
		return err
	}
	if err := db.Insert(tx, "tax_rates", TaxRate{
		ID: id, Code: row.Code, CategoryID: category, Name: row.Name, Amount: row.Amount, Included: row.Included, Country: org.Text(row.Region),
		CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
	}); err != nil {
		return fmt.Errorf("tax rate %s: %w", row.Code, err)
	}
	return nil
}
