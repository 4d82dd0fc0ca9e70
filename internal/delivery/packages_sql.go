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

func packedIn(tx *db.Tx, task int64) (packed []Packed, err error) {
	return db.All[Packed](tx, "SELECT package_id, quantity FROM task_packages WHERE task_id = ? ORDER BY id", task)
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

type called struct {
	ID   int64  `db:"id"`
	Name string `db:"name"`
}

// packagesCalled finds kinds of packages by name: in the set of the store whose delivery it is, or the first of that name where there is no
// store. Names that are not known are left out.
func packagesCalled(tx *db.Tx, delivery *int64, list []Named) (packed []Packed, err error) {
	names := make([]string, len(list))
	for i, n := range list {
		names[i] = n.Name
	}
	rows, err := db.All[called](tx, `SELECT p.id, p.name FROM packages p
		WHERE p.name IN (?) AND p.deleted_at IS NULL AND COALESCE(p.package_set_id = (SELECT s.package_set_id FROM deliveries d JOIN stores s ON s.id = d.store_id
			WHERE d.id = ?), TRUE) ORDER BY p.id`, names, delivery)
	if err != nil {
		return nil, err
	}
	for _, n := range list {
		for _, r := range rows {
			if r.Name == n.Name {
				packed = append(packed, Packed{PackageID: r.ID, Quantity: n.Quantity})
				break
			}
		}
	}
	return packed, nil
}
