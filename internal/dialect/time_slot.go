package dialect

import (
	"fmt"
	"net/http"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/locale"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
	"pignon.coop/internal/store"
	"pignon.coop/internal/web"
)

func (f *face) timeSlotEndpoints() []web.Endpoint {
	anyAccount := web.Needs(authz.User, authz.APIApp)
	return []web.Endpoint{
		{Pattern: "GET /api/time_slots", Access: web.Needs(authz.Admin), Serve: f.timeSlots},
		{Pattern: "GET /api/time_slots/choices", Access: anyAccount, Serve: f.myChoices},
		{Pattern: "GET /api/time_slots/{id}", Access: anyAccount, Serve: f.timeSlot},
		{Pattern: "GET /api/time_slots/{id}/choices", Access: anyAccount, Serve: f.choices},
		{Pattern: "DELETE /api/time_slots/{id}", Access: anyAccount, Serve: f.deleteTimeSlot},
	}
}

func timeSlotObject(s store.TimeSlot) *Object {
	hours := []*Object{}
	for _, rule := range s.OpeningHours.V {
		hours = append(hours, Obj("@type", "OpeningHoursSpecification", "opens", rule.Opens(), "closes", rule.Closes(), "dayOfWeek", weekFrom(rule.Days)))
	}
	return Obj("@id", iri("time_slots", s.ID), "@type", "TimeSlot", "name", s.Name, "interval", s.Horizon, "priorNotice", s.PriorNotice,
		"workingDaysOnly", s.WorkingDaysOnly, "openingHoursSpecification", hours, "choices", []any{})
}

// weekFrom names days from Monday to Sunday.
func weekFrom(days []time.Weekday) []string {
	names := []string{}
	for n := range time.Weekday(7) {
		day := (n + time.Monday) % 7
		for _, d := range days {
			if d == day {
				names = append(names, day.String())
			}
		}
	}
	return names
}

func (f *face) timeSlots(c *web.Call) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	if c.Query("pagination") == "false" {
		p = page{Number: 1}
	}
	found, err := worked(c, f.read, func(tx *db.Tx) (org.Page[store.TimeSlot], error) { return store.ListTimeSlots(tx, p.Size, p.Offset()) })
	if err != nil {
		return err
	}
	members := []*Object{}
	for _, s := range found.Rows {
		members = append(members, timeSlotObject(s))
	}
	return f.list(c, http.StatusOK, collection{Context: "TimeSlot", Members: members, Total: found.Total, Page: p})
}

func (f *face) timeSlot(c *web.Call) error {
	s, err := storeRead(f, c, store.LoadTimeSlot)
	if err != nil {
		return err
	}
	return f.item(c, http.StatusOK, "TimeSlot", timeSlotObject(s))
}

func (f *face) deleteTimeSlot(c *web.Call) error {
	return f.remove(c, func(tx *db.Tx, id int64) error { return store.DeleteTimeSlot(tx, store.DeleteTimeSlotIn{ID: id}) })
}

func (f *face) choices(c *web.Call) error {
	list, err := storeRead(f, c, store.Offered)
	if err != nil {
		return err
	}
	return f.answerChoices(c, list)
}

// myChoices are those of the usual time slot of the store whose integration asks.
func (f *face) myChoices(c *web.Call) error {
	list, err := worked(c, f.read, store.OfferedToMe)
	if err != nil {
		return err
	}
	return f.answerChoices(c, list)
}

func (f *face) answerChoices(c *web.Call, list []span.Range) error {
	now, words := f.house.DB.Now(), f.house.Words()
	choices := []*Object{}
	for _, w := range list {
		day := strings.ReplaceAll(capital(words.Weekday(w.From.Time, now)), "’", "'") // clients know it with their plain apostrophe
		label := words.T("time_slot.choice", locale.Args{"day": day, "from": words.Clock(w.From.Time), "to": words.Clock(w.To.Time)})
		choices = append(choices, Obj("@context", "/api/contexts/TimeSlotChoice", "@id", "/api/time_slot_choices/"+uuid.NewString(), "@type", "TimeSlotChoice",
			"value", fmt.Sprintf("%s/%s", w.From.UTC().Format(time.RFC3339), w.To.UTC().Format(time.RFC3339)), "label", label))
	}
	return f.write(c, http.StatusOK, computed(c, "TimeSlotChoices", Obj("choices", choices)))
}

func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}
