package dialect

import (
	"crypto/hmac"
	"encoding/json"
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/dispatch"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/web"
)

func (f *face) barcodeEndpoints() []web.Endpoint {
	return []web.Endpoint{{Pattern: "GET /api/barcode", Access: web.Needs(authz.Courier), Serve: f.scanBarcode}}
}

// scanBarcode tells a courier's phone what to ask about the parcel that it sees. It changes things although it is a GET: so the phones do it.
func (f *face) scanBarcode(c *web.Call) error {
	code := c.Query("code")
	if code == "" {
		return f.plainJSON(c, http.StatusBadRequest, Obj("error", "No code provided."))
	}
	var scan dispatch.Scan
	var s delivery.Sheet
	err := f.change(c, func(tx *db.Tx) (err error) {
		if scan, err = dispatch.ScanParcel(tx, code); err != nil {
			return err
		}
		s, err = delivery.LoadSheet(tx, scan.TaskID)
		return err
	})
	if fail.Is(err, fail.NotFound) {
		return f.plainJSON(c, http.StatusNotFound, Obj("error", "No data found."))
	}
	if err != nil {
		return err
	}
	document, err := f.painter(c).task(s).MarshalJSON()
	if err != nil {
		return err
	}
	entity, err := plain(document)
	if err != nil {
		return err
	}
	var action any
	if scan.Ask != dispatch.AskNothing {
		action = Obj("action", scan.Ask, "payload", Obj("task_id", scan.About))
	}
	return f.plainJSON(c, http.StatusOK, Obj("ressource", iri("tasks", s.ID), "client_action", action,
		"token_action", f.painter(c).token("scan", s.ID), "entity", json.RawMessage(entity)))
}

// scanned tells whether the caller scanned a task's parcel: its token says so.
func (f *face) scanned(c *web.Call, task int64) bool {
	token := c.R.Header.Get("X-Token-Action")
	return token != "" && f.house.Settings().PublicIDSalt != "" && hmac.Equal([]byte(token), []byte(f.painter(c).token("scan", task)))
}
