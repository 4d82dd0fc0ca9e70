package shift

import (
	"encoding/json"
	"fmt"

	"pignon.coop/internal/db"
	"pignon.coop/internal/seed"
)

func templateKind() seed.Kind {
	return seed.Structs[Template]{
		Kind:  seed.Kind{Name: "shift_template", Table: "shift_templates", Fields: []seed.Field{seed.Req("name", "text"), seed.Req("shifts", "json")}},
		Fresh: func() Template { return Template{} },
		Stamp: func(r seed.Row, t *Template) { t.ID, t.CreatedAt = r.ID, r.CreatedAt },
		Fill: func(tx *db.Tx, r seed.Row, t *Template) (err error) {
			seed.Given(r, "name", &t.Name, r.Text)
			if r.Has("shifts") {
				t.Lines.V, err = seedLines(tx, r.JSON("shifts"))
			}
			t.UpdatedAt = r.UpdatedAt
			return err
		},
		Show: seed.Each(func(t Template) map[string]any {
			lines := []map[string]any{}
			for _, l := range t.Lines.V {
				lines = append(lines, map[string]any{"activity": l.Activity, "dayOfWeek": l.DayOfWeek, "startTime": l.StartTime, "endTime": l.EndTime, "slots": l.Slots,
					"breakMinutes": l.BreakMinutes, "comment": l.Comment, "requiredSkills": seed.Rels("skill", l.Skills), "users": seed.Rels("user", l.Users)})
			}
			return map[string]any{"id": t.ID, "name": t.Name, "shifts": lines, "createdAt": t.CreatedAt, "updatedAt": t.UpdatedAt}
		}),
	}.Make()
}

// seedLines reads the shifts of a template, whose skills and people are relations.
func seedLines(tx *db.Tx, raw json.RawMessage) ([]TemplateLine, error) {
	type written struct {
		TemplateLine
		Skills []string `json:"requiredSkills"`
		Users  []string `json:"users"`
	}
	var list []written
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, fmt.Errorf("shifts: %w", err)
	}
	lines := []TemplateLine{}
	for _, w := range list {
		l := w.TemplateLine
		l.Slots = max(1, l.Slots)
		var err error
		if l.Skills, err = seedIDs(tx, w.Skills, "skill"); err != nil {
			return nil, err
		}
		if l.Users, err = seedIDs(tx, w.Users, "user"); err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, nil
}

func seedIDs(tx *db.Tx, relations []string, kind string) ([]int64, error) {
	ids := []int64{}
	for _, r := range relations {
		id, err := seed.Inner(tx, r, kind)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}
