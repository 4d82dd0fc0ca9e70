package incident

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// Load reads an incident; NotFound when there is none.
func Load(tx *db.Tx, id int64) (Incident, error) {
	return db.One[Incident](tx, "SELECT * FROM incidents WHERE id = ?", id)
}

func save(tx *db.Tx, i *Incident) error {
	i.UpdatedAt = tx.Now()
	return db.Update(tx, "incidents", i)
}

// notAccepted refuses an incident whose suggestion was accepted already.
func notAccepted(tx *db.Tx, id int64) error {
	n, err := db.One[int64](tx, "SELECT COUNT(*) FROM incident_events WHERE incident_id = ? AND type = ?", id, Accepted)
	if err != nil || n == 0 {
		return err
	}
	return fail.New(fail.Invalid, "incident.suggestion.taken")
}

// LoadImage reads a photo, whoever asks.
func LoadImage(tx *db.Tx, id int64) (Image, error) {
	return db.One[Image](tx, "SELECT * FROM incident_images WHERE id = ?", id)
}

// View is an incident with what it is about, as screens and the contract show it.
type View struct {
	Incident
	TaskStatus   string  `db:"task_status"`
	TaskType     string  `db:"task_type"`
	Author       *string `db:"author"`
	DeliveryID   *int64  `db:"delivery_id"`
	OrderID      *int64  `db:"order_id"`
	ShopID       *int64  `db:"shop_id"`
	ShopName     *string `db:"shop_name"`
	CustomerID   *int64  `db:"customer_user_id"`
	CustomerName *string `db:"customer_username"`
	StoreID      *int64  `db:"store_id"`
	StoreName    *string `db:"store_name"`
	Entries      []Entry `db:"-"`
	Images       []Image `db:"-"`
}

const viewColumns = `SELECT i.*, t.status AS task_status, t.type AS task_type, u.username AS author, t.delivery_id, d.order_id, r.id AS shop_id, r.name AS shop_name,
	c.id AS customer_user_id, c.username AS customer_username, s.id AS store_id, s.name AS store_name`

const viewFrom = ` FROM incidents i JOIN tasks t ON t.id = i.task_id LEFT JOIN users u ON u.id = i.created_by LEFT JOIN deliveries d ON d.id = t.delivery_id
	LEFT JOIN orders o ON o.id = d.order_id LEFT JOIN restaurants r ON r.id = o.restaurant_id LEFT JOIN users c ON c.customer_id = o.customer_id
	LEFT JOIN stores s ON s.id = d.store_id`

// Query selects incidents. Empty fields select nothing away.
type Query struct {
	IDs, Tasks                        []int64
	Status                            Status
	Priorities                        []int64
	Reasons                           []string
	Stores, Shops, Customers, Authors []int64
	From, To                          span.Instant // of its report; To is not included
	Order                             Order
	Limit, Offset                     int
}

// Order is the order of incidents.
type Order string

// The orders. Newest is the usual one.
const (
	Newest     Order = "i.id DESC"
	ByAge      Order = "i.created_at, i.id"
	ByAgeDown  Order = "i.created_at DESC, i.id DESC"
	ByUrgency  Order = "i.priority, i.id DESC"
	ByCalmness Order = "i.priority DESC, i.id DESC"
)

func (q Query) cond() db.Cond {
	var conds, senders []db.Cond
	in := func(list *[]db.Cond, column string, ids []int64) {
		if ids != nil {
			*list = append(*list, db.Cond{SQL: column + " IN (?)", Args: []any{ids}})
		}
	}
	in(&conds, "i.id", q.IDs)
	in(&conds, "i.task_id", q.Tasks)
	in(&conds, "i.priority", q.Priorities)
	in(&conds, "c.id", q.Customers)
	in(&conds, "i.created_by", q.Authors)
	in(&senders, "s.id", q.Stores)
	in(&senders, "r.id", q.Shops)
	if senders != nil {
		conds = append(conds, db.Or(senders...))
	}
	if q.Status != "" {
		conds = append(conds, db.Cond{SQL: "i.status = ?", Args: []any{q.Status}})
	}
	if q.Reasons != nil {
		conds = append(conds, db.Cond{SQL: "i.reason IN (?)", Args: []any{q.Reasons}})
	}
	if !q.From.IsZero() {
		conds = append(conds, db.Cond{SQL: "i.created_at >= ?", Args: []any{q.From}})
	}
	if !q.To.IsZero() {
		conds = append(conds, db.Cond{SQL: "i.created_at < ?", Args: []any{q.To}})
	}
	return db.And(conds...)
}

// List reads incidents with all that is shown of them, and how many there are over all pages. It asks no policy.
func List(tx *db.Tx, q Query) (page org.Page[View], err error) {
	cond, order := q.cond(), q.Order
	if order == "" {
		order = Newest
	}
	query, args := viewColumns+viewFrom+" WHERE "+cond.SQL+" ORDER BY "+string(order), cond.Args
	if q.Limit > 0 {
		query, args = query+" LIMIT ? OFFSET ?", append(append([]any{}, args...), q.Limit, q.Offset)
	}
	if page.Rows, err = db.All[View](tx, query, args...); err != nil {
		return page, err
	}
	if err := fill(tx, page.Rows); err != nil || q.Limit == 0 {
		page.Total = len(page.Rows)
		return page, err
	}
	page.Total, err = db.One[int](tx, "SELECT COUNT(*)"+viewFrom+" WHERE "+cond.SQL, cond.Args...)
	return page, err
}

func fill(tx *db.Tx, list []View) error {
	ids, at := make([]int64, len(list)), map[int64]*View{}
	for n := range list {
		ids[n], at[list[n].ID] = list[n].ID, &list[n]
	}
	entries, err := db.All[Entry](tx, "SELECT * FROM incident_events WHERE incident_id IN (?) ORDER BY id", ids)
	if err != nil {
		return err
	}
	for _, e := range entries {
		at[e.IncidentID].Entries = append(at[e.IncidentID].Entries, e)
	}
	images, err := db.All[Image](tx, "SELECT * FROM incident_images WHERE incident_id IN (?) ORDER BY id", ids)
	for _, m := range images {
		at[*m.IncidentID].Images = append(at[*m.IncidentID].Images, m)
	}
	return err
}

// Party is somebody whom incidents are about or from.
type Party struct {
	ID   int64  `db:"id"`
	Name string `db:"name"`
}

// Parties are all whom incidents are about or from.
type Parties struct{ Stores, Shops, Authors, Customers []Party }

// ListParties reads what incidents can be looked for by, for dispatchers.
func ListParties(tx *db.Tx) (p Parties, err error) {
	if err := tx.Who().Must(authz.Dispatcher); err != nil {
		return p, err
	}
	for _, x := range []struct {
		to     *[]Party
		id     string
		column string
	}{{&p.Stores, "s.id", "s.name"}, {&p.Shops, "r.id", "r.name"}, {&p.Authors, "u.id", "u.username"}, {&p.Customers, "c.id", "c.username"}} {
		if *x.to, err = db.All[Party](tx, "SELECT DISTINCT "+x.id+" AS id, "+x.column+" AS name"+viewFrom+" WHERE "+x.id+" IS NOT NULL ORDER BY 2, 1"); err != nil {
			return p, err
		}
	}
	return p, nil
}
