package promotion

import (
	"pignon.coop/internal/db"
)

// LoadPromotion reads a promotion by id; NotFound when there is none. It asks no policy.
func LoadPromotion(tx *db.Tx, id int64) (Promotion, error) {
	return db.One[Promotion](tx, "SELECT * FROM promotions WHERE id = ?", id)
}

func promotions(tx *db.Tx) ([]Promotion, error) {
	return db.All[Promotion](tx, "SELECT * FROM promotions ORDER BY priority DESC, id")
}

func promotionsByCode(tx *db.Tx, codes []string) ([]Promotion, error) {
	return db.All[Promotion](tx, "SELECT * FROM promotions WHERE code IN (?) ORDER BY priority DESC, id", codes)
}

func couponByCode(tx *db.Tx, code string) (Coupon, bool, error) {
	return db.Maybe[Coupon](tx, "SELECT * FROM promotion_coupons WHERE code = ?", code)
}

// CouponsOf lists the coupons of promotions, oldest first. It asks no policy.
func CouponsOf(tx *db.Tx, promotionIDs []int64) ([]Coupon, error) {
	return db.All[Coupon](tx, "SELECT * FROM promotion_coupons WHERE promotion_id IN (?) ORDER BY id", promotionIDs)
}

// CouponCode gives the code of a coupon; NotFound when there is none. It asks no policy.
func CouponCode(tx *db.Tx, id int64) (string, error) {
	return db.One[string](tx, "SELECT code FROM promotion_coupons WHERE id = ?", id)
}

// CouponIDs gives the ids of coupons by their codes. It asks no policy.
func CouponIDs(tx *db.Tx, codes []string) (map[string]int64, error) {
	found, err := db.All[Coupon](tx, "SELECT * FROM promotion_coupons WHERE code IN (?)", codes)
	ids := map[string]int64{}
	for _, c := range found {
		ids[c.Code] = c.ID
	}
	return ids, err
}

// usesOf counts the orders of a customer that stand and used a coupon.
func usesOf(tx *db.Tx, couponID int64, customerID *int64) (int64, error) {
	if customerID == nil {
		return 0, nil
	}
	return db.One[int64](tx, "SELECT COUNT(*) FROM promotion_uses WHERE coupon_id = ? AND customer_id = ? AND NOT given_back", couponID, *customerID)
}

// use is what one order used.
type use struct {
	OrderID     int64  `db:"order_id"`
	PromotionID int64  `db:"promotion_id"`
	CouponID    *int64 `db:"coupon_id"`
	CustomerID  *int64 `db:"customer_id"`
	GivenBack   bool   `db:"given_back"`
}

func insertUse(tx *db.Tx, u use) error { return db.Insert(tx, "promotion_uses", u) }

func usedBy(tx *db.Tx, orderID int64) ([]use, error) {
	return db.All[use](tx, "SELECT * FROM promotion_uses WHERE order_id = ? ORDER BY promotion_id", orderID)
}

// count moves the counters of what an order used by one, up or down.
func count(tx *db.Tx, u use, by int64) error {
	if _, err := tx.Exec("UPDATE promotions SET used = used + ? WHERE id = ?", by, u.PromotionID); err != nil || u.CouponID == nil {
		return err
	}
	_, err := tx.Exec("UPDATE promotion_coupons SET used = used + ? WHERE id = ?", by, *u.CouponID)
	return err
}

func setGivenBack(tx *db.Tx, u use, back bool) error {
	_, err := tx.Exec("UPDATE promotion_uses SET given_back = ? WHERE order_id = ? AND promotion_id = ?", back, u.OrderID, u.PromotionID)
	return err
}

func reusable(tx *db.Tx, couponID int64) (bool, error) {
	return db.One[bool](tx, "SELECT reusable_from_cancelled_orders FROM promotion_coupons WHERE id = ?", couponID)
}
