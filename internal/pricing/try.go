package pricing

import "pignon.coop/internal/db"

// TryIn is a price list as somebody is writing it, and a parcel to try it on. ByHand are quantities of supplements by the place of their rule.
type TryIn struct {
	List   SaveRuleSetIn
	Parcel Parcel
	ByHand map[int]int64
}

// Try finds what a parcel would cost by a price list that is being written, for dispatchers. It keeps nothing.
func Try(tx *db.Tx, in TryIn) (RuleSet, Price, error) {
	s := RuleSet{Strategy: First}
	if err := mayLook(tx.Who()); err != nil {
		return s, Price{}, err
	}
	if in.List.ID != 0 {
		var err error
		if s, err = LoadRuleSet(tx, in.List.ID); err != nil {
			return s, Price{}, err
		}
	}
	if err := s.write(in.List, tx); err != nil {
		return s, Price{}, err
	}
	p := in.Parcel
	for i := range s.Rules {
		s.Rules[i].ID = int64(i + 1) // those that are new have none yet
		if quantity := in.ByHand[i]; quantity > 0 {
			p.Supplements = append(p.Supplements, Supplement{RuleID: s.Rules[i].ID, Quantity: quantity})
		}
	}
	t := Compile(s)
	var err error
	if p.Zones, err = zonesNamed(tx, t.ZoneNames()); err != nil {
		return s, Price{}, err
	}
	return s, t.Price(p), nil
}
