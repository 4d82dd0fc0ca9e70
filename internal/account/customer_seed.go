package account

import (
	"encoding/json"

	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
)

func customerKind() seed.Kind {
	return seed.Kind{
		Name: "customer", Table: "customers", Fields: []seed.Field{
			seed.Req("email", "text"), seed.Opt("fullName", "text"), seed.Opt("telephone", "phone"), seed.Opt("addresses", "[@address]"), seed.Opt("tags", "[text]"),
			seed.Opt("edenredCredentials", "json"), seed.Opt("loopeatCredentials", "json"),
		},
		Insert: func(tx *db.Tx, r seed.Row) error {
			c := Customer{ID: r.ID, CreatedAt: r.CreatedAt}
			c.Tags.V = []string{}
			c.seeded(r)
			if err := insertCustomer(tx, c); err != nil {
				return err
			}
			return setAddresses(tx, c.ID, r.Refs("addresses"))
		},
		Update: func(tx *db.Tx, r seed.Row) error {
			c, err := LoadCustomer(tx, r.ID)
			if err != nil {
				return err
			}
			c.seeded(r)
			if err := db.Update(tx, "customers", c); err != nil || !r.Has("addresses") {
				return err
			}
			return setAddresses(tx, c.ID, r.Refs("addresses"))
		},
		Rows: customerRows,
	}
}

func (c *Customer) seeded(r seed.Row) {
	if r.Has("email") {
		c.Email, c.EmailCanonical = r.Text("email"), canonical(r.Text("email"))
	}
	if r.Has("fullName") {
		c.Rename(r.Text("fullName"))
	}
	if r.Has("telephone") {
		c.Telephone = org.Text(r.Text("telephone"))
	}
	if r.Has("tags") {
		c.Tags.V = r.Texts("tags")
	}
	if r.Has("edenredCredentials") {
		c.EdenredCredentials = org.Text(r.JSON("edenredCredentials"))
	}
	if r.Has("loopeatCredentials") {
		c.LoopeatCredentials = org.Text(r.JSON("loopeatCredentials"))
	}
	c.UpdatedAt = r.UpdatedAt
}

func customerRows(tx *db.Tx) ([]map[string]any, error) {
	list, err := listCustomers(tx)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(list))
	for i, c := range list {
		ids[i] = c.ID
	}
	book, err := addressBooks(tx, ids)
	rows := make([]map[string]any, len(list))
	for i, c := range list {
		rows[i] = map[string]any{
			"id": c.ID, "email": c.Email, "fullName": org.Text(c.FullName()), "telephone": c.Telephone, "addresses": seed.Rels("address", book[c.ID]),
			"tags": c.Tags.V, "edenredCredentials": rawOf(c.EdenredCredentials), "loopeatCredentials": rawOf(c.LoopeatCredentials),
			"createdAt": c.CreatedAt, "updatedAt": c.UpdatedAt,
		}
	}
	return rows, err
}

// rawOf gives back a JSON value that was kept as text.
func rawOf(t org.Text) any {
	if t == "" {
		return nil
	}
	return json.RawMessage(t)
}
