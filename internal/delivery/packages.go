package delivery

// Packed is so many packages of one kind.
type Packed struct {
	PackageID int64 `db:"package_id"`
	Quantity  int64 `db:"quantity"`
}

// Named is so many packages of the kind of that name.
type Named struct {
	Name     string
	Quantity int64
}

// Parcel is what a task carries of one kind of package, with what is known of the kind.
type Parcel struct {
	ID            int64  `db:"id"`
	TaskID        int64  `db:"task_id"` // that really carries it
	DeliveryID    *int64 `db:"delivery_id"`
	PackageID     int64  `db:"package_id"`
	Quantity      int64  `db:"quantity"`
	Name          string `db:"name"`
	ShortCode     string `db:"short_code"`
	AverageVolume int64  `db:"average_volume_units"`
	MaxVolume     int64  `db:"max_volume_units"`
	First         int64  `db:"-"` // number of the first unit among all packages of its task, from 1
}

// Load is what some packages come to.
type Load struct{ Parcels, Volume int64 }

// LoadOf counts packages, and the room that they take on average.
func LoadOf(parcels []Parcel) (l Load) {
	for _, p := range parcels {
		l.Parcels += p.Quantity
		l.Volume += p.Quantity * p.AverageVolume
	}
	return l
}

// shownParcels are the packages that a task shows among those of its delivery, as shownWeight says it of weights.
func shownParcels(id int64, delivery []share, parcels []Parcel) (list []Parcel) {
	sum := sumsUp(id, delivery)
	for _, p := range parcels {
		if (p.TaskID == id) != sum {
			list = append(list, p)
		}
	}
	return list
}

func ownParcels(t Task, parcels []Parcel) (list []Parcel) {
	for _, p := range parcels {
		if p.TaskID == t.ID {
			list = append(list, p)
		}
	}
	return list
}

func ofDelivery(id int64, parcels []Parcel) (list []Parcel) {
	for _, p := range parcels {
		if p.DeliveryID != nil && *p.DeliveryID == id {
			list = append(list, p)
		}
	}
	return list
}

// number counts the units of each task's packages through, in their order.
func number(parcels []Parcel) {
	next := map[int64]int64{}
	for i := range parcels {
		p := &parcels[i]
		p.First = next[p.TaskID] + 1
		next[p.TaskID] += p.Quantity
	}
}
