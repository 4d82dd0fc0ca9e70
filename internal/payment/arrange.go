package payment

import (
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
)

// choice is how a basket is to be paid: by one means, or by meal vouchers as far as they go and by card for the rest.
type choice struct {
	Code    Code
	Balance money.Amount // of the vouchers
}

// choiceOf reads a choice off the payments that a basket has; a card when there are none.
func choiceOf(all []Payment) choice {
	c := choice{Code: Card}
	for _, p := range all {
		switch {
		case !p.State.Open():
		case p.Code == Voucher:
			return choice{Voucher, p.Details.V.Balance}
		default:
			c.Code = p.Code
		}
	}
	return c
}

// part is an amount of a basket that is to be paid by one means.
type part struct {
	Code    Code
	Amount  money.Amount
	Balance money.Amount
}

// parts divides a total by a choice. A basket that costs nothing has none. Vouchers pay for food alone.
func parts(tx *db.Tx, o order.Order, total money.Amount, c choice) ([]part, error) {
	if total == 0 {
		return nil, nil
	}
	if c.Code != Voucher {
		return []part{{Code: c.Code, Amount: total}}, nil
	}
	cart, err := order.LoadCart(tx, o.ID)
	if err != nil {
		return nil, err
	}
	alcohol, err := alcoholOf(tx, o.ID)
	if err != nil {
		return nil, err
	}
	food := total - cart.Sum(order.DeliveryFee) - cart.Sum(order.ReusablePackaging) - cart.Sum(order.Tip) - alcohol
	vouchers := min(c.Balance, max(0, food))
	list := []part{{Voucher, vouchers, c.Balance}}
	if vouchers < total {
		list = append(list, part{Code: Card, Amount: total - vouchers})
	}
	return list, nil
}

// arrange makes the parts what a basket is paid by, one payment each: one that was not begun is changed in place, one that was begun for another
// amount is given up, and what it held is let go. A part whose means the co-op does not have is left out.
func arrange(tx *db.Tx, orderID int64, wanted []part, means func(*db.Tx, Code) (Method, bool, error)) ([]Payment, error) {
	all, err := PaymentsOf(tx, orderID)
	if err != nil {
		return nil, err
	}
	kept := make([]Payment, len(wanted))
	for i := range all {
		p := &all[i]
		at := slices.IndexFunc(wanted, func(w part) bool { return w.Code == p.Code })
		free := at >= 0 && kept[at].ID == 0
		switch {
		case p.State.Good() && free && p.Amount == wanted[at].Amount:
			kept[at] = *p
		case p.State.Open():
			fits, err := free, error(nil)
			if fits {
				fits, err = fit(tx, p, wanted[at])
			} else {
				err = drop(tx, p)
			}
			if err != nil {
				return nil, err
			}
			if fits {
				kept[at] = *p
			}
		}
	}
	return complement(tx, orderID, wanted, kept, means)
}

// fit gives an open payment the amount of a part; it is given up when it was begun for another one.
func fit(tx *db.Tx, p *Payment, w part) (bool, error) {
	if p.Amount == w.Amount && p.Details.V.Balance == w.Balance {
		return true, nil
	}
	begun, err := begun(tx, *p)
	if err != nil {
		return false, err
	}
	if begun && p.Amount != w.Amount {
		return false, supersede(tx, p)
	}
	p.Amount, p.Details.V.Balance = w.Amount, w.Balance
	return true, savePayment(tx, p)
}

// complement begins a payment for each part that has none.
func complement(tx *db.Tx, orderID int64, wanted []part, kept []Payment, means func(*db.Tx, Code) (Method, bool, error)) ([]Payment, error) {
	list := []Payment{}
	for i, w := range wanted {
		p := kept[i]
		if p.ID == 0 {
			m, ok, err := means(tx, w.Code)
			if err != nil {
				return nil, err
			}
			if !ok {
				continue
			}
			if p, err = newPayment(tx, orderID, m, w.Amount); err != nil {
				return nil, err
			}
			p.Details.V.Balance = w.Balance
			if err := insertPayment(tx, p); err != nil {
				return nil, err
			}
		}
		list = append(list, p)
	}
	return list, nil
}

// drop forgets a payment that was not begun, and gives up one that was.
func drop(tx *db.Tx, p *Payment) error {
	begun, err := begun(tx, *p)
	if err != nil {
		return err
	}
	if begun {
		return supersede(tx, p)
	}
	return deletePayment(tx, p.ID)
}

func begun(tx *db.Tx, p Payment) (bool, error) {
	attempts, err := AttemptsOf(tx, p.ID)
	return p.Intent != "" || len(attempts) > 0, err
}
