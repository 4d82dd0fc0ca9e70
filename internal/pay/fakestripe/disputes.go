package fakestripe

// disputeFee is what the provider keeps for a dispute.
const disputeFee = 2000

type dispute struct {
	id, status string
	charge     *charge
	amount     int64
	moves      []object // balance transactions
	created    int64
}

func (d *dispute) place() (string, string) { return d.charge.intent.account, d.id }

func (d *dispute) render() object {
	return object{"id": d.id, "object": "dispute", "amount": d.amount, "currency": d.charge.intent.currency, "status": d.status, "reason": "product_not_received",
		"charge": d.charge.id, "payment_intent": d.charge.intent.id, "balance_transactions": d.moves, "created": d.created,
		"evidence_details": object{"due_by": d.created + 7*86400}}
}

// Dispute is the customer of an intent's charge who contests an amount at the bank. It gives the dispute's id, "" when nothing was taken.
func (e *Engine) Dispute(intent string, amount int64) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, c := range e.charges.all {
		if c.intent.id != intent || c.taken == 0 {
			continue
		}
		d := &dispute{id: e.newID("dp"), status: "needs_response", charge: c, amount: amount, created: e.config.Now().Unix(),
			moves: []object{{"id": e.newID("txn"), "object": "balance_transaction", "amount": -amount, "fee": disputeFee}}}
		e.disputes.put(d)
		e.emit("charge.dispute.created", c.intent.account, d.render())
		e.emit("charge.dispute.funds_withdrawn", c.intent.account, d.render())
		return d.id
	}
	return ""
}

// CloseDispute ends a dispute; the money of one that is won comes back, its fee does not.
func (e *Engine) CloseDispute(id string, won bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, d := range e.disputes.all {
		if d.id != id {
			continue
		}
		account := d.charge.intent.account
		d.status = "lost"
		if won {
			d.status = "won"
			d.moves = append(d.moves, object{"id": e.newID("txn"), "object": "balance_transaction", "amount": d.amount, "fee": 0})
			e.emit("charge.dispute.funds_reinstated", account, d.render())
		}
		e.emit("charge.dispute.closed", account, d.render())
	}
}

func listDisputes(c *call) (object, *apiError) {
	if err := c.secretOnly(); err != nil {
		return nil, err
	}
	intent := c.form.Get("payment_intent")
	found, more := c.disputes.page(c.paging(), func(d *dispute) bool { return intent == "" || d.charge.intent.id == intent })
	return list(c, found, more, (*dispute).render), nil
}
