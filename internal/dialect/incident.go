package dialect

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/flow"
	"pignon.coop/internal/incident"
	"pignon.coop/internal/org"
	"pignon.coop/internal/web"
)

func (f *face) incidentEndpoints() []web.Endpoint {
	courier := web.Needs(authz.Courier)
	return []web.Endpoint{
		{Pattern: "GET /api/incidents", Access: courier, Serve: f.incidents},
		{Pattern: "GET /api/incidents/filters", Access: web.Needs(authz.Dispatcher), Serve: f.incidentFilters},
		{Pattern: "POST /api/incidents", Access: courier, Serve: f.reportIncident},
		{Pattern: "GET /api/incidents/{id}", Access: web.Known, Serve: f.incident},
		{Pattern: "PATCH /api/incidents/{id}", Access: web.Known, Serve: f.editIncident},
		{Pattern: "PUT /api/incidents/{id}", Access: web.Known, Serve: f.editIncident},
		{Pattern: "POST /api/incidents/{id}/comments", Access: courier, Serve: f.commentIncident},
		{Pattern: "POST /api/incidents/{id}/metadata", Access: courier, Serve: f.noteIncident},
		{Pattern: "PUT /api/incidents/{id}/action", Access: courier, Phased: true, Serve: f.decideIncident},
		{Pattern: "GET /api/tasks/{id}/incidents", Access: web.Known, Serve: f.taskIncidents},
		{Pattern: "POST /api/incident_images", Access: courier, Limit: web.Limit{Body: photoMost}, Serve: f.addIncidentImage},
		{Pattern: "GET /api/incident_images/{id}", Access: web.Known, Serve: f.incidentImage},
		{Pattern: "GET /api/incident_images/{id}/photo", Access: web.Public, Serve: f.incidentPhoto},
	}
}

func (p painter) incident(v incident.View) *Object {
	images, events := []*Object{}, []*Object{}
	for _, m := range v.Images {
		images = append(images, p.incidentImage(m))
	}
	for _, e := range v.Entries {
		events = append(events, Obj("@type", "IncidentEvent", "@id", genid(), "id", e.ID, "type", e.Type, "message", e.Message, "metadata", e.Metadata.V,
			"createdBy", maybeIRI("users", e.CreatedBy), "createdAt", p.at(e.CreatedAt.Time)))
	}
	return Obj("@id", iri("incidents", v.ID), "@type", "Incident", "id", v.ID, "title", v.Title, "status", v.Status, "priority", v.Priority,
		"task", Obj("id", v.TaskID, "status", v.TaskStatus, "type", v.TaskType), "author", Obj("id", v.CreatedBy, "username", v.Author),
		"delivery", Obj("id", v.DeliveryID),
		"order", Obj("id", v.OrderID, "restaurant", Obj("id", v.ShopID, "name", v.ShopName), "customer", Obj("id", v.CustomerID, "username", v.CustomerName)),
		"store", Obj("id", v.StoreID, "name", v.StoreName), "failureReasonCode", v.Reason, "description", v.Description, "images", images, "events", events,
		"createdBy", maybeIRI("users", v.CreatedBy), "metadata", v.Metadata.V, "createdAt", p.at(v.CreatedAt.Time), "updatedAt", p.at(v.UpdatedAt.Time), "tags", v.Tags.V)
}

func (p painter) incidentImage(m incident.Image) *Object {
	return Obj("@id", iri("incident_images", m.ID), "@type", "http://schema.org/MediaObject", "id", m.ID, "imageName", m.Name[strings.LastIndex(m.Name, "/")+1:],
		"thumbnail", p.origin+iri("incident_images", m.ID)+"/photo?key="+p.token("incident photo", m.ID))
}

func (f *face) incidentObjects(c *web.Call, list []incident.View) []*Object {
	paint, members := f.painter(c), []*Object{}
	for _, v := range list {
		members = append(members, paint.incident(v))
	}
	return members
}

// answerIncident answers with an incident as it is now.
func (f *face) answerIncident(c *web.Call, status int, id int64) error {
	return f.one(c, status, "Incident", func(tx *db.Tx) ([]*Object, error) {
		page, err := incident.List(tx, incident.Query{IDs: []int64{id}})
		return f.incidentObjects(c, page.Rows), err
	})
}

func (f *face) incident(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	err = f.read(c, func(tx *db.Tx) error {
		i, err := incident.Load(tx, id)
		if err != nil {
			return err
		}
		return incident.MayView(tx, i)
	})
	if err != nil {
		return err
	}
	return f.answerIncident(c, http.StatusOK, id)
}

func (f *face) taskIncidents(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	page, err := worked(c, f.read, func(tx *db.Tx) (page org.Page[incident.View], err error) {
		if _, err := seenTask(tx, id); err != nil {
			return page, err
		}
		return incident.List(tx, incident.Query{Tasks: []int64{id}, Order: incident.ByAge})
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Incident", Members: f.incidentObjects(c, page.Rows), Total: page.Total})
}

var incidentFilters = []filter{
	{"status", "status"}, {"priority", "priority"}, {"failureReasonCode", "failureReasonCode"}, {"failureReasonCode[]", "failureReasonCode"}, {"store", "store"},
	{"restaurant", "restaurant"}, {"customer", "customer"}, {"createdBy", "createdBy"}, {"createdAt[before]", "createdAt"}, {"createdAt[after]", "createdAt"},
	{"order[createdAt]", "createdAt"}, {"order[priority]", "priority"},
}

func (f *face) incidents(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	q, err := f.incidentQuery(c)
	if err != nil {
		return err
	}
	q.Limit, q.Offset = p.Size, p.Offset()
	page, err := worked(c, f.read, func(tx *db.Tx) (org.Page[incident.View], error) { return incident.List(tx, q) })
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, collection{Context: "Incident", Members: f.incidentObjects(c, page.Rows), Total: page.Total, Page: p, Filters: incidentFilters})
}

// incidentQuery reads the filters. Paths that lead nowhere select nothing.
func (f *face) incidentQuery(c *web.Call) (q incident.Query, err error) {
	values := func(name string) (list []string) {
		query := c.R.URL.Query()
		return append(query[name], query[name+"[]"]...)
	}
	ids := func(name, collection string) (list []int64) {
		for _, text := range values(name) {
			list = append(list, idOf(collection, text))
		}
		return list
	}
	q.Status, q.Reasons = incident.Status(c.Query("status")), values("failureReasonCode")
	q.Stores, q.Shops, q.Customers, q.Authors = ids("store", "stores"), ids("restaurant", "restaurants"), ids("customer", "users"), ids("createdBy", "users")
	for _, text := range values("priority") {
		n, known := map[string]int64{"HIGH": incident.High, "MEDIUM": incident.Medium, "LOW": incident.Low}[text]
		if !known {
			n, _ = strconv.ParseInt(text, 10, 64)
		}
		q.Priorities = append(q.Priorities, n)
	}
	for name, order := range map[string][2]incident.Order{"order[createdAt]": {incident.ByAge, incident.ByAgeDown}, "order[priority]": {incident.ByUrgency, incident.ByCalmness}} {
		switch strings.ToLower(c.Query(name)) {
		case "asc":
			q.Order = order[0]
		case "desc":
			q.Order = order[1]
		}
	}
	if text := c.Query("createdAt[after]"); text != "" {
		if q.From, err = f.moment(text); err != nil {
			return q, err
		}
	}
	if text := c.Query("createdAt[before]"); text != "" {
		q.To, err = f.moment(text)
	}
	return q, err
}

func (f *face) incidentFilters(c *web.Call) error {
	p, err := worked(c, f.read, incident.ListParties)
	if err != nil {
		return err
	}
	named := func(list []incident.Party, key string) []*Object {
		objects := []*Object{}
		for _, x := range list {
			objects = append(objects, Obj("id", x.ID, key, x.Name))
		}
		return objects
	}
	return f.plainJSON(c, http.StatusOK, Obj("stores", named(p.Stores, "name"), "restaurants", named(p.Shops, "name"), "authors", named(p.Authors, "username"),
		"customers", named(p.Customers, "username")))
}

// notesIn reads a list of notes, and refuses suggestions that cannot be read as a change of a delivery.
func (f *face) notesIn(c *web.Call, b body) (notes incident.Notes, err error) {
	if err := b.into("metadata", &notes); err != nil {
		return nil, err
	}
	for i, note := range notes {
		if note["suggestion"] == nil {
			continue
		}
		suggestion, ok := note["suggestion"].(map[string]any)
		if edit, err := f.suggestedEdit(c, suggestion); !ok || err != nil || len(edit.Stops) == 0 && suggestion["order"] == nil {
			return nil, fail.At(incident.SuggestionPath(i), "incident.suggestion.invalid", "code", nil)
		}
	}
	return notes, nil
}

func (f *face) suggestedEdit(c *web.Call, suggestion map[string]any) (in flow.EditParcelIn, err error) {
	raw, err := json.Marshal(suggestion)
	if err != nil {
		return in, err
	}
	var b body
	if err := json.Unmarshal(raw, &b); err != nil {
		return in, err
	}
	if in, err = f.editIn(c.R.Context(), b); err != nil {
		return in, err
	}
	return in, b.into("id", &in.DeliveryID)
}

func (f *face) reportIncident(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	in := incident.ReportIn{}
	for key, field := range map[string]any{"title": &in.Title, "status": &in.Status, "priority": &in.Priority, "failureReasonCode": &in.Reason,
		"description": &in.Description, "tags": &in.Tags} {
		if err := b.into(key, field); err != nil {
			return err
		}
	}
	if in.TaskID, err = b.relation("task", "tasks"); err != nil {
		return err
	}
	if in.Metadata, err = f.notesIn(c, b); err != nil {
		return err
	}
	i, err := worked(c, f.change, func(tx *db.Tx) (i incident.Incident, err error) {
		if in.TaskID != 0 {
			if err := tasksIn(tx, []int64{in.TaskID}); err != nil {
				return i, err
			}
		}
		if in.Title == "" {
			if in.Title, err = f.reasonWords(tx, in); err != nil {
				return i, err
			}
		}
		return incident.Report(tx, in)
	})
	if err != nil {
		return err
	}
	return f.answerIncident(c, http.StatusCreated, i.ID)
}

// reasonWords are what an incident is called that nobody gave a title.
func (f *face) reasonWords(tx *db.Tx, in incident.ReportIn) (string, error) {
	for _, code := range delivery.FailureReasons() {
		if code == in.Reason {
			return f.house.Words().T("failure_reason."+code, nil), nil
		}
	}
	if in.TaskID == 0 || in.Reason == "" {
		return "N/A", nil
	}
	s, err := delivery.LoadSheet(tx, in.TaskID)
	if err != nil {
		return "", err
	}
	own, err := flow.FailureReasons(tx, s)
	for _, r := range own {
		if r.Code == in.Reason {
			return r.Description, err
		}
	}
	return "N/A", err
}

func (f *face) editIncident(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	in := incident.EditIn{ID: id}
	for key, field := range map[string]any{"title": &in.Title, "status": &in.Status, "priority": &in.Priority, "tags": &in.Tags} {
		if err := b.into(key, field); err != nil {
			return err
		}
	}
	for key, field := range map[string]**org.Text{"failureReasonCode": &in.Reason, "description": &in.Description} {
		if !b.has(key) {
			continue
		}
		text, err := b.text(key)
		if err != nil {
			return err
		}
		*field = ptr(org.Text(text))
	}
	if b.has("metadata") {
		notes, err := f.notesIn(c, b)
		if err != nil {
			return err
		}
		in.Metadata = &notes
	}
	if _, err := worked(c, f.change, func(tx *db.Tx) (incident.Incident, error) { return incident.Edit(tx, in) }); err != nil {
		return err
	}
	return f.answerIncident(c, http.StatusOK, id)
}

func ptr[T any](v T) *T { return &v }

func (f *face) commentIncident(c *web.Call) error {
	return f.onIncident(c, http.StatusCreated, func(id int64, b body) error {
		text, err := b.text("comment")
		if err != nil {
			return err
		}
		return f.change(c, func(tx *db.Tx) error { return incident.Comment(tx, incident.CommentIn{ID: id, Comment: text}) })
	})
}

// onIncident does something to an incident by a body, and answers with it.
func (f *face) onIncident(c *web.Call, status int, do func(id int64, b body) error) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, true)
	if err != nil {
		return err
	}
	if err := do(id, b); err != nil {
		return err
	}
	return f.answerIncident(c, status, id)
}

func (f *face) noteIncident(c *web.Call) error {
	return f.onIncident(c, http.StatusOK, func(id int64, b body) error {
		notes, err := f.notesIn(c, b)
		if err != nil {
			return err
		}
		return f.change(c, func(tx *db.Tx) error {
			_, err := incident.Edit(tx, incident.EditIn{ID: id, More: notes})
			return err
		})
	})
}
