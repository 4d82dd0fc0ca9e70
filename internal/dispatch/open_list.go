package dispatch

import (
	"pignon.coop/internal/account"
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// OpenList gives the list of a courier's day, a new empty one when there is none.
func OpenList(tx *db.Tx, courier int64, day span.Day) (TaskList, error) {
	if err := mayPlan(tx.Who()); err != nil {
		return TaskList{}, err
	}
	u, err := account.LoadUser(tx, courier)
	if err == nil {
		err = mayCarry(u)
	}
	if err != nil {
		return TaskList{}, err
	}
	if list, ok, err := findList(tx, courier, day); ok || err != nil {
		return list, err
	}
	d := &draft{tx: tx, day: day}
	p, err := d.open(u, day)
	if err != nil {
		return TaskList{}, err
	}
	if err := p.saveHead(d); err != nil {
		return TaskList{}, err
	}
	return p.TaskList, tx.Emit(ListChanged{ListID: p.ID, CourierID: p.CourierID, Day: day, Version: p.Version})
}
