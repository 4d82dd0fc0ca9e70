package dialect

import (
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/web"
)

func (f *face) shiftTemplateEndpoints() []web.Endpoint {
	dispatcher := web.Needs(authz.Dispatcher)
	return []web.Endpoint{
		{Pattern: "GET /api/shift_templates", Access: dispatcher, Serve: f.shiftTemplates},
		{Pattern: "POST /api/shift_templates", Access: dispatcher, Serve: f.saveTemplate},
		{Pattern: "DELETE /api/shift_templates/{id}", Access: dispatcher, Serve: f.removes(shift.DeleteTemplate)},
		{Pattern: "POST /api/shift_templates/{id}/apply", Access: dispatcher, Serve: f.applyTemplate},
	}
}

func templateObjects(tx *db.Tx, list []shift.Template) ([]*Object, error) {
	skills, err := shift.TemplateSkills(tx, list)
	return shown(list, func(t shift.Template) *Object {
		lines := shown(t.Lines.V, func(l shift.TemplateLine) *Object {
			var needed []shift.Skill
			for _, id := range l.Skills {
				if k, ok := skills[id]; ok {
					needed = append(needed, k)
				}
			}
			return Obj("@type", "ShiftTemplateShift", "@id", genid(), "activity", l.Activity, "dayOfWeek", l.DayOfWeek, "slots", l.Slots, "breakMinutes", l.BreakMinutes,
				"comment", l.Comment, "requiredSkills", skillBriefs(needed), "startTime", l.StartTime, "endTime", l.EndTime)
		})
		return Obj("@id", iri("shift_templates", t.ID), "@type", "ShiftTemplate", "id", t.ID, "name", t.Name, "shifts", lines, "shiftCount", len(lines),
			"hasAssignees", t.HasPeople())
	}), err
}

func (f *face) templates() related[shift.Template] {
	return related[shift.Template]{f, "ShiftTemplate", nil, templateObjects}
}

func (f *face) shiftTemplates(c *web.Call) error { return f.templates().all(c, shift.ListTemplates) }

func (f *face) saveTemplate(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	var in shift.SaveTemplateIn
	if in.Name, err = b.text("name"); err != nil {
		return err
	}
	if in.Week, err = b.day("week"); err != nil {
		return err
	}
	return f.templates().one(c, http.StatusCreated, f.change, func(tx *db.Tx) (shift.Template, error) { return shift.SaveTemplate(tx, in) })
}

func (f *face) applyTemplate(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	in := shift.ApplyTemplateIn{ID: id}
	if in.Week, err = b.day("targetWeek"); err != nil {
		return err
	}
	if err := b.into("includeAssignees", &in.WithPeople); err != nil {
		return err
	}
	n, err := worked(c, f.change, func(tx *db.Tx) (int, error) { return shift.ApplyTemplate(tx, in) })
	if err != nil {
		return err
	}
	return f.result(c, http.StatusCreated, "ShiftTemplateApplyResult", Obj("created", n))
}
