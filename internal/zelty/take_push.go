package zelty

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/job"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/span"
)

// Import is a push as it came, with what became of it.
type Import struct {
	ID           int64        `db:"id"`
	RestaurantID int64        `db:"restaurant_id"`
	Body         string       `db:"body"`
	State        string       `db:"state"` // waiting, done, failed
	Problem      org.Text     `db:"problem"`
	CreatedAt    span.Instant `db:"created_at"`
	EndedAt      span.Instant `db:"ended_at"`
}

const (
	waiting = "waiting"
	done    = "done"
	failed  = "failed"
)

// ImportCatalogue is the job that takes a push over.
type ImportCatalogue struct {
	ID int64 `json:"id"`
}

// JobKind names the job.
func (ImportCatalogue) JobKind() string { return "import_zelty_catalogue" }

// TakePush keeps a push and plans its import. NotFound where there is no such restaurant.
func TakePush(tx *db.Tx, restaurantID int64, body []byte) (int64, error) {
	if _, err := shop.LoadRestaurant(tx, restaurantID); err != nil {
		return 0, err
	}
	if !json.Valid(body) {
		return 0, fail.New(fail.Invalid, "request.not_json")
	}
	id, err := tx.ID("zelty_imports")
	if err != nil {
		return 0, err
	}
	push := Import{ID: id, RestaurantID: restaurantID, Body: string(body), State: waiting, CreatedAt: tx.Now()}
	if err := db.Insert(tx, "zelty_imports", push); err != nil {
		return 0, err
	}
	return id, job.Add(tx, ImportCatalogue{ID: id}, job.Options{})
}

// tillTax is a tax of the till; its rate is in hundredths of a percent.
type tillTax struct {
	ID   ID     `json:"id"`
	Name string `json:"name"`
	Rate int64  `json:"rate"`
}

// taxesOf finds the category of goods that is taxed as each of the till's taxes. What has no counterpart is taxed as the lowest.
func taxesOf(rates shop.TaxRates, list []tillTax) Taxes {
	t := Taxes{ByID: map[ID]int64{}}
	own := rates.Goods()
	if len(own) > 0 {
		t.Otherwise = own[0].CategoryID
	}
	for _, tax := range list {
		for _, rate := range own {
			if rate.Amount == money.Rate(tax.Rate*100) {
				t.ByID[tax.ID], t.ByID["ZTX"+tax.ID] = rate.CategoryID, rate.CategoryID
			}
		}
	}
	return t
}

// take takes a push over and writes down how that went. A catalogue that cannot be taken is told, not tried again.
func take(tx *db.Tx, push Import, taxes []tillTax) error {
	rates, err := shop.LoadTaxRates(tx)
	if err != nil {
		return err
	}
	var sent Push
	if err := json.Unmarshal([]byte(push.Body), &sent); err != nil {
		return fail.Wrap(err, fail.Invalid, "request.not_json")
	}
	categories := taxesOf(rates, taxes)
	if categories.Otherwise == 0 {
		return fail.New(fail.Invalid, "catalogue.tax.none")
	}
	if err := shop.ImportCatalogue(tx, sent.Catalogue(push.RestaurantID, categories)); err != nil {
		return err
	}
	return endImport(tx, push, nil)
}

// endImport writes down what became of a push.
func endImport(tx *db.Tx, push Import, failure error) error {
	push.State, push.EndedAt = done, tx.Now()
	if failure != nil {
		push.State, push.Problem = failed, org.Text(fail.Of(failure).Error())
	}
	return db.Update(tx, "zelty_imports", push)
}
