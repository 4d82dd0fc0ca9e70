package dialect

import (
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/shift"
	"pignon.coop/internal/web"
)

func (f *face) shiftActivityEndpoints() []web.Endpoint {
	dispatcher, courier := web.Needs(authz.Dispatcher), web.Needs(authz.Courier)
	return []web.Endpoint{
		{Pattern: "GET /api/shift_activities", Access: courier, Serve: all(f, "ShiftActivity", nil, activityObject, shift.ListActivities)},
		{Pattern: "GET /api/shift_activities/{id}", Access: courier, Serve: afterwards(f, f.read, "ShiftActivity", activityObject, shift.ReadActivity)},
		{Pattern: "POST /api/shift_activities", Access: dispatcher, Serve: f.saveActivity(http.StatusCreated)},
		{Pattern: "PUT /api/shift_activities/{id}", Access: dispatcher, Serve: f.saveActivity(http.StatusOK)},
		{Pattern: "DELETE /api/shift_activities/{id}", Access: dispatcher, Serve: f.removes(shift.DeleteActivity)},
		{Pattern: "GET /api/skills", Access: dispatcher, Serve: all(f, "Skill", nil, skillObject, shift.ListSkills)},
		{Pattern: "GET /api/skills/{id}", Access: dispatcher, Serve: afterwards(f, f.read, "Skill", skillObject, shift.ReadSkill)},
		{Pattern: "POST /api/skills", Access: dispatcher, Serve: f.saveSkill(http.StatusCreated)},
		{Pattern: "PUT /api/skills/{id}", Access: dispatcher, Serve: f.saveSkill(http.StatusOK)},
		{Pattern: "DELETE /api/skills/{id}", Access: dispatcher, Serve: f.removes(shift.DeleteSkill)},
	}
}

// all answers with a whole collection.
func all[T any](f *face, kind string, filters []filter, show func(T) *Object, read func(*db.Tx) ([]T, error)) func(*web.Call) error {
	return func(c *web.Call) error {
		list, err := worked(c, f.read, read)
		if err != nil {
			return err
		}
		return f.list(c, http.StatusOK, collection{Context: kind, Members: shown(list, show), Total: len(list), Filters: filters})
	}
}

func shown[T any](list []T, show func(T) *Object) []*Object {
	members := make([]*Object, len(list))
	for i, thing := range list {
		members[i] = show(thing)
	}
	return members
}

// afterwards answers with the thing of the path, after something was done with it.
func afterwards[T any](f *face, run func(*web.Call, func(*db.Tx) error) error, kind string, show func(T) *Object, do func(*db.Tx, int64) (T, error)) func(*web.Call) error {
	return func(c *web.Call) error {
		id, err := c.ID("id")
		if err != nil {
			return err
		}
		thing, err := worked(c, run, func(tx *db.Tx) (T, error) { return do(tx, id) })
		if err != nil {
			return err
		}
		return f.item(c, http.StatusOK, kind, show(thing))
	}
}

func activityObject(a shift.Activity) *Object {
	return Obj("@id", iri("shift_activities", a.ID), "@type", "ShiftActivity", "id", a.ID, "slug", a.Slug, "label", a.Label, "color", a.Color)
}

func (f *face) saveActivity(status int) func(*web.Call) error {
	return func(c *web.Call) error {
		id, err := maybeID(c)
		if err != nil {
			return err
		}
		b, err := bodyOf(c, false)
		if err != nil {
			return err
		}
		var in shift.ActivityIn
		if in.Label, err = b.text("label"); err != nil {
			return err
		}
		if in.Color, err = b.text("color"); err != nil {
			return err
		}
		a, err := worked(c, f.change, func(tx *db.Tx) (shift.Activity, error) { return shift.SaveActivity(tx, id, in) })
		if err != nil {
			return err
		}
		return f.item(c, status, "ShiftActivity", activityObject(a))
	}
}

func skillObject(s shift.Skilled) *Object {
	users := []string{}
	for _, id := range s.Users {
		users = append(users, iri("users", id))
	}
	return Obj("@id", iri("skills", s.ID), "@type", "Skill", "id", s.ID, "name", s.Name, "users", users)
}

func (f *face) saveSkill(status int) func(*web.Call) error {
	return func(c *web.Call) error {
		var in shift.SaveSkillIn
		var err error
		if in.ID, err = maybeID(c); err != nil {
			return err
		}
		b, err := bodyOf(c, false)
		if err != nil {
			return err
		}
		if err := b.into("name", &in.Name); err != nil {
			return err
		}
		if in.Users, err = b.maybeRelations("users", "users"); err != nil {
			return err
		}
		s, err := worked(c, f.change, func(tx *db.Tx) (shift.Skilled, error) { return shift.SaveSkill(tx, in) })
		if err != nil {
			return err
		}
		return f.item(c, status, "Skill", skillObject(s))
	}
}
