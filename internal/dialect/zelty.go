package dialect

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/shop"
	"pignon.coop/internal/web"
	"pignon.coop/internal/zelty"
)

func (f *face) zeltyEndpoints() []web.Endpoint {
	return []web.Endpoint{
		{Pattern: "POST /api/zelty/webhook/catalog/{id}", Access: web.Public, Phased: true, Limit: web.Limit{Body: 16 << 20}, Serve: f.zeltyCatalogue},
		{Pattern: "POST /api/zelty/webhook/{event}", Access: web.Public, Serve: f.zeltyEvent},
	}
}

// zeltyBody reads what the till sent, if it was the till: what it sends is signed with the secret of the settings. Without a secret nobody is
// believed, but in development mode.
func (f *face) zeltyBody(c *web.Call) (raw []byte, believed bool, err error) {
	if raw, err = io.ReadAll(c.R.Body); err != nil {
		return nil, false, err
	}
	secret := f.house.Settings().ZeltyWebhookSecret
	if secret == "" {
		return raw, f.house.Dev, nil
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(raw)
	return raw, hmac.Equal([]byte(c.R.Header.Get("X-Zelty-Hmac-Sha256")), []byte(hex.EncodeToString(mac.Sum(nil)))), nil
}

func (f *face) zeltyError(c *web.Call, status int, words string) error {
	return f.plainJSON(c, status, Obj("error", words))
}

// zeltyCatalogue keeps a restaurant's catalogue, which is taken over soon; in development mode before the answer.
func (f *face) zeltyCatalogue(c *web.Call) error {
	id, err := c.ID("id")
	if err == nil {
		err = f.read(c, func(tx *db.Tx) error { _, err := shop.LoadRestaurant(tx, id); return err })
	}
	if fail.Is(err, fail.NotFound) {
		return f.zeltyError(c, http.StatusNotFound, "Restaurant not found")
	}
	if err != nil {
		return err
	}
	raw, believed, err := f.zeltyBody(c)
	if err != nil {
		return err
	}
	if !believed {
		return f.zeltyError(c, http.StatusForbidden, "Invalid signature")
	}
	var push int64
	err = f.house.DB.Write(c.R.Context(), authz.System(), func(tx *db.Tx) (err error) {
		push, err = zelty.TakePush(tx, id, raw)
		return err
	})
	if err != nil {
		return err
	}
	if f.house.Dev {
		if err := f.house.Till.Import(c.R.Context(), push); err != nil {
			f.house.Log.Warn("the till's catalogue waits for another try", "error", err)
		}
	}
	return f.plainJSON(c, http.StatusAccepted, Obj("status", "queued"))
}

// zeltyEvent does what the till tells. What it is about stands in the body.
func (f *face) zeltyEvent(c *web.Call) error {
	raw, believed, err := f.zeltyBody(c)
	if err != nil {
		return err
	}
	if !believed {
		return f.zeltyError(c, http.StatusForbidden, "Invalid signature")
	}
	var e zelty.Event
	if err := json.Unmarshal(raw, &e); err != nil {
		return fail.Wrap(err, fail.Invalid, "request.not_json")
	}
	err = f.house.DB.Write(c.R.Context(), authz.System(), func(tx *db.Tx) error { return zelty.Hear(tx, e) })
	if err != nil {
		return err
	}
	return f.plainJSON(c, http.StatusOK, Obj("status", "success"))
}
