package shop

// RestaurantChanged says that something about a restaurant itself was changed: its state, its active menu, its hours.
type RestaurantChanged struct {
	RestaurantID int64 `json:"restaurantId"`
}

// EventName names the event.
func (RestaurantChanged) EventName() string { return "restaurant.changed" }

// RestaurantClosed says that a restaurant takes no orders for a while.
type RestaurantClosed struct {
	RestaurantID int64 `json:"restaurantId"`
	RuleID       int64 `json:"ruleId"`
}

// EventName names the event.
func (RestaurantClosed) EventName() string { return "restaurant.closed" }

// RestaurantReopened says that a closure was taken back.
type RestaurantReopened struct {
	RestaurantID int64 `json:"restaurantId"`
	RuleID       int64 `json:"ruleId"`
}

// EventName names the event.
func (RestaurantReopened) EventName() string { return "restaurant.reopened" }

// RestaurantDeleted says that a restaurant left the co-op.
type RestaurantDeleted struct {
	RestaurantID int64 `json:"restaurantId"`
}

// EventName names the event.
func (RestaurantDeleted) EventName() string { return "restaurant.deleted" }

// MenuChanged says that a menu was made, edited or taken away.
type MenuChanged struct {
	RestaurantID int64 `json:"restaurantId"`
	MenuID       int64 `json:"menuId"`
}

// EventName names the event.
func (MenuChanged) EventName() string { return "menu.changed" }

// ProductChanged says that a product was made, edited, switched on or off, or taken away. RestaurantID is 0 when nobody sells it.
type ProductChanged struct {
	RestaurantID int64 `json:"restaurantId"`
	ProductID    int64 `json:"productId"`
	Enabled      bool  `json:"enabled"`
}

// EventName names the event.
func (ProductChanged) EventName() string { return "product.changed" }

// OptionValueChanged says that an option value was switched on or off.
type OptionValueChanged struct {
	ValueID int64 `json:"valueId"`
	Enabled bool  `json:"enabled"`
}

// EventName names the event.
func (OptionValueChanged) EventName() string { return "option_value.changed" }

// HomepageChanged says that the blocks of the home page were replaced.
type HomepageChanged struct{}

// EventName names the event.
func (HomepageChanged) EventName() string { return "homepage.changed" }
