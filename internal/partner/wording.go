package partner

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"mime/multipart"
	"strconv"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/hook"
	"pignon.coop/internal/org"
)

// Wording is what calls are written with.
type Wording struct {
	Settings func() org.Settings
	Follow   func(deliveryID int64) (string, error) // the page on which anybody follows a delivery
	Photos   *delivery.Photos
}

// urbantzUpdates are Urbantz's words: the last of the path, and what is counted.
var urbantzUpdates = map[happening]struct{ op, counted string }{
	{Assigned, delivery.Dropoff}: {"assign", "arrived"},
	{Done, delivery.Pickup}:      {"start", "departed"},
	{Done, delivery.Dropoff}:     {"complete", "delivered"},
}

var woopitStatus = map[happening]string{
	{Assigned, delivery.Dropoff}: "DELIVERY_TEAM_ASSIGNED",
	{Started, delivery.Pickup}:   "DELIVERY_PICK_UP_STARTED",
	{Started, delivery.Dropoff}:  "DELIVERY_IN_PROGRESS",
	{Done, delivery.Pickup}:      "DELIVERY_PICK_UP_OK",
	{Done, delivery.Dropoff}:     "DELIVERY_OK",
	{Failed, delivery.Pickup}:    "DELIVERY_PICK_UP_KO",
	{Failed, delivery.Dropoff}:   "DELIVERY_KO",
}

// request writes a call; its URL is a path of the partner's API, which a photo still has to be attached to.
func (w Wording) request(tx *db.Tx, c Call) (hook.Call, error) {
	in := hook.Call{ID: string(c.Partner) + "_" + strconv.FormatInt(c.ID, 10), Event: string(c.Partner) + "." + string(c.Verb), Method: "POST", Headers: map[string]string{}}
	if c.Partner == Urbantz {
		return w.urbantz(tx, c, in)
	}
	id, err := delivery.ShortID(w.Settings().PublicIDSalt, delivery.FormIDLength, c.DeliveryID)
	if err != nil {
		return in, err
	}
	in.URL = "deliveries/" + id
	if c.Verb == Photographed {
		in.URL += "/documents"
		return in, nil
	}
	in.Method, in.URL = "PUT", in.URL+"/status"
	in.Body, err = json.Marshal(map[string]any{"date": w.time(c), "comment": "N/A", "status": woopitStatus[happening{c.Verb, c.Stop}]})
	return in, err
}

func (w Wording) urbantz(tx *db.Tx, c Call, in hook.Call) (hook.Call, error) {
	id, err := delivery.ShortID(w.Settings().PublicIDSalt, delivery.LongLength, c.DeliveryID)
	if err != nil {
		return in, err
	}
	track := "dlv_" + id
	if c.Verb == Announced {
		l, _, err := LinkOf(tx, c.DeliveryID)
		if err != nil {
			return in, err
		}
		in.URL = "carrier/external/task/id/" + l.Reference
		in.Body, err = json.Marshal(map[string]any{"extTrackId": track})
		return in, err
	}
	update := urbantzUpdates[happening{c.Verb, c.Stop}]
	units, err := unitsOf(tx, c.DeliveryID)
	if err != nil {
		return in, err
	}
	body := map[string]any{"updatedTime": w.time(c), "updateType": "total", update.counted: map[string]any{"total": units}}
	if c.Verb == Assigned || c.Stop == delivery.Pickup {
		page, err := w.Follow(c.DeliveryID)
		if err != nil {
			return in, err
		}
		body["metadata"] = map[string]any{"Ext_Tracking_Page": page}
	}
	in.URL = "carrier/external/task/" + track + "/" + update.op
	in.Body, err = json.Marshal(body)
	return in, err
}

// time is when it happened, in the co-op's zone.
func (w Wording) time(c Call) string { return c.CreatedAt.In(w.Settings().Zone()).Format(time.RFC3339) }

// unitsOf counts the packages of a delivery; what comes without any is one.
func unitsOf(tx *db.Tx, deliveryID int64) (units int64, err error) {
	tasks, err := delivery.TasksOf(tx, deliveryID)
	if err != nil {
		return 0, err
	}
	var ids []int64
	for _, t := range tasks {
		ids = append(ids, t.ID)
	}
	parcels, err := delivery.ParcelsOf(tx, ids)
	for _, list := range parcels {
		for _, p := range list {
			units += p.Quantity
		}
	}
	return max(units, 1), err
}

// attach makes the body of a call about a photo.
func (w Wording) attach(ctx context.Context, c Call, in *hook.Call) error {
	if c.Verb != Photographed {
		in.Headers["Content-Type"] = "application/json"
		return nil
	}
	photo, _, err := w.Photos.Open(ctx, string(c.Image))
	if err != nil {
		return err
	}
	defer photo.Close()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if err := form.WriteField("type", "EVIDENCE"); err != nil {
		return err
	}
	part, err := form.CreateFormFile("file", "evidence.jpg")
	if err != nil {
		return err
	}
	if _, err := io.Copy(part, photo); err != nil {
		return err
	}
	if err := form.Close(); err != nil {
		return err
	}
	in.Body, in.Headers["Content-Type"] = body.Bytes(), form.FormDataContentType()
	return nil
}
