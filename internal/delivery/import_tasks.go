package delivery

import (
	"fmt"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/store"
)

// ImportTasksIn are tasks that come together.
type ImportTasksIn struct {
	Group string // name of the group that they make
	Tasks []ImportedTask
}

// ImportedTask is one of them. Those that name the same group of their own make it together.
type ImportedTask struct {
	CreateTaskIn
	Group string // "": that of the import
}

// MayImport: administrators import tasks, and integrations with the scope `tasks` for their store.
func MayImport(who authz.Actor) error {
	if who.Scoped(authz.Tasks) {
		return nil
	}
	return who.Must(authz.Admin)
}

// ImportTasks makes all tasks, in new groups, or none; it gives the import's own group. Those of an integration are its store's. What is wrong with one is named under its
// place, `tasks[2].before`; a reference that stands there twice under that of the second.
func ImportTasks(tx *db.Tx, in ImportTasksIn) (Group, []Task, error) {
	if err := MayImport(tx.Who()); err != nil {
		return Group{}, nil, err
	}
	house := tx.As(authz.System()) // whoever may import makes tasks and their group
	group, err := SaveGroup(house, GroupIn{Name: &in.Group})
	if err != nil {
		return Group{}, nil, err
	}
	groups, err := in.groups(house, group)
	if err != nil {
		return Group{}, nil, err
	}
	organization, err := organizationOf(tx)
	if err != nil {
		return Group{}, nil, err
	}
	made := make([]Task, len(in.Tasks))
	refs := map[string]bool{}
	for i, t := range in.Tasks {
		id := groups[t.Group]
		t.GroupID, t.OrganizationID = &id, organization
		place := fmt.Sprintf("tasks[%d]", i)
		if t.Reference != nil && refs[*t.Reference] {
			return Group{}, nil, fail.At(place, "task.reference.twice", "reference", *t.Reference)
		}
		if t.Reference != nil {
			refs[*t.Reference] = true
		}
		if made[i], err = CreateTask(house, t.CreateTaskIn); err != nil {
			return Group{}, nil, fail.Under(place, err)
		}
	}
	return group, made, nil
}

// groups makes the groups that tasks name, and gives all by name.
func (in ImportTasksIn) groups(tx *db.Tx, own Group) (map[string]int64, error) {
	ids := map[string]int64{"": own.ID}
	for _, t := range in.Tasks {
		if ids[t.Group] != 0 {
			continue
		}
		g, err := SaveGroup(tx, GroupIn{Name: &t.Group})
		if err != nil {
			return nil, err
		}
		ids[t.Group] = g.ID
	}
	return ids, nil
}

// organizationOf is whose tasks the caller imports: those of its store.
func organizationOf(tx *db.Tx) (*int64, error) {
	if tx.Who().StoreID == 0 {
		return nil, nil
	}
	s, err := store.LoadStore(tx, tx.Who().StoreID)
	return &s.OrganizationID, err
}
