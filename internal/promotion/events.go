package promotion

// Saved says that a promotion was made or changed.
type Saved struct {
	PromotionID int64 `json:"promotionId"`
}

// EventName names the fact in the journal.
func (Saved) EventName() string { return "promotion.saved" }
