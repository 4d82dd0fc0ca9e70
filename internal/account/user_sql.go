package account

import (
	"slices"

	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// LoadUser reads a user by id; NotFound when there is none.
func LoadUser(tx *db.Tx, id int64) (User, error) {
	return db.One[User](tx, "SELECT * FROM users WHERE id = ?", id)
}

// UserByName reads a user by user name, in any case; ok is false when there is none.
func UserByName(tx *db.Tx, username string) (u User, ok bool, err error) {
	if unreadable(username) {
		return User{}, false, nil
	}
	return db.Maybe[User](tx, "SELECT * FROM users WHERE username_canonical = ?", canonical(username))
}

// UserByLogin reads a user by what people type: user name or e-mail address, in any case; ok is false when there is none.
func UserByLogin(tx *db.Tx, login string) (u User, ok bool, err error) {
	if u, ok, err = UserByName(tx, login); ok || err != nil || unreadable(login) {
		return u, ok, err
	}
	return userByEmail(tx, login)
}

func userByEmail(tx *db.Tx, email string) (u User, ok bool, err error) {
	if unreadable(email) {
		return User{}, false, nil
	}
	return db.Maybe[User](tx, "SELECT * FROM users WHERE email_canonical = ?", canonical(email))
}

// UserOfCustomer reads the user behind a customer; ok is false for a guest.
func UserOfCustomer(tx *db.Tx, customerID int64) (u User, ok bool, err error) {
	return db.Maybe[User](tx, "SELECT * FROM users WHERE customer_id = ?", customerID)
}

// LoadUsers reads users by id. Unknown ids are missing in the map.
func LoadUsers(tx *db.Tx, ids []int64) (map[int64]User, error) {
	rows, err := db.All[User](tx, "SELECT * FROM users WHERE id IN (?)", ids)
	found := make(map[int64]User, len(rows))
	for _, u := range rows {
		found[u.ID] = u
	}
	return found, err
}

// ListUsers gives every user that holds one of the roles, every user when none is named, by id.
func ListUsers(tx *db.Tx, roles ...authz.Role) ([]User, error) {
	if len(roles) == 0 || slices.Contains(roles, authz.User) {
		return db.All[User](tx, "SELECT * FROM users ORDER BY id")
	}
	// most users hold no role; the few others are looked at here, since SQL never looks into JSON
	users, err := db.All[User](tx, "SELECT * FROM users WHERE roles <> '[]' ORDER BY id")
	return slices.DeleteFunc(users, func(u User) bool {
		return !slices.ContainsFunc(u.Roles.V, func(r authz.Role) bool { return slices.Contains(roles, r) })
	}), err
}

func userByToken(tx *db.Tx, token string) (u User, ok bool, err error) {
	if token == "" || unreadable(token) {
		return User{}, false, nil
	}
	return db.Maybe[User](tx, "SELECT * FROM users WHERE confirmation_token = ?", token)
}

func insertUser(tx *db.Tx, u User) error { return db.Insert(tx, "users", u) }

func saveUser(tx *db.Tx, u *User) error {
	u.UpdatedAt = tx.Now()
	return db.Update(tx, "users", u)
}

// LoadCustomer reads a customer by id; NotFound when there is none.
func LoadCustomer(tx *db.Tx, id int64) (Customer, error) {
	return db.One[Customer](tx, "SELECT * FROM customers WHERE id = ?", id)
}

// LoadCustomers reads customers by id. Unknown ids are missing in the map.
func LoadCustomers(tx *db.Tx, ids []int64) (map[int64]Customer, error) {
	rows, err := db.All[Customer](tx, "SELECT * FROM customers WHERE id IN (?)", ids)
	found := make(map[int64]Customer, len(rows))
	for _, c := range rows {
		found[c.ID] = c
	}
	return found, err
}

// CustomerByEmail reads a customer by e-mail address, in any case; ok is false when there is none.
func CustomerByEmail(tx *db.Tx, email string) (c Customer, ok bool, err error) {
	if unreadable(email) {
		return Customer{}, false, nil
	}
	return db.Maybe[Customer](tx, "SELECT * FROM customers WHERE email_canonical = ?", canonical(email))
}

// LanguageOf is the language that a user was last seen to read, "" when nobody knows.
func LanguageOf(tx *db.Tx, userID int64) (string, error) {
	language, _, err := db.Maybe[org.Text](tx, "SELECT c.language FROM customers c JOIN users u ON u.customer_id = c.id WHERE u.id = ?", userID)
	return string(language), err
}

// keepLanguage remembers what language somebody reads. It is no change that people made.
func keepLanguage(tx *db.Tx, customerID int64, language string) error {
	if language == "" {
		return nil
	}
	_, err := tx.Exec("UPDATE customers SET language = ? WHERE id = ? AND COALESCE(language, '') <> ?", language, customerID, language)
	return err
}

func insertCustomer(tx *db.Tx, c Customer) error { return db.Insert(tx, "customers", c) }

func saveCustomer(tx *db.Tx, c Customer) error {
	c.UpdatedAt = tx.Now()
	return db.Update(tx, "customers", c)
}

// AddressIDsOf lists a customer's own addresses, those that were deleted since left out, in the order in which they were saved.
func AddressIDsOf(tx *db.Tx, customerID int64) ([]int64, error) {
	return db.All[int64](tx, `SELECT c.address_id FROM customer_addresses c JOIN addresses a ON a.id = c.address_id
		WHERE c.customer_id = ? AND a.deleted_at IS NULL ORDER BY c.position`, customerID)
}

type bookLine struct {
	CustomerID int64 `db:"customer_id"`
	AddressID  int64 `db:"address_id"`
}

// bookLines lists the own addresses of many customers, by customer in the order in which they were saved.
func bookLines(tx *db.Tx, customerIDs []int64) ([]bookLine, error) {
	return db.All[bookLine](tx, `SELECT c.customer_id, c.address_id FROM customer_addresses c JOIN addresses a ON a.id = c.address_id
		WHERE c.customer_id IN (?) AND a.deleted_at IS NULL ORDER BY c.customer_id, c.position`, customerIDs)
}

func linkAddress(tx *db.Tx, customerID, addressID int64) error {
	_, err := tx.Exec(`INSERT INTO customer_addresses (customer_id, address_id, position)
		SELECT ?, ?, COALESCE(MAX(position), 0) + 1 FROM customer_addresses WHERE customer_id = ?`, customerID, addressID, customerID)
	return err
}

func unlinkAddresses(tx *db.Tx, customerID int64) error {
	_, err := tx.Exec("DELETE FROM customer_addresses WHERE customer_id = ?", customerID)
	return err
}

// taken tells whether a user has the e-mail address or the user name already, in any case.
func taken(tx *db.Tx, email, username string) (emailTaken, nameTaken bool, err error) {
	users, err := db.All[User](tx, "SELECT * FROM users WHERE email_canonical = ? OR username_canonical = ?", canonical(email), canonical(username))
	for _, u := range users {
		emailTaken = emailTaken || u.EmailCanonical == canonical(email)
		nameTaken = nameTaken || u.UsernameCanonical == canonical(username)
	}
	return emailTaken, nameTaken, err
}

// stampCustomer sets the times that a seed document gives; it is no change that people made.
func stampCustomer(tx *db.Tx, id int64, made, changed span.Instant) error {
	_, err := tx.Exec("UPDATE customers SET created_at = ?, updated_at = ? WHERE id = ?", made, changed, id)
	return err
}

func listCustomers(tx *db.Tx) ([]Customer, error) {
	return db.All[Customer](tx, "SELECT * FROM customers ORDER BY id")
}

func renewHash(tx *db.Tx, userID int64, hash string) error {
	_, err := tx.Exec("UPDATE users SET password_hash = ? WHERE id = ?", hash, userID)
	return err
}

// UsernameOfCustomer gives the name of a customer's account, "" for a guest. It asks no policy.
func UsernameOfCustomer(tx *db.Tx, customerID int64) (string, error) {
	name, _, err := db.Maybe[string](tx, "SELECT username FROM users WHERE customer_id = ?", customerID)
	return name, err
}
