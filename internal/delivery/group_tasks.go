package delivery

import (
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

// GroupIn is a group as it shall be: Tasks nil leaves them alone.
type GroupIn struct {
	GroupID int64 // 0 makes a new one
	Name    *string
	Tasks   []int64
	Add     bool // Tasks join those that are in it
}

// SaveGroup makes or changes a group of tasks. A task is in at most one group.
func SaveGroup(tx *db.Tx, in GroupIn) (g Group, err error) {
	if in.GroupID != 0 {
		if g, err = LoadGroup(tx, in.GroupID); err != nil {
			return Group{}, err
		}
	}
	if err := mayPlan(tx.Who()); err != nil {
		return Group{}, err
	}
	set(&g.Name, in.Name)
	if g.Name == "" {
		return Group{}, fail.At("name", "value.blank")
	}
	if err := writeGroup(tx, &g); err != nil || in.Tasks == nil {
		return g, err
	}
	if !in.Add {
		if err := emptyGroup(tx, g.ID); err != nil {
			return Group{}, err
		}
	}
	for _, id := range in.Tasks {
		if err := joinGroup(tx, id, &g.ID); err != nil {
			return Group{}, err
		}
	}
	return g, nil
}

func writeGroup(tx *db.Tx, g *Group) (err error) {
	g.UpdatedAt = tx.Now()
	if g.Tags.V == nil {
		g.Tags.V = []string{}
	}
	if g.ID != 0 {
		return db.Update(tx, "task_groups", *g)
	}
	g.CreatedAt = tx.Now()
	if g.ID, err = tx.ID("task_groups"); err != nil {
		return err
	}
	return db.Insert(tx, "task_groups", *g)
}

// joinGroup puts a task into a group, or out of any.
func joinGroup(tx *db.Tx, task int64, group *int64) error {
	t, err := LoadTask(tx, task)
	if err != nil {
		return err
	}
	t.GroupID = group
	return saveTask(tx, &t)
}

func emptyGroup(tx *db.Tx, group int64) error {
	ids, err := GroupTasks(tx, group)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := joinGroup(tx, id, nil); err != nil {
			return err
		}
	}
	return nil
}

// LeaveGroup takes a task out of its group.
func LeaveGroup(tx *db.Tx, task int64) error {
	if _, _, err := forPlan(tx, task); err != nil {
		return err
	}
	return joinGroup(tx, task, nil)
}

// DeleteGroup dissolves a group. Its tasks that nobody carries are cancelled.
func DeleteGroup(tx *db.Tx, id int64) error {
	if _, err := LoadGroup(tx, id); err != nil {
		return err
	}
	if err := mayPlan(tx.Who()); err != nil {
		return err
	}
	tasks, err := GroupTasks(tx, id)
	if err != nil {
		return err
	}
	for _, task := range tasks {
		if err := joinGroup(tx, task, nil); err != nil {
			return err
		}
		courier, err := CourierOf(tx, task)
		if err != nil {
			return err
		}
		if courier != 0 {
			continue
		}
		if _, err := CancelTask(tx, task); err != nil {
			return err
		}
	}
	return deleteGroup(tx, id)
}
