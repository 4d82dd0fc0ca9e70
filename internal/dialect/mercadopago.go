package dialect

import (
	"io"
	"net/http"
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/pay"
	"pignon.coop/internal/payment"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
)

// mercadopagoPage opens the provider's page on which a basket is paid, or gives the one that is open. A basket that was paid on it meanwhile is an
// order, and refused.
func (f *face) mercadopagoPage(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	if payment.GatewayOf(f.house.Settings()) != pay.ByMercadoPago {
		return fail.New(fail.Invalid, "payment.card.not_taken")
	}
	paid, err := f.house.Checkout.Pay(c.R.Context(), c.Who, flow.PayIn{OrderID: id, Code: payment.Card, Automatic: true, Address: c.Address()})
	if err != nil {
		return f.providerWords(err)
	}
	if paid.State != flow.ActionRequired {
		return fail.New(fail.Conflict, "order.cart.ordered")
	}
	return f.write(c, http.StatusOK, computed(c, "MercadopagoPreferenceResponse", Obj("id", string(paid.Intent))))
}

// chargeIn reads the provider's id of a payment, a text or a number.
func chargeIn(b body) (pay.ChargeID, error) {
	text := strings.Trim(string(b["paymentId"]), `"`)
	if text == "" || text == "null" {
		return "", fail.At("paymentId", "value.missing")
	}
	return pay.ChargeID(text), nil
}

// mercadopagoAccount tells the app with which public key a restaurant's page is opened.
func (f *face) mercadopagoAccount(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	var seller shop.MercadopagoSeller
	known := false
	err = f.read(c, func(tx *db.Tx) error {
		found, err := shop.LoadRestaurants(tx, []int64{id})
		seller, known = found[id].MercadopagoSeller()
		return err
	})
	if err != nil {
		return err
	}
	if !known {
		return f.plainJSON(c, http.StatusNotFound, Obj("message", f.sentence("row.not_found", nil)))
	}
	return f.plainJSON(c, http.StatusOK, Obj("public_key", seller.PublicKey))
}

// mercadopagoWebhook takes in a notification, whose address names our payment and whose signature proves whose it is.
func (f *face) mercadopagoWebhook(c *web.Call) error {
	raw, err := io.ReadAll(c.R.Body)
	if err != nil {
		return err
	}
	err = f.house.Checkout.ReceiveMercado(c.R.Context(), c.Query("payment"), pay.MercadoHookIn{Body: raw, Subject: c.Query(pay.MercadoSubject),
		Request: c.R.Header.Get(pay.MercadoRequest), Signature: c.R.Header.Get(pay.MercadoSignature)})
	if err != nil {
		return err
	}
	return f.plainJSON(c, http.StatusOK, Obj("received", true))
}
