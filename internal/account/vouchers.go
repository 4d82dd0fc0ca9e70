package account

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/pay"
)

// Vouchers are the tokens that let the house pay with a customer's meal vouchers, none when there are none.
func (c Customer) Vouchers() (t pay.VoucherTokens) {
	_ = json.Unmarshal([]byte(c.EdenredCredentials), &t) // what is no document of ours is as good as none
	return t
}

// KeepVouchers keeps a customer's tokens. The caller asked a policy already.
func KeepVouchers(tx *db.Tx, customerID int64, t pay.VoucherTokens) error {
	c, err := LoadCustomer(tx, customerID)
	if err != nil {
		return err
	}
	text, err := json.Marshal(t)
	if err != nil {
		return err
	}
	c.EdenredCredentials = org.Text(text)
	return saveCustomer(tx, c)
}
