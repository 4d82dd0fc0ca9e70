package promotion

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// UseIn is an order that is placed, with the codes of the promotions that made it cheaper.
type UseIn struct {
	OrderID    int64
	CustomerID *int64
	Coupon     string
	Codes      []string
}

// Use counts what an order uses. What was used up since the basket was priced is Conflict promotion.used_up, and nothing is counted.
func Use(tx *db.Tx, in UseIn) error {
	if len(in.Codes) == 0 {
		return nil
	}
	all, err := promotionsByCode(tx, in.Codes)
	if err != nil {
		return err
	}
	coupon, err := openCoupon(tx, OfferIn{CustomerID: in.CustomerID, Coupon: in.Coupon})
	if err != nil {
		return err
	}
	var uses []use
	for _, p := range all {
		u := use{OrderID: in.OrderID, PromotionID: p.ID, CustomerID: in.CustomerID}
		if p.CouponBased {
			if coupon == nil || coupon.PromotionID != p.ID {
				return fail.New(fail.Conflict, "promotion.used_up", "name", p.Name)
			}
			u.CouponID = &coupon.ID
		}
		if !p.open(tx.Now()) {
			return fail.New(fail.Conflict, "promotion.used_up", "name", p.Name)
		}
		uses = append(uses, u)
	}
	for _, u := range uses {
		if err := insertUse(tx, u); err != nil {
			return err
		}
		if err := count(tx, u, 1); err != nil {
			return err
		}
	}
	return nil
}

// GiveBack uncounts what an order used that will not be, but for coupons that are spent once and for all.
func GiveBack(tx *db.Tx, orderID int64) error {
	return turn(tx, orderID, true, func(u use) (bool, error) {
		if u.CouponID == nil {
			return true, nil
		}
		return reusable(tx, *u.CouponID)
	})
}

// UseAgain counts once more what an order used that is restored.
func UseAgain(tx *db.Tx, orderID int64) error {
	return turn(tx, orderID, false, func(use) (bool, error) { return true, nil })
}

func turn(tx *db.Tx, orderID int64, back bool, may func(use) (bool, error)) error {
	uses, err := usedBy(tx, orderID)
	if err != nil {
		return err
	}
	by := int64(1)
	if back {
		by = -1
	}
	for _, u := range uses {
		ok, err := may(u)
		if err != nil {
			return err
		}
		if !ok || u.GivenBack == back {
			continue
		}
		if err := setGivenBack(tx, u, back); err != nil {
			return err
		}
		if err := count(tx, u, by); err != nil {
			return err
		}
	}
	return nil
}
