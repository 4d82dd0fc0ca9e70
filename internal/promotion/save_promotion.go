package promotion

import (
	"crypto/rand"
	"fmt"
	"math/big"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/money"
)

// mayManage: administrators.
func mayManage(who authz.Actor) error { return who.Must(authz.Admin) }

// View is a promotion with its coupons.
type View struct {
	Promotion
	Coupons []Coupon
}

// ListPromotions lists all, by priority; administrators may.
func ListPromotions(tx *db.Tx) ([]View, error) {
	if err := mayManage(tx.Who()); err != nil {
		return nil, err
	}
	all, err := promotions(tx)
	if err != nil {
		return nil, err
	}
	views, at, ids := make([]View, len(all)), map[int64]*View{}, []int64{}
	for i, p := range all {
		views[i] = View{Promotion: p}
		at[p.ID] = &views[i]
		ids = append(ids, p.ID)
	}
	coupons, err := CouponsOf(tx, ids)
	for _, c := range coupons {
		at[c.PromotionID].Coupons = append(at[c.PromotionID].Coupons, c)
	}
	return views, err
}

// SavePromotion writes a promotion, a new one when its id is 0; administrators may. Version, of one that exists, is what the caller saw: another one
// is Conflict row.stale. The codes and counters of one that exists stay. Errors: Invalid at the field that is wrong.
func SavePromotion(tx *db.Tx, p Promotion) (Promotion, error) {
	if err := mayManage(tx.Who()); err != nil {
		return p, err
	}
	p.Name = strings.TrimSpace(p.Name)
	if err := p.check(); err != nil {
		return p, err
	}
	p.UpdatedAt = tx.Now()
	if p.ID == 0 {
		return p, add(tx, &p)
	}
	old, err := LoadPromotion(tx, p.ID)
	if err != nil {
		return p, err
	}
	if p.Version != old.Version {
		return p, fail.New(fail.Conflict, "row.stale")
	}
	p.Code, p.Used, p.CreatedAt = old.Code, old.Used, old.CreatedAt
	if err := db.Update(tx, "promotions", &p); err != nil {
		return p, err
	}
	return p, tx.Emit(Saved{p.ID})
}

func add(tx *db.Tx, p *Promotion) (err error) {
	if p.ID, err = tx.ID("promotions"); err != nil {
		return err
	}
	if p.Code == "" {
		p.Code = newCode()
	}
	p.Used, p.Version, p.CreatedAt, p.UpdatedAt = 0, 1, tx.Now(), tx.Now()
	if taken, err := promotionsByCode(tx, []string{p.Code}); err != nil || len(taken) > 0 {
		if err == nil {
			err = fail.At("code", "value.taken")
		}
		return err
	}
	if err := db.Insert(tx, "promotions", *p); err != nil {
		return err
	}
	return tx.Emit(Saved{p.ID})
}

const longestName = 100

func (p Promotion) check() error {
	switch {
	case p.Name == "":
		return fail.At("name", "value.missing")
	case len(p.Name) > longestName:
		return fail.At("name", "value.too_long", "limit", longestName)
	case p.UsageLimit != nil && *p.UsageLimit < 0:
		return fail.At("usageLimit", "value.invalid")
	case !p.StartsAt.IsZero() && !p.EndsAt.IsZero() && !p.StartsAt.Before(p.EndsAt.Time):
		return fail.At("endsAt", "value.invalid")
	case len(p.Actions.V) == 0:
		return fail.At("actions", "value.missing")
	}
	for _, r := range p.Rules.V {
		known := map[string]bool{IsCustomer: r.Config.Username != "", IsRestaurant: r.Config.RestaurantID > 0, ItemsTotalAbove: r.Config.Amount >= 0}
		if !known[r.Type] {
			return fail.At("rules", "value.invalid")
		}
	}
	for _, a := range p.Actions.V {
		share := a.Config.Percentage > 0 && a.Config.Percentage <= 1
		known := map[string]bool{DeliveryPercentage: share, OrderFixed: a.Config.Amount > 0, OrderPercentage: share}
		if !known[a.Type] {
			return fail.At("actions", "value.invalid")
		}
	}
	return nil
}

// AddCouponsIn makes so many coupons of a promotion. Code is for one alone; the house makes codes up for others.
type AddCouponsIn struct {
	Coupon
	Number int64
}

const mostCoupons = 1000

// AddCoupons makes coupons; administrators may. A code that is taken is Invalid at `code`.
func AddCoupons(tx *db.Tx, in AddCouponsIn) ([]Coupon, error) {
	if err := mayManage(tx.Who()); err != nil {
		return nil, err
	}
	p, err := LoadPromotion(tx, in.PromotionID)
	if err != nil {
		return nil, err
	}
	switch {
	case !p.CouponBased:
		return nil, fail.New(fail.Conflict, "promotion.no_coupons")
	case in.Number < 1 || in.Number > mostCoupons || in.Code != "" && in.Number != 1:
		return nil, fail.At("number", "value.invalid")
	}
	var list []Coupon
	for range in.Number {
		c := in.Coupon
		if c.Code == "" {
			c.Code = newCode()
		}
		if err := addCoupon(tx, &c, "code"); err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, tx.Emit(Saved{p.ID})
}

// addCoupon writes a coupon; path is where its code stands in the input.
func addCoupon(tx *db.Tx, c *Coupon, path string) (err error) {
	c.Code = strings.ToUpper(strings.TrimSpace(c.Code))
	if len(c.Code) > longestName || strings.ContainsAny(c.Code, " \t\r\n") {
		return fail.At(path, "value.invalid")
	}
	if _, taken, err := couponByCode(tx, c.Code); err != nil || taken {
		if err == nil {
			err = fail.At(path, "value.taken")
		}
		return err
	}
	if c.ID, err = tx.ID("promotion_coupons"); err != nil {
		return err
	}
	c.Used, c.CreatedAt, c.UpdatedAt = 0, tx.Now(), tx.Now()
	return db.Insert(tx, "promotion_coupons", *c)
}

// alphabet has no letters and digits that are taken for each other.
const alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"

// newCode makes a code that nobody guesses: ten signs, 49 bits.
func newCode() string {
	const length = 10
	code := make([]byte, length)
	for i := range code {
		n, err := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet))))
		if err != nil {
			panic(err) // the system has no randomness: nothing that follows would be safe
		}
		code[i] = alphabet[n.Int64()]
	}
	return string(code)
}

// CreditNoteIn is what a customer is given for an order that went wrong.
type CreditNoteIn struct {
	Name         string
	Amount       money.Amount
	Code         string // empty: the house makes one up
	Username     string
	RestaurantID int64 // 0: any
}

// CreditNote makes a promotion for one customer, to be used once; dispatchers may. Errors: Invalid at `amount` or `couponCode`.
func CreditNote(tx *db.Tx, in CreditNoteIn) (v View, err error) {
	if err := tx.Who().Must(authz.Dispatcher); err != nil {
		return v, err
	}
	switch {
	case in.Amount <= 0:
		return v, fail.At("amount", "value.invalid")
	case in.Username == "":
		return v, fail.New(fail.Conflict, "promotion.credit.guest")
	}
	once := int64(1)
	v.Promotion = Promotion{Name: in.Name, CouponBased: true, Actions: db.JSON[[]Setting]{V: []Setting{{Type: OrderFixed, Config: Config{Amount: in.Amount}}}}}
	v.Rules.V = []Setting{{Type: IsCustomer, Config: Config{Username: in.Username}}}
	if in.RestaurantID != 0 {
		v.Rules.V = append(v.Rules.V, Setting{Type: IsRestaurant, Config: Config{RestaurantID: in.RestaurantID}})
	}
	if err := add(tx, &v.Promotion); err != nil {
		return v, err
	}
	c := Coupon{PromotionID: v.ID, Code: in.Code, PerCustomerLimit: &once, Reusable: true}
	if c.Code == "" {
		short := make([]byte, 3) // it is of use to this customer alone
		_, _ = rand.Read(short)  // never fails
		c.Code = fmt.Sprintf("%X", short)
	}
	if err := addCoupon(tx, &c, "couponCode"); err != nil {
		return v, err
	}
	v.Coupons = []Coupon{c}
	return v, nil
}
