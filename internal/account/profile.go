package account

import (
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/span"
)

// Profile is a user with the customer that they are.
type Profile struct {
	User     User
	Customer Customer
}

// OpenUser reads a user for the caller: themselves or, for dispatchers, anybody.
func OpenUser(tx *db.Tx, id int64) (Profile, error) {
	u, err := LoadUser(tx, id)
	if err != nil {
		return Profile{}, err
	}
	if err := maySeeUser(tx.Who(), id); err != nil {
		return Profile{}, err
	}
	c, err := LoadCustomer(tx, u.CustomerID)
	return Profile{User: u, Customer: c}, err
}

// Profiles lists users with their customers for a dispatcher, by id: those who hold one of the roles, or all.
func Profiles(tx *db.Tx, roles ...authz.Role) ([]Profile, error) {
	if err := tx.Who().Must(authz.Dispatcher); err != nil {
		return nil, err
	}
	users, err := ListUsers(tx, roles...)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(users))
	for i, u := range users {
		ids[i] = u.CustomerID
	}
	customers, err := LoadCustomers(tx, ids)
	list := make([]Profile, len(users))
	for i, u := range users {
		list[i] = Profile{User: u, Customer: customers[u.CustomerID]}
	}
	return list, err
}

// OpenCustomer reads a customer for the caller: themselves or, for administrators, anybody.
func OpenCustomer(tx *db.Tx, id int64) (Customer, error) {
	c, err := LoadCustomer(tx, id)
	if err != nil {
		return Customer{}, err
	}
	return c, mayOpenCustomer(tx.Who(), id)
}

// Insights is what a customer's fulfilled orders tell about them.
type Insights struct {
	Orders       int64
	AverageTotal int64 // minor units
	First, Last  span.Instant
	Favourite    *int64 // the restaurant of most orders
}

// InsightsOf sums up a customer's orders for an administrator.
func InsightsOf(tx *db.Tx, customerID int64) (Insights, error) {
	if _, err := LoadCustomer(tx, customerID); err != nil {
		return Insights{}, err
	}
	if err := mayAdministrate(tx.Who()); err != nil {
		return Insights{}, err
	}
	sums, err := orderSums(tx, customerID)
	if err != nil || sums.Orders == 0 {
		return Insights{}, err
	}
	favourite, err := favouriteRestaurant(tx, customerID)
	return Insights{Orders: sums.Orders, AverageTotal: sums.Total / sums.Orders, First: sums.First, Last: sums.Last, Favourite: favourite}, err
}
