package dialect

import (
	"net/http"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/order"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/web"
)

// linkVouchers keeps the tokens with which an order's customer pays by meal vouchers.
func (f *face) linkVouchers(c *web.Call) error {
	id, b, err := idAndBody(c)
	if err != nil {
		return err
	}
	var tokens pay.VoucherTokens
	for key, text := range map[string]*string{"accessToken": &tokens.Access, "refreshToken": &tokens.Refresh} {
		if *text, err = b.text(key); err == nil && *text == "" {
			err = fail.At(key, "value.missing")
		}
		if err != nil {
			return err
		}
	}
	if err := f.house.Checkout.LinkVouchers(c.R.Context(), c.Who, id, tokens); err != nil {
		return err
	}
	return f.answerCart(c, http.StatusOK, func(tx *db.Tx) (order.Order, error) { return order.LoadOrder(tx, id) })
}

// exchangeVouchers passes the app's sign-in at the provider on with the co-op's own secret, and the answer back as it is.
func (f *face) exchangeVouchers(c *web.Call) error {
	if err := c.R.ParseForm(); err != nil {
		return fail.Wrap(err, fail.Invalid, "request.not_form")
	}
	said, err := f.house.Checkout.ExchangeVouchers(c.R.Context(), c.R.PostForm)
	if err != nil {
		return f.providerWords(err)
	}
	c.W.Header().Set("Cache-Control", "no-store")
	return f.plainJSON(c, http.StatusOK, said)
}

// vouchers tells whether a customer's meal vouchers can be used, as far as was last seen.
func vouchers(p *order.Person) bool { return p != nil && p.Vouchers().Usable }
