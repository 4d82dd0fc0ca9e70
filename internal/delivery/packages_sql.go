package delivery

import "pignon.coop/internal/db"

const parcelColumns = `SELECT k.id, k.task_id, t.delivery_id, k.package_id, k.quantity, p.name, p.short_code, p.average_volume_units, p.max_volume_units
	FROM task_packages k JOIN packages p ON p.id = k.package_id JOIN tasks t ON t.id = k.task_id`

// ParcelsOf reads what tasks carry themselves, by task in the order in which it was added.
func ParcelsOf(tx *db.Tx, tasks []int64) (map[int64][]Parcel, error) {
	rows, err := db.All[Parcel](tx, parcelColumns+" WHERE k.task_id IN (?) ORDER BY k.id", tasks)
	number(rows)
	found := map[int64][]Parcel{}
	for _, p := range rows {
		found[p.TaskID] = append(found[p.TaskID], p)
	}
	return found, err
}

// parcelsAround reads what some tasks, and all tasks of some deliveries, carry.
func parcelsAround(tx *db.Tx, tasks, deliveries []int64) ([]Parcel, error) {
	rows, err := db.All[Parcel](tx, parcelColumns+" WHERE k.task_id IN (?) OR t.delivery_id IN (?) ORDER BY t.delivery_position, k.id", tasks, deliveries)
	number(rows)
	return rows, err
}

// setPackages makes a task carry just these packages. Those that stay keep their place; of a kind that is named twice the quantities add up.
func setPackages(tx *db.Tx, task int64, packed []Packed) error {
	wanted := map[int64]int64{}
	ids := []int64{}
	for _, p := range packed {
		if wanted[p.PackageID] == 0 {
			ids = append(ids, p.PackageID)
		}
		wanted[p.PackageID] += p.Quantity
	}
	have, err := ParcelsOf(tx, []int64{task})
	if err != nil {
		return err
	}
	for _, p := range have[task] {
		if wanted[p.PackageID] == 0 {
			_, err = tx.Exec("DELETE FROM task_packages WHERE id = ?", p.ID)
		} else {
			_, err = tx.Exec("UPDATE task_packages SET quantity = ? WHERE id = ?", wanted[p.PackageID], p.ID)
			delete(wanted, p.PackageID)
		}
		if err != nil {
			return err
		}
	}
	for _, id := range ids {
		if err := addPackage(tx, task, Packed{PackageID: id, Quantity: wanted[id]}); err != nil {
			return err
		}
	}
	return nil
}

func addPackage(tx *db.Tx, task int64, p Packed) error {
	if p.Quantity <= 0 {
		return nil
	}
	id, err := tx.ID("task_packages")
	if err != nil {
		return err
	}
	_, err = tx.Exec("INSERT INTO task_packages (id, task_id, package_id, quantity) VALUES (?, ?, ?, ?)", id, task, p.PackageID, p.Quantity)
	return err
}

// loadedTasks tells which of some tasks carry packages of their own.
func loadedTasks(tx *db.Tx, tasks []*Task) (func(*Task) bool, error) {
	ids := make([]int64, len(tasks))
	for i, t := range tasks {
		ids[i] = t.ID
	}
	parcels, err := ParcelsOf(tx, ids)
	return func(t *Task) bool { return len(parcels[t.ID]) > 0 }, err
}

func allParcels(tx *db.Tx) (map[int64][]Parcel, error) {
	rows, err := db.All[Parcel](tx, parcelColumns+" ORDER BY k.id")
	found := map[int64][]Parcel{}
	for _, p := range rows {
		found[p.TaskID] = append(found[p.TaskID], p)
	}
	return found, err
}
