package dialect

import (
	"fmt"
	"slices"

	"pignon.coop/internal/delivery"
)

// packages are what a task shows of packages: one entry a kind, in order of first appearance, with a label for each unit and the tasks that
// really carry it.
func (p painter) packages(s delivery.Sheet) []*Object {
	list := []*Object{}
	at := map[int64]int{}
	for _, parcel := range s.Parcels {
		i, known := at[parcel.PackageID]
		if !known {
			i = len(list)
			at[parcel.PackageID] = i
			list = append(list, Obj("name", parcel.Name, "type", parcel.Name, "short_code", parcel.ShortCode, "volume_per_package", parcel.AverageVolume,
				"quantity", int64(0), "labels", []string{}, "tasks", []string{}))
		}
		o := list[i]
		o.Set("quantity", o.At("quantity").(int64)+parcel.Quantity)
		o.Set("labels", append(o.At("labels").([]string), p.unitLabels(parcel)...))
		if tasks := o.At("tasks").([]string); !slices.Contains(tasks, iri("tasks", parcel.TaskID)) {
			o.Set("tasks", append(tasks, iri("tasks", parcel.TaskID)))
		}
	}
	return list
}

// unitLabels are the addresses of the labels of a task's packages of one kind, a label a unit.
func (p painter) unitLabels(parcel delivery.Parcel) []string {
	var urls []string
	for unit := parcel.First; unit < parcel.First+parcel.Quantity; unit++ {
		code := fmt.Sprintf("67670011%dP%dU%d8076", parcel.TaskID, parcel.ID, unit)
		urls = append(urls, p.origin+"/tasks/label?code="+code+"&token="+p.token("label "+code, parcel.TaskID)[:16])
	}
	return urls
}
