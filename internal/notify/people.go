package notify

import (
	"slices"
	"sync"

	"pignon.coop/internal/account"
	"pignon.coop/internal/authz"
	"pignon.coop/internal/db"
	"pignon.coop/internal/order"
	"pignon.coop/internal/shop"
)

// people are those whom an event concerns, by group.
type people struct{ groups map[Who][]account.User }

func (p people) of(w Who) []account.User { return p.groups[w] }

func (a *Announcer) peopleOf(tx *db.Tx, n news) (people, error) {
	p := people{groups: map[Who][]account.User{}}
	staff, err := a.staff.load(tx)
	if err != nil {
		return p, err
	}
	p.groups[Staff] = staff
	p.groups[Admins] = slices.DeleteFunc(slices.Clone(staff), func(u account.User) bool { return !slices.Contains(u.Roles.V, authz.Admin) })
	if n.CustomerID != 0 {
		u, ok, err := account.UserOfCustomer(tx, n.CustomerID)
		if err != nil {
			return p, err
		}
		if ok {
			p.groups[Customer] = []account.User{u}
		}
	}
	if p.groups[Owners], err = ownersOf(tx, n); err != nil || n.CourierID == 0 {
		return p, err
	}
	couriers, err := account.LoadUsers(tx, []int64{n.CourierID})
	if u, ok := couriers[n.CourierID]; ok {
		p.groups[Courier] = []account.User{u}
	}
	return p, err
}

// ownersOf lists the owners who may run the restaurant, or the shops of a hub's order: the role of a restaurant was not taken from them.
func ownersOf(tx *db.Tx, n news) ([]account.User, error) {
	var ids []int64
	var err error
	switch {
	case n.RestaurantID != 0:
		ids, err = shop.OwnersOf(tx, n.RestaurantID)
	case n.isOrder() && n.entry.Name != (order.Created{}).EventName():
		ids, err = order.OwnersOfVendors(tx, n.OrderID)
	}
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	found, err := account.LoadUsers(tx, ids)
	var owners []account.User
	for _, id := range ids {
		if u, ok := found[id]; ok && u.Enabled && (u.Actor().Holds(authz.Restaurant) || u.Actor().Is(authz.Admin)) {
			owners = append(owners, u)
		}
	}
	return owners, err
}

// staffList remembers who dispatches, as long as no account changed.
type staffList struct {
	mu    sync.Mutex
	as    accountsState
	users []account.User
}

func (s *staffList) load(tx *db.Tx) ([]account.User, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now, err := loadAccountsState(tx)
	if err != nil || now == s.as {
		return s.users, err
	}
	users, err := account.ListUsers(tx, authz.Admin, authz.Dispatcher)
	if err != nil {
		return nil, err
	}
	s.as, s.users = now, slices.DeleteFunc(users, func(u account.User) bool { return !u.Enabled })
	return s.users, nil
}
