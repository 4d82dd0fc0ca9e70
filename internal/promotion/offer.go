package promotion

import (
	"strings"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
)

// OfferIn is whose basket it is, and with which coupon.
type OfferIn struct {
	CustomerID *int64
	Coupon     string // empty: none
}

// Offer is what is open to a basket, before its rules are looked at.
type Offer struct {
	Promotions []Promotion // by priority
	Username   string
	Coupon     *Coupon // nil: none, or one that cannot be had
}

// Offered finds the promotions that are open to a basket now.
func Offered(tx *db.Tx, in OfferIn) (o Offer, err error) {
	all, err := promotions(tx)
	if err != nil || len(all) == 0 {
		return o, err
	}
	if in.CustomerID != nil {
		if o.Username, err = account.UsernameOfCustomer(tx, *in.CustomerID); err != nil {
			return o, err
		}
	}
	if o.Coupon, err = openCoupon(tx, in); err != nil {
		return o, err
	}
	for _, p := range all {
		if p.open(tx.Now()) && (!p.CouponBased || o.Coupon != nil && o.Coupon.PromotionID == p.ID) {
			o.Promotions = append(o.Promotions, p)
		}
	}
	return o, nil
}

// openCoupon reads a coupon; nil when there is none of that code, or it cannot be had.
func openCoupon(tx *db.Tx, in OfferIn) (*Coupon, error) {
	if in.Coupon == "" {
		return nil, nil
	}
	c, ok, err := couponByCode(tx, in.Coupon)
	if err != nil || !ok {
		return nil, err
	}
	uses, err := usesOf(tx, c.ID, in.CustomerID)
	if err != nil || !c.open(tx.Now(), uses) {
		return nil, err
	}
	return &c, nil
}

// FindCoupon tells the code under which the house knows what somebody typed, and whether the basket's customer can have it now.
func FindCoupon(tx *db.Tx, in OfferIn) (code string, ok bool, err error) {
	in.Coupon = strings.TrimSpace(in.Coupon)
	for _, spelling := range []string{in.Coupon, strings.ToUpper(in.Coupon)} {
		in.Coupon = spelling
		c, err := openCoupon(tx, in)
		if err != nil || c == nil {
			if err != nil {
				return "", false, err
			}
			continue
		}
		p, err := LoadPromotion(tx, c.PromotionID)
		return c.Code, err == nil && p.open(tx.Now()), err
	}
	return "", false, nil
}
