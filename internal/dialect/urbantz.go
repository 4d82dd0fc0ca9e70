package dialect

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/org"
	"pignon.coop/internal/web"
)

func (f *face) urbantzEndpoints() []web.Endpoint {
	return []web.Endpoint{{Pattern: "POST /api/urbantz/webhook/{event}", Access: web.Known, Phased: true, Serve: f.urbantz}}
}

// urbantzTask is a task as Urbantz sends it, as far as it is read.
type urbantzTask struct {
	ID           string   `json:"id"`
	TaskID       string   `json:"taskId"`
	ExtTrackID   string   `json:"extTrackId"`
	Hub          string   `json:"hub"`
	HubName      string   `json:"hubName"`
	Progress     string   `json:"progress"`
	Instructions *string  `json:"instructions"`
	Contact      toWhom   `json:"contact"`
	Source       source   `json:"source"`
	Location     location `json:"location"`
	Window       struct {
		Start string `json:"start"`
		Stop  string `json:"stop"`
	} `json:"timeWindow"`
	Dimensions struct {
		Boxes  json.Number `json:"bac"`
		Weight json.Number `json:"weight"` // kilograms
	} `json:"dimensions"`
}

type toWhom struct {
	Person   string `json:"person"`
	Name     string `json:"name"`
	Phone    string `json:"phone"`
	Building struct {
		Digicode      string `json:"digicode1"`
		Floor         any    `json:"floor"`
		HasInterphone bool   `json:"hasInterphone"`
		Interphone    string `json:"interphoneCode"`
	} `json:"buildingInfo"`
}

type source struct {
	Street string `json:"street"`
	Zip    string `json:"zip"`
	City   string `json:"city"`
}

type location struct {
	Location struct {
		Geometry []float64 `json:"geometry"` // longitude, latitude
	} `json:"location"`
}

// urbantz takes what Urbantz tells of its tasks. It answers with the deliveries that something happened to.
func (f *face) urbantz(c *web.Call) error {
	event := snake(c.Path("event"))
	do, ok := map[string]func(*web.Call, urbantzTask) (int64, error){
		"tasks_announced": f.urbantzAnnounced, "task_changed": f.urbantzChanged, "task_unassociated": f.urbantzTakenBack,
	}[event]
	if !ok {
		return fail.New(fail.NotFound, "row.not_found")
	}
	if err := acceptable(c.R.Header.Get("Content-Type")); err != nil {
		return err
	}
	raw, err := io.ReadAll(c.R.Body)
	if err != nil {
		return err
	}
	var tasks []urbantzTask
	if err := json.Unmarshal(raw, &tasks); err != nil {
		return fail.Wrap(err, fail.Invalid, "request.not_json")
	}
	if len(tasks) > mostStops {
		return fail.New(fail.Invalid, "delivery.tasks.too_many", "most", mostStops)
	}
	touched := []*Object{}
	for _, t := range tasks {
		id, err := do(c, t)
		if err != nil {
			return err
		}
		if id == 0 {
			continue
		}
		tracking, err := f.trackingURL(c, id)
		if err != nil {
			return err
		}
		touched = append(touched, Obj("@id", iri("deliveries", id), "@type", "http://schema.org/ParcelDelivery", "trackingUrl", tracking))
	}
	return f.item(c, http.StatusOK, "UrbantzWebhook", Obj("@id", "/api/urbantz_webhooks/"+event, "@type", "UrbantzWebhook", "deliveries", touched))
}

// snake writes "TaskChanged" as "task_changed"; what is written so already stays.
func snake(name string) string {
	var out strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			out.WriteByte('_')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}

func (f *face) urbantzAnnounced(c *web.Call, t urbantzTask) (int64, error) {
	parcel, err := f.urbantzParcel(c.R.Context(), t)
	if err != nil {
		return 0, err
	}
	return f.pricer().OrderForHub(c.R.Context(), c.Who, flow.HubParcelIn{Hub: t.Hub, Reference: t.ID, Parcel: parcel})
}

func (f *face) urbantzParcel(ctx context.Context, t urbantzTask) (in flow.ParcelIn, err error) {
	drop := flow.StopIn{Type: delivery.Dropoff, Comments: t.doorWords(), Reference: &t.ID}
	if drop.Address, err = f.urbantzAddress(ctx, t); err != nil {
		return in, err
	}
	if drop.After, err = f.moment(t.Window.Start); err != nil {
		return in, err
	}
	if drop.Before, err = f.moment(t.Window.Stop); err != nil {
		return in, err
	}
	if kilograms, err := t.Dimensions.Weight.Float64(); err == nil && kilograms > 0 {
		grams := int64(kilograms*1000 + 0.001)
		drop.Weight = &grams
	}
	return flow.ParcelIn{Stops: []flow.StopIn{{Type: delivery.Pickup, Comments: t.pickWords()}, drop}}, nil
}

func (f *face) urbantzAddress(ctx context.Context, t urbantzTask) (*org.AddressIn, error) {
	street := fmt.Sprintf("%s, %s %s", t.Source.Street, t.Source.Zip, t.Source.City)
	name := t.Contact.Person
	if name == "" {
		name = t.Contact.Name
	}
	in := org.AddressIn{StreetAddress: &street, PostalCode: &t.Source.Zip, Locality: &t.Source.City, ContactName: &name, Description: t.Instructions}
	if phone, err := org.ParsePhone(t.Contact.Phone, f.house.Settings().Country); err == nil && phone != "" {
		text := string(phone)
		in.Telephone = &text
	}
	if g := t.Location.Location.Geometry; len(g) == 2 {
		in.Position = &org.Position{Lat: g[1], Lng: g[0]}
		return &in, nil
	}
	return f.located(ctx, in, false)
}

// pickWords tell whoever picks up what to ask for.
func (t urbantzTask) pickWords() string {
	var words strings.Builder
	if t.HubName != "" {
		words.WriteString(t.HubName + "\n\n")
	}
	words.WriteString("Commande n° " + t.TaskID + "\n")
	if t.Dimensions.Boxes != "" {
		words.WriteString(t.Dimensions.Boxes.String() + " × bac(s)\n")
	}
	if t.Dimensions.Weight != "" {
		words.WriteString(t.Dimensions.Weight.String() + " kg\n")
	}
	return words.String()
}

// doorWords tell how to get in.
func (t urbantzTask) doorWords() string {
	b := t.Contact.Building
	var lines []string
	if b.Digicode != "" {
		lines = append(lines, "Digicode : "+b.Digicode)
	}
	if floor := fmt.Sprint(b.Floor); b.Floor != nil && floor != "" {
		lines = append(lines, "Étage : "+floor)
	}
	if b.HasInterphone && b.Interphone != "" {
		lines = append(lines, "Code interphone : "+b.Interphone)
	}
	return strings.Join(lines, "\n")
}

func (f *face) urbantzChanged(c *web.Call, t urbantzTask) (int64, error) {
	if t.Progress != "DISCARDED" {
		return 0, nil
	}
	return f.urbantzTakenBack(c, t)
}

// urbantzTakenBack : a delivery that is not the caller's is none.
func (f *face) urbantzTakenBack(c *web.Call, t urbantzTask) (int64, error) {
	public, _ := strings.CutPrefix(t.ExtTrackID, "dlv_")
	id, ok := delivery.OfShortID(f.house.Settings().PublicIDSalt, delivery.LongLength, public)
	if !ok {
		return 0, nil
	}
	err := f.change(c, func(tx *db.Tx) error { return flow.CancelForPartner(tx, id) })
	if fail.Is(err, fail.NotFound) {
		return 0, nil
	}
	return id, err
}
