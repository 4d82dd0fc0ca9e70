package shop

import "pignon.coop/internal/db"

// SwitchOptionValueIn switches an option value on or off.
type SwitchOptionValueIn struct {
	ID      int64
	Enabled bool
}

// SwitchOptionValue says whether an option value can be chosen. One that is off is not shown to customers.
func SwitchOptionValue(tx *db.Tx, in SwitchOptionValueIn) (OptionValue, error) {
	v, err := LoadOptionValue(tx, in.ID)
	if err != nil {
		return OptionValue{}, err
	}
	restaurants, err := restaurantsOfOption(tx, v.OptionID)
	if err != nil {
		return OptionValue{}, err
	}
	if err := mayEditAny(tx, restaurants); err != nil {
		return OptionValue{}, err
	}
	v.Enabled = in.Enabled
	if err := saveOptionValue(tx, v); err != nil {
		return OptionValue{}, err
	}
	return v, tx.Emit(OptionValueChanged{ValueID: v.ID, Enabled: v.Enabled})
}
