package delivery

import (
	"strings"

	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
)

const sheetFrom = ` FROM (SELECT ` + taskColumns + `,
		a.street_address AS "a.street_address", a.name AS "a.name", a.contact_name AS "a.contact_name", a.telephone AS "a.telephone",
		a.description AS "a.description", a.provider AS "a.provider", a.lat AS "a.lat", a.lng AS "a.lng",
		o.name AS org_name, g.name AS group_name, d.store_id, d.order_id, r.number AS order_number, r.total AS order_total,
		r.reusable_packaging_enabled AS order_reusable, ` + collectColumn + ` AS order_collect, ` + courierColumn + ` AS courier_id,
		CASE WHEN p.status IN ('TODO', 'DOING', 'CANCELLED') THEN TRUE ELSE FALSE END AS blocked
	FROM tasks t JOIN addresses a ON a.id = t.address_id
	LEFT JOIN organizations o ON o.id = t.organization_id LEFT JOIN task_groups g ON g.id = t.group_id
	LEFT JOIN deliveries d ON d.id = t.delivery_id LEFT JOIN orders r ON r.id = d.order_id
	LEFT JOIN tasks p ON p.id = t.previous_id) s LEFT JOIN users u ON u.id = s.courier_id`

const collectColumn = `(SELECT MAX(m.code) FROM payments y JOIN payment_methods m ON m.id = y.method_id
		WHERE y.order_id = r.id AND m.code = 'CASH_ON_DELIVERY' AND y.state NOT IN ('failed', 'cancelled', 'void'))`

// LoadSheet reads one task with all that is shown of it, whoever asks. An unknown id is NotFound.
func LoadSheet(tx *db.Tx, id int64) (Sheet, error) {
	rows, err := sheets(tx, db.Cond{SQL: "s.id = ?", Args: []any{id}}, "s.id", SheetQuery{})
	if err == nil && len(rows) == 0 {
		err = fail.New(fail.NotFound, "row.not_found")
	}
	if err != nil {
		return Sheet{}, err
	}
	return rows[0], nil
}

// SheetsByID reads tasks in the order of the ids, whoever asks. Unknown ids are left out.
func SheetsByID(tx *db.Tx, ids []int64) ([]Sheet, error) {
	rows, err := sheets(tx, db.Cond{SQL: "s.id IN (?)", Args: []any{ids}}, "s.id", SheetQuery{})
	if err != nil {
		return nil, err
	}
	byID := map[int64]Sheet{}
	for _, s := range rows {
		byID[s.ID] = s
	}
	ordered := make([]Sheet, 0, len(ids))
	for _, id := range ids {
		if s, ok := byID[id]; ok {
			ordered = append(ordered, s)
		}
	}
	return ordered, nil
}

// ListSheets reads the tasks that the actor may see, and how many there are over all pages.
func ListSheets(tx *db.Tx, q SheetQuery) (list []Sheet, total int, err error) {
	cond := q.cond(Visible(tx.Who()))
	order := "s.id"
	switch {
	case q.Delivery != 0:
		order = "s.delivery_position, s.id"
	case q.ByWindow:
		order = "s.before_at, CASE s.type WHEN 'PICKUP' THEN 0 ELSE 1 END, s.id"
	}
	if list, err = sheets(tx, cond, order, q); err != nil || q.Limit == 0 {
		return list, len(list), err
	}
	total, err = db.One[int](tx, "SELECT COUNT(*)"+sheetFrom+" WHERE "+cond.SQL, cond.Args...)
	return list, total, err
}

func (q SheetQuery) cond(visible db.Cond) db.Cond {
	conds := []db.Cond{visible}
	add := func(sql string, args ...any) { conds = append(conds, db.Cond{SQL: sql, Args: args}) }
	if q.IDs != nil {
		add("s.id IN (?)", q.IDs)
	}
	if q.Delivery != 0 {
		add("s.delivery_id = ?", q.Delivery)
	}
	if !q.Window.IsZero() {
		add("s.after_at < ? AND s.before_at >= ?", q.Window.To, q.Window.From)
	}
	if q.Assigned != nil {
		add(map[bool]string{true: "s.courier_id IS NOT NULL", false: "s.courier_id IS NULL"}[*q.Assigned])
	}
	if q.Organization != "" {
		add("s.org_name = ?", q.Organization)
	}
	return db.And(conds...)
}

func sheets(tx *db.Tx, cond db.Cond, order string, q SheetQuery) ([]Sheet, error) {
	columns := "s.*, u.username"
	query, args := "SELECT "+columns+sheetFrom+" WHERE "+cond.SQL+" ORDER BY "+order, cond.Args
	if q.Limit > 0 {
		query, args = query+" LIMIT ? OFFSET ?", append(append([]any{}, args...), q.Limit, q.Offset)
	}
	list, err := db.All[Sheet](tx, query, args...)
	if err != nil || len(list) == 0 {
		return list, err
	}
	if err := addLoads(tx, list); err != nil {
		return nil, err
	}
	if err := addTags(tx, list); err != nil {
		return nil, err
	}
	if err := addIncidents(tx, list); err != nil {
		return nil, err
	}
	if err := addImages(tx, list); err != nil {
		return nil, err
	}
	return list, hideContacts(tx, list)
}

func addTags(tx *db.Tx, list []Sheet) error {
	slugs := []string{}
	for _, s := range list {
		slugs = append(slugs, s.Tags.V...)
	}
	known, err := db.All[Tag](tx, "SELECT name, slug, color FROM tags WHERE slug IN (?)", slugs)
	if err != nil {
		return err
	}
	bySlug := map[string]Tag{}
	for _, t := range known {
		bySlug[t.Slug] = t
	}
	for i := range list {
		for _, slug := range list[i].Tags.V {
			if t, ok := bySlug[strings.TrimSpace(slug)]; ok {
				list[i].Tagged = append(list[i].Tagged, t)
			}
		}
	}
	return nil
}

func addImages(tx *db.Tx, list []Sheet) error {
	ids := make([]int64, len(list))
	at := map[int64]int{}
	for i, s := range list {
		ids[i] = s.ID
		at[s.ID] = i
	}
	images, err := imagesOf(tx, ids)
	for _, m := range images {
		s := &list[at[*m.TaskID]]
		s.Images = append(s.Images, m)
	}
	return err
}

func addIncidents(tx *db.Tx, list []Sheet) error {
	ids := make([]int64, len(list))
	at := map[int64]int{}
	for i, s := range list {
		ids[i] = s.ID
		at[s.ID] = i
	}
	marks, err := db.All[Mark](tx, "SELECT id, task_id, CASE WHEN status = 'OPEN' THEN TRUE ELSE FALSE END AS open FROM incidents WHERE task_id IN (?) ORDER BY id", ids)
	for _, m := range marks {
		s := &list[at[m.TaskID]]
		s.Incidents = append(s.Incidents, m)
	}
	return err
}

// addLoads adds the weights and packages that tasks show.
func addLoads(tx *db.Tx, list []Sheet) error {
	var ids, deliveries []int64
	for _, s := range list {
		ids = append(ids, s.ID)
		if s.DeliveryID != nil {
			deliveries = append(deliveries, *s.DeliveryID)
		}
	}
	shares, err := db.All[share](tx, "SELECT id, delivery_id, type, weight FROM tasks WHERE delivery_id IN (?) ORDER BY id", deliveries)
	if err != nil {
		return err
	}
	parcels, err := parcelsAround(tx, ids, deliveries)
	if err != nil {
		return err
	}
	of := map[int64][]share{}
	for _, s := range shares {
		for _, p := range parcels {
			s.Loaded = s.Loaded || p.TaskID == s.ID
		}
		of[s.DeliveryID] = append(of[s.DeliveryID], s)
	}
	for i, s := range list {
		list[i].Shown, list[i].Parcels = s.Weight, ownParcels(s.Task, parcels)
		if s.DeliveryID != nil {
			list[i].Shown = shownWeight(s.ID, of[*s.DeliveryID])
			list[i].Parcels = shownParcels(s.ID, of[*s.DeliveryID], ofDelivery(*s.DeliveryID, parcels))
		}
	}
	return nil
}
