package dialect

import (
	"net/http"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/fleet"
	"pignon.coop/internal/org"
	"pignon.coop/internal/web"
)

func (f *face) fleetEndpoints() []web.Endpoint {
	admin, dispatcher, user := web.Needs(authz.Admin), web.Needs(authz.Dispatcher), web.Needs(authz.User)
	return []web.Endpoint{
		{Pattern: "GET /api/warehouses", Access: dispatcher, Serve: f.warehouses},
		{Pattern: "GET /api/warehouses/{id}", Access: user, Serve: f.warehouse},
		{Pattern: "POST /api/warehouses", Access: admin, Serve: f.addWarehouse},
		{Pattern: "DELETE /api/warehouses/{id}", Access: user, Serve: f.removes(fleet.DeleteWarehouse)},
		{Pattern: "POST /api/warehouses/{id}/relay", Access: user, Serve: f.relayTasks},
		{Pattern: "GET /api/vehicles", Access: dispatcher, Serve: f.vehicles},
		{Pattern: "GET /api/vehicles/{id}", Access: user, Serve: f.vehicle},
		{Pattern: "POST /api/vehicles", Access: admin, Serve: f.saveVehicle(http.StatusCreated)},
		{Pattern: "PATCH /api/vehicles/{id}", Access: user, Serve: f.saveVehicle(http.StatusOK)},
		{Pattern: "DELETE /api/vehicles/{id}", Access: user, Serve: f.removes(fleet.DeleteVehicle)},
		{Pattern: "GET /api/trailers", Access: dispatcher, Serve: f.trailers},
		{Pattern: "GET /api/trailers/{id}", Access: user, Serve: f.trailer},
		{Pattern: "POST /api/trailers", Access: admin, Serve: f.saveTrailer(http.StatusCreated)},
		{Pattern: "PATCH /api/trailers/{id}", Access: user, Serve: f.saveTrailer(http.StatusOK)},
		{Pattern: "DELETE /api/trailers/{id}", Access: user, Serve: f.removes(fleet.DeleteTrailer)},
		{Pattern: "PUT /api/trailers/{id}/vehicles", Access: user, Serve: f.saveTrailer(http.StatusOK)},
	}
}

func warehouseObjects(tx *db.Tx, list []fleet.Warehouse) ([]*Object, error) {
	members := []*Object{}
	for _, w := range list {
		a, err := org.LoadAddress(tx, w.AddressID)
		if err != nil {
			return nil, err
		}
		members = append(members, Obj("@id", iri("warehouses", w.ID), "@type", "Warehouse", "id", w.ID, "name", w.Name, "address", addressObject(a)))
	}
	return members, nil
}

func (f *face) warehouses(c *web.Call) error {
	return f.pageOfObjects(c, "Warehouse", func(tx *db.Tx, p page) ([]*Object, int, error) {
		list, err := fleet.ListWarehouses(tx, p.Size, p.Offset())
		if err != nil {
			return nil, 0, err
		}
		members, err := warehouseObjects(tx, list.Rows)
		return members, list.Total, err
	})
}

// pageOfObjects answers with a page of a collection.
func (f *face) pageOfObjects(c *web.Call, context string, read func(*db.Tx, page) ([]*Object, int, error)) error {
	p, err := pageOf(c)
	if err != nil {
		return err
	}
	l := collection{Context: context, Page: p}
	err = f.read(c, func(tx *db.Tx) (err error) {
		l.Members, l.Total, err = read(tx, p)
		return err
	})
	if err != nil {
		return err
	}
	return f.list(c, http.StatusOK, l)
}

// one answers with the one object that a read gives.
func (f *face) one(c *web.Call, status int, context string, read func(*db.Tx) ([]*Object, error)) error {
	list, err := worked(c, f.read, read)
	if err != nil {
		return err
	}
	return f.item(c, status, context, list[0])
}

func (f *face) warehouse(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return f.one(c, http.StatusOK, "Warehouse", func(tx *db.Tx) ([]*Object, error) {
		w, err := fleet.ReadWarehouse(tx, id)
		if err != nil {
			return nil, err
		}
		return warehouseObjects(tx, []fleet.Warehouse{w})
	})
}

func (f *face) addWarehouse(c *web.Call) error {
	b, err := bodyOf(c, false)
	if err != nil {
		return err
	}
	name, err := b.text("name")
	if err != nil {
		return err
	}
	address, err := f.addressIn(c.R.Context(), b["address"])
	if err != nil {
		return err
	}
	w, err := worked(c, f.change, func(tx *db.Tx) (w fleet.Warehouse, err error) {
		id, err := placed(tx, address)
		if err != nil {
			return w, err
		}
		return fleet.AddWarehouse(tx, fleet.AddWarehouseIn{Name: name, AddressID: id})
	})
	if err != nil {
		return err
	}
	return f.one(c, http.StatusCreated, "Warehouse", func(tx *db.Tx) ([]*Object, error) { return warehouseObjects(tx, []fleet.Warehouse{w}) })
}

// relayTasks splits deliveries at a warehouse, and answers with the tasks of both legs.
func (f *face) relayTasks(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	b, err := bodyOf(c, true)
	if err != nil {
		return err
	}
	ids, err := b.relations("tasks", "tasks")
	if err != nil {
		return err
	}
	list, err := worked(c, f.change, func(tx *db.Tx) ([]delivery.Sheet, error) {
		all, err := delivery.RelayTasks(tx, delivery.RelayIn{WarehouseID: id, Tasks: ids})
		if unknown := tasksIn(tx, ids); fail.Is(err, fail.NotFound) && unknown != nil {
			return nil, unknown
		}
		if err != nil {
			return nil, err
		}
		return delivery.SheetsByID(tx, all)
	})
	if err != nil {
		return err
	}
	return f.plainJSON(c, http.StatusCreated, Obj("tasks", f.taskObjects(c, list)))
}

func bodyObject(o *Object, b fleet.Body) *Object {
	return o.Set("name", b.Name).Set("maxVolumeUnits", b.MaxVolume).Set("maxWeight", b.MaxWeight).Set("color", b.Color).Set("isElectric", b.Electric).
		Set("electricRange", b.ElectricRange)
}

func vehicleObjects(tx *db.Tx, list []fleet.Vehicle) ([]*Object, error) {
	var ids, homes, pulled []int64
	for _, v := range list {
		ids, homes = append(ids, v.ID), append(homes, v.WarehouseID)
	}
	warehouses, err := fleet.WarehousesByID(tx, homes)
	if err != nil {
		return nil, err
	}
	trailers, err := fleet.TrailersFor(tx, ids)
	if err != nil {
		return nil, err
	}
	for _, more := range trailers {
		pulled = append(pulled, more...)
	}
	known, err := fleet.TrailersByID(tx, pulled)
	members := []*Object{}
	for _, v := range list {
		o := bodyObject(Obj("@id", iri("vehicles", v.ID), "@type", "Vehicle", "id", v.ID), v.Body).Set("co2emissions", v.CO2)
		w := warehouses[v.WarehouseID]
		o.Set("warehouse", Obj("@id", iri("warehouses", w.ID), "@type", "Warehouse", "id", w.ID, "name", w.Name))
		compatible := []*Object{}
		for _, id := range trailers[v.ID] {
			compatible = append(compatible, Obj("@id", iri("trailers", id), "@type", "Trailer", "id", id, "name", known[id].Name))
		}
		members = append(members, o.Set("compatibleTrailers", compatible))
	}
	return members, err
}

func (f *face) vehicles(c *web.Call) error {
	return f.pageOfObjects(c, "Vehicle", func(tx *db.Tx, p page) ([]*Object, int, error) {
		list, err := fleet.ListVehicles(tx, p.Size, p.Offset())
		if err != nil {
			return nil, 0, err
		}
		members, err := vehicleObjects(tx, list.Rows)
		return members, list.Total, err
	})
}

func (f *face) vehicle(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return f.one(c, http.StatusOK, "Vehicle", func(tx *db.Tx) ([]*Object, error) {
		v, err := fleet.ReadVehicle(tx, id)
		if err != nil {
			return nil, err
		}
		return vehicleObjects(tx, []fleet.Vehicle{v})
	})
}

// fleetBody reads what vehicles and trailers have in common; absent keys stay nil.
func fleetBody(b body) (in fleet.BodyIn, err error) {
	for key, field := range map[string]any{"name": &in.Name, "maxVolumeUnits": &in.MaxVolume, "maxWeight": &in.MaxWeight, "color": &in.Color} {
		if err := b.into(key, field); err != nil {
			return in, err
		}
	}
	if in.Electric, err = nullable[bool](b, "isElectric"); err != nil {
		return in, err
	}
	in.ElectricRange, err = nullable[int64](b, "electricRange")
	return in, err
}

// nullable reads a value that null takes away; absent stays nil.
func nullable[T any](b body, key string) (**T, error) {
	if !b.has(key) {
		return nil, nil
	}
	var value *T
	return &value, b.into(key, &value)
}

// maybeRelations reads a list of IRIs; absent stays nil.
func (b body) maybeRelations(key, collection string) (*[]int64, error) {
	if !b.has(key) {
		return nil, nil
	}
	ids, err := b.relations(key, collection)
	return &ids, err
}

func vehicleIn(c *web.Call, b body) (in fleet.SaveVehicleIn, err error) {
	if in.ID, err = maybeID(c); err != nil {
		return in, err
	}
	if in.BodyIn, err = fleetBody(b); err != nil {
		return in, err
	}
	if in.CO2, err = nullable[int64](b, "co2emissions"); err != nil {
		return in, err
	}
	home, err := b.relation("warehouse", "warehouses")
	if err != nil {
		return in, err
	}
	if home != 0 {
		in.WarehouseID = &home
	}
	in.Trailers, err = b.maybeRelations("compatibleTrailers", "trailers")
	return in, err
}

// maybeID is the id in the path, 0 where the path has none.
func maybeID(c *web.Call) (int64, error) {
	if c.Path("id") == "" {
		return 0, nil
	}
	return c.ID("id")
}

func (f *face) saveVehicle(status int) func(*web.Call) error {
	return func(c *web.Call) error {
		b, err := bodyOf(c, false)
		if err != nil {
			return err
		}
		in, err := vehicleIn(c, b)
		if err != nil {
			return err
		}
		v, err := worked(c, f.change, func(tx *db.Tx) (fleet.Vehicle, error) { return fleet.SaveVehicle(tx, in) })
		if err != nil {
			return err
		}
		return f.one(c, status, "Vehicle", func(tx *db.Tx) ([]*Object, error) { return vehicleObjects(tx, []fleet.Vehicle{v}) })
	}
}

func trailerObjects(tx *db.Tx, list []fleet.Trailer) ([]*Object, error) {
	var ids []int64
	for _, t := range list {
		ids = append(ids, t.ID)
	}
	vehicles, err := fleet.VehiclesFor(tx, ids)
	members := []*Object{}
	for _, t := range list {
		compatible := []string{}
		for _, id := range vehicles[t.ID] {
			compatible = append(compatible, iri("vehicles", id))
		}
		members = append(members, bodyObject(Obj("@id", iri("trailers", t.ID), "@type", "Trailer", "id", t.ID), t.Body).Set("compatibleVehicles", compatible))
	}
	return members, err
}

func (f *face) trailers(c *web.Call) error {
	return f.pageOfObjects(c, "Trailer", func(tx *db.Tx, p page) ([]*Object, int, error) {
		list, err := fleet.ListTrailers(tx, p.Size, p.Offset())
		if err != nil {
			return nil, 0, err
		}
		members, err := trailerObjects(tx, list.Rows)
		return members, list.Total, err
	})
}

func (f *face) trailer(c *web.Call) error {
	id, err := c.ID("id")
	if err != nil {
		return err
	}
	return f.one(c, http.StatusOK, "Trailer", func(tx *db.Tx) ([]*Object, error) {
		t, err := fleet.ReadTrailer(tx, id)
		if err != nil {
			return nil, err
		}
		return trailerObjects(tx, []fleet.Trailer{t})
	})
}

// saveTrailer makes or changes a trailer; asked under /vehicles, the answer is known by that path.
func (f *face) saveTrailer(status int) func(*web.Call) error {
	return func(c *web.Call) error {
		b, err := bodyOf(c, false)
		if err != nil {
			return err
		}
		in := fleet.SaveTrailerIn{}
		if in.ID, err = maybeID(c); err != nil {
			return err
		}
		if in.BodyIn, err = fleetBody(b); err != nil {
			return err
		}
		if in.Vehicles, err = b.maybeRelations("compatibleVehicles", "vehicles"); err != nil {
			return err
		}
		t, err := worked(c, f.change, func(tx *db.Tx) (fleet.Trailer, error) { return fleet.SaveTrailer(tx, in) })
		if err != nil {
			return err
		}
		return f.one(c, status, "Trailer", func(tx *db.Tx) ([]*Object, error) {
			list, err := trailerObjects(tx, []fleet.Trailer{t})
			if err == nil && c.R.Method == http.MethodPut {
				list[0].Set("@id", c.R.URL.Path)
			}
			return list, err
		})
	}
}
