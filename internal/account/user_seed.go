package account

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/org"
	"pignon.coop/internal/seed"
)

// Belongings is a list of a later module's things that a user's row names, such as the shops that they own.
type Belongings struct {
	Field, Kind string // "restaurants", "restaurant"
	Set         func(tx *db.Tx, userID int64, ids []int64) error
	Of          func(tx *db.Tx, userID int64) ([]int64, error)
}

// SeedKinds are the kinds of rows of this module: user, customer, refresh_token, push_token, optin_consent and api_app. What users own comes from
// later modules. Passwords are hashed on the spot, so a door with the usual cost takes a while for many users.
func SeedKinds(d *Door, owned ...Belongings) []seed.Kind {
	return []seed.Kind{userKind(d, owned), customerKind(), refreshKind(d), pushKind(), consentKind(), appKind(d)}
}

func userKind(d *Door, owned []Belongings) seed.Kind {
	k := seed.Kind{Name: "user", Table: "users", Fields: []seed.Field{
		seed.Req("username", "text"), seed.Req("email", "text"), seed.Opt("password", "text"), seed.Opt("roles", "[text]"), seed.Opt("enabled", "bool"),
		seed.Opt("telephone", "phone"), seed.Opt("givenName", "text"), seed.Opt("familyName", "text"), seed.Opt("addresses", "[@address]"),
		seed.Opt("customer", "@customer"), seed.Opt("confirmationToken", "text"), seed.Opt("passwordRequestedAt", "instant"), seed.Opt("stripeCustomerId", "text"),
	}}
	for _, o := range owned {
		k.Fields = append(k.Fields, seed.Opt(o.Field, "[@"+o.Kind+"]"))
	}
	s := userSeed{d, owned}
	k.Insert, k.Update, k.Rows = s.insert, s.update, s.rows
	return k
}

type userSeed struct {
	door  *Door
	owned []Belongings
}

func (s userSeed) insert(tx *db.Tx, r seed.Row) error {
	if err := refuseTwins(tx, r.Text("email"), r.Text("username")); err != nil {
		return err
	}
	u := User{ID: r.ID, Enabled: true, Version: 1, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt, CustomerID: r.Ref("customer")}
	if err := s.apply(&u, r); err != nil {
		return err
	}
	var c Customer
	var err error
	if u.CustomerID == 0 {
		c, err = seedCustomer(tx, r)
	} else if c, err = LoadCustomer(tx, u.CustomerID); err == nil {
		err = changeSeeded(tx, c, r, false)
	}
	if err != nil {
		return err
	}
	u.CustomerID = c.ID
	if err := insertUser(tx, u); err != nil {
		return err
	}
	return s.belongings(tx, u, r)
}

// seedCustomer gives a user's row its customer, as old as the user; or the guest who ordered under this e-mail address before.
func seedCustomer(tx *db.Tx, r seed.Row) (Customer, error) {
	_, known, err := CustomerByEmail(tx, r.Text("email"))
	if err != nil {
		return Customer{}, err
	}
	c, err := customerFor(tx, RegisterIn{Email: r.Text("email"), GivenName: r.Text("givenName"), FamilyName: r.Text("familyName")}, org.Text(r.Text("telephone")))
	if err != nil || known {
		return c, err
	}
	return c, stampCustomer(tx, c.ID, r.CreatedAt, r.UpdatedAt)
}

// refuseTwins names what another user has already.
func refuseTwins(tx *db.Tx, email, username string) error {
	emailTaken, nameTaken, err := taken(tx, email, username)
	switch {
	case err != nil:
		return err
	case nameTaken:
		return fail.At("username", "value.taken", "value", username)
	case emailTaken:
		return fail.At("email", "value.taken", "value", email)
	}
	return nil
}

func (s userSeed) update(tx *db.Tx, r seed.Row) error {
	u, err := LoadUser(tx, r.ID)
	if err != nil {
		return err
	}
	if r.Has("customer") {
		u.CustomerID = r.Ref("customer")
	}
	if err := s.apply(&u, r); err != nil {
		return err
	}
	if err := db.Update(tx, "users", &u); err != nil {
		return err
	}
	c, err := LoadCustomer(tx, u.CustomerID)
	if err != nil {
		return err
	}
	if err := changeSeeded(tx, c, r, true); err != nil {
		return err
	}
	return s.belongings(tx, u, r)
}

// apply writes the row's own fields over a user.
func (s userSeed) apply(u *User, r seed.Row) error {
	if r.Has("username") {
		u.Username, u.UsernameCanonical = r.Text("username"), canonical(r.Text("username"))
	}
	if r.Has("email") {
		u.Email, u.EmailCanonical = r.Text("email"), canonical(r.Text("email"))
	}
	if r.Has("password") {
		u.PasswordHash = ""
		if r.Text("password") != "" {
			u.PasswordHash = org.Text(s.door.Passwords.hash(r.Text("password")))
		}
	}
	if u.Roles.V == nil || r.Has("roles") {
		u.Roles.V = []authz.Role{}
		for _, role := range r.Texts("roles") {
			if authz.Role(role) != authz.User {
				u.Roles.V = append(u.Roles.V, authz.Role(role))
			}
		}
	}
	u.Enabled = r.Bool("enabled", u.Enabled)
	if r.Has("confirmationToken") {
		u.ConfirmationToken = org.Text(r.Text("confirmationToken"))
	}
	if r.Has("passwordRequestedAt") {
		u.PasswordRequestedAt = r.Instant("passwordRequestedAt")
	}
	if r.Has("stripeCustomerId") {
		u.StripeCustomerID = org.Text(r.Text("stripeCustomerId"))
	}
	u.UpdatedAt = r.UpdatedAt
	return checkRoles(u.Roles.V)
}

// changeSeeded lets what a user's row says about the person reach their customer.
func changeSeeded(tx *db.Tx, c Customer, r seed.Row, email bool) error {
	for name, field := range map[string]*org.Text{"telephone": &c.Telephone, "givenName": &c.GivenName, "familyName": &c.FamilyName} {
		if r.Has(name) {
			*field = org.Text(r.Text(name))
		}
	}
	if email && r.Has("email") {
		c.Email, c.EmailCanonical = r.Text("email"), canonical(r.Text("email"))
	}
	return saveCustomer(tx, c)
}

func (s userSeed) belongings(tx *db.Tx, u User, r seed.Row) error {
	if r.Has("addresses") {
		if err := setAddresses(tx, u.CustomerID, r.Refs("addresses")); err != nil {
			return err
		}
	}
	for _, o := range s.owned {
		if !r.Has(o.Field) {
			continue
		}
		if err := o.Set(tx, u.ID, r.Refs(o.Field)); err != nil {
			return err
		}
	}
	return nil
}

func setAddresses(tx *db.Tx, customerID int64, ids []int64) error {
	if err := unlinkAddresses(tx, customerID); err != nil {
		return err
	}
	for _, id := range ids {
		if err := linkAddress(tx, customerID, id); err != nil {
			return err
		}
	}
	return nil
}

func (s userSeed) rows(tx *db.Tx) ([]map[string]any, error) {
	users, err := ListUsers(tx)
	if err != nil {
		return nil, err
	}
	customers, err := listCustomers(tx)
	if err != nil {
		return nil, err
	}
	byID, ids := map[int64]Customer{}, []int64{}
	for _, c := range customers {
		byID[c.ID], ids = c, append(ids, c.ID)
	}
	book, err := addressBooks(tx, ids)
	if err != nil {
		return nil, err
	}
	rows := make([]map[string]any, len(users))
	for i, u := range users {
		if rows[i], err = s.row(tx, u, byID[u.CustomerID], book[u.CustomerID]); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// addressBooks gives the own addresses of customers, by customer.
func addressBooks(tx *db.Tx, customerIDs []int64) (map[int64][]int64, error) {
	lines, err := bookLines(tx, customerIDs)
	book := map[int64][]int64{}
	for _, l := range lines {
		book[l.CustomerID] = append(book[l.CustomerID], l.AddressID)
	}
	return book, err
}

func (s userSeed) row(tx *db.Tx, u User, c Customer, addresses []int64) (map[string]any, error) {
	row := map[string]any{
		"id": u.ID, "username": u.Username, "email": u.Email, "roles": u.Roles.V, "enabled": u.Enabled, "telephone": c.Telephone,
		"givenName": c.GivenName, "familyName": c.FamilyName, "addresses": seed.Rels("address", addresses),
		"customer":          seed.Rel("customer", &c.ID),
		"confirmationToken": u.ConfirmationToken, "passwordRequestedAt": u.PasswordRequestedAt, "stripeCustomerId": u.StripeCustomerID,
		"createdAt": u.CreatedAt, "updatedAt": u.UpdatedAt,
	}
	for _, o := range s.owned {
		ids, err := o.Of(tx, u.ID)
		if err != nil {
			return nil, err
		}
		row[o.Field] = seed.Rels(o.Kind, ids)
	}
	return row, nil
}
