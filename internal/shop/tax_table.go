package shop

import (
	"strings"

	"pignon.coop/internal/money"
)

// TaxRow is one rate of the table that a new co-op starts with.
type TaxRow struct {
	Code     string // FR_BASE_REDUCED_REDUCED
	Category string // BASE_REDUCED
	Region   string // fr
	Name     string // translation key, tax_rate.reduced
	Amount   money.Rate
	Included bool
}

// taxColumns are the categories of taxTable's columns.
var taxColumns = []string{ServiceTax, "BASE_STANDARD", "BASE_INTERMEDIARY", "BASE_REDUCED", "DRINK", "DRINK_ALCOHOL", "FOOD_TAKEAWAY"}

// taxTable lists the rates of each region in percent: s(tandard), i(ntermediary), r(educed), z(ero), g(st), p(st), icms. A dash is no rate.
const taxTable = `
be    s21    s21       i12      r6   -    s21       r6
ca-bc g5     g5,p7     g5,p0    -    -    g5,p10    -
de    s19    s19       -        r7   -    s19       s19
es    s21    s21       i10      r4   r10  s21       i10
fr    s20    s20       i10      r5.5 r5.5 s20       i10
gb    s20    s20       i5       -    -    s20       z0
pl    s23    s23       i8       r5   -    s23       i8
ar    s21    s21       i10.5    r2.5 -    -         -
mx    s16    s16       -        r8   -    -         -
au    g10    g10       -        -    -    -         -
se    s25    s25       i12      r6   -    -         -
dk    s25    s25       -        -    -    -         -
it    s22    s22       i10      r4   -    -         -
cl    s19    s19       -        -    -    -         -
hu    s27    s27       i18      r5   -    -         -
pt    s23    s23       i13      r6   -    -         -
fr-re s8.5   s8.5      -        r2.1 -    -         -
co    s19    s19       -        r5   -    -         -
br-rs icms17 icms17    -        -    -    -         -
gh    s12.5  s12.5     i5       r3   -    -         -
ch    s8.1   s8.1      i3.8     r2.6 -    -         -
nl    s21    s21       -        r9   -    -         -`

var taxNames = map[string]string{
	"s": "standard", "i": "intermediary", "r": "reduced", "z": "zero", "g": "gst", "p": "pst", "icms": "icms",
}

// notIncluded is the one region whose prices do not contain the tax.
const notIncluded = "ca-bc"

// TaxTable gives the rates of every region, those of exempt services and goods included.
func TaxTable() []TaxRow {
	var rows []TaxRow
	for line := range strings.SplitSeq(strings.TrimSpace(taxTable), "\n") {
		cells := strings.Fields(line)
		region := cells[0]
		for i, cell := range cells[1:] {
			rows = append(rows, taxRows(region, taxColumns[i], cell)...)
		}
		rows = append(rows, taxRows(region, ServiceTaxExempt, "z0")...)
		exempt := "z0"
		if region == notIncluded {
			exempt = "g0,p0"
		}
		rows = append(rows, taxRows(region, "BASE_EXEMPT", exempt)...)
	}
	return rows
}

func taxRows(region, category, cell string) []TaxRow {
	if cell == "-" {
		return nil
	}
	var rows []TaxRow
	for part := range strings.SplitSeq(cell, ",") {
		letters := strings.TrimRight(part, "0123456789.")
		name := taxNames[letters]
		code := strings.ToUpper(strings.ReplaceAll(region+"_"+category+"_"+name, "-", "_"))
		rows = append(rows, TaxRow{
			Code: code, Category: category, Region: region, Name: "tax_rate." + name,
			Amount: percent(part[len(letters):]), Included: region != notIncluded,
		})
	}
	return rows
}

// percent reads "5.5" as 55000 millionths.
func percent(s string) money.Rate {
	whole, part, _ := strings.Cut(s, ".")
	n := money.Rate(0)
	for _, digit := range whole + (part + "0000")[:4] {
		n = n*10 + money.Rate(digit-'0')
	}
	return n
}
