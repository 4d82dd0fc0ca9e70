package ledger

import (
	"fmt"
	"slices"

	"pignon.coop/internal/db"
	"pignon.coop/internal/money"
	"pignon.coop/internal/order"
	"pignon.coop/internal/payment"
)

// BookSale books what an order is worth now, and for whom: the difference to what was booked before, nothing when there is none.
func BookSale(tx *db.Tx, orderID int64) error {
	c, err := order.LoadCart(tx, orderID)
	if err != nil {
		return err
	}
	owners, err := ownersOf(tx, orderID)
	if err != nil {
		return err
	}
	wanted := Split(c, func(product int64) int64 { return owners[product] })
	return bookTo(tx, orderID, append(wanted, Share{Account: Customer, Amount: -c.Total}))
}

// UndoSale books the sale of an order back that will not be.
func UndoSale(tx *db.Tx, orderID int64) error { return bookTo(tx, orderID, nil) }

// bookTo brings what sales put on the accounts of an order to what is wanted.
func bookTo(tx *db.Tx, orderID int64, wanted []Share) error {
	before, err := booked(tx, orderID, Sale)
	if err != nil {
		return err
	}
	var s splitting
	for _, w := range wanted {
		s.add(w.Account, w.RestaurantID, w.Amount)
	}
	for _, b := range before {
		s.add(b.Account, b.RestaurantID, -b.Amount)
	}
	return book(tx, Transaction{Kind: Sale, OrderID: orderID}, s.shares)
}

// BookPayment books the money of a payment that came in, once.
func BookPayment(tx *db.Tx, paymentID int64) error {
	p, err := payment.LoadPayment(tx, paymentID)
	if err != nil {
		return err
	}
	in, err := bookedOfPayment(tx, p.ID, Payment, Customer)
	if err != nil {
		return err
	}
	t := Transaction{Kind: Payment, OrderID: p.OrderID, PaymentID: &p.ID}
	return book(tx, t, []Share{{Account: Customer, Amount: p.Amount - in}, {Account: till(p), Amount: in - p.Amount}})
}

// BookFee books what the provider keeps of a payment for itself, once: the shop bears it where its own account was charged, the co-op elsewhere.
func BookFee(tx *db.Tx, paymentID int64) error {
	p, err := payment.LoadPayment(tx, paymentID)
	if err != nil {
		return err
	}
	fee, err := bookedOfPayment(tx, p.ID, Fee, CardFee)
	if err != nil {
		return err
	}
	o, err := order.LoadOrder(tx, p.OrderID)
	if err != nil {
		return err
	}
	rest := p.Details.V.Fee - fee
	bearer := Share{Account: Coop, Amount: -rest}
	if p.Account != "" && o.RestaurantID != nil {
		bearer.Account, bearer.RestaurantID = Shop, *o.RestaurantID
	}
	return book(tx, Transaction{Kind: Fee, OrderID: p.OrderID, PaymentID: &p.ID}, []Share{{Account: CardFee, Amount: rest}, bearer})
}

// BookDispute books what the provider took back for a customer and what it charged for that, at the co-op's cost: the difference to what was booked
// before.
func BookDispute(tx *db.Tx, paymentID int64) error {
	p, err := payment.LoadPayment(tx, paymentID)
	if err != nil {
		return err
	}
	back, fee, err := disputed(tx, p.ID)
	if err != nil {
		return err
	}
	took, err := bookedOfPayment(tx, p.ID, Dispute, till(p))
	if err != nil {
		return err
	}
	charged, err := bookedOfPayment(tx, p.ID, Dispute, CardFee)
	if err != nil {
		return err
	}
	back, fee = back-took, fee-charged
	return book(tx, Transaction{Kind: Dispute, OrderID: p.OrderID, PaymentID: &p.ID},
		[]Share{{Account: till(p), Amount: back}, {Account: CardFee, Amount: fee}, {Account: Coop, Amount: -back - fee}})
}

// BookRefund books money that was given back: first what the customer had paid for nothing, the rest at the cost of who is liable. What comes off
// the price is not taxed: its part of the tax comes off the tax.
func BookRefund(tx *db.Tx, paymentID, refundID int64) error {
	p, err := payment.LoadPayment(tx, paymentID)
	if err != nil {
		return err
	}
	r, err := payment.LoadRefund(tx, refundID)
	if err != nil {
		return err
	}
	o, err := order.LoadOrder(tx, p.OrderID)
	if err != nil {
		return err
	}
	owed, err := balance(tx, p.OrderID, Customer)
	if err != nil {
		return err
	}
	own := min(r.Amount, max(0, owed))
	untaxed, err := taxOn(tx, p.OrderID, r.Amount-own)
	if err != nil {
		return err
	}
	bearer := Share{Account: Coop, Amount: own + untaxed - r.Amount}
	if r.Liable == "merchant" && o.RestaurantID != nil {
		bearer.Account, bearer.RestaurantID = Shop, *o.RestaurantID
	}
	t := Transaction{Kind: Refund, OrderID: p.OrderID, PaymentID: &p.ID, RefundID: &r.ID}
	return book(tx, t, []Share{{Account: till(p), Amount: r.Amount}, {Account: Customer, Amount: -own}, {Account: Tax, Amount: -untaxed}, bearer})
}

// taxOn is the part of an order's tax that comes off with an amount of what it is worth by now. All of it comes off with the last cent.
func taxOn(tx *db.Tx, orderID int64, amount money.Amount) (money.Amount, error) {
	shares, err := sharesOf(tx, orderID)
	var tax, worth money.Amount
	for _, s := range shares {
		if slices.Contains(Shares(), s.Account) {
			worth += s.Amount
		}
		if s.Account == Tax {
			tax += s.Amount
		}
	}
	if err != nil || worth <= 0 || tax <= 0 || amount <= 0 {
		return 0, err
	}
	amount = min(amount, worth)
	return tax.Divide([]int64{int64(amount), int64(worth - amount)})[0], nil
}

// till is where the money of a payment lies.
func till(p payment.Payment) Account {
	if p.Code == payment.Cash {
		return Cash
	}
	return Provider
}

// book writes a transaction, unless there is nothing to book. Shares that do not add up to zero are a mistake of the program.
func book(tx *db.Tx, t Transaction, shares []Share) error {
	var entries []Entry
	var sum money.Amount
	for _, s := range shares {
		sum += s.Amount
		if s.Amount == 0 {
			continue
		}
		e := Entry{Account: s.Account, Amount: s.Amount}
		if s.RestaurantID != 0 {
			e.RestaurantID = &s.RestaurantID
		}
		entries = append(entries, e)
	}
	if sum != 0 {
		return fmt.Errorf("ledger: a %s of order %d is %d off zero", t.Kind, t.OrderID, sum)
	}
	if len(entries) == 0 {
		return nil
	}
	return insert(tx, t, entries)
}
