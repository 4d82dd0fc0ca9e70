package fiscal

import (
	"regexp"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/facturx"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// Entity is who sells, as the law knows them. A restaurant that has one sells in its own name; the co-op sells what the others make.
type Entity struct {
	ID         int64        `db:"id"`
	Issuer     Issuer       `db:"restaurant_id"`
	LegalName  string       `db:"legal_name"`
	LegalID    string       `db:"legal_id"` // SIREN or SIRET
	VATID      string       `db:"vat_id"`
	Street     string       `db:"street"`
	PostalCode string       `db:"postal_code"`
	City       string       `db:"city"`
	Country    string       `db:"country"` // two letters
	Version    int64        `db:"version"`
	CreatedAt  span.Instant `db:"created_at"`
	UpdatedAt  span.Instant `db:"updated_at"`
}

func (e Entity) party() facturx.Party {
	return facturx.Party{Name: e.LegalName, LegalID: e.LegalID, VATID: e.VATID, Street: e.Street, PostalCode: e.PostalCode, City: e.City, Country: e.Country}
}

// mayKeep: administrators.
func mayKeep(who authz.Actor) error { return who.Must(authz.Admin) }

// ListEntities lists who sells, the co-op first.
func ListEntities(tx *db.Tx) ([]Entity, error) {
	if err := mayKeep(tx.Who()); err != nil {
		return nil, err
	}
	return listEntities(tx)
}

// SaveEntity says how the law knows who sells. Version is the one that was seen, 0 for a new one. What was issued before keeps what it said.
func SaveEntity(tx *db.Tx, e Entity) (Entity, error) {
	if err := mayKeep(tx.Who()); err != nil {
		return Entity{}, err
	}
	if err := e.tidy(); err != nil {
		return e, err
	}
	if e.Issuer != Coop {
		if _, err := shop.LoadRestaurant(tx, int64(e.Issuer)); err != nil {
			return e, err
		}
	}
	before, known, err := entityOf(tx, e.Issuer)
	if err != nil {
		return e, err
	}
	e.ID, e.CreatedAt, e.UpdatedAt = before.ID, before.CreatedAt, tx.Now()
	if known {
		return e, db.Update(tx, "fiscal_entities", &e)
	}
	if e.ID, err = tx.ID("fiscal_entities"); err != nil {
		return e, err
	}
	e.CreatedAt, e.Version = tx.Now(), 1
	return e, db.Insert(tx, "fiscal_entities", e)
}

// tidy takes away blanks and refuses what cannot be right. A SIREN, and a SIRET, end in a digit by which mistakes show.
func (e *Entity) tidy() error {
	for _, text := range []*string{&e.LegalName, &e.LegalID, &e.VATID, &e.Street, &e.PostalCode, &e.City, &e.Country} {
		*text = strings.TrimSpace(*text)
	}
	bare := func(text string) string {
		return strings.ToUpper(regexp.MustCompile(`[\s.\-]`).ReplaceAllString(text, ""))
	}
	e.LegalID, e.VATID, e.Country = bare(e.LegalID), bare(e.VATID), strings.ToUpper(e.Country)
	switch {
	case e.LegalName == "":
		return fail.At("legalName", "fiscal.entity.nameless")
	case !regexp.MustCompile(`^[A-Z]{2}$`).MatchString(e.Country):
		return fail.At("country", "fiscal.entity.country")
	case e.Country == "FR" && e.LegalID != "" && !luhn(e.LegalID):
		return fail.At("legalId", "fiscal.entity.legal_id")
	case e.VATID != "" && !regexp.MustCompile(`^[A-Z]{2}[0-9A-Z]{2,13}$`).MatchString(e.VATID):
		return fail.At("vatId", "fiscal.entity.vat_id")
	}
	return nil
}

// luhn checks a SIREN of 9 digits or a SIRET of 14.
func luhn(id string) bool {
	if len(id) != 9 && len(id) != 14 {
		return false
	}
	sum := 0
	for i, r := range id {
		n := int(r - '0')
		if n < 0 || n > 9 {
			return false
		}
		if (len(id)-i)%2 == 0 {
			n *= 2
		}
		sum += n/10 + n%10
	}
	return sum%10 == 0
}

// sellerOf finds who sells what a restaurant makes (0: nobody's in particular).
func sellerOf(tx *db.Tx, restaurant int64, s org.Settings) (Issuer, facturx.Party, error) {
	for _, issuer := range []Issuer{Issuer(restaurant), Coop} {
		e, known, err := entityOf(tx, issuer)
		if err != nil || known {
			return issuer, e.party(), err
		}
	}
	return Coop, facturx.Party{Name: s.BrandName, Country: strings.ToUpper(s.Country)}, nil
}
