package shop

import (
	"slices"
	"time"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/org"
	"pignon.coop/internal/span"
)

// View is a restaurant with all that screens show of it, as it stands at the time of the unit of work.
type View struct {
	Restaurant
	Address  org.Address
	Contract *Contract     // nil when it has none
	Closings []ClosingRule // not over yet, by start
	Marks    []string      // its badges
	Now      span.Instant
	Zone     *time.Location
}

// ViewsOf completes restaurants for screens. The order stays.
func ViewsOf(tx *db.Tx, restaurants []Restaurant) ([]View, error) {
	var ids, addressIDs, contractIDs []int64
	for _, r := range restaurants {
		ids = append(ids, r.ID)
		addressIDs = append(addressIDs, r.AddressID)
		if r.ContractID != nil {
			contractIDs = append(contractIDs, *r.ContractID)
		}
	}
	settings, err := org.LoadSettings(tx)
	if err != nil {
		return nil, err
	}
	addresses, err := org.LoadAddresses(tx, addressIDs)
	if err != nil {
		return nil, err
	}
	contracts, err := contractsOf(tx, contractIDs)
	if err != nil {
		return nil, err
	}
	cheaper, err := promoted(tx)
	if err != nil {
		return nil, err
	}
	closings, err := closingsOf(tx, ids)
	views := make([]View, len(restaurants))
	for i, r := range restaurants {
		views[i] = View{
			Restaurant: r, Address: addresses[r.AddressID], Closings: closings[r.ID], Now: tx.Now(), Zone: settings.Zone(),
			Marks: r.Badges(tx.Now().Time, settings.NewShopDays),
		}
		if cheaper[r.ID] {
			views[i].Marks = append(views[i].Marks, "promotion")
		}
		if r.ContractID != nil {
			if c, ok := contracts[*r.ContractID]; ok {
				views[i].Contract = &c
			}
		}
	}
	return views, err
}

// ViewOf completes one restaurant.
func ViewOf(tx *db.Tx, r Restaurant) (View, error) {
	views, err := ViewsOf(tx, []Restaurant{r})
	if err != nil {
		return View{}, err
	}
	return views[0], nil
}

// LoadView reads a restaurant that the caller may see, and completes it.
func LoadView(tx *db.Tx, id int64) (View, error) {
	r, err := LoadRestaurant(tx, id)
	if err != nil {
		return View{}, err
	}
	if err := MayView(tx, r); err != nil {
		return View{}, err
	}
	return ViewOf(tx, r)
}

// Schedule is when the restaurant is open by a method.
func (v View) Schedule(m Method) span.Schedule {
	return ScheduleOf(v.Method(m), v.Closings, v.Zone)
}

// IsOpen tells whether it is open now, by the hours of delivery.
func (v View) IsOpen() bool { return v.Schedule(Delivery).Open(v.Now.Time) }

// NextOpening is when it opens next, by the hours of delivery; the zero Instant when it does not in the next 8 days.
func (v View) NextOpening() span.Instant { return v.Schedule(Delivery).NextOpening(v.Now.Time) }

// Pace is how busy the co-op is, as the modules above know it. The zero Pace is a co-op at rest.
type Pace struct {
	DispatchDelay time.Duration // what dispatchers ask for before a pick-up
	Offset        time.Duration // usual time from kitchen to door
	// Pickups gives the planned pick-ups of a restaurant from an hour ago on; nil: none.
	Pickups func(restaurantID int64) []span.Instant
}

// BasketIn is what is to be ordered, as far as time depends on it. A zero Shipping means that nobody knows yet where to.
type BasketIn struct {
	Method   Method
	Total    money.Amount
	Shipping time.Duration
	Pace     Pace
}

// Timetable tells when the restaurant can serve a basket.
func (v View) Timetable(in BasketIn) Timetable {
	if in.Shipping == 0 {
		in.Shipping = NoAddressShipping
	}
	m := v.Method(in.Method)
	t := Timetable{
		Now: v.Now.Time, Schedule: v.Schedule(in.Method), Method: m, Preparation: v.Preparation(in.Total), Shipping: in.Shipping,
		DispatchDelay: in.Pace.DispatchDelay, Offset: in.Pace.Offset,
	}
	if most, stretch, limited := v.Limit(); limited && in.Pace.Pickups != nil {
		t.Full = fullness(in.Pace.Pickups(v.ID), most, stretch)
	}
	return t
}

// fullness tells whether a stretch of time that starts at a pick-up holds as many of the planned ones as the restaurant takes.
func fullness(planned []span.Instant, most int64, stretch time.Duration) func(time.Time) bool {
	return func(pickup time.Time) bool {
		n := int64(0)
		for _, p := range planned {
			if !p.Before(pickup) && !p.After(pickup.Add(stretch)) {
				n++
			}
		}
		return n >= most
	}
}

// FirstRange is the first range of an empty basket without address; the zero Range when the method is off or nothing is free within
// seven days.
func (v View) FirstRange(m Method, pace Pace) span.Range {
	if !v.Method(m).Enabled {
		return span.Range{}
	}
	return v.Timetable(BasketIn{Method: m, Pace: pace}).First()
}

// SortBySlot orders restaurants by their first range for delivery; those without one come last, in the order they had.
func SortBySlot(views []View, pace Pace) {
	first := map[int64]span.Range{}
	for _, v := range views {
		first[v.ID] = v.FirstRange(Delivery, pace)
	}
	slices.SortStableFunc(views, func(a, b View) int {
		x, y := first[a.ID], first[b.ID]
		switch {
		case x.IsZero() && y.IsZero():
			return 0
		case x.IsZero():
			return 1
		case y.IsZero():
			return -1
		}
		return x.From.Compare(y.From.Time)
	})
}

// promotedRules is as much of a featured promotion's rules as tells whose it is.
type promotedRules []struct {
	Type   string `json:"type"`
	Config struct {
		RestaurantID int64 `json:"restaurant_id"`
	} `json:"configuration"`
}

// promoted finds the restaurants that a featured promotion names which can be had now.
func promoted(tx *db.Tx) (map[int64]bool, error) {
	rules, err := db.All[db.JSON[promotedRules]](tx, `SELECT rules FROM promotions WHERE featured AND (usage_limit IS NULL OR used < usage_limit)
		AND (starts_at IS NULL OR starts_at <= ?) AND (ends_at IS NULL OR ends_at > ?)`, tx.Now(), tx.Now())
	found := map[int64]bool{}
	for _, list := range rules {
		for _, rule := range list.V {
			if rule.Type == "is_restaurant" {
				found[rule.Config.RestaurantID] = true
			}
		}
	}
	return found, err
}
