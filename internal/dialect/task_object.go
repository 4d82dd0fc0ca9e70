package dialect

import (
	"maps"
	"slices"
	"strings"
	"time"

	"pignon.coop/internal/delivery"
	"pignon.coop/internal/org"
	"pignon.coop/internal/web"
)

// painter draws what belongs to tasks as the contract has it, for answers and for live messages alike.
type painter struct {
	origin   string // scheme and host of absolute URLs
	zone     *time.Location
	settings org.Settings
}

func (f *face) painter(c *web.Call) painter {
	return painter{origin: absolute(c, ""), zone: f.house.Words().Zone(), settings: f.house.Settings()}
}

func (p painter) at(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.In(p.zone).Format("2006-01-02T15:04:05-07:00")
}

// task is the full form of a task.
func (p painter) task(s delivery.Sheet) *Object {
	o := Obj("@id", iri("tasks", s.ID), "@type", "Task", "id", s.ID, "type", s.Type, "status", s.Status, "address", p.taskAddress(s),
		"after", p.at(s.After.Time), "before", p.at(s.Before.Time), "doneAfter", p.at(s.After.Time), "doneBefore", p.at(s.Before.Time),
		"comments", s.Comments, "createdAt", p.at(s.CreatedAt.Time), "updatedAt", p.at(s.UpdatedAt.Time),
		"isAssigned", s.CourierID != nil, "assignedTo", s.Username, "previous", maybeIRI("tasks", s.PreviousID), "next", maybeIRI("tasks", s.NextID),
		"group", groupOf(s), "tags", taskTags(s), "doorstep", s.Doorstep, "ref", s.Reference, "recurrenceRule", maybeIRI("recurrence_rules", s.RecurrenceID), "metadata", metadata(s),
		"weight", s.Shown, "hasIncidents", slices.ContainsFunc(s.Incidents, func(m delivery.Mark) bool { return m.Open }), "incidents", incidentsOf(s), "orgName", orEmpty(s.OrgName), "images", p.images(s))
	return o.Set("emittedCo2", s.EmittedCO2).Set("traveledDistanceMeter", s.TraveledDistance).Set("packages", p.packages(s)).Set("barcode", p.barcode(s.ID))
}

// riderTask is what the phone shows in a courier's list.
func (p painter) riderTask(s delivery.Sheet) *Object {
	o := p.task(s).Only("@id", "@type", "id", "type", "status", "address", "after", "before", "doneAfter", "doneBefore", "comments", "createdAt",
		"updatedAt", "previous", "next", "tags", "doorstep", "metadata", "weight", "hasIncidents", "orgName", "packages")
	return o.Set("metadata", riderMetadata(s)).Set("hasIncidents", len(s.Incidents) > 0).Before("@context", "/api/contexts/Task")
}

// deliveryTask is a task as a stop of its delivery.
func (p painter) deliveryTask(s delivery.Sheet) *Object {
	o := p.task(s).Only("@id", "@type", "id", "type", "status", "address", "comments", "weight", "after", "before", "doneAfter", "doneBefore",
		"createdAt", "tags", "metadata", "packages", "barcode")
	return o.Set("address", addressObject(taskPlace(s)))
}

func taskPlace(s delivery.Sheet) org.Address {
	return org.Address{
		ID: s.AddressID, StreetAddress: s.Place.StreetAddress, Lat: s.Place.Lat, Lng: s.Place.Lng, Name: textOf(s.Place.Name),
		ContactName: textOf(s.Place.ContactName), Telephone: textOf(s.Place.Telephone), Description: textOf(s.Place.Description),
		Provider: textOf(s.Place.Provider),
	}
}

func textOf(s *string) org.Text { return org.Text(orEmpty(s)) }

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func (p painter) taskAddress(s delivery.Sheet) *Object {
	a := taskPlace(s)
	return addressObject(a).Set("firstName", org.Text(a.FirstName())).Set("lastName", org.Text(a.LastName()))
}

func incidentsOf(s delivery.Sheet) []string {
	list := []string{}
	for _, m := range s.Incidents {
		list = append(list, iri("incidents", m.ID))
	}
	return list
}

func groupOf(s delivery.Sheet) any {
	if s.GroupID == nil {
		return nil
	}
	return Obj("@id", iri("task_groups", *s.GroupID), "@type", "TaskGroup", "id", *s.GroupID, "name", orEmpty(s.GroupName), "tags", []string{})
}

func taskTags(s delivery.Sheet) []*Object {
	tags := []*Object{}
	for _, t := range s.Tagged {
		tags = append(tags, Obj("name", t.Name, "slug", t.Slug, "color", t.Color))
	}
	return tags
}

// metadata is what was stored with the task, and what follows from its delivery and order.
func metadata(s delivery.Sheet) map[string]any {
	m := maps.Clone(s.Metadata.V)
	if m == nil {
		m = map[string]any{}
	}
	m["zero_waste"] = s.Reusable != nil && *s.Reusable
	for k, v := range derived(s) {
		m[k] = v
	}
	return m
}

func derived(s delivery.Sheet) map[string]any {
	m := map[string]any{}
	if s.DeliveryID != nil && s.DeliveryPosition != nil {
		m["delivery_position"] = *s.DeliveryPosition
	}
	if s.OrderID != nil {
		m["order_id"], m["order_number"], m["order_total"] = *s.OrderID, orEmpty(s.OrderNumber), s.OrderTotal
		m["has_loopeat_returns"] = false
	}
	if s.Collect != nil {
		m["payment_method"] = *s.Collect
	}
	if s.StoreID != nil {
		m["store"] = iri("stores", *s.StoreID)
	}
	return m
}

// riderMetadata is built from scratch: other stored keys are not for the phone.
func riderMetadata(s delivery.Sheet) map[string]any {
	m := derived(s)
	m["has_loopeat_returns"] = false
	if s.OrderID != nil {
		m["zero_waste"] = s.Reusable != nil && *s.Reusable
	}
	for _, key := range []string{"payment_method", "documents"} {
		if v, ok := s.Metadata.V[key]; ok && v != nil {
			m[key] = v
		}
	}
	return m
}

func (p painter) images(s delivery.Sheet) []*Object {
	images := []*Object{}
	for _, m := range s.Images {
		images = append(images, p.image(m).Before("id", m.ID))
	}
	return images
}

func (p painter) image(m delivery.Image) *Object {
	name := m.Name[strings.LastIndex(m.Name, "/")+1:]
	return Obj("@id", iri("task_images", m.ID), "@type", "http://schema.org/MediaObject", "imageName", name,
		"thumbnail", p.origin+iri("task_images", m.ID)+"/photo?key="+p.token("photo", m.ID))
}

// token opens one thing without credentials.
func (p painter) token(what string, id int64) string {
	return delivery.OpenToken(p.settings.PublicIDSalt, what, id)
}

// barcode is the code of a task on its label, with the token that opens the label.
func (p painter) barcode(task int64) *Object {
	salt := p.settings.PublicIDSalt
	return Obj("barcode", delivery.TaskCode(task), "label", Obj("token", delivery.LabelToken(salt, task), "url", p.origin+delivery.LabelPath(salt, task)))
}

// event is one line of a task's history.
func (p painter) event(e delivery.Entry) *Object {
	var data any = []any{}
	if len(e.Data.V) > 0 {
		o := Obj()
		for _, key := range slices.Sorted(maps.Keys(e.Data.V)) {
			value := e.Data.V[key]
			if text, ok := value.(string); ok && strings.HasPrefix(key, "rescheduled_") {
				if t, err := time.Parse(time.RFC3339, text); err == nil {
					value = p.at(t)
				}
			}
			o.Set(key, value)
		}
		data = o
	}
	return Obj("@id", iri("task_events", e.ID), "@type", "TaskEvent", "name", e.Name, "data", data, "createdAt", p.at(e.CreatedAt.Time))
}
