package incident

import (
	"encoding/json"
	"fmt"
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/delivery"
	"pignon.coop/internal/fail"
	"pignon.coop/internal/pricing"
)

// complete adds to the suggestions of a new incident what they leave out: the delivery, its other tasks in their order, and what was charged by
// hand. A suggestion about a task without delivery is Invalid.
func complete(tx *db.Tx, task delivery.Task, notes Notes) error {
	for i, note := range notes {
		suggestion, ok := note["suggestion"].(map[string]any)
		switch {
		case note["suggestion"] == nil:
			continue
		case !ok || task.DeliveryID == nil:
			return fail.At(SuggestionPath(i), "incident.suggestion.invalid")
		}
		suggestion["id"] = *task.DeliveryID
		if err := completeTasks(tx, *task.DeliveryID, suggestion); err != nil {
			return err
		}
		if err := completePrice(tx, *task.DeliveryID, suggestion); err != nil {
			return err
		}
	}
	return nil
}

// SuggestionPath is where a suggestion stands in an input.
func SuggestionPath(i int) string { return fmt.Sprintf("metadata[%d][suggestion]", i) }

func completeTasks(tx *db.Tx, deliveryID int64, suggestion map[string]any) error {
	tasks, err := delivery.TasksOf(tx, deliveryID)
	if err != nil {
		return err
	}
	said, _ := suggestion["tasks"].([]any)
	full := []any{}
	for _, t := range tasks {
		at := slices.IndexFunc(said, func(s any) bool { return idOf(s) == t.ID })
		if at < 0 {
			full = append(full, map[string]any{"id": t.ID})
			continue
		}
		full = append(full, said[at])
		said = slices.Delete(slices.Clone(said), at, at+1)
	}
	suggestion["tasks"] = append(full, said...) // new ones come last
	return nil
}

func idOf(task any) int64 {
	fields, _ := task.(map[string]any)
	switch id := fields["id"].(type) {
	case float64:
		return int64(id)
	case json.Number:
		n, _ := id.Int64()
		return n
	}
	return 0
}

func completePrice(tx *db.Tx, deliveryID int64, suggestion map[string]any) error {
	said, _ := suggestion["order"].(map[string]any)
	if _, given := said["manualSupplements"]; given {
		return nil
	}
	d, err := delivery.LoadDelivery(tx, deliveryID)
	if err != nil || d.OrderID == nil {
		return err
	}
	kept, ok, err := pricing.KeptOf(tx, *d.OrderID)
	if err != nil || !ok || len(kept.Charged()) == 0 {
		return err
	}
	list := []any{}
	for _, s := range kept.Charged() {
		list = append(list, map[string]any{"pricingRule": fmt.Sprintf("/api/pricing_rules/%d", s.RuleID), "quantity": s.Quantity})
	}
	if said == nil {
		said = map[string]any{}
	}
	said["manualSupplements"] = list
	suggestion["order"] = said
	return nil
}
